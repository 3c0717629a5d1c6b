/** @file The keys, on one sheet. */

import { useEffect, useRef } from 'react'

const keys: readonly (readonly [key: string, meaning: string])[] = [
  ['← ↑ ↓ →', 'Move between cards'],
  ['Enter', 'Open the card'],
  ['L', 'Like it'],
  ['D', 'Dislike it'],
  ['S', 'You have seen it'],
  ['U', 'Take the last back'],
  ['/', 'Search'],
  ['C', 'Chat'],
  ['Esc', 'Close'],
  ['?', 'This sheet'],
]

export function Help({ onClose }: { readonly onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  return (
    <dialog ref={dialog} className="box" aria-label="Keys" onClose={onClose}>
      <h2 className="heading">Keys</h2>
      <dl className="mt-5 grid grid-cols-[auto_1fr] items-baseline gap-x-6 gap-y-2.5">
        {keys.map(([key, meaning]) => (
          <div key={key} className="contents">
            <dt>
              <kbd className="inline-block min-w-8 rounded-md border border-line bg-paper px-2 py-1 text-center font-sans font-semibold text-xs">
                {key}
              </kbd>
            </dt>
            <dd className="text-sm">{meaning}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-5 text-muted text-sm">L, D and S speak of the card that has the focus, or of the open details.</p>
      <button type="button" className="button mt-6" onClick={() => dialog.current?.close()}>
        Close
      </button>
    </dialog>
  )
}
