/** @file The person's interests: how much each weighs, what it rests on, and a switch to quiet or raise it. */

import { useState } from 'react'
import type { Item, Profile } from './answers.ts'
import { capitalized, phraseOf } from './attributes.ts'
import { Poster } from './poster/Poster.tsx'
import { client, refreshTaste, usePerson } from './queries.ts'
import { go } from './route.ts'
import { explain } from './States.tsx'
import { useToasts } from './Toasts.tsx'

const gains = [
  { gain: 0, label: 'Mute' },
  { gain: 1, label: 'Normal' },
  { gain: 2, label: 'Double' },
] as const

export function Interests({ interests }: { readonly interests: Profile['interests'] }) {
  if (interests.length === 0) return <p className="text-muted">None yet. Like a few items, and they gather into interests here.</p>
  return (
    <ul className="grid gap-x-10 gap-y-8 xl:grid-cols-2">
      {interests.map((interest) => (
        <InterestLine key={interest.id} interest={interest} />
      ))}
    </ul>
  )
}

function InterestLine({ interest }: { readonly interest: Profile['interests'][number] }) {
  const { id, name, share, gain, items } = interest
  const person = usePerson()
  const toast = useToasts()
  const [chosen, setChosen] = useState<number | undefined>()
  const shown = chosen ?? gain
  const title = capitalized(phraseOf(name)) || items[0]?.title || id
  const set = async (next: number) => {
    setChosen(next)
    try {
      await client.setInterest(person, id, next)
      await refreshTaste()
    } catch (error) {
      toast({ text: `The interest stays as it was. ${explain(error)}`, tone: 'failure' })
    } finally {
      setChosen(undefined)
    }
  }
  const percent = Math.round(share * 100)
  return (
    <li data-interest={id}>
      <div className="flex items-baseline justify-between gap-4">
        <h3
          className={`min-w-0 break-words font-semibold text-lg leading-tight tracking-tight ${shown === 0 ? 'text-muted line-through' : ''}`}
        >
          {title}
        </h3>
        <span className="text-muted text-sm tabular-nums">{shown === 0 ? 'muted' : `${percent} %`}</span>
      </div>
      <svg className="mt-2 block h-1.5 w-full" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
        <rect width="100" height="1" fill="var(--sunken)" />
        <rect width={shown === 0 ? 0 : percent} height="1" fill="var(--accent)" />
      </svg>
      <div className="mt-3 flex items-center justify-between gap-4">
        <ul className="flex min-w-0 gap-1.5" aria-label={`Items of ${title}`}>
          {items.slice(-6).map((item) => (
            <li key={item.id} className="w-9">
              <SmallPoster item={item} />
            </li>
          ))}
        </ul>
        <fieldset className="flex shrink-0 rounded-full border border-line p-0.5">
          <legend className="sr-only">Weight of {title}</legend>
          {gains.map((option) => (
            <button
              key={option.gain}
              type="button"
              className="min-h-8 rounded-full px-2.5 font-semibold text-xs aria-pressed:bg-ink aria-pressed:text-paper"
              aria-pressed={shown === option.gain}
              onClick={() => set(option.gain)}
            >
              {option.label}
            </button>
          ))}
        </fieldset>
      </div>
    </li>
  )
}

export function SmallPoster({ item }: { readonly item: Item }) {
  return (
    <button
      type="button"
      className="block w-full rounded-[3px]"
      aria-label={item.title}
      title={item.title}
      onClick={() => go({ item: item.id })}
    >
      <Poster item={item} />
    </button>
  )
}
