/** @file The built-in replier: two or three plain sentences about the cards, said without a model. It names the cards and nothing else, and never fails.
 *
 * Which of several phrasings is used follows from a hash of the message and the cards, so that the same answer is worded the same.
 */

import type { AttributeValue } from '../data/item.ts'
import type { Rule } from '../data/rule.ts'
import type { SlateItem } from '../data/slate.ts'
import type { Replier, ReplyContext } from '../pipeline/reply.ts'
import { describeFilter, listed } from './describe.ts'
import { aboutRules, startingOver } from './rules/standing.ts'

/** Cards named in a sentence; the rest is seen below it. */
const named = 3

export function createReplier(): Replier {
  return {
    name: 'built-in',
    async *reply(context) {
      const sentences = [...noted(context), ...lead(context), ...closing(context)].filter((sentence) => sentence !== '')
      for (const [index, sentence] of sentences.entries()) yield index === 0 ? sentence : ` ${sentence}`
    },
  }
}

/** What was written down, before anything is offered. */
function noted({ plan, rulesSet, rulesRemoved }: ReplyContext): readonly string[] {
  const known =
    plan.feedback.length === 0 ? [] : plan.understood.filter(({ as }) => /^you (like|dislike|know) /.test(as)).map(({ as }) => as)
  return [
    known.length > 0 ? `Noted: ${listed(known, 'and')}.` : '',
    ...[...new Set(rulesSet.map(promise))],
    ...(rulesRemoved.length > 0
      ? [`I no longer keep to ${listed([...new Set(rulesRemoved.map((rule) => `“${rule.words}”`))], 'and')}.`]
      : []),
  ]
}

function promise(rule: Rule): string {
  const time = rule.expiresAt === undefined ? 'from now on' : 'for this evening'
  if (rule.boost !== undefined) return `I'll ${rule.boost >= 1 ? 'favour' : 'hold back'} ${describeFilter(rule.filter)} ${time}.`
  const { not } = rule.filter
  if (not?.id !== undefined) return `I'll keep to “${rule.words}” ${time}.`
  return not === undefined ? `I'll keep to “${rule.words}” ${time}.` : `I'll leave ${describeFilter(not)} out ${time}.`
}

function lead(context: ReplyContext): readonly string[] {
  const { plan, items } = context
  if (items.length === 0) return [nothing(context)]
  const titles = listed(
    items.slice(0, named).map(({ item }) => item.title),
    'and',
  )
  if (plan.act === 'explain') return items.slice(0, named).map(explained)
  if (plan.act === 'undo' && context.takenBack === false) return ['There is nothing left to take back here.']
  if (plan.act === 'undo') return [`Taken back. This is the list without it: ${titles}.`]
  if (plan.understood.some(({ as }) => as === aboutRules)) return [standing(context)]
  if (plan.act === 'help') return [help(context)]
  if (plan.act === 'greet') return [pick(context, ['Hello!', 'Good to see you!', 'Welcome!']), `To begin with: ${titles}.`]
  const only = items.length === 1
  if (plan.understood.some(({ as }) => as === startingOver)) return [afresh(context), `To begin with: ${titles}.`]
  if (plan.act === 'more')
    return [
      pick(
        context,
        only ? [`One more: ${titles}.`] : [`Here are others: ${titles}.`, `More in the same vein: ${titles}.`, `Next in line: ${titles}.`],
      ),
    ]
  return [
    pick(
      context,
      only
        ? [`This one fits: ${titles}.`, `I would go for ${titles}.`]
        : [`Have a look at ${titles}.`, `I would start with ${titles}.`, `These could be right: ${titles}.`, `My picks: ${titles}.`],
    ),
  ]
}

function closing({ plan, items }: ReplyContext): readonly string[] {
  const first = items[0]
  if (first === undefined || plan.act === 'explain' || plan.act === 'help' || plan.act === 'greet') return []
  const obeyed =
    plan.filter === undefined
      ? ''
      : `${items.length === 1 ? 'It fits' : 'They all fit'} what you asked for: ${describeFilter(plan.filter)}.`
  const why =
    first.reason.kind === 'similar' && plan.seeds.length > 0
      ? `${first.item.title} comes nearest to ${first.reason.text.replace(/^Like /, '')}.`
      : `${first.item.title} comes first: ${lowered(first.reason.text)}.`
  return [obeyed, obeyed.length > 200 ? '' : why]
}

/** Says why the answer is empty and what could be given up; gives nothing up by itself. */
function nothing({ plan, admitted, rules = [] }: ReplyContext): string {
  if (admitted > 0)
    return 'Everything that fits has been shown to you or is known to you already. Ask for something a little different to go on.'
  const holding = rules.filter(({ boost, words }) => boost === undefined && !plan.rules.some((rule) => rule.words === words))
  const standing = holding.map(({ words }) => `“${words}”`)
  if (standing.length > 0) {
    const [rule, it] = standing.length === 1 ? ['rule', 'it'] : ['rules', 'one of them']
    return `Nothing fits together with what you stated before: your ${rule} ${listed(standing, 'and')}. Remove ${it}, or ask for something else.`
  }
  const asked = plan.filter === undefined ? 'your rules' : describeFilter(plan.filter)
  return `Nothing in the catalogue is all of this at once: ${asked}. Take back one part of it, or one of your rules, and I will look again.`
}

function explained({ item, reason }: SlateItem): string {
  const facts = Object.entries(item.attributes).map(([name, value]) => `${name} ${shown(value)}`)
  return `${item.title}: ${lowered(reason.text)} (${facts.join('; ')}).`
}

const shown = (value: AttributeValue) => (Array.isArray(value) ? value.slice(0, 4).join(', ') : String(value))

/** What was stated and still holds, in the person's own words. */
function standing({ rules = [] }: ReplyContext): string {
  if (rules.length === 0) return 'You have stated no rules. Say “no …”, “only …” or “I love …”, and I will keep to it.'
  const stated = [...new Set(rules.map(({ words }) => `“${words}”`))]
  return `I keep to ${listed(stated, 'and')}. Say “forget the rule about …” for one, or “forget all my rules”.`
}

function afresh({ rules = [] }: ReplyContext): string {
  const stated = [...new Set(rules.map(({ words }) => `“${words}”`))]
  return stated.length === 0 ? 'We start afresh.' : `We start afresh. I still keep to ${listed(stated, 'and')}.`
}

/** Examples in the words of this very catalogue. */
function help({ items }: ReplyContext): string {
  const [first, second] = items
  const values = Object.values(first?.item.attributes ?? {}).flatMap((value) => (Array.isArray(value) ? value.slice(0, 1) : []))
  const examples = [
    ...values.slice(0, 1).map((value) => `“something with ${value}”`),
    `“like ${first?.item.title}”`,
    ...values.slice(1, 2).map((value) => `“no ${value}”`),
    `“I loved ${second?.item.title ?? first?.item.title}”`,
    '“more”',
    '“undo”',
  ]
  return `Tell me in your own words what you feel like. For example: ${examples.join(', ')}.`
}

/** "Because you liked …" within a sentence; a title or name at its start keeps its capital, as only our own openings are lowered. */
function lowered(text: string): string {
  return /^(Because|Like|Liked|Close|What|People|New|A|From|One)\b/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text
}

function pick({ message, items }: ReplyContext, phrasings: readonly string[]): string {
  return phrasings[hash(`${message}\n${items.map(({ item }) => item.id).join()}`) % phrasings.length] ?? ''
}

/** FNV-1a, 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193) >>> 0
  return value
}
