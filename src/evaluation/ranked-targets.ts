/** @file Where the targets stand in a ranking: the one view that every ranking metric reads, in which ties count for nothing.
 *
 * Items of equal score are a group; a group's places are higher … higher + size − 1, and every order inside it is equally likely, so a target's mean rank is
 * the number of items above it plus half of those level with it. Metrics are expectations over these orders (McSherry & Najork, ECIR 2008). An item that
 * could not be scored (NaN) is below all others and never listed: a target without a score gains nothing, and a user without a list scores 0.
 * Shapes: scores [n]. Cost: one pass, O(n) for a single target; for T targets with a cut-off k two passes and O(n log k) at worst, without one O(n log T).
 */

import { topK } from '../math/top-k.ts'

/** Items of one score, at least one of them a target. */
export type TieGroup = {
  /** Items with a higher score. */
  readonly higher: number
  /** Items with this score, targets among them. */
  readonly size: number
  readonly targets: number
}

export type RankedTargets = {
  /** Best first. With a cut-off, groups that begin at or below it are left out. */
  readonly groups: readonly TieGroup[]
  /** All targets, ranked or not. */
  readonly targets: number
  /** All items that could have been listed, scored or not. */
  readonly candidates: number
}

/** Rank from 0, mean over the orders of its ties: higher + half of the others level with it. */
export const meanRank = ({ higher, size }: TieGroup): number => higher + (size - 1) / 2

/** Expected number of targets among the first k. */
export function expectedHits({ groups }: RankedTargets, k: number): number {
  return groups.reduce((sum, { higher, size, targets }) => sum + (targets * Math.max(0, Math.min(size, k - higher))) / size, 0)
}

export type RankOptions = {
  /** Places from k on do not matter to anyone who reads this. */
  readonly cutoff?: number | undefined
  /** How many of the scores are NaN only because the item is filtered out. */
  readonly filtered?: number | undefined
}

/**
 * @param scores [n]; NaN where an item is filtered out or could not be scored
 * @param targets places of the targets in `scores`, distinct
 */
export function rankTargets(scores: Float32Array, targets: Int32Array, { cutoff, filtered = 0 }: RankOptions = {}): RankedTargets {
  const candidates = scores.length - filtered
  const own = targets.length === 1 ? scores[targets[0]!]! : Number.NaN
  const groups =
    targets.length === 1
      ? groupOfOne(scores, own)
      : cutoff === undefined || cutoff >= scores.length
        ? groupsOfMany(scores, thresholdsOf(scores, targets))
        : groupsAbove(scores, thresholdsOf(scores, targets), cutoff)
  return { groups, targets: targets.length, candidates }
}

/** The ranking of a list as it was shown: best first, equal neighbours are ties, and each item without a score stands where it stood. */
export function rankedList(list: readonly { readonly score: number; readonly relevant: boolean }[], relevant: number): RankedTargets {
  const groups: TieGroup[] = []
  for (let from = 0, to = 0; from < list.length; from = to) {
    for (to = from + 1; to < list.length && list[to]?.score === list[from]?.score; ) to++
    const targets = list.slice(from, to).filter((one) => one.relevant).length
    if (targets > 0) groups.push({ higher: from, size: to - from, targets })
  }
  return { groups, targets: relevant, candidates: list.length }
}

function groupOfOne(scores: Float32Array, own: number): readonly TieGroup[] {
  if (Number.isNaN(own)) return []
  let higher = 0
  let size = 0
  for (let at = 0; at < scores.length; at++) {
    const score = scores[at]!
    if (score > own) higher++
    else if (score === own) size++
  }
  return [{ higher, size, targets: 1 }]
}

type Thresholds = { readonly scores: Float32Array; readonly targets: Int32Array }

/** The distinct scores of the targets, best first, and how many targets have each. */
function thresholdsOf(scores: Float32Array, targets: Int32Array): Thresholds {
  const own = Float32Array.from(targets, (target) => scores[target]!)
    .filter((score) => !Number.isNaN(score))
    .sort()
    .reverse()
  const distinct = own.filter((score, at) => at === 0 || score !== own[at - 1])
  return { scores: distinct, targets: Int32Array.from(distinct, (score) => own.lastIndexOf(score) - own.indexOf(score) + 1) }
}

/** Counts for each threshold at once: each score finds the first threshold it reaches by bisection, most stop at the lowest. */
function groupsOfMany(scores: Float32Array, { scores: thresholds, targets }: Thresholds): readonly TieGroup[] {
  const last = thresholds.length - 1
  if (last < 0) return []
  const above = new Int32Array(thresholds.length)
  const level = new Int32Array(thresholds.length)
  for (let at = 0; at < scores.length; at++) {
    const score = scores[at]!
    if (!(score >= thresholds[last]!)) continue
    let low = 0
    for (let high = last; low < high; ) {
      const middle = (low + high) >> 1
      if (score >= thresholds[middle]!) high = middle
      else low = middle + 1
    }
    if (score === thresholds[low]) level[low]!++
    else above[low]!++
  }
  let higher = 0
  return Array.from(targets, (count, at) => {
    higher += above[at]!
    const group = { higher, size: level[at]!, targets: count }
    higher += level[at]!
    return group
  })
}

/** Only the k best are kept; the k-th best may be level with items that are not, so those are counted in a second pass. */
function groupsAbove(scores: Float32Array, { scores: thresholds, targets }: Thresholds, k: number): readonly TieGroup[] {
  const best = topK(scores, k).scores
  const boundary = best.length < k ? Number.NEGATIVE_INFINITY : best[k - 1]!
  const groups: TieGroup[] = []
  for (const [at, threshold] of thresholds.entries()) {
    if (threshold < boundary) break
    const higher = best.indexOf(threshold)
    const size = threshold === boundary ? countOf(scores, boundary) : best.lastIndexOf(threshold) - higher + 1
    groups.push({ higher, size, targets: targets[at]! })
  }
  return groups
}

function countOf(scores: Float32Array, wanted: number): number {
  let count = 0
  for (let at = 0; at < scores.length; at++) if (scores[at] === wanted) count++
  return count
}
