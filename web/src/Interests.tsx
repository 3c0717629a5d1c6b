/** @file The person's interests: how much each weighs, what it rests on, and a switch to quiet or raise it. */

import { useState } from 'react'
import type { Item, Profile } from './answers.ts'
import { capitalized, listOf, phraseOf } from './attributes.ts'
import { Poster } from './poster/Poster.tsx'
import { client, refreshTaste, usePerson } from './queries.ts'
import { go } from './route.ts'
import { Segments } from './Segments.tsx'
import { explain } from './States.tsx'
import { useToasts } from './Toasts.tsx'

const gains = [
  { value: 0, label: 'Mute' },
  { value: 1, label: 'Normal' },
  { value: 2, label: 'Double' },
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
        <span className="shrink-0 whitespace-nowrap text-muted text-sm tabular-nums">{shown === 0 ? 'muted' : `${percent} %`}</span>
      </div>
      <svg className="mt-2 block h-1.5 w-full" viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
        <rect width="100" height="1" fill="var(--sunken)" />
        <rect width={shown === 0 ? 0 : percent} height="1" fill="var(--accent)" />
      </svg>
      <p className="aside mt-2 line-clamp-2 break-words text-muted text-sm">From {listOf(items.map((item) => item.title).reverse())}</p>
      <div className="mt-2.5 flex items-center justify-between gap-4">
        <ul className="flex min-w-0 gap-1.5 overflow-hidden p-1 -m-1" aria-label={`Items of ${title}`}>
          {items
            .slice(-5)
            .reverse()
            .map((item) => (
              <li key={item.id} className="w-9 touch:w-11">
                <SmallPoster item={item} />
              </li>
            ))}
        </ul>
        <div className="shrink-0">
          <Segments legend={`Weight of ${title}`} options={gains} chosen={shown} choose={set} />
        </div>
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
