/** @file The tables of quality. Runs one `penchant evaluate` a table, in a process of its own, and writes bench/RESULTS.md. A table on made data runs here.
 *
 * Usage: node bench/quality.ts [--only NAME,…] [--runs FOLDER] [--threads N] [--list]
 * --runs keeps the runs: tables that are there already are read, not fitted again. --list prints the commands.
 * The data sets are looked for in PENCHANT_DATA; a table whose data is not there is left out and named.
 */

import { spawn } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { parseNamed, parseNamedList } from '../src/cli/named-options.ts'
import { runFolder } from '../src/cli/run-folder.ts'
import { version } from '../src/engine/version.ts'
import { type Comparison, compareAll } from '../src/evaluation/compare.ts'
import { runNamed } from '../src/evaluation/named-run.ts'
import type { Checks, ModelReport, Report } from '../src/evaluation/report.ts'
import { type Run, readRun } from '../src/evaluation/run.ts'
import { madeData } from './quality/made-data.ts'
import { type Bar, type Table, tables } from './quality/tables.ts'
import { between } from './sections.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    runs: { type: 'string', default: join(tmpdir(), 'penchant-quality') },
    threads: { type: 'string', default: String(Math.min(2, availableParallelism())) },
    list: { type: 'boolean', default: false },
  },
})
const root = join(import.meta.dirname, '..')
const results = join(import.meta.dirname, 'RESULTS.md')
const chosen = tables.filter(({ name }) => values.only === undefined || values.only.split(',').includes(name))

if (values.list) for (const table of chosen) console.log(`${table.name}\n  ${commandOf(table)}`)
else {
  let text = existsSync(results) ? readFileSync(results, 'utf8') : '# Results\n'
  for (const table of chosen) {
    const found = await runOf(table).catch((error: Error) => error)
    if (found instanceof Error) {
      console.log(`left out: ${table.name} (${found.message})`)
      continue
    }
    const { report, evaluations } = found
    const inTable = new Set(report.models.map(({ label }) => label))
    const controls = table.controls ? await controlsOf(table) : []
    const part = [markdown(table, report, compareAll(evaluations.filter(({ label }) => inTable.has(label)))), ...controls].join('\n')
    console.log(part)
    text = between(text, `quality ${table.name}`, part)
    writeFileSync(results, text)
  }
}

async function runOf(table: Table): Promise<Run> {
  const { data, made, protocol, models, metrics, name } = table
  const files = runFolder(join(values.runs, name))
  const threads = Number(values.threads)
  if (made === undefined) {
    const code = await run([
      join(root, 'src', 'cli', 'main.ts'),
      ...argumentsOf(table),
      '--threads',
      values.threads,
      '--out',
      join(values.runs, name),
    ])
    if (code !== 0) throw new Error(`the command ended with code ${code}`)
    return readRun(files)
  }
  const asked = parseNamed(protocol, 'protocol')
  await runNamed({
    load: () => madeData[made](data),
    ...{ models: parseNamedList(models.join(','), 'models'), metrics, protocol: asked.name, protocolOptions: asked.options },
    ...{ seed: 1, threads, version, elapsed: () => performance.now(), files },
  })
  return readRun(files)
}

function commandOf(table: Table): string {
  return table.made === undefined ? `penchant ${argumentsOf(table).map(quoted).join(' ')}` : `node bench/quality.ts --only ${table.name}`
}

function argumentsOf({ data, options = {}, protocol, models, metrics, slices }: Table): readonly string[] {
  const extra = Object.entries({ ...options, ...(slices && { slices }) }).flatMap(([name, value]) => [`--${name}`, value])
  return ['evaluate', '--data', data, '--protocol', protocol, ...extra, '--models', models.join(','), '--metrics', metrics.join(',')]
}

function quoted(argument: string): string {
  return /[^\w:=.,@/+-]/.test(argument) ? `'${argument}'` : argument
}

function run(args: readonly string[]): Promise<number | null> {
  return new Promise((resolve) => {
    spawn(process.execPath, ['--max-old-space-size=8192', ...args], { stdio: 'inherit' }).on('close', resolve)
  })
}

/** The order controls of the table, one row a model. */
async function controlsOf(table: Table): Promise<readonly string[]> {
  const args = [...argumentsOf(table), '--threads', values.threads, '--controls', '--json']
  const child = spawn(process.execPath, [join(root, 'src', 'cli', 'main.ts'), ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  let said = ''
  child.stdout.on('data', (text) => {
    said += text
  })
  const code = await new Promise((resolve) => child.on('close', resolve))
  if (code !== 0) throw new Error(`The controls of ${table.name} ended with code ${code}.`)
  const { controls = [] } = JSON.parse(said) as Pick<Checks, 'controls'>
  return table.metrics.flatMap((metric) => [
    '',
    `The same with \`--controls\`, ${metric}:`,
    '',
    `| | as it is | ties dealt anew, ${controls[0]?.ties.values.length} times | lowest of their lower 95 % ends | untied targets | histories shuffled |`,
    '| --- | --- | --- | --- | --- | --- |',
    ...controls
      .filter((row) => row.metric === metric)
      .map(
        ({ label, plain, ties, untied, shuffled }) =>
          `| ${shown(label)} | ${short(plain.value)} | ${short(ties.mean)} (${short(ties.lowest)} to ${short(ties.highest)}) | ${short(ties.lowerEnd)} | ${untied ? `${short(untied.value)} (${untied.users} people)` : '–'} | ${short(shuffled.value)} |`,
      ),
  ])
}

function markdown(table: Table, report: Report, comparisons: readonly Comparison[]): string {
  const { question, models, metrics } = report
  const { data } = question
  const [metric = ''] = table.metrics
  const size = (count: number) => count.toLocaleString('en')
  const head = ['', ...metrics, 'fit', 'score', 'peak memory']
  const rows = models.map((model) => [
    shown(model.label),
    ...metrics.map((name) => figure(model, name)),
    `${model.fitSeconds.toFixed(1)} s`,
    `${model.scoreSeconds.toFixed(1)} s`,
    `${size(Math.round(model.peakMemoryBytes / 1e6))} MB`,
  ])
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  return [
    `### ${table.title}`,
    '',
    `\`${commandOf(table)}\``,
    '',
    `${data.name}: ${size(data.users)} users, ${size(data.items)} items, ${size(data.interactions)} interactions. ${question.rule} ${question.sampled ? '**Sampled**: ranked among candidates, never to be compared with full ranking. ' : ''}95 % bootstrap by user; version ${report.version}, seed 1; ${cpus()[0]?.model.trim()}, ${values.threads} threads.`,
    '',
    line(head),
    line(head.map(() => '---')),
    ...rows.map(line),
    '',
    ...comparisons
      .filter(({ second }, at) => at < 3 || second.startsWith('item-knn'))
      .map(
        ({ first, second, difference, p }) =>
          `- ${shown(first)} − ${shown(second)}, ${metric}: ${signed(difference.value)} [${signed(difference.low)}, ${signed(difference.high)}], p ${p < 0.001 ? '< .001' : p.toFixed(3)}.`,
      ),
    ...(table.published.length > 0 ? [`- Published: ${table.published.join('; ')}.`] : []),
    ...(table.slices === 'popularity'
      ? models.filter(({ model }) => model === 'learned-blend').map((model) => `- ${withoutCold(model, metrics)}`)
      : []),
    ...table.bars.map((bar) => `- ${barText(bar, models)}`),
    ...(table.remark === undefined ? [] : ['', table.remark]),
  ].join('\n')
}

function figure({ metrics }: ModelReport, name: string): string {
  const found = metrics[name]
  if (found?.value === null || found === undefined) return '–'
  return found.low === null || found.high === null
    ? short(found.value)
    : `${short(found.value)} [${short(found.low)}, ${short(found.high)}]`
}

/** What stands beside figures of others that leave out targets which nobody has in the training; every case has one target. */
function withoutCold({ label, metrics, slices }: ModelReport, names: readonly string[]): string {
  const cold = slices.popularity?.groups.find((group) => group.label === 'cold')?.metrics ?? {}
  const figures = names.map((name) => {
    const { value, users } = metrics[name] ?? { value: null, users: 0 }
    const { value: missed, users: out } = cold[name] ?? { value: 0, users: 0 }
    return `${name} ${short(((value ?? Number.NaN) * users - (missed ?? 0) * out) / (users - out))}`
  })
  const [first = ''] = names
  return `${shown(label)} without the ${cold[first]?.users ?? 0} targets of ${metrics[first]?.users.toLocaleString('en')} that nobody has in the training: ${figures.join(', ')}.`
}

function barText({ metric, model, atLeast, atMost, lowerEnd, of }: Bar, models: readonly ModelReport[]): string {
  const sign = atMost === undefined ? 1 : -1
  const valueIn = (one: ModelReport) => (lowerEnd ? one.metrics[metric]?.low : one.metrics[metric]?.value) ?? Number.NaN
  const [best] = models.filter(({ label }) => model === undefined || label === model).toSorted((a, b) => sign * (valueIn(b) - valueIn(a)))
  if (best === undefined) throw new Error(`No model ${model} is in the table.`)
  const value = valueIn(best)
  const met = atMost === undefined ? value >= (atLeast as number) : value <= atMost
  const what = `${shown(best.label)}, ${metric}${lowerEnd ? ', lower end' : ''}: ${short(value)}`
  return `${met ? 'Met' : '**Missed**'}: ${what}; the bar is ${atMost === undefined ? `at least ${short(atLeast as number)}` : `at most ${short(atMost)}`} (${of}).`
}

/** Members of a fusion by their names: their options stand in the command. */
function shown(label: string): string {
  return label.replace(
    /members=\[.*\]/,
    (members) => `members=${[...members.matchAll(/"model":"([^"]+)"/g)].map(([, name]) => name).join('+')}`,
  )
}

function short(value: number | null): string {
  return value === null ? '–' : value.toFixed(4).replace(/^(-?)0\./, '$1.')
}

function signed(value: number): string {
  return `${value >= 0 ? '+' : '−'}${short(Math.abs(value))}`
}
