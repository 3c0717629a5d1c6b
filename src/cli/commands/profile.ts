/** @file penchant profile: what is known of a person, and how to take it back. */

import { z } from 'zod'
import type { ProfileView } from '../../engine/penchant.ts'
import { PenchantError } from '../../errors.ts'
import { commonOptions, defineCommand } from '../command.ts'
import { withEngine } from '../open-engine.ts'
import { printJson, printRules } from '../slate-text.ts'
import { harmless, pad, shorten, type Terminal } from '../terminal.ts'

const shownInteractions = 10
const shownTitles = 5

export const profile = defineCommand({
  name: 'profile',
  summary: 'Show what is known of a person; undo, remove or forget it',
  positional: ['user'],
  input: z.strictObject({
    user: z.string().min(1).describe('Id of the person'),
    undo: z.number().int().min(1).optional().describe('Take back the interaction of that number').meta({ placeholder: 'number' }),
    removeRule: z.string().min(1).optional().describe('Remove the rule of that id').meta({ placeholder: 'id' }),
    forget: z.boolean().default(false).describe('Erase the person for good'),
    ...commonOptions,
  }),
  examples: ['profile ada', 'profile ada --undo 12', 'profile ada --forget'],
  async run({ user, undo, removeRule, forget, dataDir, json }, surroundings) {
    const { terminal } = surroundings
    await withEngine({ dataDir, bundled: false }, surroundings, async (penchant) => {
      if (forget) {
        const forgotten = await penchant.forget(user)
        if (!forgotten) throw new PenchantError('unknown-user', 'Nobody of that id is known, so nothing was erased.')
        return json ? printJson({ user, forgotten }, terminal) : terminal.out('Everything about this person was erased.')
      }
      if (undo !== undefined) await penchant.undo(user, undo)
      if (removeRule !== undefined) await penchant.removeRule(user, removeRule)
      const view = await penchant.profile(user)
      if (json) printJson(view, terminal)
      else printProfile(view, terminal)
    })
  },
})

function printProfile({ interests, disliked, rules, interactions }: ProfileView, terminal: Terminal): void {
  const { out, paint, columns } = terminal
  const heading = (text: string) => out(paint('bold', text))
  if (interests.length + rules.length + interactions.length === 0) out('Nothing is known of this person yet.')
  if (interests.length > 0) heading('Interests')
  const width = Math.max(0, ...interests.map(({ name }) => harmless(name).length))
  for (const { name, share, gain, items } of interests) {
    const titles = items.slice(0, shownTitles).map(({ title }) => harmless(title))
    const muted = gain === 1 ? '' : paint('yellow', ` (turned to ${gain})`)
    const percent = `${Math.round(share * 100)} %`.padStart(5)
    out(
      `  ${pad(harmless(name), width)} ${percent}${muted}  ${paint('dim', shorten(titles.join(', '), Math.max(20, columns - width - 10)))}`,
    )
  }
  if (rules.length > 0) heading('Rules')
  printRules(rules, terminal)
  if (disliked.length > 0) heading('Disliked')
  for (const { title } of disliked) out(`  ${shorten(harmless(title), columns - 2)}`)
  if (interactions.length > 0) heading('Newest interactions (number, what, item)')
  for (const { seq, type, value, title } of interactions.slice(0, shownInteractions)) {
    const what = value === undefined ? type : `${type} ${value}`
    out(`  ${paint('dim', String(seq).padStart(6))}  ${what.padEnd(10)}  ${shorten(harmless(title), columns - 22)}`)
  }
  if (interactions.length > shownInteractions) out(paint('dim', `  and ${interactions.length - shownInteractions} older ones`))
}
