/** @file Serendipity@k: the share of a list that was both relevant and not to be expected.
 *
 * |(list \ E_u) ∩ targets| / k; E_u = the k most popular items of the training that are not in the user's history, what the simplest recommender would list.
 * Shapes: a user's list → a number in 0..1. Cost: O(k + history). Source: Murakami, Mori & Orihara, JSAI 2007; Ge, Delgado-Battenfeld & Jannach, RecSys 2010.
 */

/** @param expected E_u. NaN where nothing was relevant. */
export function serendipity(list: Int32Array, targets: Int32Array, expected: ReadonlySet<number>, k: number): number {
  if (targets.length === 0) return Number.NaN
  const wanted = new Set(targets)
  return list.filter((item) => wanted.has(item) && !expected.has(item)).length / k
}

/** E_u. @param byPopularity items, the most popular first */
export function expectedItems(byPopularity: Int32Array, history: Int32Array, k: number): ReadonlySet<number> {
  const known = new Set(history)
  const expected = new Set<number>()
  for (let at = 0; at < byPopularity.length && expected.size < k; at++) if (!known.has(byPopularity[at]!)) expected.add(byPopularity[at]!)
  return expected
}
