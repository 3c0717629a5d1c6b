/** @file The people of this browser: switch between them, or begin as someone new. */

import { useState } from 'react'
import { useConversation } from './conversation.tsx'
import { client, queries, usePerson, useSession } from './queries.ts'
import { explain } from './States.tsx'
import { useToasts } from './Toasts.tsx'

export function People() {
  const session = useSession().data
  const person = usePerson()
  const toast = useToasts()
  const { clear } = useConversation()
  const [busy, setBusy] = useState(false)
  const become = async (to: number | 'new') => {
    setBusy(true)
    try {
      queries.setQueryData(['session'], await client.switchSession(to))
      clear()
    } catch (error) {
      toast({ text: explain(error), tone: 'failure' })
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className="flex flex-wrap gap-2">
      {session?.users.map((user, index) => (
        <button
          key={user}
          type="button"
          className="chip min-h-10 touch:min-h-11 px-4 font-semibold"
          aria-pressed={user === person}
          disabled={busy}
          onClick={() => become(index)}
        >
          Person {index + 1}
        </button>
      ))}
      <button type="button" className="chip min-h-10 touch:min-h-11 px-4" disabled={busy} onClick={() => become('new')}>
        Someone new
      </button>
    </div>
  )
}
