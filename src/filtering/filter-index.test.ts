import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inferSchema } from '../data/catalogue-schema.ts'
import type { Condition, Filter, Scalar } from '../data/filter.ts'
import type { AttributeValue, Item } from '../data/item.ts'
import { PenchantError } from '../errors.ts'
import { createFilterIndex } from './filter-index.ts'

const indexOf = (items: readonly (Item | undefined)[]) => createFilterIndex(items, inferSchema(items), placeOf(items))
const placeOf = (items: readonly (Item | undefined)[]) => (id: string) => {
  const place = items.findIndex((item) => item?.id === id)
  return place < 0 ? undefined : place
}
const item = (id: string, attributes: Item['attributes'], more: Partial<Item> = {}): Item => ({
  id,
  title: `The ${id}`,
  attributes,
  ...more,
})

const items = [
  item('a', { kinds: ['red', 'blue'], year: 1990, new: true }),
  item('b', { kinds: 'red', year: 2000, new: false }),
  item('c', { kinds: ['green'] }),
  undefined,
  item('e', { year: 1980, new: true }, { releasedAt: 100 }),
]

describe('the filter index', () => {
  const index = indexOf(items)
  const admitted = (filter: Filter) => [...index.admit(filter)].flatMap((bit, at) => (bit === 1 ? (items[at]?.id ?? '?') : [])).join('')

  it.each<[string, Filter, string]>([
    ['a bare value means eq', { kinds: 'red' }, 'ab'],
    ['in asks for any of the words', { kinds: { in: ['blue', 'green'] } }, 'ac'],
    ['containsAll asks for each', { kinds: { containsAll: ['red', 'blue'] } }, 'a'],
    ['all comparisons of a condition hold', { year: { gte: 1985, lt: 2000 } }, 'a'],
    ['all fields of an object hold', { kinds: 'red', new: true }, 'a'],
    ['bounds include their ends', { year: { gte: 1990, lte: 2000 } }, 'ab'],
    ['strict bounds do not', { year: { gt: 1980, lt: 2000 } }, 'a'],
    ['a comparison with a missing value is false', { year: { lt: 3000 } }, 'abe'],
    ['not makes that true', { not: { year: { lt: 3000 } } }, 'c'],
    ['not never admits a deleted item', { not: { kinds: 'violet' } }, 'abce'],
    ['any', { any: [{ year: { gt: 1999 } }, { kinds: 'green' }] }, 'bc'],
    ['any of nothing', { any: [] }, ''],
    ['all of nothing', { all: [] }, 'abce'],
    ['exists', { new: { exists: false } }, 'c'],
    ['a flag', { new: false }, 'b'],
    ['ids', { id: { in: ['a', 'e', 'zzz'] } }, 'ae'],
    ['titles', { title: 'The b' }, 'b'],
    ['nothing asked', {}, 'abce'],
  ])('%s', (_, filter, expected) => expect(admitted(filter)).toBe(expected))

  it('names the nearest attributes when it does not know one', () => {
    expect(() => index.admit({ yaer: 1990 })).toThrow(/no attribute "yaer".*: year,/)
    expect(() => index.admit({ not: { kind: 'red' } })).toThrow(/: kinds,/)
  })

  it.each<[string, Filter]>([
    ['a number compared with a word', { year: '1990' }],
    ['a word compared by size', { kinds: { gt: 3 } }],
    ['a flag compared with a word', { new: 'yes' }],
    ['an id compared by size', { id: { gt: 3 } }],
  ])('refuses %s', (_, filter) => {
    expect(() => index.admit(filter)).toThrow(PenchantError)
    expect([...index.admit(filter, 'missing')]).toEqual([0, 0, 0, 0, 0])
    expect([...index.admit({ not: filter }, 'missing')]).toEqual([1, 1, 1, 0, 1])
  })

  it('takes an attribute the catalogue lost as missing where told to', () => {
    expect([...index.admit({ colour: 'red' }, 'missing')]).toEqual([0, 0, 0, 0, 0])
    expect([...index.admit({ not: { colour: 'red' } }, 'missing')]).toEqual([1, 1, 1, 0, 1])
    expect([...index.admit({ colour: { exists: false } }, 'missing')]).toEqual([1, 1, 1, 0, 1])
  })

  it('compiles a filter once', () => expect(index.admit({ kinds: 'red' })).toBe(index.admit({ kinds: 'red' })))

  it('knows what is released at a moment, whatever was asked before', () => {
    expect([...index.released(100)]).toEqual([1, 1, 1, 0, 1])
    expect([...index.released(99)]).toEqual([1, 1, 1, 0, 0])
    expect([...index.released(100)]).toEqual([1, 1, 1, 0, 1])
  })

  it('counts the items without a value', () =>
    expect(['kinds', 'year', 'new', 'title', 'colour'].map(index.missing)).toEqual([1, 1, 1, 0, 0]))
})

describe('a filter against a naive evaluator', () => {
  const words = ['red', 'blue', 'green']
  const numbers = [1, 2, 3]
  const attributes = fc.record(
    { kinds: fc.subarray(words), maker: fc.constantFrom(...words), size: fc.constantFrom(...numbers), new: fc.boolean() },
    { requiredKeys: [] },
  )
  const catalogue = fc.array(fc.option(attributes, { nil: undefined, freq: 6 }), { minLength: 1, maxLength: 20 })
  const wordCondition: fc.Arbitrary<Condition | Scalar> = fc.oneof(
    fc.constantFrom(...words),
    fc.record({ in: fc.subarray(words) }),
    fc.record({ containsAll: fc.subarray(words) }),
    fc.record({ exists: fc.boolean(), eq: fc.constantFrom(...words) }, { requiredKeys: [] }),
  )
  const numberCondition: fc.Arbitrary<Condition | Scalar> = fc.oneof(
    fc.constantFrom(...numbers),
    fc.record({ in: fc.subarray(numbers), exists: fc.boolean() }, { requiredKeys: [] }),
    fc.record(Object.fromEntries(['gt', 'gte', 'lt', 'lte'].map((name) => [name, fc.constantFrom(...numbers)])), { requiredKeys: [] }),
  )
  const leaf = fc.record(
    { kinds: wordCondition, maker: wordCondition, size: numberCondition, new: fc.boolean(), id: fc.constantFrom('i0', 'i1', 'x') },
    { requiredKeys: [] },
  )
  const filters = fc.letrec<{ filter: Filter }>((tie) => ({
    filter: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      leaf as fc.Arbitrary<Filter>,
      fc.record({ not: tie('filter') }),
      fc.record({ all: fc.array(tie('filter'), { maxLength: 3 }) }),
      fc.record({ any: fc.array(tie('filter'), { maxLength: 3 }) }),
    ) as fc.Arbitrary<Filter>,
  })).filter

  it('admits the same items', () => {
    fc.assert(
      fc.property(catalogue, filters, (described, filter) => {
        const all = described.map((given, at) => given && item(`i${at}`, given as Item['attributes']))
        // The naive evaluator needs no schema; here every attribute is known, also where no item has it.
        const index = createFilterIndex(all, schema, placeOf(all))
        expect([...index.admit(filter)]).toEqual(all.map((one) => (one && holds(filter, one) ? 1 : 0)))
      }),
      { numRuns: 500, seed: 1 },
    )
  })
})

const schema = new Map([
  ['kinds', 'words'],
  ['maker', 'word'],
  ['size', 'number'],
  ['new', 'flag'],
] as const)

/** The semantics, item by item, straight from the words of the contract. */
function holds(filter: Filter, one: Item): boolean {
  return Object.entries(filter).every(([name, part]) => {
    if (name === 'not') return !holds(part as Filter, one)
    if (name === 'all') return (part as readonly Filter[]).every((inner) => holds(inner, one))
    if (name === 'any') return (part as readonly Filter[]).some((inner) => holds(inner, one))
    const value: AttributeValue | undefined = name === 'id' ? one.id : one.attributes[name]
    return Object.entries(typeof part === 'object' ? (part as Condition) : { eq: part }).every(([comparison, wanted]) => {
      if (comparison === 'exists') return (value !== undefined) === wanted
      if (value === undefined) return false
      const values: readonly unknown[] = Array.isArray(value) ? value : [value]
      if (comparison === 'eq') return values.includes(wanted)
      if (comparison === 'in') return values.some((own) => (wanted as readonly unknown[]).includes(own))
      if (comparison === 'containsAll') return (wanted as readonly unknown[]).every((word) => values.includes(word))
      const [own, bound] = [value as number, wanted as number]
      return { gt: own > bound, gte: own >= bound, lt: own < bound, lte: own <= bound }[comparison]
    })
  })
}
