/** @file Checks that no source file has more than 500 lines, and prints the median.
 *
 * Usage: node scripts/check-sizes.ts
 */
import { join } from 'node:path'
import { isTypeScript, readSources, type SourceTree } from './source-tree.ts'

const mostLines = 500

/** Lines of a text; a line break at its end begins no further line. */
export function countLines(text: string): number {
  if (text === '') return 0
  return text.split('\n').length - (text.endsWith('\n') ? 1 : 0)
}

export function sizeProblems(tree: SourceTree): string[] {
  return [...tree]
    .map(([path, text]) => ({ path, lines: countLines(text) }))
    .filter(({ lines }) => lines > mostLines)
    .map(({ path, lines }) => `${path} has ${lines} lines (${mostLines} at most): split it by what a reader looks for`)
}

/** The middle value, the mean of the two middle ones for an even count; NaN for none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const middle = sorted.length / 2
  const [low, high] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]]
  return low === undefined || high === undefined ? Number.NaN : (low + high) / 2
}

if (import.meta.main) {
  const tree = readSources(join(import.meta.dirname, '..'), ['src', 'web/src', 'scripts', 'bench', 'test'], isTypeScript)
  const problems = sizeProblems(tree)
  for (const problem of problems) console.error(problem)
  console.log(`${tree.size} files, median ${median([...tree.values()].map(countLines))} lines, ${problems.length} too long`)
  process.exitCode = problems.length > 0 ? 1 : 0
}
