/** @file Arms: the topics of the catalogue as the arms of a bandit, drawn for the places of a page that explore.
 *
 * index = (a + 10 p̄)/(n + 10) + ½ √(ln(1 + Σn)/(1 + n)); a, n = the person's decayed positives and impressions in the arm (profile/arms.ts), p̄ = Σa/Σn.
 * worth v = .9 softmax(index/.1) + .1 uniform over the arms that can be drawn. They are drawn one by one, each with v over the sum of those left (Plackett-
 * Luce): the product of the propensities is the probability of that order of arms. Cost: O(arms · drawn).
 * Source: UCB1, Auer, Cesa-Bianchi & Fischer, Machine Learning 2002; Plackett, Applied Statistics 1975.
 */

import type { Random } from '../math/random.ts'
import type { ArmStanding } from '../profile/arms.ts'

export type DrawnArm = {
  readonly arm: number
  /** v / Σ v of those left: the probability of this arm after those drawn before it. */
  readonly propensity: number
}

/** Impressions that the mean counts as, against the chance of few. */
const priorImpressions = 10
const optimism = 0.5
const temperature = 0.1
const uniformPart = 0.1

/** The index of every arm. Equal for all while nothing is known. */
export function armIndexes({ positives, impressions }: ArmStanding): Float64Array {
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0)
  const total = sum(impressions)
  const mean = total > 0 ? sum(positives) / total : 0
  return positives.map((positive, arm) => {
    const shown = impressions[arm]!
    return (positive + priorImpressions * mean) / (shown + priorImpressions) + optimism * Math.sqrt(Math.log(1 + total) / (1 + shown))
  })
}

/** At most `count` of the `available` arms, in the order drawn. */
export function drawArms(indexes: Float64Array, available: readonly number[], count: number, random: Random): readonly DrawnArm[] {
  const left = [...available]
  const worths = worthsOf(left.map((arm) => indexes[arm]!))
  const drawn: DrawnArm[] = []
  while (drawn.length < count && left.length > 0) {
    const total = worths.reduce((sum, worth) => sum + worth, 0)
    let place = 0
    for (let rest = random.next() * total - worths[0]!; rest >= 0 && place + 1 < left.length; ) rest -= worths[++place]!
    const [arm] = left.splice(place, 1)
    const [worth] = worths.splice(place, 1)
    drawn.push({ arm: arm!, propensity: worth! / total })
  }
  return drawn
}

function worthsOf(indexes: readonly number[]): number[] {
  const highest = indexes.reduce((most, index) => Math.max(most, index), Number.NEGATIVE_INFINITY)
  const powers = indexes.map((index) => Math.exp((index - highest) / temperature))
  const total = powers.reduce((sum, power) => sum + power, 0)
  return powers.map((power) => ((1 - uniformPart) * power) / total + uniformPart / indexes.length)
}
