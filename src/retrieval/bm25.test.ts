import { describe, expect, it } from 'vitest'
import type { Item } from '../data/item.ts'
import { createWordIndex } from './bm25.ts'

const item = (id: string, title: string, text: string, attributes: Item['attributes'] = {}): Item => ({ id, title, text, attributes })
const items = [
  item('a', 'Copper', 'kettle kettle boils'),
  item('b', 'Kettle', 'copper boils slow'),
  undefined,
  item('d', 'Violet', 'nothing boils here', { tags: ['copper', 'deep sea'], weight: 3, flag: true }),
]
const index = createWordIndex(items)
const all = Uint8Array.of(1, 1, 1, 1)

describe('the word index', () => {
  it('scores as BM25 by hand, a word in the title counting three times', () => {
    // N = 3; "kettle" is in 2: idf = ln(1 + 1.5/2.5) = ln 1.6. Lengths: a 3 + 3, b 3 + 3, d 3 + 2 + 4 + 3 = 12; mean 8.
    const idf = Math.log(1.6)
    const impact = (frequency: number, length: number) => (frequency * 2.2) / (frequency + 1.2 * (0.5 + (0.5 * length) / 8))
    const scores = index.scores('kettle')
    expect(scores[0]).toBeCloseTo(idf * impact(2, 6), 5)
    expect(scores[1]).toBeCloseTo(idf * impact(3, 6), 5)
    expect([scores[2], scores[3]]).toEqual([0, 0])
    expect(index.weight('kettle')).toBeCloseTo(idf, 12)
  })

  it('searches the admitted items, best first, and leaves out those that share no word', () => {
    expect(index.search('Kettle!', all, 9).map((one) => one.item)).toEqual([1, 0])
    expect(index.search('Kettle!', Uint8Array.of(1, 0, 1, 1), 9).map((one) => one.item)).toEqual([0])
    expect(index.search('kettle', all, 1)).toHaveLength(1)
    expect(index.search('sea', all, 9).map((one) => one.item)).toEqual([3])
  })

  it('counts a repeated word of the text once', () => expect(index.scores('kettle kettle')).toEqual(index.scores('kettle')))

  it('knows nothing of unknown words, and rare words weigh more', () => {
    expect(index.weight('zebra')).toBe(0)
    expect(index.search('zebra', all, 9)).toEqual([])
    expect(index.weight('sea')).toBeGreaterThan(index.weight('boils'))
  })

  it('answers an empty catalogue', () => {
    expect(createWordIndex([]).search('kettle', new Uint8Array(0), 9)).toEqual([])
    expect(createWordIndex([undefined]).weight('kettle')).toBe(0)
  })
})
