import { describe, expect, it } from 'vitest'
import { inferSchema } from '../data/catalogue-schema.ts'
import type { Item } from '../data/item.ts'
import type { Rule } from '../data/rule.ts'
import { type EligibleInput, eligible } from './eligible.ts'
import { createFilterIndex } from './filter-index.ts'

const items: readonly (Item | undefined)[] = [
  { id: 'a', title: 'A', attributes: { kind: 'red', year: 1990 } },
  { id: 'b', title: 'B', attributes: { kind: 'blue', year: 2000 } },
  undefined,
  { id: 'd', title: 'D', attributes: { kind: 'red', year: 2010 }, releasedAt: 1_000 },
  { id: 'e', title: 'E', attributes: { kind: 'red' } },
  { id: 'f', title: 'F', attributes: { kind: 'red', year: 2020 } },
]
const filters = createFilterIndex(items, inferSchema(items), () => undefined)
const rule = (filter: Rule['filter'], more: Partial<Rule> = {}): Rule => ({
  id: 'r',
  filter,
  words: 'as said',
  from: 'chat',
  setAt: 0,
  ...more,
})
const ask = (input: Partial<EligibleInput>) => eligible({ snapshot: { filters }, taste: { known: new Set() }, rules: [], now: 0, ...input })

describe('eligible', () => {
  it('leaves out what is deleted or not yet released', () => {
    expect(ask({})).toEqual({ mask: Uint8Array.of(1, 1, 0, 0, 1, 1), admitted: 4, notes: ['Not released yet: 1 fewer, 4 left.'] })
    expect(ask({ now: 1_000 })).toEqual({ mask: Uint8Array.of(1, 1, 0, 1, 1, 1), admitted: 5, notes: [] })
  })

  it('combines what is known, excluded, ruled out and filtered, and says so', () => {
    const found = ask({
      now: 1_000,
      taste: { known: new Set([0, 2]) },
      exclude: [5, 5],
      rules: [rule({ kind: 'red' }), rule({ kind: 'blue' }, { boost: 2 })],
      filter: { not: { year: { lt: 2000 } } },
    })
    expect([...found.mask]).toEqual([0, 0, 0, 1, 1, 0])
    expect(found.admitted).toBe(2)
    expect(found.notes).toEqual([
      'Known to this person: 1 fewer, 4 left.',
      'Excluded by the request: 1 fewer, 3 left.',
      'Rule "as said": 1 fewer, 2 left.',
      '1 items have no year: a comparison with it is false for them, and "not" makes that true.',
    ])
  })

  it('gives a mask of its own each time', () => {
    ask({}).mask.fill(0)
    ask({ filter: { kind: 'red' } }).mask.fill(0)
    expect(ask({}).admitted).toBe(4)
  })

  it('refuses an unknown attribute of the request, and finds it missing everywhere for a rule', () => {
    expect(() => ask({ filter: { colour: 'red' } })).toThrow(/no attribute "colour"/)
    expect(ask({ rules: [rule({ colour: 'red' })] }).admitted).toBe(0)
    expect(ask({ rules: [rule({ not: { colour: 'red' } })] }).admitted).toBe(4)
  })
})
