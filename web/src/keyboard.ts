/** @file The keys: arrows between cards, single letters for what one says most. Silent while text is typed, or where it is about to be. */

import { useEffect, useRef } from 'react'
import type { Item } from './answers.ts'
import { type Act, useFeedback } from './feedback.tsx'
import { queries } from './queries.ts'
import { go, type Page } from './route.ts'

const actKeys: Readonly<Record<string, Act>> = { l: 'like', d: 'dislike', s: 'seen' }

export function useKeyboard(page: Page, showHelp: () => void): void {
  const { act, undoLast } = useFeedback()
  const arrived = useArrival(page)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(target)) return
      const letter = /^\p{L}$/u.test(event.key)
      // A letter held down is said once, and a capital is somebody's text.
      if (letter && (event.repeat || event.shiftKey)) return
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
      const done = () => event.preventDefault()
      if (key.startsWith('Arrow')) {
        if (moveFocus(target, key)) done()
        return
      }
      const named = actKeys[key]
      if (named) {
        const item = itemAt(target)
        if (!item) return
        act(item.item, named, item.shown)
      } else if (key === 'u') {
        if (!mayUndo(target, arrived.current)) return
        undoLast()
      } else if (key === '/') {
        go({ page: 'search', item: undefined })
        focusSoon('search')
      } else if (key === 'c') {
        go(matchMedia('(min-width: 64rem)').matches ? { item: undefined } : { page: 'chat', item: undefined })
        focusSoon('message')
      } else if (key === '?') showHelp()
      else return
      done()
    }
    addEventListener('keydown', onKey)
    return () => removeEventListener('keydown', onKey)
  }, [act, undoLast, showHelp, arrived])
}

/** True from the moment one comes to a page with a text box until one points or moves anywhere on it: letters typed then are meant for the box. */
function useArrival(page: Page): { readonly current: boolean } {
  const arrived = useRef(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each page is an arrival
  useEffect(() => {
    arrived.current = document.querySelector('main input, main textarea') !== null
    const settle = () => {
      arrived.current = false
    }
    addEventListener('pointerdown', settle)
    addEventListener('focusin', settle)
    return () => {
      removeEventListener('pointerdown', settle)
      removeEventListener('focusin', settle)
    }
  }, [page])
  return arrived
}

/** On a card, a row or the open details, and where the focus is nowhere; a link or a button elsewhere has letters of its own. */
function mayUndo(target: HTMLElement, arrived: boolean): boolean {
  if (target === document.body || target === document.documentElement) return !arrived
  return target.closest('[data-item], [data-list], [data-detail]') !== null
}

function isTyping(target: HTMLElement): boolean {
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName)
}

/** The field may be on a page that is only now being drawn. */
function focusSoon(id: string): void {
  requestAnimationFrame(() => requestAnimationFrame(() => document.getElementById(id)?.focus()))
}

/** The card that has the focus, or the item of the details that have it. */
function itemAt(target: HTMLElement): { readonly item: Item; readonly shown?: { slateId: string; position: number } } | undefined {
  const place = target.closest<HTMLElement>('[data-item]') ?? target.closest('[data-detail]')?.querySelector<HTMLElement>('[data-item]')
  const id = place?.dataset.item
  if (id === undefined) return undefined
  const item = knownItem(id)
  const { slate, position } = place?.dataset ?? {}
  if (!item) return undefined
  return slate === undefined || position === undefined ? { item } : { item, shown: { slateId: slate, position: Number(position) } }
}

/** Whatever is on the page came with some answer. */
function knownItem(id: string): Item | undefined {
  const single = queries.getQueryData<Item>(['item', id])
  if (single) return single
  for (const [, slate] of queries.getQueriesData<{ readonly items: readonly { readonly item: Item }[] }>({ queryKey: ['list'] })) {
    const entry = slate?.items.find(({ item }) => item.id === id)
    if (entry) return entry.item
  }
  return undefined
}

/** Focuses the nearest card in a direction: as it looks, whatever list it is in. */
function moveFocus(from: HTMLElement, key: string): boolean {
  const card = from.closest('[data-item]')?.querySelector<HTMLElement>('[data-card]')
  if (!card) return false
  const here = centre(card)
  const sideways = key === 'ArrowLeft' || key === 'ArrowRight'
  const forward = key === 'ArrowRight' || key === 'ArrowDown' ? 1 : -1
  const scope: ParentNode = (sideways ? card.closest('[data-list]') : card.closest('main')) ?? document
  let nearest: { readonly element: HTMLElement; readonly distance: number } | undefined
  for (const element of scope.querySelectorAll<HTMLElement>('[data-card]')) {
    const there = centre(element)
    const along = (sideways ? there.x - here.x : there.y - here.y) * forward
    const across = Math.abs(sideways ? there.y - here.y : there.x - here.x)
    if (along < 8 || (sideways && across > 8)) continue
    const distance = along + across * (sideways ? 1 : 0.4)
    if (!nearest || distance < nearest.distance) nearest = { element, distance }
  }
  nearest?.element.focus()
  nearest?.element.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  return nearest !== undefined
}

function centre(element: HTMLElement): { readonly x: number; readonly y: number } {
  const { left, top, width, height } = element.getBoundingClientRect()
  return { x: left + width / 2, y: top + height / 2 }
}
