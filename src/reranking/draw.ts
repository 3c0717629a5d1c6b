/** @file Places of a page that are drawn: how many a share comes to, what is drawn with equal chances, and where on the page it stands. */

import type { Random } from '../math/random.ts'

/** ⌊share · k + U⌋: `share · k` on average, and never more than one beside it. */
export function drawnPlaces(share: number, k: number, random: Random): number {
  return Math.min(k, Math.floor(share * k + random.next()))
}

export type DrawnItem = {
  readonly item: number
  /** 1 / the number of items left: the probability of this item after those drawn before it. */
  readonly propensity: number
}

/**
 * At most `count` different items, each with the same chance as every other one left.
 *
 * @param open one byte an item, 1 = may be drawn. @param taken items that are on the page already.
 */
export function drawUniform(open: Uint8Array, taken: ReadonlySet<number>, count: number, random: Random): readonly DrawnItem[] {
  const gone = new Set(taken)
  let left = 0
  for (let item = 0; item < open.length; item++) left += open[item]!
  for (const item of taken) left -= open[item] ?? 0
  const drawn: DrawnItem[] = []
  for (; drawn.length < count && left > 0; left--) {
    let rest = random.integer(left)
    let item = 0
    while (open[item] !== 1 || gone.has(item) || rest-- > 0) item++
    gone.add(item)
    drawn.push({ item, propensity: 1 / left })
  }
  return drawn
}

/** `drawn` spread over the page, the last of it at its end, with `chosen` in its order between. */
export function spread<T>(chosen: readonly T[], drawn: readonly T[]): readonly T[] {
  const length = chosen.length + drawn.length
  const places = new Map(drawn.map((one, at) => [Math.floor(((at + 1) * length) / drawn.length) - 1, one]))
  const rest = chosen.values()
  return Array.from({ length }, (_, place) => places.get(place) ?? (rest.next().value as T))
}
