/** @file What a list says when it has nothing to show: not yet, nothing found, or a failure and what to do about it. */

import { ClientError } from 'penchant/client'
import type { ReactNode } from 'react'
import type { Profile, Slate } from './answers.ts'

/** Cards to be: the same size as cards, so that nothing moves when they come. */
export function Bones({ count, row = false }: { readonly count: number; readonly row?: boolean }) {
  return (
    <div className={row ? 'row-cards' : 'grid-cards'} aria-hidden="true">
      {Array.from({ length: count }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: bones are all alike
        <div key={index}>
          <div className="bone aspect-[2/3] w-full" />
          <div className="mt-3">
            <div className="bone h-5 w-4/5" />
            <div className="bone mt-1.5 h-3 w-3/5" />
          </div>
          <div className="mt-1.5 h-[1.125rem]" />
          <div className="mt-1 h-9 touch:h-11" />
        </div>
      ))}
    </div>
  )
}

export function Nothing({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <div className="max-w-md border-ink border-l-2 py-1 pl-5">
      <p className="font-semibold text-lg tracking-tight">{title}</p>
      <div className="mt-1 text-muted">{children}</div>
    </div>
  )
}

/** Nothing to show to somebody who knows nothing and has ruled nothing out: there is nothing. */
export function isEmptyCatalogue({ items }: Slate, { interactions, rules }: Profile): boolean {
  return items.length === 0 && interactions.length === 0 && rules.length === 0
}

export function EmptyCatalogue() {
  return (
    <Nothing title="This catalogue is empty.">
      Whoever runs this server fills it with <code className="text-[0.9em] text-ink">penchant import</code> or over HTTP. What is in it then
      shows here.
    </Nothing>
  )
}

export function Failure({ what, error, retry }: { readonly what: string; readonly error: unknown; readonly retry: () => void }) {
  return (
    <div className="max-w-md border-accent border-l-2 py-1 pl-5" role="alert">
      <p className="font-semibold text-lg tracking-tight">{what}</p>
      <p className="mt-1 text-muted">{explain(error)}</p>
      <button type="button" className="button mt-4" onClick={retry}>
        Try again
      </button>
    </div>
  )
}

export function explain(error: unknown): string {
  if (!navigator.onLine) return 'This device is offline. Connect it and try again.'
  if (error instanceof ClientError && error.code === 'unreachable')
    return 'The server does not answer. See whether it still runs, then try again.'
  return error instanceof Error ? error.message : String(error)
}
