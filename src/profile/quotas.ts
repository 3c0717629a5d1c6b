/** @file Quotas: places of a list shared out among interests. Source: Sainte-Laguë 1910 (Webster's method), divisors 1, 3, 5 … */

/**
 * How many of `k` places each share gets. Prefix-consistent: more places only add, so page 2 takes nothing from page 1. Ties go to the earlier one.
 *
 * @param shares non-negative; a share of 0 (or NaN) gets no place.
 * @returns counts parallel to `shares`; they sum to `k`, or to 0 when no share is positive.
 */
export function shareQuotas(shares: readonly number[], k: number): readonly number[] {
  const quotas = shares.map(() => 0)
  for (let place = 0; place < k; place++) {
    let winner = -1
    let best = 0
    for (let i = 0; i < shares.length; i++) {
      const claim = shares[i]! / (2 * quotas[i]! + 1)
      if (!(claim > best)) continue
      winner = i
      best = claim
    }
    if (winner < 0) return quotas
    quotas[winner]!++
  }
  return quotas
}
