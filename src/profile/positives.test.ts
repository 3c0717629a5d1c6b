import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type EvidenceInteraction, emptyEvidence } from '../data/evidence.ts'
import { defaultTasteConfig as config } from './config.ts'
import { type CountedPositives, positives, positivesAfter } from './positives.ts'

const ids = ['a', 'b', 'c', 'd', 'e', 'f']
const indexOf = (id: string) => (ids.includes(id) ? ids.indexOf(id) : undefined)
const evidence = (interactions: readonly EvidenceInteraction[]) => ({ ...emptyEvidence, interactions })
const act = (type: EvidenceInteraction['type'], item: string, seq: number): EvidenceInteraction => ({
  seq,
  item,
  type,
  occurredAt: 1_000 * seq,
})

const acts = evidence([act('like', 'a', 1), act('dislike', 'b', 2), act('click', 'c', 3), act('seen', 'd', 4), act('like', 'gone', 5)])

describe('positives', () => {
  it('keeps the items with s > 0, oldest first, with the act that says so', () => {
    expect(positives(acts, indexOf, config).positives).toEqual([
      { item: 0, at: 1_000, place: 0 },
      { item: 2, at: 3_000, place: 2 },
    ])
  })
  it('keeps the newest when there are too many', () => {
    expect(positives(acts, indexOf, { ...config, countedPositives: 1 }).positives).toMatchObject([{ item: 2 }])
  })
})

describe('positivesAfter', () => {
  const type = fc.constantFrom('like', 'dislike', 'click', 'view', 'skip', 'seen', 'hide', 'save' as const)
  const step = fc.oneof(
    { weight: 5, arbitrary: fc.array(fc.record({ type, item: fc.constantFrom(...ids, 'gone') }), { minLength: 1, maxLength: 3 }) },
    // Taking one back: the place it stands at.
    { weight: 1, arbitrary: fc.nat(30) },
  )

  it('is what all of the evidence gives, after any acts and retractions', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 25 }), fc.integer({ min: 1, max: 7 }), (steps, countedPositives) => {
        const limited = { ...config, countedPositives }
        let log: readonly EvidenceInteraction[] = []
        let seq = 0
        let counted: CountedPositives = positives(evidence([]), indexOf, limited)
        for (const one of steps) {
          if (typeof one === 'number') log = log.filter((_, place) => place !== one)
          else log = [...log, ...one.map((given) => act(given.type, given.item, ++seq))]
          counted = positivesAfter(counted, evidence(log), indexOf, limited)
          expect(counted).toStrictEqual(positives(evidence(log), indexOf, limited))
        }
      }),
      { seed: 4, numRuns: 300 },
    )
  })

  it('sees that what was read before is no longer there', () => {
    const before = positives(evidence([act('like', 'a', 2), act('like', 'b', 3)]), indexOf, config)
    const merged = evidence([act('like', 'c', 1), act('like', 'b', 3), act('like', 'd', 4)])
    expect(positivesAfter(before, merged, indexOf, config).positives.map(({ item }) => item)).toEqual([2, 1, 3])
    const other = evidence([act('like', 'c', 2 ** 32 + 2), act('like', 'b', 3)])
    expect(positivesAfter(before, other, indexOf, config).positives.map(({ item }) => item)).toEqual([2, 1])
  })
})
