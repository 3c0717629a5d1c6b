/** @file What every model must do, as named cases for any test runner. The data has all that a model may need: order, times, baskets, attributes, vectors, ratings.
 *
 * @example
 * for (const { name, run } of modelCases(itemKnn, { config: { k: 50 } })) test(name, run)
 */

import assert from 'node:assert/strict'
import type { z } from 'zod'
import type { Dataset } from '../data/dataset.ts'
import { isPenchantError } from '../errors.ts'
import { createKernels } from '../math/kernels.ts'
import { type FitContext, type History, historyOf, type Model, type ModelDefinition, type ModelQuery, type Need } from '../models/model.ts'
import { checkerboard, type KnownData, latentTastes } from './model-data.ts'

export type ModelCase = { readonly name: string; readonly run: () => Promise<void> }

export type ModelCasesOptions = {
  /** Options other than their defaults. */
  readonly config?: Readonly<Record<string, unknown>> | undefined
  /** False for a baseline that answers everybody alike, people without a history too. */
  readonly personal?: boolean | undefined
  /** True where it says something about people without any known item. Default: it does when it is not personal. */
  readonly scoresStrangers?: boolean | undefined
  /** True where it says something about items that nobody has touched, from their content. */
  readonly scoresUntouched?: boolean | undefined
  /**
   * How much better than popularity it must be on drawn tastes: its NDCG@10 ÷ popularity's, or for ratings the error of the item means ÷ its error.
   * Default 1.5, for ratings 1.2; 0 = not asked.
   */
  readonly beatsPopularity?: number | undefined
}

type Bench = {
  readonly definition: ModelDefinition
  readonly options: ModelCasesOptions
  readonly personal: boolean
  readonly ratings: boolean
  readonly data: KnownData
  fitted(dataset?: Dataset, context?: Partial<FitContext>): Promise<Model>
  /** What a person of the checkerboard has done. */
  query(user: number): ModelQuery
}

const kernels = createKernels()
const [even, odd, items, untouched] = [0, 1, 25, 24]

/** The cases. @param definition fitted anew in each of them, on data of a second's work at most. */
export function modelCases<C extends z.ZodObject>(definition: ModelDefinition<C>, options: ModelCasesOptions = {}): readonly ModelCase[] {
  const ratings = definition.predicts === 'ratings' || definition.needs.includes('ratings')
  const data = checkerboard({ ratings })
  const config = () => definition.config.parse(options.config ?? {})
  const bench: Bench = {
    definition: definition as unknown as ModelDefinition,
    options,
    personal: options.personal ?? true,
    ratings,
    data,
    fitted: async (dataset = data.train, context = {}) => definition.fit(dataset, config(), { kernels, seed: 1, ...context }),
    // Copies, so that a model which keeps or changes what it is given is found out.
    query: (user) => ({ user, history: copied(historyOf(data.train, user)) }),
  }
  return Object.entries(checks)
    .filter(([, { when }]) => when === undefined || when(bench))
    .map(([name, { run }]) => ({ name, run: async () => run(bench) }))
}

type Check = { readonly when?: (bench: Bench) => boolean; readonly run: (bench: Bench) => Promise<void> | void }

const checks: Readonly<Record<string, Check>> = {
  'describes each option, gives it a default, and searches among valid values': {
    run({ definition }) {
      const defaults: Record<string, unknown> = definition.config.parse({})
      assert.match(definition.name, /^[a-z0-9]+(-[a-z0-9]+)*$/)
      assert.ok(definition.summary.length > 0)
      for (const [name, option] of Object.entries(definition.config.shape) as [string, z.ZodType][]) {
        assert.notEqual(defaults[name], undefined, `${name} has no default`)
        assert.ok(option.description ?? described(option)?.description, `${name} has no description`)
      }
      for (const [name, values] of Object.entries(definition.search)) {
        assert.ok(name in definition.config.shape, `${name}, which is to be searched, is no option`)
        for (const value of values) definition.config.parse({ [name]: value })
      }
    },
  },
  'refuses data without what it needs': {
    async run({ definition, data, fitted }) {
      for (const need of definition.needs) {
        await assert.rejects(
          fitted(without(data.train, need)),
          (error) => isPenchantError(error, 'invalid-input'),
          `it takes data without ${need}`,
        )
      }
    },
  },
  'ranks a held-out item of the person’s group above all of the other group, for people it knows and for strangers with the same history': {
    when: ({ personal }) => personal,
    async run({ data, fitted, query, ratings }) {
      const model = await fitted()
      assert.equal(model.items, items)
      for (const { user, item } of data.heldOut) {
        const { history } = query(user)
        for (const asked of [query(user), { history }]) {
          const scores = model.score(asked)
          const highest = highestOf(scores, 1 - (user % 2))
          assert.ok(scores[item]! > highest, `person ${user}: item ${item} has ${scores[item]}, another group's item ${highest}`)
        }
        if (ratings) continue
        // One act by mistake gives items of the other group scores too: a wrong sign puts them on top.
        const mixed = model.score({ history: precededBy(history, untouched - 1 - (user % 2)) })
        assert.ok(meanOf(mixed, user % 2) > meanOf(mixed, 1 - (user % 2)), `person ${user}: one act outweighs eight`)
      }
    },
  },
  'answers for the history as it is now': {
    when: ({ personal }) => personal,
    async run({ fitted, query }) {
      const model = await fitted()
      const [one, other] = [query(even), query(odd)]
      const before = model.score(one)
      for (const asked of [{ ...one, history: other.history }, { history: other.history }]) {
        const now = model.score(asked)
        assert.notDeepEqual(now, before)
        assert.ok(meanOf(now, odd) > meanOf(now, even), 'what a person now does does not lead')
      }
      const more = {
        items: Int32Array.of(...one.history.items, ...other.history.items),
        values: Float32Array.of(...one.history.values, ...other.history.values),
        ...(one.history.times && {
          times: Float64Array.from(
            { length: one.history.items.length + other.history.items.length },
            (_, at) => one.history.times![0]! + at,
          ),
        }),
      }
      assert.notDeepEqual(model.score({ history: more }), before)
      assert.deepEqual(model.score(one), before, 'asking for others changed the answer')
    },
  },
  'scores by finite numbers or NaN, and by NaN what nobody has touched': {
    async run({ fitted, query, options }) {
      const scores = (await fitted()).score(query(even))
      assert.equal(scores.length, items)
      assert.ok(scores.every((score) => Number.isNaN(score) || Number.isFinite(score)))
      if (!options.scoresUntouched) assert.ok(Number.isNaN(scores[untouched]))
    },
  },
  'cannot score for a person without any known item, and ignores items that it does not know': {
    async run({ fitted, query, personal, options, data }) {
      const model = await fitted()
      const scoresStrangers = options.scoresStrangers ?? !personal
      const { times } = data.train
      const strange = {
        items: Int32Array.of(-1, items, 2 ** 30),
        values: Float32Array.of(1, 1, 1),
        ...(times && { times: Float64Array.of(1, 2, 3) }),
      }
      const nothing = { items: new Int32Array(), values: new Float32Array(), ...(times && { times: new Float64Array() }) }
      for (const history of [nothing, strange]) {
        const scores = model.score({ history })
        if (scoresStrangers) assert.ok(scores.some(Number.isFinite), 'it has no answer for strangers')
        else assert.ok(scores.every(Number.isNaN), 'it answers without knowing anything')
        assert.deepEqual(model.score({ user: 2 ** 30, history }), scores)
      }
      const known = query(even).history
      const mixed = {
        items: Int32Array.of(-1, ...known.items.subarray(0, 3), items, ...known.items.subarray(3)),
        values: Float32Array.of(1, ...known.values.subarray(0, 3), 1, ...known.values.subarray(3)),
        ...(known.times && {
          times: Float64Array.of(known.times[0]!, ...known.times.subarray(0, 3), known.times[3]!, ...known.times.subarray(3)),
        }),
      }
      assert.deepEqual(model.score({ history: mixed }), model.score({ history: known }))
    },
  },
  'takes a history without times, and one with an item twice': {
    async run({ fitted, query }) {
      const model = await fitted()
      const { items: done, values, times } = query(even).history
      assert.ok(model.score({ history: { items: done, values } }).some(Number.isFinite))
      const twice = { items: Int32Array.of(...done, done[0]!), values: Float32Array.of(...values, values[0]!) }
      assert.ok(
        model.score({ history: { ...twice, ...(times && { times: Float64Array.of(...times, times.at(-1)! + 1) }) } }).some(Number.isFinite),
      )
    },
  },
  'gives chosen items the scores they have among all': {
    async run({ fitted, query }) {
      const model = await fitted()
      const all = model.score(query(odd))
      const chosen = Int32Array.of(7, 0, untouched, 7, -1, items, 3)
      assert.deepEqual(
        model.score(query(odd), chosen),
        Float32Array.from(chosen, (item) => all[item] ?? Number.NaN),
      )
    },
  },
  'scores a batch as it scores each': {
    async run({ fitted, query, data }) {
      const model = await fitted()
      if (!model.scoreBatch) return
      const nothing = { history: { items: new Int32Array(), values: new Float32Array() } }
      const queries = [...data.train.users.keys()].flatMap((user) => (user === 3 ? [nothing, query(user)] : [query(user)]))
      const batch = model.scoreBatch(queries)
      assert.equal(batch.length, queries.length * items)
      for (const [at, asked] of queries.entries())
        assert.deepEqual(batch.slice(at * items, (at + 1) * items), model.score(asked), `query ${at}`)
      assert.equal(model.scoreBatch([]).length, 0)
    },
  },
  'names similar items best first, of the same group, without the item itself': {
    async run({ fitted }) {
      const model = await fitted()
      if (!model.similarItems) return
      for (const item of [0, 1, 10, 23]) {
        const similar = model.similarItems(item, 5)
        assert.ok(similar.length > 0 && similar.length <= 5)
        assert.equal(new Set(similar.map(({ item: other }) => other)).size, similar.length)
        for (const [at, { item: other, score }] of similar.entries()) {
          assert.notEqual(other, item)
          assert.equal(other % 2, item % 2, `${other} is named similar to ${item}`)
          assert.ok(at === 0 || score <= similar[at - 1]!.score)
        }
      }
      for (const item of [-1, items, untouched]) assert.ok(model.similarItems(item, 5).every((other) => other.item !== item))
      assert.deepEqual(model.similarItems(0, 0), [])
    },
  },
  'is saved and loaded to the bit': {
    async run({ definition, fitted, query, data }) {
      const model = await fitted()
      const bytes = model.save()
      const loaded = definition.load(bytes.slice(), kernels)
      assert.equal(model.name, definition.name)
      assert.equal(loaded.name, model.name)
      assert.equal(loaded.items, model.items)
      for (const user of data.train.users.keys()) assert.deepEqual(loaded.score(query(user)), model.score(query(user)))
      if (model.similarItems) assert.deepEqual(loaded.similarItems?.(0, 5), model.similarItems(0, 5))
      assert.ok(Buffer.from(loaded.save()).equals(bytes), 'saving what was loaded gives other bytes')
    },
  },
  'refuses an artifact that is cut off, damaged or of another model': {
    async run({ definition, fitted }) {
      const bytes = (await fitted()).save()
      const damaged = bytes.slice()
      damaged[damaged.length - 1]! ^= 1
      const foreign = Buffer.from(Buffer.from(bytes).toString('latin1').replace('penchant-model-', 'penchant-other-'), 'latin1')
      for (const wrong of [bytes.slice(0, 20), new Uint8Array(), damaged, foreign]) {
        assert.throws(
          () => definition.load(wrong, kernels),
          (error) => isPenchantError(error, 'artifact-mismatch'),
        )
      }
    },
  },
  'gives the same bytes for the same seed, on one thread and on two': {
    async run({ fitted }) {
      const one = (await fitted(undefined, { threads: 1 })).save()
      for (const threads of [1, 2])
        assert.ok(Buffer.from((await fitted(undefined, { threads })).save()).equals(one), `on ${threads} threads`)
    },
  },
  'leaves the data as it was': {
    async run({ fitted, data }) {
      const before = structuredClone(data.train)
      await fitted()
      assert.deepEqual(data.train, before)
    },
  },
  'tells its progress up to 1': {
    async run({ fitted }) {
      const shares: number[] = []
      await fitted(undefined, { progress: (share) => shares.push(share) })
      assert.equal(shares.at(-1), 1)
      assert.ok(
        shares.every((share, at) => share >= 0 && share <= 1 && (at === 0 || share >= shares[at - 1]!)),
        `${shares}`,
      )
    },
  },
  'stops when aborted': {
    async run({ fitted }) {
      await assert.rejects(fitted(undefined, { signal: AbortSignal.abort() }), (error) => isPenchantError(error, 'aborted'))
    },
  },
  'finds drawn tastes: better than popularity, and not better than the truth': {
    when: ({ options }) => options.beatsPopularity !== 0,
    async run({ fitted, ratings, definition, options }) {
      const { train, heldOut, truth } = latentTastes({ ratings })
      const model = await fitted(train)
      const scores = heldOut.map(({ user }) => model.score({ user, history: historyOf(train, user) }))
      const errors = definition.predicts === 'ratings'
      const popular = errors ? itemMeans(train) : itemCounts(train)
      const rate = (of: (user: number) => ArrayLike<number>) =>
        mean(
          heldOut.map(({ user, item, value }) =>
            errors ? (of(user)[item]! - value) ** 2 : gainOf(of(user), item, historyOf(train, user)),
          ),
        )
      const [own, all, best] = [rate((user) => scores[user]!), rate(() => popular), rate(truth)].map((figure) =>
        errors ? 1 / Math.sqrt(figure) : figure,
      )
      const factor = options.beatsPopularity ?? (errors ? 1.2 : 1.5)
      const figures = `${own!.toFixed(4)}; popularity ${all!.toFixed(4)}, the truth ${best!.toFixed(4)}`
      assert.ok(own! >= factor * all!, `not ${factor} times better than popularity: ${figures}`)
      assert.ok(own! <= 1.1 * best!, `better than is possible: ${figures}`)
    },
  },
}

/** What a default stands around. */
const described = (option: z.ZodType) => (option.def as { readonly innerType?: z.ZodType }).innerType

function without({ times, baskets, itemVectors, itemAttributes, ...rest }: Dataset, need: Need): Dataset {
  return {
    ...rest,
    ratings: rest.ratings && need !== 'ratings',
    order: need === 'sequence' ? 'none' : need === 'time' ? 'sequence' : rest.order,
    times: need === 'time' || need === 'sequence' ? undefined : times,
    baskets: need === 'baskets' ? undefined : baskets,
    itemVectors: need === 'item-vectors' ? undefined : itemVectors,
    itemAttributes: need === 'item-attributes' ? undefined : itemAttributes,
  }
}

const copied = ({ items: done, values, times }: History): History => ({
  items: done.slice(),
  values: values.slice(),
  ...(times && { times: times.slice() }),
})

const precededBy = ({ items: done, values, times }: History, item: number): History => ({
  items: Int32Array.of(item, ...done),
  values: Float32Array.of(1, ...values),
  ...(times && { times: Float64Array.of(times[0]! - 1, ...times) }),
})

const ofGroup = (scores: Float32Array, group: number) =>
  scores.filter((score, item) => item % 2 === group && item !== untouched && !Number.isNaN(score))
const highestOf = (scores: Float32Array, group: number) => ofGroup(scores, group).reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
/** Items that cannot be scored are as low as the lowest. */
function meanOf(scores: Float32Array, group: number): number {
  const lowest = scores.reduce((a, b) => (Number.isNaN(b) ? a : Math.min(a, b)), Number.POSITIVE_INFINITY)
  return mean(
    Array.from({ length: untouched / 2 }, (_, at) => scores[2 * at + group]!).map((score) => (Number.isNaN(score) ? lowest : score)),
  )
}
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** NDCG@10 of one target: history left out, ties at their mean place, NaN last. */
function gainOf(scores: ArrayLike<number>, target: number, { items: done }: History): number {
  const seen = new Set(done)
  const own = scores[target]!
  if (Number.isNaN(own)) return 0
  let [higher, equal] = [0, 0]
  for (let item = 0; item < scores.length; item++) {
    if (item === target || seen.has(item)) continue
    if (scores[item]! > own) higher++
    else if (scores[item] === own) equal++
  }
  const place = higher + equal / 2
  return place < 10 ? 1 / Math.log2(place + 2) : 0
}

function itemCounts(dataset: Dataset): Float64Array {
  const counts = new Float64Array(dataset.items.length)
  for (const item of dataset.item) counts[item]!++
  return counts
}

function itemMeans(dataset: Dataset): Float64Array {
  const [sums, counts] = [new Float64Array(dataset.items.length), itemCounts(dataset)]
  for (let place = 0; place < dataset.item.length; place++) sums[dataset.item[place]!]! += dataset.value[place]!
  const overall = mean([...dataset.value])
  return sums.map((sum, item) => (counts[item] === 0 ? overall : sum / counts[item]!))
}
