/** @file Runs every check in order, with a line for each; exits 1 at the end when any failed.
 *
 * Usage: npm run check
 */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')

/** `program`: a script under Node with its arguments. `needs`: the check is left out while that file does not exist. */
type Check = { readonly name: string; readonly program: readonly string[]; readonly needs?: string }

const checks: readonly Check[] = [
  { name: 'format and lint', program: ['node_modules/@biomejs/biome/bin/biome', 'ci', '.', '--error-on-warnings', '--colors=off'] },
  { name: 'types', program: ['node_modules/typescript/bin/tsc', '--noEmit', '-p', '.'] },
  { name: 'types of the web', program: ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'web'] },
  { name: 'layers', program: ['scripts/check-layers.ts'] },
  { name: 'file sizes', program: ['scripts/check-sizes.ts'] },
  { name: 'clock', program: ['scripts/check-clock.ts'] },
  { name: 'lock', program: ['scripts/check-lock.ts'] },
  { name: 'films', program: ['scripts/check-films.ts', 'catalogue/films.jsonl'], needs: 'catalogue/films.jsonl' },
  { name: 'unused code', program: ['node_modules/knip/bin/knip.js', '--no-progress'] },
  { name: 'package', program: ['scripts/check-package.ts'] },
  { name: 'kernels', program: ['scripts/build-kernels.ts', '--check'] },
  { name: 'generated files', program: ['scripts/generate.ts', '--check'], needs: 'scripts/generate.ts' },
]

function runCheck({ name, program, needs }: Check): boolean {
  if (needs !== undefined && !existsSync(join(root, needs))) {
    console.log(`none    ${name}: ${needs} does not exist`)
    return true
  }
  const run = spawnSync(process.execPath, [...program], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
    env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' },
  })
  const ok = run.status === 0
  const lastLine = run.stdout.trim().split('\n').at(-1) ?? ''
  console.log(`${ok ? 'ok    ' : 'FAILED'}  ${name}${ok && lastLine !== '' ? `: ${lastLine}` : ''}`)
  if (!ok) console.log(`${run.stdout}${run.stderr}${run.error?.message ?? ''}`.trim().replace(/^/gm, '        '))
  return ok
}

const failed = checks.filter((check) => !runCheck(check)).map((check) => check.name)
console.log(
  failed.length > 0 ? `${failed.length} of ${checks.length} checks failed: ${failed.join(', ')}` : `all ${checks.length} checks passed`,
)
process.exitCode = failed.length > 0 ? 1 : 0
