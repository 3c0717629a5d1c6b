import { expect, it } from 'vitest'
import type { Filter } from '../data/filter.ts'
import type { Rule } from '../data/rule.ts'
import { createLogBoost } from './boost.ts'

const rule = (id: string, kind: string, boost?: number): Rule => ({ id, filter: { kind }, words: kind, from: 'chat', setAt: 0, boost })
const admit = (filter: Filter) => Uint8Array.from(['red', 'green', 'red'], (kind) => Number(filter.kind === kind))

it('adds the logarithms of the soft rules that admit an item', () => {
  const boost = createLogBoost([rule('1', 'red', 4), rule('2', 'red', 0.5), rule('3', 'green', 0.25), rule('4', 'green')], admit)
  expect(boost(0)).toBeCloseTo(Math.log(2), 12)
  expect(boost(1)).toBeCloseTo(-Math.log(4), 12)
  expect(boost(9)).toBe(0)
})
