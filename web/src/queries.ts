/** @file What the pages ask the server, and when an answer counts as old. Every list hangs on the person's evidence, so one act refreshes all. */

import { keepPreviousData, QueryCache, QueryClient, useQuery } from '@tanstack/react-query'
import { ClientError, createClient } from 'penchant/client'
import { createContext, use, useSyncExternalStore } from 'react'
import type { Filter, ListRequest } from './answers.ts'

export const client = createClient({ baseUrl: '' })

export const queries = new QueryClient({
  queryCache: new QueryCache({
    onError: (error, query) => {
      // The session has ended (its secret has changed): a new one is asked for, once, by the query that starts it.
      if (error instanceof ClientError && error.code === 'unauthenticated' && query.queryKey[0] !== 'session')
        queries.invalidateQueries({ queryKey: ['session'] })
    },
  }),
  defaultOptions: {
    queries: {
      networkMode: 'always',
      staleTime: 30_000,
      refetchOnWindowFocus: true,
      retry: false, // the client itself asks a silent server again
    },
    mutations: { networkMode: 'always' },
  },
})

/** The person this browser is now. */
export const PersonContext = createContext('')
export const usePerson = () => use(PersonContext)

export function useSession() {
  return useQuery({ queryKey: ['session'], queryFn: () => client.session(), staleTime: Number.POSITIVE_INFINITY })
}

export function useCatalogue() {
  return useQuery({ queryKey: ['catalogue'], queryFn: () => client.catalogue(), staleTime: 300_000 })
}

export function useProfile() {
  const person = usePerson()
  return useQuery({ queryKey: ['profile', person], queryFn: () => client.profile(person), placeholderData: keepPreviousData })
}

/** A list for this person. The former one stays on the page until the next has come. */
export function useList(request: ListRequest, enabled = true) {
  const person = usePerson()
  return useQuery({
    queryKey: ['list', person, request],
    queryFn: () => client.recommend(request),
    placeholderData: (former, query) => (query?.queryKey[1] === person ? former : undefined),
    enabled,
  })
}

/** The answer keeps the words it was asked with: while the next one is under way the page shows the former. */
export function useSearch(text: string, filter: Filter | undefined, k: number) {
  const person = usePerson()
  return useQuery({
    queryKey: ['list', person, 'search', text, filter, k],
    queryFn: async () => {
      const slate = await (text === '' ? client.recommend({ filter, k, scenario: 'browse' }) : client.search(text, { filter, k }))
      return { ...slate, asked: text }
    },
    placeholderData: keepPreviousData,
  })
}

export function useSimilar(item: string) {
  const person = usePerson()
  return useQuery({ queryKey: ['list', person, 'similar', item], queryFn: () => client.similar(item, { k: 8 }) })
}

export function useItem(id: string) {
  return useQuery({ queryKey: ['item', id], queryFn: () => client.item(id), staleTime: 300_000 })
}

/** Whether the newest answer to anything on the page was that there is none. Any answer that does come clears it. */
export function useUnreachable(): boolean {
  return useSyncExternalStore(
    (listener) => queries.getQueryCache().subscribe(listener),
    () =>
      queries
        .getQueryCache()
        .findAll({ type: 'active' })
        .some(({ state: { error, data } }) => data !== undefined && error instanceof ClientError && error.code === 'unreachable'),
  )
}

/** The person's evidence has changed: every list and the profile are asked for again. Resolves when those on the page have come. */
export async function refreshTaste(): Promise<void> {
  await Promise.all([refreshLists(), refreshProfile()])
}

export function refreshLists(): Promise<void> {
  return queries.invalidateQueries({ queryKey: ['list'] })
}

export function refreshProfile(): Promise<void> {
  return queries.invalidateQueries({ queryKey: ['profile'] })
}
