/** @file Seeded randomness and stable hashes: the only source of chance in the engine. The same seed gives the same numbers on every machine.
 *
 * Generator: xoshiro128** 1.1 (Blackman & Vigna 2018), seeded by splitmix32 over a hash of the seed. Hash: MurmurHash3 x86_32 (Appleby 2011).
 * Neither is for secrets.
 */

export type Random = {
  /** Uniform in [0, 1), 32 bits. */
  next(): number
  /** Uniform among 0 … bound − 1, without modulo bias; `bound` in 1 … 2³². */
  integer(bound: number): number
  /** Standard normal (Marsaglia's polar method). */
  normal(): number
  /** Fisher-Yates, in place; returns the same array. */
  shuffle<T extends unknown[] | Int32Array>(values: T): T
}

/** A generator that is a function of its seed alone. */
export function createRandom(seed: number | string): Random {
  const state = new Uint32Array(4)
  let mixed = hash32(typeof seed === 'string' ? seed : [seed])
  for (let at = 0; at < 4; at++) {
    mixed = (mixed + 0x9e3779b9) | 0
    state[at] = mix32(mixed)
  }
  const bits = xoshiro128(state)
  let spare = Number.NaN

  const next = () => bits() / 0x1_0000_0000
  const integer = (bound: number) => {
    if (!(Number.isInteger(bound) && bound >= 1 && bound <= 0x1_0000_0000))
      throw new RangeError(`bound is ${bound}; give an integer in 1 … 2^32.`)
    const fair = 0x1_0000_0000 - (0x1_0000_0000 % bound)
    for (;;) {
      const drawn = bits()
      if (drawn < fair) return drawn % bound
    }
  }
  return {
    next,
    integer,
    normal() {
      if (!Number.isNaN(spare)) {
        const kept = spare
        spare = Number.NaN
        return kept
      }
      for (;;) {
        const x = 2 * next() - 1
        const y = 2 * next() - 1
        const square = x * x + y * y
        if (square === 0 || square >= 1) continue
        const scale = Math.sqrt((-2 * Math.log(square)) / square)
        spare = y * scale
        return x * scale
      }
    },
    shuffle(values) {
      for (let at = values.length - 1; at > 0; at--) {
        const other = integer(at + 1)
        const moved = values[at]
        values[at] = values[other] as number
        values[other] = moved as number
      }
      return values
    },
  }
}

/** The raw generator over four words of state, which it moves along; the state must not be all zeros. Each call gives 32 uniform bits. */
export function xoshiro128(state: Uint32Array): () => number {
  let [a = 0, b = 0, c = 0, d = 1] = state
  return () => {
    const drawn = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0
    const shifted = b << 9
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = rotate(d, 11)
    return drawn
  }
}

/** A bijection of 32-bit integers that scatters neighbours (Murmur3's finalizer): orders ties without regard to age or id. */
export function mix32(value: number): number {
  let mixed = value | 0
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

const encoder = new TextEncoder()
let bytes = new Uint8Array(1024)

/** A stable 32-bit hash: of a text's UTF-8, of numbers as little-endian float64, or of bytes. */
export function hash32(value: string | readonly number[] | Uint8Array, seed = 0): number {
  if (value instanceof Uint8Array) return murmur(value, value.length, seed)
  if (typeof value !== 'string') {
    const view = new DataView(new ArrayBuffer(value.length * 8))
    value.forEach((number, at) => {
      view.setFloat64(at * 8, number, true)
    })
    return murmur(new Uint8Array(view.buffer), value.length * 8, seed)
  }
  if (value.length * 3 > bytes.length) bytes = new Uint8Array(value.length * 6)
  return murmur(bytes, encoder.encodeInto(value, bytes).written, seed)
}

function murmur(data: Uint8Array, length: number, seed: number): number {
  let hash = seed | 0
  let at = 0
  for (; at + 4 <= length; at += 4) {
    const block = data[at]! | (data[at + 1]! << 8) | (data[at + 2]! << 16) | (data[at + 3]! << 24)
    hash = (Math.imul(rotate(hash ^ scramble(block), 13), 5) + 0xe6546b64) | 0
  }
  let tail = 0
  for (let last = length - 1; last >= at; last--) tail = (tail << 8) | data[last]!
  return mix32(hash ^ scramble(tail) ^ length)
}

const scramble = (block: number) => Math.imul(rotate(Math.imul(block, 0xcc9e2d51), 15), 0x1b873593)
const rotate = (value: number, by: number) => (value << by) | (value >>> (32 - by))
