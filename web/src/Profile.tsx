/** @file The visible profile: everything known of a person, each part theirs to change, take away or erase. */

import { type ReactNode, useRef } from 'react'
import type { Profile as ProfileData } from './answers.ts'
import { useConversation } from './conversation.tsx'
import { pastTense, useFeedback } from './feedback.tsx'
import { Interests, SmallPoster } from './Interests.tsx'
import { People } from './People.tsx'
import { client, queries, usePerson, useProfile } from './queries.ts'
import { Rules } from './Rules.tsx'
import { go } from './route.ts'
import { explain, Failure } from './States.tsx'
import { forgetStray } from './stray.ts'
import { useToasts } from './Toasts.tsx'

export function Profile() {
  const profile = useProfile()
  const { data } = profile
  return (
    <>
      <h1 className="display">Your profile</h1>
      <p className="mt-3 max-w-xl text-muted leading-6">
        Everything that is known of you here, and all that your lists are made from. Change any of it and they follow at once.
      </p>
      {!data && profile.isError && (
        <div className="mt-10">
          <Failure what="Your profile did not load." error={profile.error} retry={() => profile.refetch()} />
        </div>
      )}
      {!data && !profile.isError && <div className="bone mt-10 h-64 max-w-3xl" />}
      {data && (
        <div className="max-w-4xl">
          <Part
            title="Interests"
            {...(data.interests.length > 0 && { note: 'What you liked gathers into these. The share is what each weighs in your lists.' })}
          >
            <Interests interests={data.interests} />
          </Part>
          <Part title="Rules">
            <Rules rules={data.rules} />
          </Part>
          {data.disliked.length > 0 && (
            <Part title="Disliked" note="What is very like these falls in your lists; nothing else does.">
              <ul className="flex flex-wrap gap-2">
                {data.disliked.map((item) => (
                  <li key={item.id} className="w-14">
                    <SmallPoster item={item} />
                  </li>
                ))}
              </ul>
            </Part>
          )}
          <Part title="History">
            <History interactions={data.interactions} />
          </Part>
          <Part title="People in this browser" note="Each has a taste of their own. Only this browser can be them.">
            <People />
          </Part>
          <Part title="Your data">
            <YourData />
          </Part>
        </div>
      )}
    </>
  )
}

function Part({ title, note, children }: { readonly title: string; readonly note?: string; readonly children: ReactNode }) {
  return (
    <section className="mt-12" aria-label={title}>
      <h2 className="heading">{title}</h2>
      {note && <p className="mt-1 text-muted text-sm">{note}</p>}
      <div className="mt-4">{children}</div>
    </section>
  )
}

const mostHistory = 100

function History({ interactions }: { readonly interactions: ProfileData['interactions'] }) {
  const { undo } = useFeedback()
  if (interactions.length === 0) return <p className="text-muted">Nothing yet.</p>
  return (
    <ol className="divide-y divide-line border-line border-y" data-testid="history">
      {interactions.slice(0, mostHistory).map(({ seq, type, item, title, value, occurredAt }) => (
        <li
          key={seq}
          className="grid min-h-12 touch:min-h-14 grid-cols-[4rem_1fr_auto] items-center gap-3 sm:grid-cols-[6rem_1fr_auto_auto]"
          data-seq={seq}
        >
          <span className="text-muted text-sm">
            {pastTense[type] ?? type}
            {value !== undefined && ` ${value}`}
          </span>
          <button
            type="button"
            className="min-w-0 touch:min-h-11 truncate text-left font-semibold text-sm hover:underline"
            onClick={() => go({ item })}
          >
            {title}
          </button>
          <time className="hidden text-muted text-xs sm:block" dateTime={new Date(occurredAt).toISOString()}>
            {new Date(occurredAt).toLocaleString([], { dateStyle: 'medium', timeStyle: 'short' })}
          </time>
          <button type="button" className="button button-small" aria-label={`Undo: ${title}`} onClick={() => undo(seq, title)}>
            Undo
          </button>
        </li>
      ))}
    </ol>
  )
}

function YourData() {
  const person = usePerson()
  const toast = useToasts()
  const { clear } = useConversation()
  const dialog = useRef<HTMLDialogElement>(null)
  const fail = (what: string) => (error: unknown) => toast({ text: `${what} ${explain(error)}`, tone: 'failure' })
  const download = async () => {
    const text = JSON.stringify(await client.exportUser(person), undefined, 2)
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
    link.download = 'penchant-profile.json'
    link.click()
    URL.revokeObjectURL(link.href)
  }
  const reset = async () => {
    dialog.current?.close()
    await client.forget(person)
    // What was said here, and what it was answered with, speaks of the person too.
    clear()
    forgetStray(person)
    await queries.invalidateQueries()
    toast({ text: 'Everything about you is erased.' })
  }
  return (
    <>
      <div className="flex flex-wrap gap-3">
        <button type="button" className="button" onClick={() => download().catch(fail('The export failed.'))}>
          Export
        </button>
        <button type="button" className="button" onClick={() => dialog.current?.showModal()}>
          Reset…
        </button>
      </div>
      <dialog ref={dialog} className="box" aria-labelledby="reset-title">
        <h2 id="reset-title" className="heading">
          Erase all that is known of you?
        </h2>
        <p className="mt-3 text-muted">
          Interests, rules and history go for good. This cannot be undone; export them first if you may want them back.
        </p>
        <div className="mt-6 flex flex-wrap gap-3">
          <button type="button" className="button" onClick={() => dialog.current?.close()}>
            Keep everything
          </button>
          <button type="button" className="button button-danger" onClick={() => reset().catch(fail('Nothing was erased.'))}>
            Erase everything
          </button>
        </div>
      </dialog>
    </>
  )
}
