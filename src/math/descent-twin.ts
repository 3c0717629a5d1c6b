/** @file The kernel of sparse regressions in plain TypeScript: the fallback where wasm is missing, and what the wasm one is checked against, bit by bit. */

import type { ThreadKernels } from './threads-messages.ts'

/** Arguments as of assembly/descent.ts. */
export function createDescentTwin(buffer: ArrayBufferLike): ThreadKernels {
  const integers = new Int32Array(buffer)
  const floats = new Float32Array(buffer)
  const doubles = new Float64Array(buffer)

  return {
    regressItems(task, worker, ...values) {
      const [first, starts, offsets, users, people, nearOffsets, near, l1] = values as Eight
      const [l2, positive, tolerance, mostPasses, scratch, scratchBytes, out] = values.slice(8) as Seven
      const residual = doubles.subarray((scratch + worker * scratchBytes) / 8, (scratch + worker * scratchBytes) / 8 + people)
      const usersOf = (item: number) =>
        integers.subarray(users / 4 + integers[offsets / 4 + item]!, users / 4 + integers[offsets / 4 + item + 1]!)

      const descend = (weights: Float64Array, n: number, own: Int32Array): number => {
        const weight = weights[n]!
        let sum = 0
        for (const user of own) sum += residual[user]!
        const pull = sum + own.length * weight
        const next = (Math.abs(pull) <= l1 ? 0 : pull > 0 ? pull - l1 : pull + l1) / (own.length + l2)
        weights[n] = positive !== 0 && next < 0 ? 0 : next
        const change = weights[n]! - weight
        if (change !== 0) for (const user of own) residual[user] = residual[user]! - change
        return Math.abs(change)
      }

      for (let item = integers[starts / 4 + first + task]!; item < integers[starts / 4 + first + task + 1]!; item++) {
        const begun = integers[nearOffsets / 4 + item]!
        const candidates = integers.subarray(near / 4 + begun, near / 4 + integers[nearOffsets / 4 + item + 1]!)
        const weights = new Float64Array(candidates.length)
        residual.fill(0)
        for (const user of usersOf(item)) residual[user] = 1
        let all = true
        for (let pass = 0; pass < mostPasses; pass++) {
          let largest = 0
          for (const [n, other] of candidates.entries()) {
            if (all || weights[n] !== 0) largest = Math.max(largest, descend(weights, n, usersOf(other)))
          }
          const rests = largest <= tolerance
          if (rests && all) break
          all = rests
        }
        floats.set(weights, out / 4 + begun)
      }
    },
  }
}

type Eight = [number, number, number, number, number, number, number, number]
type Seven = [number, number, number, number, number, number, number]
