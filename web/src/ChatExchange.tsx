/** @file One message and its answer: what was understood, the reply as it is written, the cards, the rules it wrote, and who served it. */

import type { Rule, SlateItem } from './answers.ts'
import { summaryOf } from './attributes.ts'
import { Actions, ReasonLine } from './Card.tsx'
import { type Exchange, useConversation } from './conversation.tsx'
import { Poster } from './poster/Poster.tsx'
import { useProfile } from './queries.ts'
import { RuleLine } from './Rules.tsx'
import { go } from './route.ts'
import { explain } from './States.tsx'

export function ChatExchange({ exchange }: { readonly exchange: Exchange }) {
  const { repeat } = useConversation()
  const { message, reply, answer, served, state } = exchange
  return (
    <article className="mb-10" data-exchange={state}>
      <p className="ml-auto w-fit max-w-[85%] whitespace-pre-wrap break-words rounded-2xl rounded-br-sm bg-sunken px-4 py-2.5">
        {message.length > 600 ? `${message.slice(0, 600)}…` : message}
      </p>
      {answer && answer.plan.understood.length > 0 && <Understood phrases={answer.plan.understood} />}
      <p
        className={`mt-4 whitespace-pre-wrap break-words leading-relaxed ${state === 'writing' || state === 'waiting' ? 'caret' : ''}`}
        data-testid="reply"
      >
        {reply}
      </p>
      {answer && <RulesWritten set={answer.rulesSet} removed={answer.rulesRemoved} />}
      {answer && answer.items.length > 0 && (
        <ol className="mt-4 grid gap-3" data-list="chat">
          {answer.items.map((entry) => (
            <ChatCard key={entry.item.id} entry={entry} slateId={answer.slateId} />
          ))}
        </ol>
      )}
      {state === 'stopped' && <p className="mt-3 text-muted text-sm">Stopped.</p>}
      {state === 'failed' && (
        <p className="mt-3 text-sm" role="alert">
          {explain(exchange.error)}{' '}
          <button type="button" className="link" onClick={() => repeat(exchange)}>
            Try again
          </button>
        </p>
      )}
      {served && answer && <ServedBy reply={served.reply} cards={answer.items.length} degraded={answer.degraded} />}
    </article>
  )
}

/** How the planner calls words that are no wish. */
const passedOver = 'small words'

/** The person's own words, and how each phrase was taken. */
function Understood({ phrases }: { readonly phrases: readonly { readonly words: string; readonly as: string }[] }) {
  return (
    <ul className="mt-3 flex flex-wrap gap-1.5" aria-label="Understood" data-testid="understood">
      {phrases
        .filter(({ as }) => as !== passedOver)
        .map(({ words, as }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: phrases of one message never change places, and may repeat
          <li key={index} className="chip min-h-7 px-2.5 text-xs" title={as}>
            <span className="aside max-w-40 shrink-0 truncate text-[0.8125rem]">{words}</span>
            {!words.includes(as) && <span className="truncate text-muted">{withoutEcho(as, words)}</span>}
          </li>
        ))}
    </ul>
  )
}

/** "from now on: no horror", of the words "no horror", is "from now on": the words stand beside it. */
function withoutEcho(as: string, words: string): string {
  return as.endsWith(`: ${words}`) ? as.slice(0, -words.length - 2) : as
}

function RulesWritten({ set, removed }: { readonly set: readonly Rule[]; readonly removed: readonly Rule[] }) {
  const inForce = useProfile().data?.rules
  if (set.length === 0 && removed.length === 0) return null
  return (
    <div className="mt-4 border-accent border-l-2 pl-4" data-testid="rules-written">
      {set.length > 0 && <p className="label">{set.length === 1 ? 'Kept as your rule' : 'Kept as your rules'}</p>}
      <ul>
        {set.map((rule) => (
          <RuleLine key={rule.id} rule={rule} gone={inForce !== undefined && !inForce.some(({ id }) => id === rule.id)} />
        ))}
      </ul>
      {removed.map((rule) => (
        <p key={rule.id} className="py-1 text-muted text-sm">
          No longer holds: <span className="aside">“{rule.words}”</span>
        </p>
      ))}
    </div>
  )
}

function ChatCard({ entry, slateId }: { readonly entry: SlateItem; readonly slateId: string }) {
  const { item, reason } = entry
  return (
    <li className="grid grid-cols-[4.25rem_1fr] gap-4" data-item={item.id} data-slate={slateId} data-position={entry.position}>
      <button
        type="button"
        data-card=""
        className="self-start rounded-[3px]"
        aria-label={`${item.title}: details`}
        onClick={() => go({ item: item.id })}
      >
        <Poster item={item} />
      </button>
      <div className="flex min-w-0 flex-col">
        <h3 className="truncate font-semibold text-[0.9375rem] tracking-tight" title={item.title}>
          {item.title}
        </h3>
        <p className="truncate text-muted text-xs">{summaryOf(item)}</p>
        <ReasonLine reason={reason} />
        <div className="-ml-2 touch:-ml-3 mt-auto flex">
          <Actions item={item} shown={{ slateId, position: entry.position }} />
        </div>
      </div>
    </li>
  )
}

type ServedByProps = {
  readonly reply: string
  readonly cards: number
  readonly degraded: readonly { readonly stage: string; readonly from: string; readonly to: string; readonly reason: string }[]
}

function ServedBy({ reply, cards, degraded }: ServedByProps) {
  return (
    <p className="mt-4 text-muted text-xs" data-testid="served">
      {reply === 'built-in' ? 'Built-in reply.' : `Reply phrased by ${reply}.`}
      {cards > 0 && ' Every card is from this catalogue.'}
      {degraded.map(({ stage, from, to, reason }) => (
        <span key={`${stage} ${from}`} className="mt-1 block text-accent" data-testid="degraded">
          {to} stood in for {from}: {reason}
        </span>
      ))}
    </p>
  )
}
