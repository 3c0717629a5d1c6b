/** @file The epochs of descent-ratings.ts in plain TypeScript: the fallback where wasm SIMD is missing, and what the kernel is checked against, bit by bit. */

import type { RatingEpoch, RatingPenalties, RatingState } from './descent-ratings-state.ts'

const { fround } = Math

export function createRatingTwin(state: RatingState, penalties: RatingPenalties): { epoch: RatingEpoch; finish(): RatingState } {
  const { width, userBias, itemBias, userFactors: p, itemFactors: q, implicitFactors: y } = state
  const [biasShrink, shrink, implicitShrink] = [
    penalties.biasRegularization,
    penalties.regularization,
    penalties.implicitRegularization,
  ].map(fround) as [number, number, number]
  const [sum, own, step, partial] = [0, 1, 2, 3].map(() => new Float32Array(Math.max(4, width))) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ]

  function dot(from: number): number {
    partial.fill(0, 0, 4)
    for (let at = 0; at < width; at++) partial[at & 3] = partial[at & 3]! + fround(own[at]! * q[from + at]!)
    return fround(fround(partial[0]! + partial[1]!) + fround(partial[2]! + partial[3]!))
  }

  const epoch: RatingEpoch = (order, { offsets, indexes, values }, exactRate) => {
    const rate = fround(exactRate)
    for (const user of order) {
      const [start, end] = [offsets[user]!, offsets[user + 1]!]
      if (start === end) continue
      const norm = fround(1 / fround(Math.sqrt(end - start)))
      sum.fill(0)
      step.fill(0)
      if (y.length > 0) {
        for (let place = start; place < end; place++)
          for (let at = 0; at < width; at++) sum[at] = sum[at]! + y[indexes[place]! * width + at]!
        for (let at = 0; at < width; at++) sum[at] = sum[at]! * norm
      }
      let bias = userBias[user]!
      for (let place = start; place < end; place++) {
        const item = indexes[place]!
        const [pAt, qAt] = [user * width, item * width]
        const biasNow = itemBias[item]!
        for (let at = 0; at < width; at++) own[at] = p[pAt + at]! + sum[at]!
        const expected = fround(fround(fround(state.mean + bias) + biasNow) + dot(qAt))
        const error = fround(values[place]! - expected)
        bias = fround(bias + fround(rate * fround(error - fround(biasShrink * bias))))
        itemBias[item] = biasNow + fround(rate * fround(error - fround(biasShrink * biasNow)))
        for (let at = 0; at < width; at++) {
          const [pNow, qNow] = [p[pAt + at]!, q[qAt + at]!]
          const pull = fround(error * qNow)
          step[at] = step[at]! + pull
          p[pAt + at] = pNow + fround(rate * fround(pull - fround(shrink * pNow)))
          q[qAt + at] = qNow + fround(rate * fround(fround(error * own[at]!) - fround(shrink * qNow)))
        }
      }
      userBias[user] = bias
      if (y.length === 0) continue
      const heavier = fround(implicitShrink * fround(end - start))
      for (let place = start; place < end; place++) {
        for (let at = 0, to = indexes[place]! * width; at < width; at++, to++)
          y[to] = y[to]! + fround(rate * fround(fround(norm * step[at]!) - fround(heavier * y[to]!)))
      }
    }
  }
  return { epoch, finish: () => state }
}
