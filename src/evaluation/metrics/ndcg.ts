/** @file NDCG@k: how near the top a list holds what was relevant, against the best list there could be.
 *
 * DCG = Σ_{p ≤ k} rel_p / log2(1 + p), p from 1; NDCG = DCG / Σ_{p ≤ min(k, R)} 1 / log2(1 + p), R = number of relevant items. Relevance is 0 or 1.
 * Ties: items of equal score share the mean of the discounts at their places, so that the order among them counts for nothing (McSherry & Najork 2008).
 * Shapes: a list of n scored items, best first. Cost: O(n). Source: Järvelin & Kekäläinen, TOIS 2002.
 */

export type Judged = { readonly score: number; readonly relevant: boolean }

/** @param relevant R: relevant items listed or not. NaN when there is none: such a list cannot be judged. */
export function ndcg(list: readonly Judged[], relevant: number, k: number): number {
  const discount = (place: number) => (place < k ? 1 / Math.log2(place + 2) : 0)
  let gain = 0
  for (let from = 0, to = 0; from < list.length; from = to) {
    let hits = 0
    let discounts = 0
    for (to = from; to < list.length && list[to]?.score === list[from]?.score; to++) {
      hits += Number(list[to]?.relevant)
      discounts += discount(to)
    }
    // A NaN score equals nothing, itself included: it stands alone.
    if (to === from) {
      hits = Number(list[to]?.relevant)
      discounts = discount(to++)
    }
    gain += (hits * discounts) / (to - from)
  }
  let ideal = 0
  for (let place = 0; place < Math.min(k, relevant); place++) ideal += discount(place)
  return gain / (ideal || Number.NaN)
}
