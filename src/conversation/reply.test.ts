import { expect, test } from 'vitest'
import type { Rule } from '../data/rule.ts'
import type { SlateItem } from '../data/slate.ts'
import { emptyPlan, type Plan } from '../pipeline/plan.ts'
import type { ReplyContext } from '../pipeline/reply.ts'
import { createReplier } from './reply.ts'

const card = (title: string, position: number): SlateItem => ({
  item: { id: title, title, attributes: { year: 1990 + position, kind: ['red'] } },
  position,
  score: 1,
  reason: { kind: 'taste', text: 'Because you liked Dune' },
  sources: [],
})
const plan = emptyPlan
const rule = (parts: Partial<Rule>): Rule => ({ id: 'r', filter: {}, words: 'w', from: 'chat', setAt: 0, ...parts })
const cards = ['Alpha', 'Beta', 'Gamma', 'Delta'].map(card)

async function say(context: Partial<ReplyContext>): Promise<string> {
  let text = ''
  for await (const piece of createReplier().reply({
    message: 'm',
    plan,
    items: cards,
    rulesSet: [],
    rulesRemoved: [],
    admitted: 9,
    ...context,
  }))
    text += piece
  return text
}

test('names three cards and why the first is first', async () => {
  const text = await say({})
  expect(text).toContain('Alpha, Beta and Gamma')
  expect(text).not.toContain('Delta')
  expect(text).toContain('Alpha comes first: because you liked Dune.')
  expect(await say({})).toBe(text)
})

test('says which wishes were obeyed and which rules were written and dropped', async () => {
  const text = await say({
    plan: { ...plan, filter: { all: [{ kind: 'red' }, { year: { gt: 1990 } }] } },
    rulesSet: [rule({ filter: { not: { kind: 'horror' } } }), rule({ filter: { kind: 'western' }, boost: 2, expiresAt: 5 })],
    rulesRemoved: [rule({ words: 'no war' })],
  })
  expect(text).toContain("I'll leave horror out from now on.")
  expect(text).toContain("I'll favour western for this evening.")
  expect(text).toContain('I no longer keep to “no war”.')
  expect(text).toContain('They all fit what you asked for: red and after 1990.')
})

test('an empty answer says why and offers to relax, without relaxing', async () => {
  const filter = { all: [{ kind: 'red' }, { not: { kind: 'blue' } }] }
  expect(await say({ items: [], admitted: 0, plan: { ...plan, filter } })).toBe(
    'Nothing in the catalogue is all of this at once: red and not blue. Take back one part of it, or one of your rules, and I will look again.',
  )
  expect(await say({ items: [], admitted: 3 })).toContain('shown to you or is known to you already')
})

test.each([
  ['explain', 'Alpha: because you liked Dune (year 1990; kind red).'],
  ['undo', 'Taken back.'],
  ['help', '“like Alpha”'],
  ['greet', 'To begin with: Alpha, Beta and Gamma.'],
  ['more', 'Alpha, Beta and Gamma'],
] as const)('%s is answered in its own way', async (act, part) => {
  expect(await say({ plan: { ...plan, act } })).toContain(part)
})

test('tells the rules in the words they were stated in, and that they outlast a new start', async () => {
  const rules = [rule({ words: 'no war' }), rule({ words: 'after 1990' })]
  const asked = { ...plan, act: 'help' as const, understood: [{ words: 'what are my rules', as: 'a question about your rules' }] }
  expect(await say({ plan: asked, rules })).toContain('I keep to “no war” and “after 1990”.')
  expect(await say({ plan: asked, rules: [] })).toContain('You have stated no rules.')
  const afresh = { ...plan, understood: [{ words: 'start over', as: 'starting over' }] }
  expect(await say({ plan: afresh, rules })).toContain('We start afresh. I still keep to “no war” and “after 1990”. To begin with: Alpha')
})

test('an item left out for good is named by its title', async () => {
  const filter = { not: { id: 'x-1', title: 'Xylophone' } }
  expect(await say({ plan: { ...plan, filter } })).toContain('They all fit what you asked for: not Xylophone.')
  expect(await say({ rulesSet: [rule({ filter, words: 'never show me Xylophone again' })] })).toContain(
    "I'll keep to “never show me Xylophone again” from now on.",
  )
})

test('feedback is noted in the words it was understood in', async () => {
  const heard: Plan = {
    ...plan,
    feedback: [{ item: 'Alpha', type: 'like' }],
    understood: [{ words: 'I loved Alpha', as: 'you like Alpha' }],
  }
  expect(await say({ plan: heard })).toContain('Noted: you like Alpha.')
})
