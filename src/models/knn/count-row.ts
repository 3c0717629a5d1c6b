/** @file A row of counts: item → how often, with open addressing and linear probing.
 *
 * Shapes: keys [slots] (item + 1, 0 = free) and counts [slots] of one byte each, of two or four once a count needs them. At most ⅞ of the slots are
 * taken; a count that falls to 0 keeps its slot until the row is laid out anew. Cost: O(1) each; 5 bytes a slot as a rule, 6 to 9 bytes a count.
 * Source: Knuth, TAOCP 3, 6.4, algorithm L; Lemire 2019, Fast random integer generation in an interval (the range reduction).
 */

type Counts = Uint8Array | Uint16Array | Uint32Array

/** A class, since there are as many rows as items: its methods are shared where those of plain objects would not be. */
export class CountRow {
  #keys: Uint32Array
  #counts: Counts
  #used = 0

  /** @param expected how many keys will come; more are welcome. */
  constructor(expected = 2) {
    this.#keys = new Uint32Array(slotsFor(expected))
    this.#counts = new Uint8Array(this.#keys.length)
  }

  get bytes(): number {
    return this.#keys.byteLength + this.#counts.byteLength
  }

  /** 0 for a key that is not here. */
  get(key: number): number {
    return this.#counts[this.#find(key)]!
  }

  /** @throws RangeError when the count would fall below 0. */
  add(key: number, by: number): void {
    let slot = this.#find(key)
    const count = this.#counts[slot]! + by
    if (count < 0) throw new RangeError(`The count of item ${key} would fall below 0: update with the set counted before.`)
    if (this.#keys[slot] === 0) {
      if (8 * (this.#used + 1) > 7 * this.#keys.length) {
        this.#layOut()
        slot = this.#find(key)
      }
      this.#keys[slot] = key + 1
      this.#used++
    }
    if (count > 0xff && this.#counts instanceof Uint8Array) this.#counts = Uint16Array.from(this.#counts)
    if (count > 0xffff && this.#counts instanceof Uint16Array) this.#counts = Uint32Array.from(this.#counts)
    this.#counts[slot] = count
  }

  /** All keys with a count above 0, in no order. */
  each(visit: (key: number, count: number) => void): void {
    const keys = this.#keys
    const counts = this.#counts
    for (let slot = 0; slot < keys.length; slot++) if (counts[slot]! > 0) visit(keys[slot]! - 1, counts[slot]!)
  }

  /** Adds weight · count / (√(own · holders[key]) + shrinkage) to `sums[key]` for every key that `wanted` has as 1; keys beyond it are left out. */
  addShrunk(sums: Float64Array, wanted: Uint8Array, weight: number, own: number, holders: Uint32Array, shrinkage: number): void {
    const keys = this.#keys
    const counts = this.#counts
    for (let slot = 0; slot < keys.length; slot++) {
      const count = counts[slot]!
      const key = keys[slot]! - 1
      if (count > 0 && wanted[key] === 1) sums[key]! += weight * (count / (Math.sqrt(own * holders[key]!) + shrinkage))
    }
  }

  /** The slot of the key, or the free one where it would go. */
  #find(key: number): number {
    const keys = this.#keys
    const scattered = Math.imul(key + 1, 0x9e3779b1) >>> 0
    let slot = Math.floor((scattered * keys.length) / 0x1_0000_0000)
    while (keys[slot] !== 0 && keys[slot] !== key + 1) slot = slot + 1 === keys.length ? 0 : slot + 1
    return slot
  }

  #layOut(): void {
    const [keys, counts] = [this.#keys, this.#counts]
    let living = 0
    for (let slot = 0; slot < keys.length; slot++) if (counts[slot]! > 0) living++
    // A third to spare, so that items that come and go do not lay it out anew each time.
    this.#keys = new Uint32Array(slotsFor(Math.ceil((living * 4) / 3)))
    this.#counts = new (counts.constructor as new (length: number) => Counts)(this.#keys.length)
    this.#used = living
    for (let from = 0; from < keys.length; from++) {
      if (counts[from] === 0) continue
      const slot = this.#find(keys[from]! - 1)
      this.#keys[slot] = keys[from]!
      this.#counts[slot] = counts[from]!
    }
  }
}

function slotsFor(keys: number): number {
  return Math.ceil(keys * 1.25) + 2
}
