/** @file The prior P: how an item stands with everybody, before anything is known of the person. Retrieval and ranking read the same one.
 *
 * P_j = standardised ln(1 + c_j + 5·e_j): c_j = decayed count of positive interactions, e_j = the catalogue's own `prior` in 0..1, which so counts as up to
 * five people. Until twenty people have acted, c counts as 0 where the catalogue has priors: one person's like must not lead everybody's page, and is
 * nobody else's business. From then on e fades as people act. An item without `prior` gets the mean of those that have one.
 * Mean and deviation are those of the catalogue, never of the candidates: from sums of whole numbers, in which what comes and goes leaves no rounding
 * behind. Shapes: [N]. Cost: nothing while nobody acts, else O(N) comparisons and O(changed) logarithms.
 */

import type { Item } from '../data/item.ts'
import type { Popularity, Together } from './snapshot.ts'

export type Prior = {
  /** ln(1 + c + 5e) [N], in the order of P; NaN where the item was deleted. Not to be written to. */
  readonly logarithms: Float32Array
  /** P of one item: mean 0 and deviation 1 over the catalogue, 0 where all items stand alike. */
  of(item: number): number
}

const editorialPeople = 5

/** From so many people on, what they like is what many like. */
const fewestPeople = 20

/** Whether the live counts are those of many people, and not of the first few. */
export function speaksForMany({ together }: { readonly together: Pick<Together, 'people'> }): boolean {
  return together.people >= fewestPeople
}

type Kept = {
  readonly given: boolean
  readonly counts: Float64Array
  readonly editorial: Float64Array
  readonly logarithms: Float32Array
  readonly sums: Sums
  prior: Prior | undefined
  /** Of which counts `prior` is: the array, how often it was changed, and whether it is heard. */
  of: { readonly counts: Float64Array; readonly changes: number; readonly heard: boolean } | undefined
}
const kept = new WeakMap<readonly (Item | undefined)[], Kept>()

/** How every item stands at `now` (epoch milliseconds). Good until the next call for the same items: the array is brought up to date, not made anew. */
export function priorOf(
  snapshot: {
    readonly items: readonly (Item | undefined)[]
    readonly popularity: Pick<Popularity, 'counts' | 'changes'>
    readonly together: Pick<Together, 'people'>
  },
  now: number,
): Prior {
  const { items, popularity } = snapshot
  const last = kept.get(items) ?? start(items)
  kept.set(items, last)
  const { counts, editorial, logarithms, sums } = last
  const heard = !last.given || speaksForMany(snapshot)
  const current = popularity.counts(now, items.length)
  const { changes } = popularity
  if (last.prior !== undefined && last.of?.counts === current && last.of.changes === changes && last.of.heard === heard) return last.prior
  last.of = { counts: current, changes, heard }
  for (let item = 0; item < counts.length; item++) {
    const count = heard ? current[item]! : 0
    if (count === counts[item]) continue
    counts[item] = count
    sums.take(logarithms[item]!)
    // Single precision, so that what stands alike is alike to the bit and no rounding error makes an order.
    logarithms[item] = Math.log(1 + count + editorial[item]!)
    sums.add(logarithms[item]!)
    last.prior = undefined
  }
  last.prior ??= standardised(logarithms, sums)
  return last.prior
}

function start(items: readonly (Item | undefined)[]): Kept {
  const given = items.flatMap((item) => (item?.prior === undefined ? [] : [item.prior]))
  const neutral = given.length === 0 ? 0 : given.reduce((sum, prior) => sum + prior, 0) / given.length
  return {
    given: given.length > 0,
    // NaN equals nothing, so the first call fills every place.
    counts: new Float64Array(items.length).fill(Number.NaN),
    editorial: Float64Array.from(items, (item) => (item === undefined ? Number.NaN : editorialPeople * (item.prior ?? neutral))),
    logarithms: new Float32Array(items.length).fill(Number.NaN),
    sums: createSums(),
    prior: undefined,
    of: undefined,
  }
}

/** Logarithms are added up in whole steps of so much; below 2⁵, they and their halved squares stay whole numbers that a double holds exactly. */
const step = 2 ** -20
const half = 2 ** 26

type Sums = {
  /** NaN, of an item that was deleted or not yet counted, is passed over. */
  add(logarithm: number): void
  take(logarithm: number): void
  mean(): number
  deviation(): number
}

function createSums(): Sums {
  let count = 0
  let sum = 0
  // A square has up to 50 bits: the upper and the lower ones are added up apart.
  let upper = 0
  let lower = 0
  const change = (logarithm: number, by: 1 | -1) => {
    if (Number.isNaN(logarithm)) return
    const steps = Math.round(logarithm / step)
    const square = steps * steps
    const high = Math.floor(square / half)
    count += by
    sum += by * steps
    upper += by * high
    lower += by * (square - high * half)
  }
  return {
    add: (logarithm) => change(logarithm, 1),
    take: (logarithm) => change(logarithm, -1),
    mean: () => (sum / count) * step,
    deviation() {
      const mean = sum / count
      return Math.sqrt(Math.max(0, (upper / count) * half + lower / count - mean * mean)) * step
    },
  }
}

function standardised(logarithms: Float32Array, sums: Sums): Prior {
  const mean = sums.mean()
  const deviation = sums.deviation()
  // The mean of equal numbers may be off by a rounding error, which must not be blown up.
  const scale = deviation < 1e-6 ? 0 : 1 / deviation
  return { logarithms, of: (item) => (logarithms[item]! - mean) * scale }
}
