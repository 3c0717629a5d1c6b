import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Item } from '../data/item.ts'
import { createPenchant } from './create-penchant.ts'
import type { Penchant } from './penchant.ts'

/** Twelve things: four of each kind, one a year from 2001 on. */
const items = Array.from({ length: 12 }, (_, n): Item => {
  const kind = ['horror', 'comedy', 'war'][n % 3] as string
  return { id: `${kind}-${n}`, title: `Thing ${n}`, text: `A ${kind} story.`, attributes: { kind: [kind], year: 2001 + n } }
})
const clock = { now: () => Date.UTC(2026, 0, 15, 12), elapsed: () => 0 }

let penchant: Penchant
beforeAll(async () => {
  penchant = await createPenchant({ items, clock })
})
afterAll(() => penchant.close())

const people = [undefined, 'ada']

it.each(people)("a later rule takes the former's place, and the former comes back with the later gone (%s)", async (user) => {
  const about = { ...(user !== undefined && { user }), conversation: `turns ${user}`, k: 12 }
  const kinds = async (message: string) => {
    const { items: shown, rules } = await penchant.chat({ ...about, message })
    return { kinds: [...new Set(shown.map(({ item }) => item.id.split('-')[0]))].sort(), rules: rules.map(({ words }) => words) }
  }
  expect(await kinds('no horror')).toEqual({ kinds: ['comedy', 'war'], rules: ['no horror'] })
  expect(await kinds('only horror')).toEqual({ kinds: ['horror'], rules: ['only horror'] })
  expect(await kinds('only horror or war')).toEqual({ kinds: ['horror', 'war'], rules: ['only horror or war'] })
  expect((await kinds('what are my rules?')).rules).toEqual(['only horror or war'])
  expect((await kinds('remove the rule about war')).rules).toEqual(['only horror'])
  expect((await kinds('forget all my rules')).rules).toEqual([])
})

it.each(people)('a year that is stated later replaces the one before (%s)', async (user) => {
  const about = { ...(user !== undefined && { user }), conversation: `years ${user}`, k: 12 }
  await penchant.chat({ ...about, message: 'after 2009' })
  const { items: shown, rules } = await penchant.chat({ ...about, message: 'before 2004' })
  expect(shown.map(({ item }) => item.attributes.year).toSorted()).toEqual([2001, 2002, 2003])
  expect(rules.map(({ words }) => words)).toEqual(['before 2004'])
})

it('"why?" before any answer is no empty answer', async () => {
  const { items: shown, reply } = await penchant.chat({ message: 'why?' })
  expect(shown.length).toBeGreaterThan(0)
  expect(reply).toContain('Tell me in your own words')
})

it('nothing that fits is said to be so, with what to relax', async () => {
  const conversation = 'nothing left'
  await penchant.chat({ conversation, message: 'no war' })
  const { items: shown, reply } = await penchant.chat({ conversation, message: 'a war story' })
  expect(shown).toEqual([])
  expect(reply).toContain('“no war”')
})
