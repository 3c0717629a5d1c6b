/** @file Cards in a grid or a row: one Tab stop, arrow keys between them, and a glide to new places when the order changes. */

import { type RefObject, useLayoutEffect, useRef, useState } from 'react'
import type { Slate } from './answers.ts'
import { Card } from './Card.tsx'

type CardListProps = { readonly slate: Slate; readonly label: string; readonly row?: boolean; readonly name?: string }

export function CardList({ slate, label, row = false, name }: CardListProps) {
  const [reached, setReached] = useState<string | undefined>()
  const list = useRef<HTMLUListElement>(null)
  useGlide(list)
  const held = useHeldFocus(list, slate)
  const current = slate.items.some(({ item }) => item.id === reached) ? reached : slate.items[0]?.item.id
  return (
    <ul
      ref={list}
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) held.current = undefined
      }}
      className={row ? 'row-cards' : 'grid-cards'}
      aria-label={label}
      data-list={name}
    >
      {slate.items.map((entry, place) => (
        <li key={entry.item.id}>
          <Card
            entry={entry}
            slateId={slate.slateId}
            reachable={entry.item.id === current}
            onReach={() => {
              held.current = { id: entry.item.id, place }
              setReached(entry.item.id)
            }}
          />
        </li>
      ))}
    </ul>
  )
}

type Held = { readonly id: string; readonly place: number }

/** A card that leaves the list while it has the focus passes it on to the card that takes its place. */
function useHeldFocus(list: RefObject<HTMLUListElement | null>, slate: Slate): RefObject<Held | undefined> {
  const held = useRef<Held | undefined>(undefined)
  useLayoutEffect(() => {
    const { id, place } = held.current ?? {}
    if (id === undefined || place === undefined || slate.items.some(({ item }) => item.id === id)) return
    const cards = list.current?.querySelectorAll<HTMLElement>('[data-card]')
    if (document.activeElement === document.body) cards?.[Math.min(place, cards.length - 1)]?.focus({ preventScroll: true })
  }, [list, slate])
  return held
}

/** First, last, invert, play: children that kept their key and changed their place travel there. */
function useGlide(list: RefObject<HTMLUListElement | null>): void {
  const places = useRef(new Map<string, { readonly x: number; readonly y: number }>())
  useLayoutEffect(() => {
    if (!list.current) return
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches
    const next = new Map<string, { readonly x: number; readonly y: number }>()
    for (const child of list.current.children as HTMLCollectionOf<HTMLElement>) {
      const id = child.querySelector<HTMLElement>('[data-item]')?.dataset.item
      if (id === undefined) continue
      const place = { x: child.offsetLeft, y: child.offsetTop }
      const former = places.current.get(id)
      next.set(id, place)
      if (still) continue
      const options = { duration: 260, easing: 'cubic-bezier(.2,.7,.2,1)' }
      if (former && (former.x !== place.x || former.y !== place.y)) {
        child.animate([{ transform: `translate(${former.x - place.x}px, ${former.y - place.y}px)` }, { transform: 'none' }], options)
      } else if (!former && places.current.size > 0) {
        child.animate([{ opacity: 0 }, { opacity: 1 }], options)
      }
    }
    places.current = next
  })
}
