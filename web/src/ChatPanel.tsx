/** @file The chat: ask in words; beside every answer stand its cards, what was understood and what was written down. */

import type { Catalogue } from 'penchant/client'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import { ChatExchange } from './ChatExchange.tsx'
import { type Exchange, useConversation } from './conversation.tsx'
import { leadingFacet } from './ForYou.tsx'
import { Icon } from './Icon.tsx'
import { useCatalogue, useProfile } from './queries.ts'

const longestMessage = 100_000

export function ChatPanel({ headed }: { readonly headed: boolean }) {
  const { exchanges, busy, clear } = useConversation()
  const log = useRef<HTMLDivElement>(null)
  const last = exchanges.at(-1)
  // The message and the beginning of its answer stay in sight, however many cards follow.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new message, and its cards, are what moves the view
  useEffect(() => {
    const article = log.current?.querySelector<HTMLElement>('article:last-of-type')
    if (article) log.current?.scrollTo({ top: article.offsetTop - log.current.offsetTop })
  }, [last?.id, last?.answer === undefined])
  return (
    <section className="flex h-full min-h-0 flex-col" aria-label="Chat">
      <header className={`flex items-center justify-between ${headed ? 'pb-5' : 'px-6 pt-6 pb-3'}`}>
        {headed ? <h1 className="display">Chat</h1> : <h2 className="heading">Ask in words</h2>}
        {exchanges.length > 0 && (
          <button type="button" className="link touch:min-h-11 text-muted text-sm" onClick={clear}>
            New chat
          </button>
        )}
      </header>
      <div
        ref={log}
        className={`min-h-0 flex-1 overflow-y-auto ${headed ? '' : 'px-6'}`}
        role="log"
        aria-label="Conversation"
        aria-live="off"
        aria-busy={busy}
      >
        {exchanges.length === 0 && <Invitation />}
        {exchanges.map((exchange) => (
          <ChatExchange key={exchange.id} exchange={exchange} />
        ))}
      </div>
      <p className="sr-only" role="status" data-testid="spoken">
        {last && spoken(last)}
      </p>
      <MessageField wide={headed} />
    </section>
  )
}

/** The reply once it is whole: word by word, and with every button of its cards, nobody could listen to it. */
function spoken({ state, reply, answer }: Exchange): string {
  if (state === 'waiting' || state === 'writing') return 'Looking.'
  if (state !== 'done') return ''
  const cards = answer?.items.length ?? 0
  return `${reply}${cards === 0 ? '' : ` ${cards === 1 ? 'One card follows' : `${cards} cards follow`}.`}`
}

function MessageField({ wide }: { readonly wide: boolean }) {
  const { say, stop, busy } = useConversation()
  const [message, setMessage] = useState('')
  const send = () => {
    if (message.trim() === '' || busy) return
    say(message.trim())
    setMessage('')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    // While an input method is composing, Enter chooses a word.
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    send()
  }
  return (
    <form
      className={`relative ${wide ? 'py-3' : 'px-6 pt-3 pb-6'}`}
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <textarea
        id="message"
        className="field block max-h-40 resize-none pr-14 [field-sizing:content]"
        rows={1}
        aria-label="Message"
        placeholder="Say what you are in the mood for"
        maxLength={longestMessage}
        value={message}
        onChange={(event) => setMessage(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <span className={`absolute ${wide ? 'right-1.5 bottom-[1.125rem] touch:right-1 touch:bottom-3.5' : 'right-7.5 bottom-[1.875rem]'}`}>
        {busy ? (
          <button type="button" className="icon-button bg-ink text-paper hover:text-ink" aria-label="Stop" onClick={stop}>
            <Icon name="stop" filled size={16} />
          </button>
        ) : (
          <button
            type="submit"
            className="icon-button bg-ink text-paper hover:text-ink disabled:bg-transparent disabled:text-muted"
            aria-label="Send"
            disabled={message.trim() === ''}
          >
            <Icon name="send" />
          </button>
        )}
      </span>
    </form>
  )
}

/** Before the first message: what one may say, made from this catalogue's own words. */
function Invitation() {
  const { say } = useConversation()
  const catalogue = useCatalogue().data
  const title = useProfile().data?.interactions.find(({ type }) => type === 'like')?.title
  return (
    <div className="pt-2">
      <p className="aside text-lg text-muted leading-snug">
        Say what you want, what you never want, or what it should be like. What you state outright becomes a rule that you can see and
        remove.
      </p>
      <ul className="mt-5 grid justify-items-start gap-2">
        {catalogue &&
          suggestions(catalogue, title).map((text) => (
            <li key={text} className="max-w-full">
              <button type="button" className="chip min-h-9 text-left" onClick={() => say(text)}>
                <span className="line-clamp-2 break-words">{text}</span>
              </button>
            </li>
          ))}
      </ul>
    </div>
  )
}

/** One exclusion, one passing mood, one likeness: what is hard to guess one may say. */
function suggestions(catalogue: Catalogue, title: string | undefined): readonly string[] {
  const [first, second, third] = leadingFacet(catalogue)[1].map(({ value }) => value)
  return [first && second && `${second}, but no ${first}`, third && `${third} tonight`, title && `something like ${title}`].filter(
    (text): text is string => text !== undefined && text !== '',
  )
}
