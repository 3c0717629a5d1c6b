/** @file The conversation as it goes on: what was said, what came back so far, and how to stop it. Outlives the panel that shows it. */

import type { Client } from 'penchant/client'
import { createContext, type ReactNode, use, useCallback, useMemo, useRef, useState } from 'react'
import type { ChatAnswer } from './answers.ts'
import { client, refreshTaste } from './queries.ts'

type ChatEvent = ReturnType<Client['chatStream']> extends AsyncIterable<infer Event> ? Event : never

export type Exchange = {
  readonly id: string
  readonly message: string
  readonly reply: string
  /** Everything but the reply; there before its first word. */
  readonly answer?: Omit<ChatAnswer, 'reply' | 'served'> | undefined
  readonly served?: ChatAnswer['served'] | undefined
  readonly state: 'waiting' | 'writing' | 'done' | 'stopped' | 'failed'
  readonly error?: unknown
}

type Conversation = {
  readonly exchanges: readonly Exchange[]
  readonly busy: boolean
  say(message: string): void
  /** The same message with the same id: the server writes it once. */
  repeat(exchange: Exchange): void
  stop(): void
  clear(): void
}

const ConversationContext = createContext<Conversation | undefined>(undefined)

export function useConversation(): Conversation {
  const conversation = use(ConversationContext)
  if (!conversation) throw new Error('useConversation is used outside ConversationProvider')
  return conversation
}

export function ConversationProvider({ children }: { readonly children: ReactNode }) {
  const [exchanges, setExchanges] = useState<readonly Exchange[]>([])
  const running = useRef<AbortController | undefined>(undefined)
  const conversation = useRef(newId())

  const change = useCallback((id: string, next: (exchange: Exchange) => Exchange) => {
    setExchanges((before) => before.map((exchange) => (exchange.id === id ? next(exchange) : exchange)))
  }, [])

  const ask = useCallback(
    async (id: string, message: string) => {
      running.current?.abort()
      const controller = new AbortController()
      running.current = controller
      try {
        const request = { message, eventId: id, conversation: conversation.current }
        for await (const event of client.chatStream(request, controller.signal)) {
          change(id, (exchange) => afterEvent(exchange, event))
          if (event.type === 'items' || event.type === 'done') conversation.current = event.answer.conversation
          // What the message stated is in force already, and the lists beside the chat show it.
          if (event.type === 'done') void refreshTaste()
        }
      } catch (error) {
        change(id, (exchange) => ({ ...exchange, state: controller.signal.aborted ? 'stopped' : 'failed', error }))
        void refreshTaste()
      } finally {
        if (running.current === controller) running.current = undefined
      }
    },
    [change],
  )

  const value = useMemo<Conversation>(
    () => ({
      exchanges,
      busy: exchanges.some(({ state }) => state === 'waiting' || state === 'writing'),
      say: (message) => {
        const id = newId()
        setExchanges((before) => [...before, { id, message, reply: '', state: 'waiting' }])
        void ask(id, message)
      },
      repeat: ({ id, message }) => {
        change(id, (exchange) => ({ ...exchange, reply: '', answer: undefined, state: 'waiting', error: undefined }))
        void ask(id, message)
      },
      stop: () => running.current?.abort(),
      clear: () => {
        running.current?.abort()
        conversation.current = newId()
        setExchanges([])
      },
    }),
    [exchanges, ask, change],
  )
  return <ConversationContext value={value}>{children}</ConversationContext>
}

function afterEvent(exchange: Exchange, event: ChatEvent): Exchange {
  if (event.type === 'items') return { ...exchange, answer: event.answer, state: 'writing' }
  if (event.type === 'text') return { ...exchange, reply: exchange.reply + event.text, state: 'writing' }
  if (event.type === 'restart') return { ...exchange, reply: '' }
  const { reply, served, ...answer } = event.answer
  return { ...exchange, reply, served, answer, state: 'done' }
}

/** A page outside https and localhost has no randomUUID. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
