/** @file Short news at the edge of the page, with Undo where there is something to undo. Spoken to screen readers. */

import { createContext, type ReactNode, use, useCallback, useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
import { Icon } from './Icon.tsx'
import { useRoute } from './route.ts'

type Toast = {
  readonly text: string
  readonly tone?: 'failure'
  readonly action?: { readonly label: string; readonly run: () => void }
}

const ToastContext = createContext<((toast: Toast) => void) | undefined>(undefined)
const lifeMs = 7_000

export function useToasts(): (toast: Toast) => void {
  const show = use(ToastContext)
  if (!show) throw new Error('useToasts is used outside ToastProvider')
  return show
}

export function ToastProvider({ children }: { readonly children: ReactNode }) {
  const [toast, setToast] = useState<(Toast & { readonly id: number }) | undefined>()
  const [held, setHeld] = useState(false)
  const show = useCallback((next: Toast) => setToast((before) => ({ ...next, id: (before?.id ?? 0) + 1 })), [])
  // News that goes from under the pointer sends no mouseleave: what comes next would never leave.
  const dismiss = useCallback(() => {
    setHeld(false)
    setToast(undefined)
  }, [])

  useEffect(() => {
    if (!toast || held) return
    const timer = setTimeout(dismiss, lifeMs)
    return () => clearTimeout(timer)
  }, [toast, held, dismiss])

  // Beside an open dialog the rest of the page is inert, so the news goes inside.
  const route = useRoute()
  const [host, setHost] = useState<Element>(document.body)
  // biome-ignore lint/correctness/useExhaustiveDependencies: dialogs open and close with the route, and a toast looks for its place when it comes
  useEffect(() => setHost(document.querySelector('dialog[open]') ?? document.body), [route, toast])

  return (
    <ToastContext value={show}>
      {children}
      {createPortal(<News toast={toast} hold={setHeld} dismiss={dismiss} aboveField={route.page === 'chat'} />, host)}
    </ToastContext>
  )
}

type NewsProps = {
  readonly toast: (Toast & { readonly id: number }) | undefined
  readonly hold: (held: boolean) => void
  readonly dismiss: () => void
  /** On a narrow page the chat's field is where news would be. */
  readonly aboveField: boolean
}

function News({ toast, hold, dismiss, aboveField }: NewsProps) {
  return (
    <div
      className={`pointer-events-none fixed inset-x-4 ${aboveField ? 'bottom-38' : 'bottom-20'} z-40 flex justify-center lg:right-[25rem] lg:bottom-6`}
      role={toast?.tone === 'failure' ? 'alert' : 'status'}
    >
      {toast && (
        // biome-ignore lint/a11y/noStaticElementInteractions: pointing at it only keeps it from leaving
        <div
          key={toast.id}
          className="pointer-events-auto flex min-h-12 max-w-full items-center gap-4 rounded-3xl bg-ink py-1 pr-2 pl-5 text-paper text-sm shadow-lg"
          data-testid="toast"
          onMouseEnter={() => hold(true)}
          onMouseLeave={() => hold(false)}
          onFocus={() => hold(true)}
          onBlur={() => hold(false)}
        >
          <span className="my-2 line-clamp-3 min-w-0 break-words">{toast.text}</span>
          {toast.action ? (
            <button
              type="button"
              className="flex min-h-9 touch:min-h-11 shrink-0 items-center gap-2 rounded-full border border-current px-3 font-semibold"
              onClick={() => {
                dismiss()
                toast.action?.run()
              }}
            >
              <Icon name="undo" size={16} />
              {toast.action.label}
            </button>
          ) : (
            <span className="w-3" />
          )}
        </div>
      )}
    </div>
  )
}
