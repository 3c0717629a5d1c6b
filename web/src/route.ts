/** @file Where the person is: the page, the words and filters of a search, the open item; all kept in the address, so that Back works. */

import { useMemo, useSyncExternalStore } from 'react'

export const pages = ['for-you', 'search', 'chat', 'profile'] as const
export type Page = (typeof pages)[number]

export type Route = {
  readonly page: Page
  readonly text: string
  /** The chosen facets, as "attribute:value". */
  readonly facets: readonly string[]
  /** Id of the item whose details are open. */
  readonly item: string | undefined
}

const changed = 'penchant-route'

function parseRoute(address: string): Route {
  const { pathname, searchParams } = new URL(address)
  const name = pathname.slice(1)
  return {
    page: pages.find((page) => page === name) ?? 'for-you',
    text: searchParams.get('q') ?? '',
    facets: searchParams.getAll('with'),
    item: searchParams.get('item') ?? undefined,
  }
}

export function addressOf({ page, text, facets, item }: Route): string {
  const query = new URLSearchParams()
  if (page === 'search' && text !== '') query.set('q', text)
  if (page === 'search') for (const facet of facets) query.append('with', facet)
  if (item !== undefined) query.set('item', item)
  const suffix = query.size === 0 ? '' : `?${query}`
  return `/${page === 'for-you' ? '' : page}${suffix}`
}

export function useRoute(): Route {
  const address = useSyncExternalStore(subscribe, () => location.href)
  return useMemo(() => parseRoute(address), [address])
}

/** `replace` leaves no step in the history: for every letter typed. */
export function go(change: Partial<Route>, options: { readonly replace?: boolean } = {}): void {
  const before = parseRoute(location.href)
  const after = { ...before, ...change }
  const address = addressOf(after)
  if (options.replace) history.replaceState(null, '', address)
  else history.pushState(null, '', address)
  dispatchEvent(new Event(changed))
  // Another page begins at its top; a drawer over the same page leaves it where it is.
  if (before.page !== after.page) scrollTo({ top: 0 })
}

function subscribe(listener: () => void): () => void {
  addEventListener('popstate', listener)
  addEventListener(changed, listener)
  return () => {
    removeEventListener('popstate', listener)
    removeEventListener(changed, listener)
  }
}
