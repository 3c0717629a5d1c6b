/** @file Judges the answers of one model by all metrics and slices at once, fold by fold. */

import { hash32 } from '../math/random.ts'
import { topK } from '../math/top-k.ts'
import type { BootstrapOptions } from './bootstrap.ts'
import { type ByUserMetric, type Columns, createRows, type Figure, figuresOf, type Rows } from './columns.ts'
import type { Metric } from './metrics/metric.ts'
import type { Part } from './protocols/protocol.ts'
import { type RankedTargets, rankTargets } from './ranked-targets.ts'
import type { Answer } from './scoring.ts'
import type { Slicing, SlicingOf } from './slices.ts'

export type SliceGroup = { readonly label: string; readonly metrics: Readonly<Record<string, Figure>> }

export type Slice = {
  readonly groups: readonly SliceGroup[]
  /** Best minus worst group of at least 20 users, by metric; NaN where there are not two. */
  readonly gap: Readonly<Record<string, number>>
}

/** What could not be scored. */
export type Unscored = {
  readonly targets: number
  readonly candidates: number
  /** Users for whom nothing could be scored: they have no list and score 0. */
  readonly users: number
  /** Ratings that could not be predicted: the mean of the training stood in. */
  readonly ratings: number
}

export type Verdict = {
  readonly users: readonly number[]
  readonly columns: Columns
  readonly metrics: Readonly<Record<string, Figure>>
  readonly slices: Readonly<Record<string, Slice>>
  readonly unscored: Unscored
}

const smallestGroup = 20

export function createJudge(metrics: readonly Metric[], slicings: readonly SlicingOf[], seed: number | string) {
  const byUser = metrics.filter((metric): metric is ByUserMetric => metric.reads !== 'lists')
  const rankings = metrics.filter((metric) => metric.reads === 'ranking')
  const lists = metrics.filter((metric) => metric.reads === 'lists')
  const longest = Math.max(0, ...metrics.map((metric) => (metric.reads === 'list' || metric.reads === 'lists' ? metric.cutoff : 0)))
  const cutoff = rankings.every((metric) => metric.cutoff !== undefined)
    ? Math.max(1, ...rankings.map((metric) => metric.cutoff!))
    : undefined
  const tieSeed = hash32(String(seed))
  const rows = createRows(byUser)
  const sliced = new Map<string, { readonly slicing: Slicing; readonly groups: Map<string, Rows> }>()
  const unscored = { targets: 0, candidates: 0, users: 0, ratings: 0 }
  const overall = lists.map(() => [] as number[])

  /** @returns what to do with each answer of a fold, and with its end */
  function fold(part: Part, keep?: { readonly k: number; readonly lists: Int32Array[] }) {
    const { train } = part
    const mean = train.value.reduce((sum, value) => sum + value, 0) / train.value.length
    const prepared = new Map(byUser.flatMap((metric) => (metric.reads === 'list' ? [[metric, metric.prepare(train)] as const] : [])))
    const own = slicings.map((of) => of(part))
    const k = Math.max(longest, keep?.k ?? 0)
    const shown: Int32Array[] = []

    function visit(answer: Answer): void {
      const { one, scores, items, filtered, targets } = answer
      const ranked = rankTargets(scores, targets, { cutoff, filtered })
      const best = k === 0 ? new Int32Array() : topK(scores, k, { seed: tieSeed }).items
      const list = items ? best.map((place) => items[place]!) : best
      if (k > 0) shown.push(list)
      keep?.lists.push(list.slice(0, keep.k))
      count(answer)
      const predicted = answer.predicted.map((value) => (Number.isNaN(value) ? mean : value))
      const values = byUser.map((metric) => {
        if (metric.reads === 'ranking') return [metric.of(ranked)]
        if (metric.reads === 'ratings') return one.rated ? metric.of(predicted, one.rated.values) : [Number.NaN]
        return prepared.get(metric)!(list.subarray(0, metric.cutoff), one)
      })
      rows.add(one.user, values)
      for (const slicing of own) slice(slicing, answer, ranked, values)
    }

    return {
      visit,
      end() {
        for (const [at, metric] of lists.entries())
          overall[at]!.push(
            metric.of(
              shown.map((list) => list.subarray(0, metric.cutoff)),
              train.items.length,
            ),
          )
      },
    }
  }

  function count({ one, scores, targets, filtered, predicted }: Answer): void {
    const missing = countNaN(scores) - filtered
    unscored.candidates += missing
    if (scores.length > 0 && missing === scores.length - filtered) unscored.users++
    for (const place of targets) if (Number.isNaN(scores[place]!)) unscored.targets++
    if (one.rated) for (const value of predicted) if (Number.isNaN(value)) unscored.ratings++
  }

  function slice(slicing: Slicing, answer: Answer, ranked: RankedTargets, values: readonly (readonly number[])[]): void {
    const held = sliced.get(slicing.name) ?? { slicing, groups: new Map<string, Rows>() }
    sliced.set(slicing.name, held)
    const add = (label: string | undefined, of: readonly ByUserMetric[], given: readonly (readonly number[])[]) => {
      if (label === undefined) return
      const group = held.groups.get(label) ?? createRows(of)
      held.groups.set(label, group)
      group.add(answer.one.user, given)
    }
    if (slicing.ofCase) add(slicing.ofCase(answer.one), byUser, values)
    if (slicing.ofTarget)
      for (const [label, of] of rankedByGroup(slicing.ofTarget, answer, ranked, cutoff))
        add(
          label,
          rankings,
          rankings.map((metric) => [metric.of(of)]),
        )
  }

  function verdict(options: BootstrapOptions = {}): Verdict {
    const { users, columns } = rows.byUser()
    const catalogue = lists.map(({ label }, at) => {
      const values = overall[at]!
      return [
        label,
        { value: values.reduce((sum, value) => sum + value, 0) / values.length, low: Number.NaN, high: Number.NaN, users: users.length },
      ] as const
    })
    const slices = [...sliced].map(([name, { slicing, groups }]) => {
      const of = slicing.ofCase ? byUser : rankings
      return [name, sliceOf(slicing, of, groups, options)] as const
    })
    return {
      users,
      columns,
      metrics: { ...figuresOf(byUser, columns, options), ...Object.fromEntries(catalogue) },
      slices: Object.fromEntries(slices),
      unscored,
    }
  }

  return {
    fold,
    verdict,
    needs: { rankings: rankings.length > 0 || longest > 0, ratings: metrics.some(({ reads }) => reads === 'ratings') },
  }
}

/** By the bits, without a branch that nobody could predict: it is run over all scores of all users. */
function countNaN(scores: Float32Array): number {
  const bits = new Uint32Array(scores.buffer, scores.byteOffset, scores.length)
  let count = 0
  for (let at = 0; at < bits.length; at++) count += (infinityBits - (bits[at]! & 0x7fffffff)) >>> 31
  return count
}

const infinityBits = 0x7f800000

/** The ranking of the targets of each group, the other targets taken out. */
function rankedByGroup(
  groupOf: (item: number) => string | undefined,
  { one, scores, targets, filtered }: Answer,
  ranked: RankedTargets,
  cutoff: number | undefined,
): ReadonlyMap<string | undefined, RankedTargets> {
  const groups = Map.groupBy(targets.keys(), (at) => groupOf(one.targets[at]!))
  if (groups.size <= 1) return new Map([...groups.keys()].map((label) => [label, ranked]))
  const own = Float32Array.from(targets, (place) => scores[place]!)
  const result = [...groups].map(([label, members]) => {
    for (const place of targets) scores[place] = Number.NaN
    for (const at of members) scores[targets[at]!] = own[at]!
    const places = Int32Array.from(members, (at) => targets[at]!)
    return [label, rankTargets(scores, places, { cutoff, filtered: filtered + targets.length - members.length })] as const
  })
  for (const [at, place] of targets.entries()) scores[place] = own[at]!
  return new Map(result)
}

function sliceOf(slicing: Slicing, metrics: readonly ByUserMetric[], groups: ReadonlyMap<string, Rows>, options: BootstrapOptions): Slice {
  const labels = slicing.labels?.filter((label) => groups.has(label)) ?? [...groups.keys()].sort()
  const found = labels.map((label) => ({ label, metrics: figuresOf(metrics, groups.get(label)!.byUser().columns, options) }))
  const gap = metrics.map(({ label }) => {
    const values = found.flatMap(({ metrics: of }) => (of[label]!.users >= smallestGroup ? [of[label]!.value] : []))
    return [label, values.length < 2 ? Number.NaN : Math.max(...values) - Math.min(...values)] as const
  })
  return { groups: found, gap: Object.fromEntries(gap) }
}
