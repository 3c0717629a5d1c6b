/** @file How far "For you" may stray from what is known of the person: four steps over the knobs of a request, kept in this browser for each person. */

import { useState } from 'react'
import type { ListRequest } from './answers.ts'
import { usePerson } from './queries.ts'

type Knobs = NonNullable<ListRequest['knobs']>

type Step = {
  readonly value: string
  readonly label: string
  /** What the server is asked for; none = as it is configured. */
  readonly knobs?: Knobs
  /** What that does, in a sentence. */
  readonly effect?: string
}

export const steps: readonly Step[] = [
  { value: 'usual', label: 'As usual' },
  {
    value: 'little',
    label: 'A little',
    knobs: { explore: 0.1, r: 0, mu: 0.2, alpha: 0.34 },
    effect: 'About one in ten is drawn from a topic we know little of you in, and says so.',
  },
  {
    value: 'further',
    label: 'Further',
    knobs: { explore: 0.25, r: 0, mu: 0.4, alpha: 0.67 },
    effect: 'About one in four is drawn from a topic we know little of you in, and says so. The others reach beside your interests.',
  },
  {
    value: 'far',
    label: 'Far',
    knobs: { explore: 0.35, r: 0.15, mu: 0.6, alpha: 1 },
    effect: 'About half are drawn, from new topics and by plain chance, and say so. The others reach well beside your interests.',
  },
]

const keyOf = (person: string) => `penchant-stray ${person}`
const usual = steps[0]!

/** The step that holds for this person, and how to take another. */
export function useStray(): readonly [step: Step, choose: (value: string) => void] {
  const person = usePerson()
  const [chosen, setChosen] = useState<{ readonly person: string; readonly value: string } | undefined>()
  const value = chosen?.person === person ? chosen.value : keptFor(person)
  const choose = (next: string) => {
    setChosen({ person, value: next })
    try {
      if (next === usual.value) localStorage.removeItem(keyOf(person))
      else localStorage.setItem(keyOf(person), next)
    } catch {
      // Storage is refused (private windows): the choice holds until the page is left.
    }
  }
  return [steps.find((step) => step.value === value) ?? usual, choose]
}

/** Part of erasing a person: their choice leaves this browser too. */
export function forgetStray(person: string): void {
  try {
    localStorage.removeItem(keyOf(person))
  } catch {
    // Storage is refused (private windows): nothing was kept.
  }
}

function keptFor(person: string): string | null {
  try {
    return localStorage.getItem(keyOf(person))
  } catch {
    return null // storage is refused (private windows): nothing was kept
  }
}
