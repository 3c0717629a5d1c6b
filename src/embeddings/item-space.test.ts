import { describe, expect, test } from 'vitest'
import { createRandom } from '../math/random.ts'
import { normaliseRows } from '../math/vector.ts'
import { createItemSpace, placeByText, relativeSimilarity, vectorOf } from './item-space.ts'

const close = (actual: Float32Array, expected: readonly number[]) => {
  expect(actual).toHaveLength(expected.length)
  expected.forEach((value, at) => {
    expect(actual[at]).toBeCloseTo(value, 6)
  })
}

const text = { size: 2, vectors: Float32Array.of(1, 0, 0.6, 0.8, 0, 0, 0, 1) }
const collaborative = { size: 1, vectors: Float32Array.of(1, 1, -1, 0), fromText: Float32Array.of(2, -1) }

describe('the parts', () => {
  test('text alone is the space, without a copy', () => {
    const space = createItemSpace({ text, seed: 1, version: 'a' })
    expect(space.vectors).toBe(text.vectors)
    expect(space).toMatchObject({ size: 2, count: 4, version: 'a' })
  })

  test('both: √.4 and √.6 of them; the other alone where one is missing', () => {
    const space = createItemSpace({ text, collaborative, seed: 1, version: 'a' })
    close(vectorOf(space, 0), [Math.sqrt(0.4), 0, Math.sqrt(0.6)])
    close(vectorOf(space, 1), [0.6 * Math.sqrt(0.4), 0.8 * Math.sqrt(0.4), Math.sqrt(0.6)])
    close(vectorOf(space, 2), [0, 0, -1])
    close(vectorOf(space, 3), [0, 1, 0])
    expect(space.text).toBe(text)
  })

  test('different numbers of rows are refused', () => {
    const short = { size: 1, vectors: new Float32Array(3), fromText: new Float32Array(2) }
    expect(() => createItemSpace({ text, collaborative: short, seed: 1, version: 'a' })).toThrow('4 rows')
  })
})

describe('the background', () => {
  test('in 64 dimensions, random pairs have cosine 0, and ρ is 1 at a tenth neighbour', () => {
    // 40 clusters of 20 about random centres: cosine c² within a cluster, c = 1 / √(1 + .5²·…) by construction below.
    const random = createRandom(1)
    const rows = new Float32Array(800 * 64)
    for (let cluster = 0; cluster < 40; cluster++) {
      const centre = Float32Array.from({ length: 64 }, random.normal)
      for (let member = 0; member < 20; member++) {
        for (let at = 0; at < 64; at++) rows[(cluster * 20 + member) * 64 + at] = centre[at]! + 0.5 * random.normal()
      }
    }
    const space = createItemSpace({ text: { size: 64, vectors: normaliseRows(rows, 64) }, seed: 1, version: 'a' })
    const { m0, m1 } = space.background
    // Two items share a cluster in 19 of 799 pairs, with a cosine of 1 / (1 + .25) = .8.
    expect(Math.abs(m0 - (0.8 * 19) / 799)).toBeLessThan(0.015)
    // The tenth of 19 neighbours is their median.
    expect(Math.abs(m1 - 0.8)).toBeLessThan(0.02)
    expect(relativeSimilarity(space, m0)).toBe(0)
    expect(relativeSimilarity(space, m1)).toBe(1)
    expect(relativeSimilarity(space, (m0 + m1) / 2)).toBeCloseTo(0.5, 6)
    expect(relativeSimilarity(space, -1)).toBe(0)
    expect(createItemSpace({ text: space.text, seed: 1, version: 'a' }).background).toEqual(space.background)
    expect(createItemSpace({ text: space.text, seed: 2, version: 'a' }).background).not.toEqual(space.background)
  })

  test('of three items the tenth neighbour is the farther of the two others', () => {
    const vectors = Float32Array.of(1, 0, 0.8, 0.6, 0, 1)
    // Neighbours: of the first 0, of the second .6, of the third 0.
    expect(createItemSpace({ text: { size: 2, vectors }, seed: 1, version: 'a' }).background.m1).toBeGreaterThan(0.05)
    const { m0, m1 } = createItemSpace({ text: { size: 2, vectors: Float32Array.of(1, 0, -1, 0) }, seed: 1, version: 'a' }).background
    expect(m0).toBe(-1)
    expect(m1).toBeCloseTo(-0.95, 12)
  })

  test.each([
    ['no items', new Float32Array(0)],
    ['one item', Float32Array.of(1, 0)],
    ['two without a vector', new Float32Array(4)],
    ['all alike', new Float32Array(60).map((_, at) => (at % 2 === 0 ? 1 : 0))],
  ])('ρ is finite: %s', (_, vectors) => {
    const space = createItemSpace({ text: { size: 2, vectors }, seed: 1, version: 'a' })
    for (const cosine of [-1, 0, 0.5, 1]) expect(relativeSimilarity(space, cosine)).toSatisfy((rho: number) => rho >= 0 && rho <= 1)
    expect(space.background.m1).toBeGreaterThan(space.background.m0)
  })
})

describe('placing by text', () => {
  test('changed and new items go where their text says; the others stay', () => {
    const space = createItemSpace({ text, collaborative, seed: 1, version: 'a' })
    const next = placeByText(space, Float32Array.of(0, 0, 0.6, 0.8, 0, 0, 0, 1, 1, 0), [0, 4])
    expect(next.count).toBe(5)
    close(vectorOf(next, 0), [0, 0, 0])
    for (const kept of [1, 2, 3]) expect(vectorOf(next, kept)).toEqual(vectorOf(space, kept))
    // t W = 2, so unit[√.4 · (1, 0) ; √.6 · 1].
    close(vectorOf(next, 4), [Math.sqrt(0.4), 0, Math.sqrt(0.6)])
    expect(next.background).toBe(space.background)
  })

  test('without a log the new text is the space', () => {
    const more = Float32Array.of(1, 0, 0, 1)
    const next = placeByText(createItemSpace({ text: { size: 2, vectors: Float32Array.of(1, 0) }, seed: 1, version: 'a' }), more, [1])
    expect(next).toMatchObject({ count: 2, vectors: more, text: { size: 2, vectors: more } })
    expect(() => placeByText(next, Float32Array.of(1, 0), [])).toThrow('give all')
  })
})
