/** @file Liking, disliking, having seen, and taking any of it back: shown at once, kept by the server, undoable for good. */

import { createContext, type ReactNode, use, useCallback, useMemo, useRef, useState } from 'react'
import type { Item, Profile } from './answers.ts'
import { client, queries, refreshTaste, usePerson, useProfile } from './queries.ts'
import { explain } from './States.tsx'
import { useToasts } from './Toasts.tsx'

export const acts = ['like', 'dislike', 'seen'] as const
export type Act = (typeof acts)[number]

/** Where an item was shown: what it was liked for is attributed to that list. */
export type Shown = { readonly slateId: string; readonly position: number }

type Feedback = {
  /** What the person thinks of an item, as far as it is known or already said. */
  stateOf(item: string): Act | undefined
  act(item: Item, act: Act, shown?: Shown): void
  undo(seq: number, title: string): void
  undoLast(): void
}

const FeedbackContext = createContext<Feedback | undefined>(undefined)
export const pastTense: Readonly<Record<string, string>> = { like: 'Liked', dislike: 'Disliked', seen: 'Seen' }

export function useFeedback(): Feedback {
  const feedback = use(FeedbackContext)
  if (!feedback) throw new Error('useFeedback is used outside FeedbackProvider')
  return feedback
}

export function FeedbackProvider({ children }: { readonly children: ReactNode }) {
  const person = usePerson()
  const profile = useProfile().data
  const toast = useToasts()
  /** Said, and not yet in the profile; null = taken back. */
  const [pending, setPending] = useState<ReadonlyMap<string, Act | null>>(new Map())
  // Acts reach the server one after the other, so that the log has them in the person's order.
  const queue = useRef<Promise<unknown>>(Promise.resolve())

  const known = useMemo(() => newestActs(profile), [profile])

  const send = useCallback(
    (item: string, shownAs: Act | null, work: () => Promise<void>, failed: string) => {
      setPending((before) => new Map(before).set(item, shownAs))
      const task = queue.current.then(async () => {
        try {
          await work()
          await refreshTaste()
        } catch (error) {
          toast({ text: `${failed} ${explain(error)}`, tone: 'failure' })
        } finally {
          setPending((before) => new Map([...before].filter(([id]) => id !== item)))
        }
      })
      queue.current = task
    },
    [toast],
  )

  const undo = useCallback(
    (seq: number, title: string) => {
      const entry = queries.getQueryData<Profile>(['profile', person])?.interactions.find((interaction) => interaction.seq === seq)
      const work = async () => {
        await client.undo(person, seq)
        toast({ text: `Taken back: ${title}` })
      }
      send(entry?.item ?? '', null, work, `“${title}” could not be taken back.`)
    },
    [person, send, toast],
  )

  const act = useCallback(
    (item: Item, type: Act, shown?: Shown) => {
      const former = known.get(item.id)
      if (former?.type === type && !pending.has(item.id)) return undo(former.seq, item.title)
      const work = async () => {
        const { seq } = await client.track({ item: item.id, type, ...shown })
        toast({ text: `${pastTense[type]}: ${item.title}`, action: { label: 'Undo', run: () => undo(seq, item.title) } })
      }
      send(item.id, type, work, `“${item.title}” could not be marked.`)
    },
    [known, pending, send, toast, undo],
  )

  const feedback = useMemo<Feedback>(
    () => ({
      act,
      undo,
      stateOf: (item) => (pending.has(item) ? (pending.get(item) ?? undefined) : known.get(item)?.type),
      undoLast: () => {
        const last = queries.getQueryData<Profile>(['profile', person])?.interactions[0]
        if (last) undo(last.seq, last.title)
        else toast({ text: 'There is nothing to take back.' })
      },
    }),
    [act, undo, pending, known, person, toast],
  )
  return <FeedbackContext value={feedback}>{children}</FeedbackContext>
}

/** By item, the newest of what the cards can show. */
function newestActs(profile: Profile | undefined): ReadonlyMap<string, { readonly type: Act; readonly seq: number }> {
  const newest = new Map<string, { readonly type: Act; readonly seq: number }>()
  for (const { item, type, seq } of profile?.interactions ?? []) {
    const act = acts.find((known) => known === type)
    if (act && !newest.has(item)) newest.set(item, { type: act, seq })
  }
  return newest
}
