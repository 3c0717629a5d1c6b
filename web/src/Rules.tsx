/** @file The rules a person has stated, in their own words, each with its remove button. */

import { useState } from 'react'
import type { Rule } from './answers.ts'
import { describeFilter } from './facets.ts'
import { client, refreshTaste, usePerson } from './queries.ts'
import { explain } from './States.tsx'
import { useToasts } from './Toasts.tsx'

/** Takes a rule away, with Undo; `busy` meanwhile. */
function useRemoval(rule: Rule): { readonly busy: boolean; readonly remove: () => Promise<void> } {
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
  return { busy, remove }
}

/** One rule; `gone` once it holds no longer. */
export function RuleLine({ rule, gone = false }: { readonly rule: Rule; readonly gone?: boolean }) {
  const { busy, remove } = useRemoval(rule)
  return (
    <li className="flex items-center justify-between gap-4 py-2" data-rule={rule.id} data-gone={gone}>
      <div className="min-w-0">
        <p className={`aside break-words text-lg leading-snug ${gone ? 'text-muted line-through' : ''}`}>“{rule.words}”</p>
        <p className="break-words text-muted text-xs leading-5">{strengthOf(rule)}</p>
      </div>
      {gone ? (
        <span className="text-muted text-sm">Removed</span>
      ) : (
        <button type="button" className="button button-small" disabled={busy} aria-label={`Remove the rule ${rule.words}`} onClick={remove}>
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

const fewRules = 3

/** The rules that a list obeys, above it: why something is missing there, and how to have it back. */
export function RulesHere({ rules }: { readonly rules: readonly Rule[] }) {
  const [all, setAll] = useState(false)
  if (rules.length === 0) return null
  const shown = all ? rules : rules.slice(0, fewRules)
  return (
    <ul className="mt-6 max-w-2xl border-accent border-l-2 pl-4" aria-label="Your rules here" data-testid="rules-here">
      {shown.map((rule) => (
        <RuleHere key={rule.id} rule={rule} />
      ))}
      {shown.length < rules.length && (
        <li>
          <button type="button" className="link min-h-8 touch:min-h-11 text-sm" onClick={() => setAll(true)}>
            {rules.length - shown.length} more of your rules hold here
          </button>
        </li>
      )}
    </ul>
  )
}

function RuleHere({ rule }: { readonly rule: Rule }) {
  const { busy, remove } = useRemoval(rule)
  return (
    <li className="flex flex-wrap items-center gap-x-4 py-0.5 text-sm" data-rule={rule.id}>
      <p className="min-w-0 break-words leading-6">
        Your rule <span className="aside text-base">“{rule.words}”</span> holds here
      </p>
      <button
        type="button"
        className="link min-h-8 touch:min-h-11"
        disabled={busy}
        aria-label={`Remove the rule ${rule.words}`}
        onClick={remove}
      >
        Remove
      </button>
    </li>
  )
}
