/** @file Checks that src/ asks for time, chance and environment only in the one file that may: everyone else receives them, so that every result can be repeated.
 *
 * Usage: node scripts/check-clock.ts
 */
import { join } from 'node:path'
import { isTest, isTypeScript, readSources, type SourceTree, withoutComments } from './source-tree.ts'

const rules = [
  { name: 'the clock', pattern: /\bDate\s*\.\s*now\b|\bnew Date(?:\(\s*\)|(?!\s*\())/, home: 'src/engine/clock.ts' },
  { name: 'Math.random', pattern: /\bMath\s*\.\s*random\b/, home: 'src/math/random.ts' },
  { name: 'process.env', pattern: /\bprocess\s*\.\s*env\b/, home: 'src/engine/environment.ts' },
] as const

export function clockProblems(tree: SourceTree): string[] {
  return [...tree].flatMap(([path, code]) => {
    if (isTest(path)) return []
    const lines = withoutComments(code, 'blank').split('\n')
    return lines.flatMap((line, index) =>
      rules
        .filter((rule) => path !== rule.home && rule.pattern.test(line))
        .map((rule) => `${path}:${index + 1} reads ${rule.name}: only ${rule.home} does; take it as an argument`),
    )
  })
}

if (import.meta.main) {
  const tree = readSources(join(import.meta.dirname, '..'), ['src'], isTypeScript)
  const problems = clockProblems(tree)
  for (const problem of problems) console.error(problem)
  console.log(`${tree.size} files, ${problems.length} uses of time, chance or environment`)
  process.exitCode = problems.length > 0 ? 1 : 0
}
