import { describe, expect, it } from 'vitest'
import { createDataset } from '../data/dataset.ts'
import { isPenchantError } from '../errors.ts'
import { createTwinKernels } from '../math/kernels-twin.ts'
import { drawConfigs } from './draw-configs.ts'
import { fakeModel } from './fake-model.ts'
import { splitsOf } from './protocols/index.ts'
import { type TuneOptions, type TuneProgress, tune } from './tune.ts'

/** Everybody's last item but one is 'right', which the model finds the better, the nearer its level is to 2. */
const dataset = createDataset(
  Array.from({ length: 5_000 }, (_, user) => user).flatMap((user) =>
    [`a${user % 7}`, `b${user % 5}`, 'right', 'last'].map((item) => ({ user: `u${user}`, item })),
  ),
  { name: 'many', order: 'sequence', items: ['right', 'last'] },
)
const [split] = splitsOf('leave-last-out', { dataset })
const scores = (level: number, items: readonly string[]) => items.map((_, item) => (item === 0 ? -Math.abs(level - 2) : -0.5 * item))
const levels = () => fakeModel((_, { items }, { level }) => scores(level, items))
const optionsOf = (model: ReturnType<typeof levels>, rest: Partial<TuneOptions> = {}): TuneOptions => ({
  ...{ definition: { ...model.definition, search: { level: Array.from({ length: 40 }, (_, at) => at / 8) } }, split: split! },
  ...{ metric: 'MRR', kernels: createTwinKernels(), seed: 1, elapsed: () => 0, ...rest },
})

describe('tune', () => {
  it('narrows down on growing shares of the users of the validation', async () => {
    const model = levels()
    const events: TuneProgress[] = []
    const found = await tune(optionsOf(model, { trials: 12, progress: (event) => void events.push(event) }))
    const rungs = Map.groupBy(found.trials, ({ rung }) => rung)
    expect([...rungs].map(([rung, trials]) => [rung, trials.length])).toEqual([
      [1, 12],
      [2, 4],
      [3, 2],
    ])
    expect([...rungs].map(([, trials]) => trials[0]!.users)).toEqual([556, 1667, 5000])
    expect(model.calls.fits.map(({ item }) => item.length)).toEqual([
      ...Array(12).fill(1112),
      ...Array(4).fill(3334),
      ...Array(2).fill(10_000),
    ])
    // Never the test: what is shown ends before the validation's target.
    expect(model.calls.queries.every(({ history }) => history.items.length === 2)).toBe(true)
    const values = found.trials.filter(({ rung }) => rung === 3).map(({ value }) => value)
    expect(found.best.value).toBe(Math.max(...values))
    expect(Math.abs((found.best.config.level as number) - 2)).toBeLessThan(0.6)
    expect(found).toMatchObject({ model: 'fake', metric: 'MRR', stopped: 'done' })
    expect(events[0]).toEqual({ rung: 1, rungs: 3, trial: 0, trials: 12, best: undefined })
    expect(events.at(-1)).toMatchObject({ rung: 3, trial: 1, trials: 2, best: found.trials.at(-2)!.value })
    const again = await tune(optionsOf(levels(), { trials: 3 }))
    expect(await tune(optionsOf(levels(), { trials: 3 }))).toEqual(again)
  }, 60_000)

  it('keeps fixed options out of the search', async () => {
    const found = await tune(optionsOf(levels(), { base: { level: 1.5 } }))
    expect(found.trials.map(({ config }) => config)).toEqual([{ level: 1.5 }])
    expect(found.trials[0]!.users).toBe(5000)
  })

  it('stops at the end of its minutes with the best so far', async () => {
    let now = 0
    const model = fakeModel((_, { items }, { level }) => scores(level, items), {
      onFit: () => {
        now += 10_000
      },
    })
    // Ten seconds a fit: six in a minute, two a rung.
    const found = await tune(optionsOf(model, { minutes: 1, elapsed: () => now }))
    expect(found.trials.map(({ rung }) => rung)).toEqual([1, 1, 2, 3])
    expect(found.stopped).toBe('minutes')
    expect(found.best).toBe(found.trials[3])
  })

  it('goes on after a fit that fails, and gives up where all do', async () => {
    const failing = (below: number) =>
      fakeModel((_, { items }, { level }) => scores(level, items), {
        onFit: (_, level) => {
          if (level < below) throw new Error('too small')
        },
      })
    const found = await tune(optionsOf(failing(2), { trials: 9 }))
    expect(found.trials.some(({ failed, value }) => failed === 'too small' && Number.isNaN(value))).toBe(true)
    expect(found.best.config.level).toBeGreaterThanOrEqual(2)
    await expect(tune(optionsOf(failing(9), { trials: 3 }))).rejects.toSatisfy((error) => isPenchantError(error, 'model-unavailable'))
  })

  it('gives what it has when stopped, and says so where it has nothing', async () => {
    const stopAfter = (fits: number) => {
      const abort = new AbortController()
      const model: ReturnType<typeof levels> = fakeModel((_, { items }, { level }) => scores(level, items), {
        onFit: () => {
          if (model.calls.fits.length > fits) abort.abort()
        },
      })
      return tune(optionsOf(model, { signal: abort.signal, progress: ({ trials }) => expect(trials).toBe(27) }))
    }
    const found = await stopAfter(4)
    expect([found.stopped, found.trials.length]).toEqual(['aborted', 4])
    await expect(stopAfter(0)).rejects.toSatisfy((error) => isPenchantError(error, 'aborted'))
  })

  it('refuses a metric without a best value, and a protocol without validation', async () => {
    const invalid = expect.toSatisfy((error) => isPenchantError(error, 'invalid-input'))
    await expect(tune(optionsOf(levels(), { metric: 'Novelty@10' }))).rejects.toThrow(invalid)
    await expect(tune(optionsOf(levels(), { metric: 'Coverage@10' }))).rejects.toThrow(invalid)
    await expect(tune(optionsOf(levels(), { split: { ...split!, validation: undefined } }))).rejects.toThrow(invalid)
  })
})

describe('drawConfigs', () => {
  const search = { a: [1, 2, 3], b: ['x', 'y'] }
  const complete = (config: Readonly<Record<string, unknown>>) => ({ a: config.a ?? 1, b: config.b ?? 'y' })
  const text = (configs: readonly object[]) => configs.map((config) => JSON.stringify(config))

  it('begins with the defaults and repeats nothing', () => {
    const all = text(drawConfigs({ search, base: {}, count: 100, seed: 1, complete }))
    expect(all[0]).toBe('{}')
    // Six combinations, one of which is the defaults.
    expect(all.length).toBe(6)
    expect(new Set(all).size).toBe(6)
    expect(all).not.toContain('{"a":1,"b":"y"}')
    expect(drawConfigs({ search, base: {}, count: 4, seed: 1, complete }).length).toBe(4)
    expect(text(drawConfigs({ search, base: { a: 2 }, count: 9, seed: 1, complete })).toSorted()).toEqual(['{"b":"x"}', '{}'])
  })
})
