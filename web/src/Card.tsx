/** @file A card: poster, title, a line of facets, why it is here, and what one can say of it. */

import { useState } from 'react'
import type { Item, SlateItem } from './answers.ts'
import { summaryOf } from './attributes.ts'
import { type Act, acts, type Shown, useFeedback } from './feedback.tsx'
import { Icon } from './Icon.tsx'
import { Poster } from './poster/Poster.tsx'
import { go } from './route.ts'
import { Why } from './Why.tsx'

type CardProps = {
  readonly entry: SlateItem
  readonly slateId: string
  /** One card of a list is reached with Tab, the others with the arrow keys. */
  readonly reachable: boolean
  readonly onReach: () => void
}

export function Card({ entry, slateId, reachable, onReach }: CardProps) {
  const { item, reason } = entry
  const { stateOf } = useFeedback()
  const [explained, setExplained] = useState(false)
  const state = stateOf(item.id)
  const stop = reachable ? 0 : -1
  return (
    <article
      className="card group relative"
      data-item={item.id}
      data-position={entry.position}
      data-slate={slateId}
      data-state={state}
      onFocus={onReach}
    >
      <div className="relative">
        <button
          type="button"
          data-card=""
          tabIndex={stop}
          className={`block w-full rounded-[3px] transition-[opacity,transform] duration-150 group-hover:-translate-y-0.5 ${state === 'dislike' || state === 'seen' ? 'opacity-40' : ''}`}
          aria-label={`${item.title}, ${summaryOf(item)}: details`}
          onClick={() => go({ item: item.id })}
        >
          <Poster item={item} />
        </button>
        {explained && <Why entry={entry} onClose={() => setExplained(false)} />}
      </div>
      <div className="mt-3">
        <h3 className="line-clamp-2 break-words font-semibold text-[0.9375rem] leading-5 tracking-tight" title={item.title}>
          {item.title}
        </h3>
        <p className="mt-0.5 h-4 truncate text-muted text-xs leading-4">{summaryOf(item)}</p>
      </div>
      <ReasonLine reason={reason} />
      <div className="-mx-2 touch:-mx-2.5 mt-1 flex items-center">
        <Actions item={item} shown={{ slateId, position: entry.position }} tabIndex={stop} />
        <button
          type="button"
          className="icon-button ml-auto"
          tabIndex={stop}
          aria-label={`Why ${item.title}`}
          aria-expanded={explained}
          onClick={() => setExplained(!explained)}
        >
          <Icon name="why" />
        </button>
      </div>
    </article>
  )
}

/** What was drawn says so at a glance: a lozenge, and the colour of the text instead of the small print's. */
export function ReasonLine({ reason }: { readonly reason: SlateItem['reason'] }) {
  const drawn = reason.kind === 'explore'
  return (
    <p
      className={`aside mt-1.5 line-clamp-3 text-[0.8125rem] leading-[1.125rem] ${drawn ? 'text-ink' : 'text-muted'}`}
      title={reason.text}
      data-drawn={drawn || undefined}
    >
      {drawn && <span aria-hidden="true" className="mr-1.5 inline-block size-[0.4375rem] rotate-45 bg-accent align-[0.05em]" />}
      {reason.text}
    </p>
  )
}

const actLabels: Readonly<Record<Act, string>> = { like: 'Like', dislike: 'Dislike', seen: 'Seen' }

/** The three buttons; pressed again, each takes itself back. */
export function Actions({
  item,
  shown,
  tabIndex = 0,
}: {
  readonly item: Item
  readonly shown?: Shown | undefined
  readonly tabIndex?: number
}) {
  const { act, stateOf } = useFeedback()
  const state = stateOf(item.id)
  return acts.map((name) => (
    <button
      key={name}
      type="button"
      className="icon-button"
      tabIndex={tabIndex}
      aria-pressed={state === name}
      aria-label={`${actLabels[name]} ${item.title}`}
      title={`${actLabels[name]} (${name.charAt(0).toUpperCase()})`}
      // Of a double click the first counts: by the second another card may lie under the pointer.
      onClick={(event) => event.detail < 2 && act(item, name, shown)}
    >
      <Icon name={name} filled={state === name && name === 'like'} />
    </button>
  ))
}
