/** @file Liking, disliking, having seen, and taking any of it back: shown at once, kept by the server, undoable for good. */

import { createContext, type ReactNode, use, useCallback, useMemo, useRef, useState } from 'react'
import type { Item, Profile } from './answers.ts'
import { client, queries, refreshLists, refreshProfile, usePerson, useProfile } from './queries.ts'
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

/** Said, and not yet in the profile; null = taken back. */
type Said = { readonly act: Act | null }

/** The same act on the same item within this time is one act: nobody changes their mind in half a second. */
const sameActMs = 500

const notTakenBack = (title: string) => (error: unknown) => `“${title}” could not be taken back. ${explain(error)}`

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
  const [pending, setPending] = useState<ReadonlyMap<string, Said>>(new Map())
  // What is said reaches the server one after the other, so that the log has it in the person's order.
  const queue = useRef<{ last: Promise<unknown>; length: number }>({ last: Promise.resolve(), length: 0 })
  const leaving = useRef(new Set<number>())
  const newest = useRef({ what: '', at: Number.NEGATIVE_INFINITY })

  const known = useMemo(() => newestActs(profile), [profile])

  /** Shows at once what an item will be, and returns what stops showing it: then the profile speaks again, or what was said since. */
  const preview = useCallback((item: string, act: Act | null) => {
    const said: Said = { act }
    setPending((before) => new Map(before).set(item, said))
    return () => setPending((before) => (before.get(item) === said ? new Map([...before].filter(([id]) => id !== item)) : before))
  }, [])

  const enqueue = useCallback(
    (work: () => Promise<void>, failed: (error: unknown) => string) => {
      const turn = async () => {
        try {
          await work()
        } catch (error) {
          toast({ text: failed(error), tone: 'failure' })
        } finally {
          queue.current.length--
          // The lists follow the last of several, and nothing waits for them.
          if (queue.current.length === 0) void refreshLists()
        }
      }
      queue.current.length++
      queue.current.last = queue.current.last.then(turn)
    },
    [toast],
  )

  const takeBack = useCallback(
    async (seq: number, title: string) => {
      try {
        await client.undo(person, seq)
        await refreshProfile()
        toast({ text: `Taken back: ${title}` })
      } finally {
        leaving.current.delete(seq)
      }
    },
    [person, toast],
  )

  const undo = useCallback(
    (seq: number, title: string) => {
      if (leaving.current.has(seq)) return
      leaving.current.add(seq)
      const entry = queries.getQueryData<Profile>(['profile', person])?.interactions.find((interaction) => interaction.seq === seq)
      const shown = preview(entry?.item ?? '', null)
      enqueue(() => takeBack(seq, title).finally(shown), notTakenBack(title))
    },
    [person, preview, enqueue, takeBack],
  )

  // Which act is the last is known only when those before it are kept, and those to be taken back are gone.
  const undoLast = useCallback(() => {
    enqueue(async () => {
      const interactions = queries.getQueryData<Profile>(['profile', person])?.interactions ?? []
      const last = interactions.find(({ seq }) => !leaving.current.has(seq))
      if (!last) return toast({ text: 'There is nothing to take back.' })
      leaving.current.add(last.seq)
      const shown = preview(last.item, null)
      try {
        await takeBack(last.seq, last.title)
      } finally {
        shown()
      }
    }, notTakenBack('The last act'))
  }, [person, preview, enqueue, takeBack, toast])

  const act = useCallback(
    (item: Item, type: Act, shown?: Shown) => {
      const what = `${type} ${item.id}`
      const justNow = newest.current.what === what && performance.now() - newest.current.at < sameActMs
      if (justNow || pending.get(item.id)?.act === type) return
      newest.current = { what, at: performance.now() }
      const former = known.get(item.id)
      if (former?.type === type && !pending.has(item.id)) return undo(former.seq, item.title)
      const hide = preview(item.id, type)
      enqueue(
        async () => {
          try {
            const { seq } = await client.track({ item: item.id, type, ...shown })
            toast({ text: `${pastTense[type]}: ${item.title}`, action: { label: 'Undo', run: () => undo(seq, item.title) } })
            await refreshProfile()
          } finally {
            if (newest.current.what === what) newest.current.at = performance.now()
            hide()
          }
        },
        (error) => `“${item.title}” could not be marked. ${explain(error)}`,
      )
    },
    [known, pending, preview, enqueue, toast, undo],
  )

  const feedback = useMemo<Feedback>(
    () => ({ act, undo, undoLast, stateOf: (item) => (pending.has(item) ? (pending.get(item)?.act ?? undefined) : known.get(item)?.type) }),
    [act, undo, undoLast, pending, known],
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
