/** @file Chance that repeats: a text always draws the same numbers, so that an item always has the same poster. */

/** FNV-1a, 32 bits. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  return hash >>> 0
}

export type Chance = {
  /** Uniform in [low, high). */
  between(low: number, high: number): number
  /** A whole number in low..high, both included. */
  whole(low: number, high: number): number
  pick<T>(values: readonly T[]): T
  shuffle<T>(values: readonly T[]): T[]
}

/** Mulberry32 seeded by a text. */
export function chanceOf(text: string): Chance {
  let state = hashText(text)
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const between = (low: number, high: number) => low + next() * (high - low)
  const whole = (low: number, high: number) => Math.floor(between(low, high + 1))
  return {
    between,
    whole,
    pick: (values) => values[whole(0, values.length - 1)]!,
    shuffle: (values) => {
      const left = [...values]
      return values.map(() => left.splice(whole(0, left.length - 1), 1)[0]!)
    },
  }
}
