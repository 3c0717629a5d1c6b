/** @file Numbers for pairs of integers: the first pair seen is 0, the next new one 1 …
 *
 * Open addressing in typed arrays: a Map of millions of pairs would cost an object each and as much time again in the collector.
 */

import { mix32 } from '../math/random.ts'

export type PairTable = {
  readonly size: number
  /** The number of a pair, giving it the next one when it is new. */
  add(first: number, second: number): number
  /** The number of a pair, or -1. */
  find(first: number, second: number): number
  /** The pair of a number below `size`. */
  pairOf(number: number): readonly [first: number, second: number]
}

export function createPairTable(): PairTable {
  /** Numbers + 1 by slot; 0 = free. The number of slots is a power of two, at most half of them taken. */
  let slots = new Int32Array(1_024)
  let firsts = new Int32Array(512)
  let seconds = new Int32Array(512)
  let size = 0

  function slotOf(first: number, second: number): number {
    const mask = slots.length - 1
    let slot = mix32(Math.imul(first, 0x9e3779b1) ^ mix32(second)) & mask
    for (;;) {
      const number = slots[slot]! - 1
      if (number < 0 || (firsts[number] === first && seconds[number] === second)) return slot
      slot = (slot + 1) & mask
    }
  }

  function grow(): void {
    slots = new Int32Array(slots.length * 2)
    const [formerFirsts, formerSeconds] = [firsts, seconds]
    firsts = new Int32Array(slots.length / 2)
    seconds = new Int32Array(slots.length / 2)
    firsts.set(formerFirsts)
    seconds.set(formerSeconds)
    for (let number = 0; number < size; number++) slots[slotOf(firsts[number]!, seconds[number]!)] = number + 1
  }

  return {
    get size() {
      return size
    },
    add(first, second) {
      const known = slots[slotOf(first, second)]! - 1
      if (known >= 0) return known
      if (size === firsts.length) grow()
      firsts[size] = first
      seconds[size] = second
      slots[slotOf(first, second)] = size + 1
      return size++
    },
    find: (first, second) => slots[slotOf(first, second)]! - 1,
    pairOf: (number) => [firsts[number]!, seconds[number]!],
  }
}
