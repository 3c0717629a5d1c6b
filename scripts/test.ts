/** @file Runs the tests: builds what is stale (the browser and package tests use dist/), looks for Chromium, llama.cpp and ONNX Runtime, runs vitest, and in CI refuses skips that nobody has allowed.
 *
 * Usage: npm test -- [--system] [arguments of vitest]     --system: apt-get may install Chromium, npm may bring the other two
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { messageOf } from '../src/errors.ts'
import { buildStale } from './build.ts'
import { findChromium } from './chromium.ts'
import { findPeer } from './peers.ts'
import { parseAllowedSkips, summarize, unallowedSkips } from './skips.ts'

const root = join(import.meta.dirname, '..')
const reportFile = join(root, 'node_modules/.penchant-test-report.json')
const inCi = process.env.CI !== undefined && process.env.CI !== '' && process.env.CI !== 'false'
const args = process.argv.slice(2).filter((argument) => argument !== '--system')

const buildProblem = tryBuild()
const mayInstall = inCi || process.argv.includes('--system')
const chromium = findChromium(process.env, mayInstall)
const skipBrowser = process.env.PENCHANT_SKIP_BROWSER ?? buildProblem ?? ('missing' in chromium ? chromium.missing : undefined)
if (skipBrowser !== undefined) console.log(`Browser tests are skipped: ${skipBrowser}`)
for (const [name, tests] of [
  ['node-llama-cpp', 'model files'],
  ['onnxruntime-node', 'ONNX Runtime'],
] as const) {
  const peer = findPeer(name, root, `${process.platform}-${process.arch}`, mayInstall)
  if ('missing' in peer) console.log(`Tests of ${tests} are skipped: ${peer.missing}`)
}

rmSync(reportFile, { force: true })
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${reportFile}`]
const run = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...args], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    ...(skipBrowser !== undefined && { PENCHANT_SKIP_BROWSER: skipBrowser }),
    ...('path' in chromium && { PENCHANT_CHROMIUM: chromium.path }),
  },
})
const failures = [...(run.status === 0 ? [] : ['vitest failed']), ...(buildProblem === undefined ? [] : [buildProblem]), ...skipProblems()]
for (const failure of failures) console.error(failure)
process.exitCode = failures.length > 0 ? 1 : 0

/** What is wrong with the build, or nothing: the tests that need no build run all the same. */
function tryBuild(): string | undefined {
  try {
    buildStale()
    return undefined
  } catch (error) {
    return messageOf(error)
  }
}

function skipProblems(): string[] {
  if (!existsSync(reportFile)) return ['vitest wrote no report']
  const { skips } = summarize(readFileSync(reportFile, 'utf8'), root)
  for (const skip of skips) console.log(`skipped: ${skip.file}: ${skip.test}`)
  if (!inCi) return []
  const refused = unallowedSkips(skips, parseAllowedSkips(readFileSync(join(root, 'scripts/allowed-skips.json'), 'utf8')))
  return refused.map((skip) => `skipped in CI, and not in scripts/allowed-skips.json: ${skip.file}: ${skip.test}`)
}
