import { describe, expect, it } from 'vitest'
import { createDataset } from '../data/dataset.ts'
import { isPenchantError } from '../errors.ts'
import { createTwinKernels } from '../math/kernels-twin.ts'
import { compareAll } from './compare.ts'
import { fakeModel } from './fake-model.ts'
import { reportChart, reportSchema, reportTable } from './report.ts'
import { evaluateModels, type RunFiles, type RunOptions, type RunProgress, readRun } from './run.ts'

const dataset = {
  ...createDataset(
    Array.from({ length: 40 }, (_, at) => ({ user: `u${at % 8}`, item: `i${(at * 3) % 11}` })),
    { name: 'small', order: 'sequence' },
  ),
  userAttributes: Array.from({ length: 8 }, (_, user) => ({ sex: user % 2 === 0 ? 'f' : 'm' })),
  itemAttributes: Array.from({ length: 11 }, (_, item) => ({ genres: [item % 2 === 0 ? 'even' : 'odd'] })),
}

function memoryFiles(): RunFiles & { readonly texts: Map<string, string> } {
  const texts = new Map<string, string>()
  return {
    texts,
    read: async (name) => texts.get(name),
    write: async (name, text) => void texts.set(name, text),
  }
}

const rising = () => fakeModel((_, train) => train.items.map((_id, item) => item), { name: 'rising' })
const falling = () => fakeModel((_, train) => train.items.map((_id, item) => -item), { name: 'falling' })
const optionsOf = (models: readonly ReturnType<typeof rising>[], rest: Partial<RunOptions> = {}): RunOptions => ({
  ...{ source: { dataset }, protocol: 'leave-last-out', models: models.map(({ definition }) => ({ definition })) },
  ...{ metrics: ['NDCG@5', 'Coverage@5'], kernels: createTwinKernels(), seed: 1, elapsed: () => 0, peakMemory: () => 3 * 2 ** 20 },
  ...{ version: '1.2.3', ...rest },
})
const invalid = expect.toSatisfy((error) => isPenchantError(error, 'invalid-input'))

describe('evaluateModels', () => {
  it('reports all models, and its folder gives the same back', async () => {
    const files = memoryFiles()
    const { report, evaluations } = await evaluateModels(optionsOf([rising(), falling()], { files, slices: ['sex', 'popularity'] }))
    expect(reportSchema.parse(report)).toEqual(report)
    expect(report).toMatchObject({ format: 'penchant-evaluation/1', version: '1.2.3', metrics: ['NDCG@5', 'Coverage@5'] })
    expect(report.models.map(({ label }) => label)).toEqual(['rising', 'falling'])
    expect(report.models[0]!.metrics['Coverage@5']!.low).toBeNull()
    const kept = await readRun(files)
    expect(kept.report).toEqual(report)
    expect(kept.evaluations).toEqual(evaluations)
    expect(compareAll(kept.evaluations)).toEqual(compareAll(evaluations))
  })

  it('reads what is there, and evaluates anew what differs', async () => {
    const files = memoryFiles()
    await evaluateModels(optionsOf([rising()], { files }))
    const [again, added] = [rising(), falling()]
    const events: RunProgress[] = []
    const { report } = await evaluateModels(optionsOf([again, added], { files, progress: (event) => void events.push(event) }))
    expect([again.calls.fits.length, added.calls.fits.length]).toEqual([0, 1])
    expect(report.models.map(({ label }) => label)).toEqual(['rising', 'falling'])
    expect(events[0]).toEqual({ label: 'rising', fold: '', stage: 'read', share: 1, done: 0, of: 2 })
    expect(events.at(-1)).toEqual({ label: 'falling', fold: '', stage: 'score', share: 1, done: 1, of: 2 })
    for (const changed of [{ seed: 2 }, { metrics: ['Recall@5'] }, { version: '1.2.4' }, { slices: ['history'] }]) {
      const model = rising()
      await evaluateModels(optionsOf([model], { files, ...changed }))
      expect(model.calls.fits.length, JSON.stringify(changed)).toBe(1)
      // What the folder held of other models is still in its report.
      expect((await readRun(files)).report.models.map(({ label }) => label)).toContain('falling')
    }
  })

  it('keeps what was finished when it is stopped', async () => {
    const files = memoryFiles()
    const abort = new AbortController()
    const stopping = fakeModel(() => [], { name: 'stopping', onFit: () => abort.abort() })
    await expect(evaluateModels(optionsOf([rising(), stopping], { files, signal: abort.signal }))).rejects.toSatisfy((error) =>
      isPenchantError(error, 'aborted'),
    )
    expect((await readRun(files)).evaluations.map(({ label }) => label)).toEqual(['rising'])
  })

  it('refuses a folder of another split, damaged files and wrong names', async () => {
    const files = memoryFiles()
    await evaluateModels(optionsOf([rising()], { files }))
    await expect(evaluateModels(optionsOf([rising()], { files, protocol: 'k-fold' }))).rejects.toThrow('another split')
    await expect(readRun(memoryFiles())).rejects.toSatisfy((error) => isPenchantError(error, 'not-found'))
    for (const damaged of ['{', '{}']) {
      const name = [...files.texts.keys()].find((file) => file !== 'run.json')!
      files.texts.set(name, damaged)
      await expect(readRun(files)).rejects.toThrow(invalid)
      await expect(evaluateModels(optionsOf([rising()], { files }))).rejects.toThrow(name)
    }
    await expect(evaluateModels(optionsOf([rising(), rising()]))).rejects.toThrow('named twice')
    await expect(evaluateModels(optionsOf([rising()], { slices: ['age'] }))).rejects.toThrow(invalid)
    await expect(evaluateModels(optionsOf([rising()], { metrics: ['Best'] }))).rejects.toThrow(invalid)
  })

  it('puts chance and attributes beside models of cold items', async () => {
    const { report, evaluations } = await evaluateModels(optionsOf([rising()], { protocol: 'cold-items', protocolOptions: { share: 0.2 } }))
    expect(report.models.map(({ label }) => label)).toEqual(['rising', 'reference: random', 'reference: popularity of attributes'])
    expect(evaluations[2]!.unscored.targets).toBe(0)
  })
})

describe('the report for people', () => {
  it('shows figures with half their interval, what could not be scored, and slices', async () => {
    const silent = fakeModel((_, train) => train.items.map(() => Number.NaN), { name: 'silent' })
    const { report } = await evaluateModels(
      optionsOf([rising(), silent], { slices: ['sex'], protocol: 'one-of-n', protocolOptions: { negatives: 2 } }),
    )
    const lines = reportTable(report).split('\n')
    expect(lines[0]).toBe('small: 8 users, 11 items, 40 interactions')
    expect(lines[2]).toContain('not comparable with a full ranking')
    const figure = report.models[0]!.metrics['NDCG@5']!
    const half = ((figure.high! - figure.low!) / 2).toFixed(4)
    expect(lines.find((line) => line.startsWith('rising'))).toContain(`${figure.value!.toFixed(4)} ±${half}`)
    expect(lines.find((line) => line.startsWith('silent could not'))).toContain('8 targets, 8 users')
    expect(lines.find((line) => line.startsWith('NDCG@5 by sex'))).toContain('silent')
    const chart = reportChart(report).split('\n')
    expect(chart.length).toBe(3)
    // The longest bar ends with its interval; a figure of nothing has none.
    expect(chart[1]).toMatch(/^rising +█*▓*░* +\d\.\d{4}$/)
    expect(chart[2]).toMatch(/^silent +0\.0000$/)
  })
})
