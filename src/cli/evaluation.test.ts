import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { datasetKinds, loadDataset } from '../data/loaders/dataset-kinds.ts'
import { readEnvironment } from '../engine/environment.ts'
import { isPenchantError } from '../errors.ts'
import { evaluate as evaluateByProgram } from '../evaluate.ts'
import { runNamed } from '../evaluation/named-run.ts'
import { protocols } from '../evaluation/protocols/index.ts'
import { reportSchema } from '../evaluation/report.ts'
import type { Command, Surroundings } from './command.ts'
import { compareCommand } from './commands/compare.ts'
import { evaluate } from './commands/evaluate.ts'
import { tuneCommand } from './commands/tune.ts'
import { evaluationNotes, evaluationOptions } from './evaluation-options.ts'
import { createTerminal } from './terminal.ts'

const folder = mkdtempSync(join(tmpdir(), 'penchant-evaluation-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

// Twenty people of two circles, each with five of the six items of their circle, in turn: only who looks at the company an item keeps can tell.
const clicks = join(folder, 'clicks.csv')
const rows = Array.from({ length: 20 }, (_, user) =>
  Array.from({ length: 5 }, (_, at) => `u${user},${user % 2 === 0 ? 'a' : 'b'}${(user + at) % 6},${1_700_000_000 + at * 100 + user}`),
)
writeFileSync(clicks, `user,item,occurredAt\n${rows.flat().join('\n')}\nu0,,1\n`)
const data = `csv:${clicks}`

type Ran = { readonly out: string; readonly err: string; readonly error: unknown }
async function run(command: Command, input: Readonly<Record<string, unknown>>, changes: Partial<Surroundings> = {}): Promise<Ran> {
  const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() }
  let ticks = 0
  const error = await command
    .run(command.input.parse(input), {
      terminal: createTerminal(streams as never, true),
      environment: readEnvironment({}),
      clock: { now: () => Date.UTC(2026, 0, 1), elapsed: () => ticks++ },
      signal: new AbortController().signal,
      ...changes,
    })
    .then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
  const read = (stream: PassThrough) => String(stream.read() ?? '')
  return { out: read(streams.stdout), err: read(streams.stderr), error }
}
const problemOf = ({ error }: Ran) => (isPenchantError(error) ? `${error.code}: ${error.message}` : error)

test('the help names every kind of data and every protocol', () => {
  for (const { name } of datasetKinds) expect(evaluationNotes).toMatch(new RegExp(`\\b${name}\\b`))
  for (const name of Object.keys(protocols)) expect(evaluationOptions.protocol.description).toMatch(new RegExp(`\\b${name}\\b`))
})

describe('evaluate', () => {
  const models = 'most-popular,item-knn'

  test('the checks beside the figures: order, a spoilt log, and whose items are shown', async () => {
    const asked = { data, models: 'item-knn', metrics: 'NDCG@2', controls: true, robustness: true, json: true }
    const checked = JSON.parse((await run(evaluate, asked)).out)
    expect(reportSchema.parse(checked)).toEqual(checked)
    const [controls] = checked.controls
    expect(controls).toMatchObject({ label: 'item-knn', metric: 'NDCG@2', plain: checked.models[0].metrics['NDCG@2'] })
    // No two acts of a person share a moment: dealing ties anew changes nothing.
    expect([controls.ties.lowest, controls.ties.highest]).toEqual([controls.plain.value, controls.plain.value])
    const [{ degradation, promotion }] = checked.robustness
    expect(degradation.map(({ share }: { share: number }) => share)).toEqual([0.05, 0.1, 0.2])
    expect(promotion).toMatchObject({ bots: 1 })
    const text = await run(evaluate, { ...asked, json: false })
    expect(text.out).toContain('How much of NDCG@2 is the order of the log')
    expect(text.out).toContain('How a spoilt log is borne, NDCG@2')
    const lacking = await run(evaluate, { data, models: 'item-knn', exposure: 'brand', json: true })
    expect(problemOf(lacking)).toMatch(/invalid-input: No item of .* has the attribute brand/)
  })

  test('whose items are shown, in the same report; the door for programs gives what the command gives', async () => {
    const source = await loadDataset(data, { now: Date.UTC(2026, 0, 1) })
    const dataset = {
      ...source.dataset,
      itemAttributes: source.dataset.items.map((id) => ({ maker: String(id).startsWith('a') ? 'x' : 'y' })),
    }
    const { report } = await runNamed({
      load: async () => ({ ...source, dataset }),
      ...{ models: [{ name: 'item-knn', options: {} }], metrics: ['NDCG@2'], protocol: 'leave-last-out', exposure: 'maker' },
      ...{ seed: 1, version: '1.2.3', elapsed: () => 0 },
    })
    expect(reportSchema.parse(report)).toEqual(report)
    // Two circles of equal size, each with the items of one maker.
    expect(report.exposure?.[0]?.providers.map(({ items, interactions }) => [items, interactions])).toEqual([
      [0.5, 0.5],
      [0.5, 0.5],
    ])
    const asked = { data, models: 'item-knn', metrics: 'NDCG@2', controls: true, json: true }
    const command = reportSchema.parse(JSON.parse((await run(evaluate, asked)).out))
    const door = (await evaluateByProgram({ data, models: ['item-knn'], metrics: ['NDCG@2'], controls: true })).report
    expect([door.models[0]?.metrics, door.controls, door.question.digest]).toEqual([
      command.models[0]?.metrics,
      command.controls,
      command.question.digest,
    ])
    await expect(evaluateByProgram({ data: 'coat', models: ['item-knn'], metrics: ['RMSE'] })).rejects.toThrow(
      /RMSE measures predicted ratings/,
    )
  })

  test('--json prints the one documented report, and the right model wins', async () => {
    const ran = await run(evaluate, { data, models, metrics: 'NDCG@2, recall@2', json: true })
    expect([ran.error, ran.err]).toEqual([undefined, expect.stringMatching(/^Left out 1 rows: .*\(first at clicks\.csv:102\)\n$/)])
    const report = reportSchema.parse(JSON.parse(ran.out))
    expect(JSON.parse(ran.out)).toEqual(report)
    // The two items of the circle that a person does not have stand before all others.
    const recall = Object.fromEntries(report.models.map(({ label, metrics }) => [label, metrics['Recall@2']?.value]))
    expect(recall['item-knn']).toBe(1)
    expect(recall['most-popular']).toBeLessThan(0.5)
  })

  test('people get a table and a chart, and no control characters of others', async () => {
    const hostile = join(folder, 'red\x1b[31m.csv')
    writeFileSync(hostile, readFileSync(clicks))
    const { out, error } = await run(evaluate, { data: `csv:${hostile}`, models, slices: 'popularity' })
    expect(error).toBeUndefined()
    for (const words of ['most-popular', 'item-knn', 'NDCG@10', 'Recall@10']) expect(out).toContain(words)
    expect(out).not.toContain('\x1b')
  })

  test('a run folder keeps what is done: a second run fits only what is new', async () => {
    const out = join(folder, 'run')
    const first = await run(evaluate, { data, models: 'most-popular', out, json: true })
    const again = await run(evaluate, { data, models, out, json: true })
    expect([first.error, again.error]).toEqual([undefined, undefined])
    const timesOf = ({ out: text }: Ran) =>
      Object.fromEntries(reportSchema.parse(JSON.parse(text)).models.map(({ label, fitSeconds }) => [label, fitSeconds]))
    expect(timesOf(again)['most-popular']).toBe(timesOf(first)['most-popular'])
    expect(Object.keys(timesOf(again))).toEqual(['most-popular', 'item-knn'])
    expect(readdirSync(out).filter((name) => name.endsWith('.part'))).toEqual([])
  })

  test('stopped on the way, the folder holds what was finished and the next run goes on', async () => {
    const out = join(folder, 'stopped')
    const stop = new AbortController()
    const clock = {
      now: () => Date.UTC(2026, 0, 1),
      elapsed: () => {
        if (existsSync(out) && readdirSync(out).some((name) => name.includes('most-popular'))) stop.abort()
        return 0
      },
    }
    const stopped = await run(evaluate, { data, models, out, json: true }, { signal: stop.signal, clock })
    expect(problemOf(stopped)).toBe(`aborted: Stopped. What was finished is in ${out}: run the same again to go on.`)
    expect(problemOf(await run(compareCommand, { run: out }))).toMatch(/^invalid-input: There are no two models/)
    const { models: done } = JSON.parse((await run(evaluate, { data, models, out, json: true })).out)
    expect(done.length).toBe(2)
  })

  test('stopped while reading, nothing is made', async () => {
    const packed = join(folder, 'clicks.csv.gz')
    writeFileSync(packed, gzipSync(readFileSync(clicks)))
    const stopped = await run(evaluate, { data: `csv:${packed}`, models }, { signal: AbortSignal.abort() })
    expect(problemOf(stopped)).toMatch(/^aborted: Stopped while reading the data/)
  })

  test.each([
    [{ models: 'popularty' }, /^invalid-input: There is no model "popularty"\. There are .*item-knn/],
    [{ models: 'item-knn:kk=3' }, /^invalid-input: The model item-knn has no option "kk"\. Its options are k, /],
    [{ models, metrics: 'NDGC@10', data: 'coat' }, /^invalid-input: .*NDGC/],
    [{ models, metrics: 'rmse', data: 'coat' }, /^invalid-input: RMSE measures predicted ratings, and most-popular only ranks\./],
    [{ models, protocol: 'random' }, /^invalid-input: There is no protocol "random"\. There are leave-last-out, /],
    [{ models, protocol: 'given' }, /^invalid-input: No split comes with csv\. Choose another protocol\.$/],
    [{ models, data: 'coat' }, /^invalid-input: Say where coat lies: coat:FOLDER, or set PENCHANT_DATA/],
    [{ models, minInteractions: 100 }, /^invalid-input: Nothing of .* is left after the filters/],
    [{ models, out: clicks }, /^invalid-input: .* cannot be used as the folder of a run \(ENOTDIR\)/],
  ])('%j is refused with what to do', async (input, message) => {
    expect(problemOf(await run(evaluate, { data, ...input }))).toMatch(message)
  })
})

describe('compare', () => {
  const [one, two] = [join(folder, 'one'), join(folder, 'two')]

  test('the models of a run against the best, with interval and p', async () => {
    await run(evaluate, { data, models: 'most-popular,item-knn', out: one })
    const { out, error } = await run(compareCommand, { run: one, json: true })
    expect(error).toBeUndefined()
    const { comparisons } = JSON.parse(out)
    expect(comparisons).toEqual([
      expect.objectContaining({ metric: 'NDCG@10', first: 'item-knn', second: 'most-popular', users: 20, better: 'first' }),
    ])
    expect(comparisons[0].difference.low).toBeGreaterThan(0)
    expect(comparisons[0].p).toBeLessThan(0.05)
    expect((await run(compareCommand, { run: one, metric: 'recall@10' })).out).toMatch(/item-knn.* Recall@10 .*no difference shown/)
  })

  test('models of one name in two runs; other data are refused', async () => {
    await run(evaluate, { data, models: 'item-knn', out: two })
    const { comparisons } = JSON.parse((await run(compareCommand, { run: one, other: two, json: true })).out)
    expect(comparisons).toEqual([
      expect.objectContaining({
        first: `item-knn (${one})`,
        second: `item-knn (${two})`,
        better: 'neither',
        difference: { value: 0, low: 0, high: 0 },
      }),
    ])
    const other = join(folder, 'other')
    await run(evaluate, { data, minInteractions: 2, protocol: 'k-fold', models: 'item-knn', out: other })
    expect(problemOf(await run(compareCommand, { run: one, other }))).toMatch(/^invalid-input: /)
    expect(problemOf(await run(compareCommand, { run: join(folder, 'no-run') }))).toMatch(
      /^not-found: There is no run in .*no-run\. Make one with/,
    )
  })
})

describe('tune', () => {
  test('--json has every trial and the best, which evaluate takes as it is printed', async () => {
    const { out, error } = await run(tuneCommand, { data, model: 'item-knn:k=7', trials: 4, json: true })
    expect(error).toBeUndefined()
    const tuning = JSON.parse(out)
    expect(tuning).toMatchObject({ model: 'item-knn', metric: 'NDCG@10', best: { config: { k: 7 } } })
    expect(tuning.trials.length).toBeGreaterThanOrEqual(4)
    const text = await run(tuneCommand, { data, model: 'item-knn:k=7', trials: 4 })
    const line = /^(item-knn:\S+) {2}NDCG@10 /m.exec(text.out)?.[1] as string
    expect((await run(evaluate, { data, models: line, json: true })).error).toBeUndefined()
  })

  test('what cannot be tuned is told', async () => {
    expect(problemOf(await run(tuneCommand, { data, model: 'item-knn,most-popular' }))).toMatch(/^invalid-input: --model names several/)
    expect(problemOf(await run(tuneCommand, { data, model: 'item-knn', metric: 'speed' }))).toMatch(/^invalid-input: .*speed/)
  })
})
