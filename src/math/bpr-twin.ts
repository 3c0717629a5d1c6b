/** @file The kernel of Bayesian personalized ranking in plain TypeScript: the fallback where wasm is missing, and what bpr.wasm.ts is checked against, bit by bit.
 *
 * Arguments and memory as in assembly/bpr.ts.
 */

import { xoshiro128 } from './random.ts'
import type { ThreadKernels } from './threads-messages.ts'

const { fround } = Math

export function createBprTwin(buffer: ArrayBufferLike): ThreadKernels {
  const floats = new Float32Array(buffer)
  const integers = new Int32Array(buffer)
  const partial = new Float32Array(8)

  function holds(from: number, to: number, item: number): boolean {
    let [first, end] = [from, to]
    while (first < end) {
      const middle = (first + end) >> 1
      const found = integers[middle]!
      if (found === item) return true
      if (found < item) first = middle + 1
      else end = middle
    }
    return false
  }

  return {
    bprSteps(
      task,
      _worker,
      samples,
      entries,
      people,
      offsets,
      indexes,
      candidates,
      n,
      users,
      items,
      stride,
      rate64,
      itemRate64,
      penalty64,
      table,
      states,
    ) {
      const [rate, itemRate, penalty] = [fround(rate64), fround(itemRate64), fround(penalty64)]
      const bits = xoshiro128(new Uint32Array(buffer, states + task * 16, 4))
      const below = (bound: number) => {
        // The upper half of a product of 64 bits, by halves of the drawn number.
        const drawn = bits()
        return Math.floor(((drawn >>> 16) * bound + Math.floor(((drawn & 0xffff) * bound) / 65_536)) / 65_536)
      }
      const [rowAt, offsetAt, tableAt] = [indexes / 4, offsets / 4, table / 4]
      for (let sample = 0; sample < samples; sample++) {
        const entry = below(entries)
        const user = integers[people / 4 + entry]!
        const [from, to] = [rowAt + integers[offsetAt + user]!, rowAt + integers[offsetAt + user + 1]!]
        let other = -1
        for (let tries = 0; tries < 16 && other < 0; tries++) {
          const tried = integers[candidates / 4 + below(n)]!
          if (!holds(from, to, tried)) other = tried
        }
        if (other < 0) continue
        const w = users / 4 + user * stride
        const h = items / 4 + integers[rowAt + entry]! * stride
        const o = items / 4 + other * stride
        partial.fill(0)
        for (let at = 0; at < stride; at++) {
          partial[at & 7] = fround(partial[at & 7]! + fround(floats[w + at]! * fround(floats[h + at]! - floats[o + at]!)))
        }
        const [p = 0, q = 0, r = 0, t = 0, u = 0, v = 0, y = 0, z = 0] = partial
        const x = fround(fround(fround(p + u) + fround(q + v)) + fround(fround(r + y) + fround(t + z)))
        const place = Math.max(0, Math.min(4095, fround(fround(x + 8) * 256)))
        const step = Math.trunc(place)
        const left = floats[tableAt + step]!
        const s = fround(left + fround(fround(floats[tableAt + step + 1]! - left) * fround(place - step)))
        const [lift, itemLift] = [fround(rate * s), fround(itemRate * s)]
        const [keep, itemKeep] = [fround(1 - fround(rate * penalty)), fround(1 - fround(itemRate * penalty))]
        for (let at = 0; at < stride; at++) {
          const [a, b, c] = [floats[w + at]!, floats[h + at]!, floats[o + at]!]
          const moved = fround(itemLift * a)
          floats[w + at] = fround(fround(keep * a) + fround(lift * fround(b - c)))
          floats[h + at] = fround(fround(itemKeep * b) + moved)
          floats[o + at] = fround(fround(itemKeep * c) - moved)
        }
      }
    },
  }
}
