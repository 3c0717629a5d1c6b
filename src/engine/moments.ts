/** @file The moments of a log that weights are learnt from: its last quarter by time, and in it who chose what when. */

import { drawMoments, type LogMoment } from '../data/moments.ts'
import type { Steps } from '../math/steps.ts'
import type { Likes } from './model-fitting.ts'

export type Like = { readonly user: string; readonly item: number; readonly at: number }

const laterShare = 0.25
const perPerson = 8
const mostMoments = 2_000
/** Times that the split and the order are found by. */
const sampled = 10_000
const likesAStep = 5_000
const likesABucket = 500

/** Likes before the last quarter of them by time, and those in it in the order of time. @param items how many the catalogue has; likes of others are left out. */
export function* splitByTime(likes: Likes, items: number): Steps<{ readonly before: Likes; readonly after: readonly Like[] }> {
  const total = [...likes.values()].reduce((sum, { length }) => sum + length, 0)
  const stride = Math.max(1, Math.ceil(total / sampled))
  const times: number[] = []
  let seen = 0
  for (const acts of likes.values())
    for (const { at } of acts) {
      if (seen++ % stride === 0) times.push(at)
      if (seen % likesAStep === 0) yield
    }
  times.sort((a, b) => a - b)
  const start = Math.floor((1 - laterShare) * times.length)
  const cutoff = times[start] ?? Number.POSITIVE_INFINITY

  const before = new Map<string, Likes extends ReadonlyMap<string, infer Acts> ? Acts : never>()
  const edges = times.slice(start).filter((_, at) => at > 0 && (at * stride) % likesABucket < stride)
  const buckets = Array.from({ length: edges.length + 1 }, (): Like[] => [])
  let done = 0
  for (const [user, acts] of likes) {
    const known = acts.filter(({ item }) => item < items)
    const earlier = known.filter(({ at }) => at < cutoff)
    if (earlier.length > 0) before.set(user, earlier)
    for (const { item, at } of known) if (at >= cutoff) (buckets[bucketOf(edges, at)] as Like[]).push({ user, item, at })
    done += acts.length
    if (done >= likesAStep) {
      done = 0
      yield
    }
  }
  const after: Like[] = []
  for (const bucket of buckets) {
    for (const like of bucket.sort((a, b) => a.at - b.at)) after.push(like)
    yield
  }
  return { before, after }
}

/** How many edges are at or below a time. */
function bucketOf(edges: readonly number[], at: number): number {
  let [low, high] = [0, edges.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((edges[middle] as number) <= at) low = middle + 1
    else high = middle
  }
  return low
}

/** Those of the likes that are looked back at, in the order of time. */
export const momentsOf = (likes: readonly Like[], seed: number | string): readonly LogMoment<Like>[] =>
  drawMoments(likes, { perPerson, most: mostMoments, name: (user, at) => `${seed} ${user} ${at}` })
