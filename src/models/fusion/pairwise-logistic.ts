/** @file Weights that are never negative, learnt from pairs: what was found right should score above what was not.
 *
 * Objective: mean of ln(1 + e^(−β(m)·x)) over pairs x = features of the right item − features of the other, β ≥ 0. β(m) lies between knots of the mass m:
 * each pair sees two neighbouring knots. First one β for all pairs (pooled); then all knots, each drawn to the pooled β as if `shrinkage` of all pairs
 * said so, which decides where a knot has few pairs. Shapes: differences [n × size], β [knots × size].
 * Solver: Newton's step for one coordinate after another, cut at 0 and halved until the loss does not rise; convex, so it ends at the optimum.
 * Cost: O(sweeps · n · size). Source: pairwise logistic loss as in RankNet (Burges et al., ICML 2005) on a linear score; coordinate descent as in
 * Friedman, Hastie, Tibshirani, J. Stat. Softw. 33 (2010). Checked against: scipy (test/golden/pairwise-logistic.json).
 */

import type { Steps } from '../../math/steps.ts'

export type Pairs = {
  /** [n × size] */
  readonly differences: Float32Array
  readonly size: number
  /** The lower knot of each pair, [n]; and how far its mass is on the way to the next, 0..1, [n]. */
  readonly knots: Int32Array
  readonly parts: Float64Array
}

export type LogisticOptions = { readonly knots: number; readonly shrinkage: number }

const mostSweeps = 200
const tolerance = 1e-7
/** The pull of the pooled β to 0, as a share of the curvature: keeps it finite where every pair agrees. */
const ridge = 1e-3

/** @returns β of each knot, [knots × size]. Zeros where there is no pair. One coordinate a step. */
export function* fitPairwiseLogistic(pairs: Pairs, { knots, shrinkage }: LogisticOptions): Steps<Float64Array> {
  const { differences, size } = pairs
  const count = pairs.knots.length
  if (count === 0) return new Float64Array(knots * size)
  const curvature = new Float64Array(size)
  for (let at = 0; at < differences.length; at++) curvature[at % size]! += differences[at]! ** 2 / (4 * count)

  const every = { at: Int32Array.from({ length: count }, (_, pair) => pair), by: new Float64Array(count).fill(1) }
  const pooled = yield* descend(
    pairs,
    [every],
    new Float64Array(size),
    new Float64Array(size),
    curvature.map((value) => ridge * value),
  )
  const start = Float64Array.from({ length: knots * size }, (_, at) => pooled[at % size]!)
  return yield* descend(
    pairs,
    seenBy(pairs, knots),
    start,
    start,
    Float64Array.from(start, (_, at) => shrinkage * curvature[at % size]!),
  )
}

/** The pairs that see a knot, and with which weight. */
type Seen = { readonly at: Int32Array; readonly by: Float64Array }

function seenBy({ knots: lower, parts }: Pairs, knots: number): readonly Seen[] {
  return Array.from({ length: knots }, (_, knot) => {
    const at: number[] = []
    const by: number[] = []
    for (let pair = 0; pair < lower.length; pair++) {
      const weight = lower[pair] === knot ? 1 - parts[pair]! : lower[pair] === knot - 1 ? parts[pair]! : 0
      if (weight === 0) continue
      at.push(pair)
      by.push(weight)
    }
    return { at: Int32Array.from(at), by: Float64Array.from(by) }
  })
}

/** Minimises mean loss + ½ Σ pull_j (β_j − towards_j)², β ≥ 0. */
function* descend(
  { differences, size, knots: { length: count } }: Pairs,
  seen: readonly Seen[],
  start: Float64Array,
  towards: Float64Array,
  pull: Float64Array,
): Steps<Float64Array> {
  const weights = start.slice()
  const margins = new Float64Array(count)
  for (const [knot, { at, by }] of seen.entries())
    for (let n = 0; n < at.length; n++)
      for (let feature = 0; feature < size; feature++)
        margins[at[n]!]! += by[n]! * weights[knot * size + feature]! * differences[at[n]! * size + feature]!

  const improve = (knot: number, feature: number): number => {
    const { at, by } = seen[knot]!
    const place = knot * size + feature
    const old = weights[place]!
    let [slope, bend, loss] = [pull[place]! * (old - towards[place]!), pull[place]!, (pull[place]! / 2) * (old - towards[place]!) ** 2]
    for (let n = 0; n < at.length; n++) {
      const x = by[n]! * differences[at[n]! * size + feature]!
      const wrong = 1 / (1 + Math.exp(margins[at[n]!]!))
      slope -= (x * wrong) / count
      bend += (x * x * wrong * (1 - wrong)) / count
      loss += softplus(-margins[at[n]!]!) / count
    }
    if (!(bend > 0)) return 0
    let step = Math.max(0, old - slope / bend) - old
    for (let halvings = 0; step !== 0 && halvings < 30; halvings++, step /= 2) {
      let after = (pull[place]! / 2) * (old + step - towards[place]!) ** 2
      for (let n = 0; n < at.length; n++)
        after += softplus(-margins[at[n]!]! - step * by[n]! * differences[at[n]! * size + feature]!) / count
      if (after > loss) continue
      weights[place] = old + step
      for (let n = 0; n < at.length; n++) margins[at[n]!]! += step * by[n]! * differences[at[n]! * size + feature]!
      return loss - after
    }
    return 0
  }

  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    let gained = 0
    for (let knot = 0; knot < seen.length; knot++) {
      for (let feature = 0; feature < size; feature++) {
        gained += improve(knot, feature)
        yield
      }
    }
    if (gained < tolerance) break
  }
  return weights
}

const softplus = (x: number) => (x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x)))
