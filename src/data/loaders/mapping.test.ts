import { afterAll, describe, expect, test } from 'vitest'
import { applyMapping, parseMapping } from './mapping.ts'

// A time without a zone must not depend on the machine's.
const zone = process.env.TZ
process.env.TZ = 'America/New_York'
afterAll(() => {
  if (zone === undefined) delete process.env.TZ
  else process.env.TZ = zone
})

const mapped = (map: string, row: Readonly<Record<string, unknown>>, textual = true) =>
  applyMapping(parseMapping(map), (column) => row[column], textual)
const attributes = (entry: string, row: Readonly<Record<string, unknown>>) => {
  const result = mapped(`id=i,title=i,${entry}`, { i: '1', ...row })
  return 'problem' in result ? result.problem : result.candidate.attributes
}

describe('steps', () => {
  test.each([
    ['attributes.a=c|split(|)', { c: ' x | y ||z' }, { a: ['x', 'y', 'z'] }],
    ['attributes.a=c|split(,)|lower', { c: 'Red,GREEN' }, { a: ['red', 'green'] }],
    ['attributes.a="a, b"', { 'a, b': 'x' }, { a: 'x' }],
    ["attributes.a='fixed, text'", {}, { a: 'fixed, text' }],
    ['attributes.a=c', { c: '-12.5' }, { a: -12.5 }],
    ['attributes.a=c|text', { c: '12' }, { a: '12' }],
    ['attributes.a=c|number', { c: '1e3' }, { a: 1000 }],
    ['attributes.a=c|number', { c: '1e999' }, 'attributes.a: not a number'],
    ['attributes.a=c|default(none)', { c: '' }, { a: 'none' }],
    ['attributes.a=c|flag', { c: 'Yes' }, { a: true }],
    ['attributes.a=c', { c: '' }, {}],
  ])('%s', (entry, row, expected) => {
    expect(attributes(entry, row)).toEqual(expected)
  })

  test.each([
    ['when', '2020-01-01', Date.UTC(2020, 0, 1)],
    ['when', '2020-01-01 10:30', Date.UTC(2020, 0, 1, 10, 30)],
    ['when', '2020-01-01T10:30:00+02:00', Date.UTC(2020, 0, 1, 8, 30)],
    ['when', '1577836800', Date.UTC(2020, 0, 1)],
    ['when', '1577836800000', Date.UTC(2020, 0, 1)],
    ['when|milliseconds', '1000', 1_000],
    ['when|seconds', '1577836800', Date.UTC(2020, 0, 1)],
    ['when', '2020-13-01', 'occurredAt: no such time'],
    ['when', 'yesterday', 'occurredAt: neither an ISO 8601 time nor an epoch'],
  ])('a time by %s from %s', (source, when, expected) => {
    const result = mapped(`user=u,item=i,occurredAt=${source}`, { u: 'u', i: 'i', when })
    expect('problem' in result ? result.problem : result.candidate.occurredAt).toBe(expected)
  })
})

test('an interaction is a rating when it has a value, else a view, unless its type is mapped', () => {
  const row = { u: 'ada', i: 'x', v: '4', t: 'like' }
  expect(mapped('user=u,item=i,value=v', row)).toEqual({ user: 'ada', candidate: { item: 'x', type: 'rating', value: 4 } })
  expect(mapped('user=u,item=i', row)).toEqual({ user: 'ada', candidate: { item: 'x', type: 'view' } })
  expect(mapped('user=u,item=i,type=t', row)).toEqual({ user: 'ada', candidate: { item: 'x', type: 'like' } })
})

test.each([
  ['', 'it is empty'],
  ['id', '"id" is not target=column'],
  ['id=a,title=b,colour=c', '"colour" is no target'],
  ['id=a,title=b|shout', '"shout" is no step'],
  ['id=a,title=b|constructor(x)', '"constructor" is no step'],
  ['id=a,title=b|split', 'split needs a separator'],
  ['id=a,title=b,user=c', 'of an item and of an interaction'],
  ['id=a,id=b,title=c', '"id" is given twice'],
  ['title=a', 'nothing becomes the id of an item'],
  ['user=a', 'nothing becomes the item of an interaction'],
  ['user=a,item=b,value=c|scale(5)', 'scale needs the lowest'],
])('the mapping "%s" is refused', (map, message) => {
  expect(() => parseMapping(map)).toThrow(message)
})
