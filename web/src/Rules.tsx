/** @file The rules a person has stated, in their own words, each with its remove button. */

import { useState } from 'react'
import type { Rule } from './answers.ts'
import { describeFilter } from './facets.ts'
import { client, refreshTaste, usePerson } from './queries.ts'
import { explain } from './States.tsx'
import { useToasts } from './Toasts.tsx'

/** One rule; `gone` once it holds no longer. */
export function RuleLine({ rule, gone = false }: { readonly rule: Rule; readonly gone?: boolean }) {
  const person = usePerson()
  const toast = useToasts()
  const [busy, setBusy] = useState(false)
  const remove = async () => {
    setBusy(true)
    try {
      await client.removeRule(person, rule.id)
      await refreshTaste()
      const { filter, words, boost, expiresAt } = rule
      const again = { filter, words, ...(boost !== undefined && { boost }), ...(expiresAt !== undefined && { expiresAt }) }
      const restore = () => void client.setRule(person, again).then(refreshTaste)
      toast({ text: `Removed: ${rule.words}`, action: { label: 'Undo', run: restore } })
    } catch (error) {
      toast({ text: `The rule could not be removed. ${explain(error)}`, tone: 'failure' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <li className="flex items-center justify-between gap-4 py-2" data-rule={rule.id} data-gone={gone}>
      <div className={`min-w-0 ${gone ? 'opacity-50' : ''}`}>
        <p className={`aside break-words text-lg leading-snug ${gone ? 'line-through' : ''}`}>“{rule.words}”</p>
        <p className="break-words text-muted text-xs leading-5">{strengthOf(rule)}</p>
      </div>
      {gone ? (
        <span className="text-muted text-sm">Removed</span>
      ) : (
        <button type="button" className="button min-h-9 px-3" disabled={busy} aria-label={`Remove the rule ${rule.words}`} onClick={remove}>
          Remove
        </button>
      )}
    </li>
  )
}

function strengthOf({ filter, boost, expiresAt }: Rule): string {
  const until =
    expiresAt === undefined ? '' : `, until ${new Date(expiresAt).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })}`
  const { not, ...rest } = filter
  if (boost === undefined && not !== undefined && Object.keys(rest).length === 0) return `Leaves out ${describeFilter(not)}${until}`
  const what = describeFilter(filter)
  if (boost === undefined) return `Only with ${what}${until}`
  return `${boost >= 1 ? 'Favoured' : 'Held back'}: ${what}${until}`
}

export function Rules({ rules }: { readonly rules: readonly Rule[] }) {
  if (rules.length === 0)
    return <p className="text-muted">You have stated none. Say “nothing with …” or “only …” in the chat, and the rule appears here.</p>
  return (
    <ul className="divide-y divide-line border-line border-y">
      {rules.map((rule) => (
        <RuleLine key={rule.id} rule={rule} />
      ))}
    </ul>
  )
}
