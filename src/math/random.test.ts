import { describe, expect, test } from 'vitest'
import { createRandom, hash32, mix32, xoshiro128 } from './random.ts'

describe('hash32', () => {
  // The vectors that Murmur3's users publish for x86_32.
  test.each([
    ['', 0, 0],
    ['', 1, 0x514e28b7],
    ['', 0xffffffff, 0x81f16f39],
    ['test', 0, 0xba6bd213],
    ['test', 0x9747b28c, 0x704b81dc],
    ['Hello, world!', 0, 0xc0363e43],
    ['The quick brown fox jumps over the lazy dog', 0, 0x2e4ff723],
    ['The quick brown fox jumps over the lazy dog', 0x9747b28c, 0x2fa826cd],
  ])('%j with seed %i', (text, seed, expected) => {
    expect(hash32(text, seed)).toBe(expected)
    expect(hash32(new TextEncoder().encode(text), seed)).toBe(expected)
  })

  test('a text longer than the buffer is hashed whole', () => {
    const long = 'x'.repeat(50_000)
    expect(hash32(long)).toBe(hash32(new TextEncoder().encode(long)))
    expect(hash32(`${long}a`)).not.toBe(hash32(`${long}b`))
  })

  test('numbers are hashed as their little-endian bytes', () => {
    expect(hash32([1])).toBe(hash32(Uint8Array.of(0, 0, 0, 0, 0, 0, 0xf0, 0x3f)))
  })
})

describe('xoshiro128', () => {
  test('the first draws from the state 1, 2, 3, 4, by hand', () => {
    // rotl(2·5, 7)·9 = 1280·9; the state becomes 7, 0, 1026, 12288, so 0; then 13,312… as the reference code gives.
    const bits = xoshiro128(Uint32Array.of(1, 2, 3, 4))
    expect([bits(), bits(), bits(), bits()]).toEqual([11520, 0, 5927040, 70819200])
  })
})

test('mix32 is a bijection that keeps zero', () => {
  expect(mix32(0)).toBe(0)
  expect(new Set(Array.from({ length: 65_536 }, (_, value) => mix32(value))).size).toBe(65_536)
})

describe('createRandom', () => {
  test('the seed decides everything', () => {
    const draw = (seed: number | string) => Array.from({ length: 5 }, createRandom(seed).next)
    expect(draw(1)).toEqual(draw(1))
    expect(draw(1)).not.toEqual(draw(2))
    expect(draw('1')).not.toEqual(draw(1))
  })

  test('integers are fair: each of 6 within 5 standard deviations', () => {
    const { integer } = createRandom(5)
    const counts = new Array<number>(6).fill(0)
    for (let at = 0; at < 60_000; at++) counts[integer(6)]!++
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(5 * Math.sqrt(60_000 * (1 / 6) * (5 / 6)))
    expect(() => integer(0)).toThrow(RangeError)
    expect(() => integer(1.5)).toThrow(RangeError)
  })

  test('normals have mean 0, variance 1, and 68.3 % within 1', () => {
    const { normal } = createRandom(6)
    const draws = Array.from({ length: 40_000 }, normal)
    expect(Math.abs(draws.reduce((sum, x) => sum + x, 0) / 40_000)).toBeLessThan(0.025)
    expect(Math.abs(draws.reduce((sum, x) => sum + x * x, 0) / 40_000 - 1)).toBeLessThan(0.035)
    expect(Math.abs(draws.filter((x) => Math.abs(x) < 1).length / 40_000 - 0.6827)).toBeLessThan(0.012)
  })

  test('shuffle keeps the members and reaches all orders evenly', () => {
    const { shuffle } = createRandom(7)
    const counts = new Map<string, number>()
    for (let at = 0; at < 12_000; at++) {
      const order = shuffle([0, 1, 2]).join('')
      counts.set(order, (counts.get(order) ?? 0) + 1)
    }
    expect([...counts.keys()].sort()).toEqual(['012', '021', '102', '120', '201', '210'])
    for (const count of counts.values()) expect(Math.abs(count - 2_000)).toBeLessThan(5 * Math.sqrt(12_000 * (1 / 6) * (5 / 6)))
  })
})
