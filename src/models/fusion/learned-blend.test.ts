import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createDataset, type DatasetRow } from '../../data/dataset.ts'
import { createKernels } from '../../math/kernels.ts'
import { createRandom } from '../../math/random.ts'
import { modelCases } from '../../testing/model.ts'
import { gfCf } from '../graph/gf-cf.ts'
import { itemKnn } from '../knn/item-knn.ts'
import { chosenScores, defineModel, type ModelDefinition } from '../model.ts'
import { massKnots, placeOf, weightsAt } from './blend-weights.ts'
import { holdOut } from './held-out.ts'
import { defineLearnedBlend, type LearnedBlend } from './learned-blend.ts'

const real = { 'gf-cf': gfCf, 'item-knn': itemKnn } as unknown as Record<string, ModelDefinition>
const context = { kernels: createKernels(), seed: 1 }

describe('learned-blend', () => {
  for (const { name, run } of modelCases(defineLearnedBlend(real, 'item-knn+gf-cf'))) test(name, run)
})

const users = 240
const items = 40
const random = createRandom(5)
/** What each user likes at last: the sum of two facts, of which each model knows one. */
const facts = [0, 1].map(() => Float32Array.from({ length: users * items }, (_, at) => (at % items < 2 ? 0 : random.normal())))
const last = Array.from({ length: users }, (_, user) => {
  const sum = Array.from({ length: items - 2 }, (_, at) => facts[0]![user * items + at + 2]! + facts[1]![user * items + at + 2]!)
  return 2 + sum.indexOf(Math.max(...sum))
})
/** Every user begins with item 0 or 1, so that nothing but the last item is worth predicting. */
const rows: DatasetRow[] = last.flatMap((item, user) => [
  { user: `u${user}`, item: `i${user % 2}` },
  { user: `u${user}`, item: `i${item}` },
])
const data = createDataset(rows, { name: 'two facts', order: 'sequence', items: Array.from({ length: items }, (_, item) => `i${item}`) })

const seen: number[] = []
const knows = (name: string, scoreOf: (user: number, item: number) => number) =>
  defineModel({
    name,
    summary: 'For this test.',
    config: z.strictObject({}),
    search: {},
    needs: [],
    predicts: 'ranking',
    fit(dataset) {
      seen.push(dataset.item.length)
      return {
        name,
        items,
        score: ({ user = 0 }, chosen) =>
          chosenScores(
            Float32Array.from({ length: items }, (_, item) => scoreOf(user, item)),
            chosen,
          ),
        save: () => new Uint8Array(),
      }
    },
    load: () => {
      throw new Error('not used')
    },
  }) as unknown as ModelDefinition
const members = {
  first: knows('first', (user, item) => facts[0]![user * items + item]!),
  // On another scale, which must not matter.
  second: knows('second', (user, item) => 1_000 * facts[1]![user * items + item]! + 7),
  against: knows('against', (user, item) => -facts[0]![user * items + item]! - facts[1]![user * items + item]!),
  both: knows('both', (user, item) => facts[0]![user * items + item]! + facts[1]![user * items + item]!),
}
async function fitted(names: string): Promise<LearnedBlend> {
  const definition = defineLearnedBlend(members, names)
  return (await definition.fit(data, definition.config.parse({ candidates: 20 }), context)) as LearnedBlend
}

test('learns that two halves of the truth count alike, on a part of the data, and then fits the members on all of it', async () => {
  seen.length = 0
  const { weights, promoted, validation } = await fitted('first+second')
  expect(seen).toEqual([users, users, 2 * users, 2 * users])
  expect(promoted).toBeUndefined()
  expect(weights[0]! / weights[1]!).toBeGreaterThan(0.8)
  expect(weights[0]! / weights[1]!).toBeLessThan(1.25)
  expect(validation[2]).toBeGreaterThan(0.95)
  expect(Math.max(validation[0]!, validation[1]!)).toBeLessThan(0.8)
})

test('gives a member that misleads no weight', async () => {
  const { weights, promoted } = await fitted('first+against')
  expect(promoted === 'first' || weights[1] === 0).toBe(true)
})

test('promotes a member alone where no blend beats it', async () => {
  const { promoted, validation, weights, score } = await fitted('first+both')
  expect(promoted).toBe('both')
  expect(validation[1]).toBeCloseTo(1, 12)
  expect([...weights]).toEqual([1, 1, 1, 1, 1])
  const scores = score({ user: 3, history: { items: Int32Array.of(1), values: Float32Array.of(1) } })
  expect(scores.indexOf(Math.max(...scores.subarray(2)))).toBe(last[3])
})

describe('holdOut', () => {
  const acts = [
    ['ann', 'a b c d e f g h i j'],
    ['ben', 'a b a'],
    ['cy', 'a'],
  ] as const
  const of = (order: 'none' | 'sequence') =>
    createDataset(
      acts.flatMap(([user, done]) => done.split(' ').map((item) => ({ user, item }))),
      { name: 'acts', order },
    )
  const options = { cases: 10, share: 0.2, seed: 1 }
  const idsOf = (numbers: Iterable<number>) => Array.from(numbers, (item) => 'abcdefghij'[item])

  test('in order: the last one, wherever it stands; a person with one item keeps it', () => {
    const { dataset, cases } = holdOut(of('sequence'), options)
    const told = cases.map(({ user, history, targets }) => [user, idsOf(history.items).join(''), idsOf(targets).join('')])
    expect(told.toSorted()).toEqual([
      [0, 'abcdefghi', 'j'],
      [1, 'b', 'a'],
    ])
    expect([...dataset.offsets]).toEqual([0, 9, 10, 11])
  })

  test('without order: a drawn share, at least one, at most all but one', () => {
    const { dataset, cases } = holdOut(of('none'), options)
    const [ann, ben] = [...cases].sort((a, b) => a.user - b.user)
    expect([ann!.targets.length, ann!.history.items.length, ben!.targets.length]).toEqual([2, 8, 1])
    for (const { history, targets } of cases) for (const item of targets) expect(history.items).not.toContain(item)
    expect(dataset.offsets.at(-1)! - dataset.offsets[2]!).toBe(1)
    const most = holdOut(of('none'), { ...options, share: 0.99 }).cases.map(({ history }) => history.items.length)
    expect(Math.min(...most)).toBe(1)
  })

  test('who is not drawn keeps everything', () => {
    const whole = of('none')
    const { dataset, cases } = holdOut(whole, { ...options, cases: 1 })
    expect(cases).toHaveLength(1)
    const lengths = ({ offsets }: typeof whole) => [0, 1, 2].map((user) => offsets[user + 1]! - offsets[user]!)
    const [before, after] = [lengths(whole), lengths(dataset)]
    for (const user of [0, 1, 2]) {
      if (user === cases[0]!.user) expect(after[user]).toBeLessThan(before[user]!)
      else expect(after[user]).toBe(before[user])
    }
  })
})

describe('weights between the knots', () => {
  test('in ln(1 + m) up to 30, then in 1 / (1 + m)', () => {
    expect(massKnots.slice(0, 4).map((mass) => placeOf(mass))).toEqual([0, 1, 2, 3].map((knot) => ({ knot, part: 0 })))
    expect(placeOf(0)).toEqual({ knot: 0, part: 0 })
    // √(2 · 4) − 1 lies halfway between 1 and 3; 61 halfway between 30 and ∞.
    expect(placeOf(Math.sqrt(8) - 1)).toEqual({ knot: 0, part: expect.closeTo(0.5, 12) })
    expect(placeOf(61)).toEqual({ knot: 3, part: 0.5 })
    expect(placeOf(Number.POSITIVE_INFINITY).knot).toBe(4)
    expect([...weightsAt(Float64Array.of(0, 0, 0, 0, 0, 0, 2, 4, 4, 8), 2, 61)]).toEqual([3, 6])
  })
})
