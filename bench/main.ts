/** @file The benchmarks of speed: `npm run bench`. Prints a table, and writes it into bench/RESULTS.md.
 *
 * Usage: npm run bench -- [--quick] [--only NAME]      (NAME: large, requests, ingest, start, native, cost)
 * Every measure runs in a process of its own, one after the other. --quick takes a smaller catalogue and shorter rounds, and writes nothing: its figures are
 * not those that the bars are about.
 */

import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, cpus, loadavg, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { number, type Row, tableMarkdown, tableText } from './report.ts'
import { between } from './sections.ts'

const { quick, only } = parseArgs({ options: { quick: { type: 'boolean', default: false }, only: { type: 'string' } } }).values
const root = join(import.meta.dirname, '..')
const results = join(import.meta.dirname, 'RESULTS.md')

const folder = await mkdtemp(join(tmpdir(), 'penchant-bench-'))
const large = join(folder, 'large')
const measures: Readonly<Record<string, () => Promise<readonly Row[]>>> = {
  large: () => measure('large-engine', [large, ...(quick ? ['10000', '1000', '200'] : ['50000', '5000', '200'])]),
  requests: () => measure('requests', [large, quick ? '200' : '1000', quick ? '1000' : '5000']),
  ingest: () => measure('ingest', quick ? ['2', '1'] : ['5', '2']),
  start: async () => {
    await run([join(root, 'scripts', 'build.ts')])
    return measure('start', [join(root, 'dist'), quick ? '2' : '5'])
  },
  native: async () => [
    ...(await measure('native', [quick ? '1' : '3'])),
    ...(await measure('native-builds', [quick ? '1' : '5'])),
    ...(await measure('onnx', [quick ? '1' : '5'])),
  ],
  cost: () => measure('cost', [quick ? '1e6' : '1e7']),
}

const chosen = only === undefined ? Object.keys(measures) : [...(only === 'requests' ? ['large'] : []), only]
const machine = `${cpus()[0]?.model.trim()}, ${availableParallelism()} cores, ${number(totalmem() / 1e9)} GB, Node ${process.versions.node}, ${process.platform}-${process.arch}`
console.log(
  `${machine}; load ${loadavg()[0]?.toFixed(1)} before the start${quick ? '; quick: smaller than what the bars are about' : ''}\n`,
)
const rows: Row[] = []
try {
  for (const name of chosen) {
    const made = measures[name]
    if (made === undefined) throw new Error(`There is no measure "${name}". Choose one of ${Object.keys(measures).join(', ')}.`)
    const before = loadavg()[0] as number
    const found = [...(await made())]
    rows.push({ what: `load of the machine before: ${name}`, figure: before.toFixed(1) }, ...found)
    console.log(`${tableText(found)}\n       (load ${before.toFixed(1)} before)\n`)
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}
if (!quick && only === undefined) writeResults()
const missed = rows.filter(({ bar }) => bar?.met === false)
console.log(missed.length === 0 ? 'All bars are met.' : `${missed.length} missed: ${missed.map(({ what }) => what).join('; ')}.`)

async function measure(name: string, args: readonly string[]): Promise<readonly Row[]> {
  return JSON.parse(
    (await run([join(import.meta.dirname, 'measures', `${name}.ts`), ...args])).trim().split('\n').at(-1) as string,
  ) as readonly Row[]
}

function run(args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
    let said = ''
    child.stdout.on('data', (text) => {
      said += text
    })
    child.on('close', (code) => (code === 0 ? resolve(said) : reject(new Error(`${args[0]} ended with code ${code}.`))))
  })
}

/** Between its marks; what else stands in the file stays. */
function writeResults(): void {
  const missed = rows
    .filter(({ bar }) => bar?.met === false)
    .map(({ what, figure, bar }) => `- ${what}: ${figure}; the bar is ${bar?.text}.`)
  const part = [
    '## Speed',
    '',
    `\`npm run bench\` on ${machine}. Each latency is a distribution over the number of requests in brackets; ratios are of interleaved rounds, median (least to greatest).`,
    '',
    tableMarkdown(rows),
    '',
    ...(missed.length === 0 ? ['All bars are met.'] : ['Missed:', '', ...missed]),
  ].join('\n')
  writeFileSync(results, between(existsSync(results) ? readFileSync(results, 'utf8') : '# Results\n', 'speed', part))
}
