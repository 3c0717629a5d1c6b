/** @file A slate for people: numbered titles, their attributes on one line, and why each is there. */

import type { AttributeValue, Item } from '../data/item.ts'
import type { Rule } from '../data/rule.ts'
import type { Slate } from '../data/slate.ts'
import { harmless, shorten, type Terminal, widthOf, wrap } from './terminal.ts'

const shownWords = 3

export function printSlate({ items, degraded, trace }: Slate, terminal: Terminal): void {
  const { out, paint, columns } = terminal
  if (items.length === 0) out('Nothing fits.')
  const gutter = String(items.length).length + 2
  for (const [index, { item, reason }] of items.entries()) {
    const indent = ' '.repeat(gutter)
    const number = `${index + 1}  `.padStart(gutter)
    const title = shorten(harmless(item.title), columns - gutter)
    const id = `  ${harmless(item.id)}`
    out(paint('dim', number) + paint('bold', title) + (widthOf(title + id) > columns - gutter ? '' : paint('dim', id)))
    const attributes = attributeLine(item)
    if (attributes !== '') out(indent + paint('dim', shorten(attributes, columns - gutter)))
    out(paint('cyan', wrap(harmless(reason.text), columns, indent)))
  }
  printDegraded(degraded, terminal)
  for (const step of trace ?? []) {
    const notes = step.notes?.length ? `  ${harmless(step.notes.join('; '))}` : ''
    out(
      paint(
        'dim',
        `${step.stage.padEnd(10)} ${step.name.padEnd(12)} ${step.milliseconds.toFixed(2).padStart(8)} ms ${String(step.candidates).padStart(6)}${notes}`,
      ),
    )
  }
}

/** What was answered by simpler means than planned, and why. */
export function printDegraded(degraded: Slate['degraded'], { out, paint }: Terminal): void {
  for (const { from, to, reason } of degraded) out(paint('yellow', `Answered by ${to} instead of ${from}: ${harmless(reason)}`))
}

/** The attributes of an item as far as a line goes, in the order of the catalogue: "year 1996 · green, black · Kyoto". */
function attributeLine({ attributes }: Item): string {
  return Object.entries(attributes)
    .map(([name, value]) => attributeText(name, value))
    .filter(Boolean)
    .join(' · ')
}

function attributeText(name: string, value: AttributeValue): string {
  if (typeof value === 'string') return harmless(value)
  if (typeof value === 'number') return `${name} ${value}`
  if (typeof value === 'boolean') return value ? name : ''
  const words = value.slice(0, shownWords).map(harmless).join(', ')
  return value.length > shownWords ? `${words} …` : words
}

/** Each rule with the id that removes it. */
export function printRules(rules: readonly Rule[], { out, paint }: Terminal): void {
  for (const { id, words, boost } of rules) {
    const strength = boost === undefined ? 'always' : boost > 1 ? 'rather' : 'rather not'
    out(`  ${harmless(words)}  ${paint('dim', `${strength} · ${id}`)}`)
  }
}

export function printJson(value: unknown, { out }: Terminal): void {
  out(JSON.stringify(value, null, 2))
}
