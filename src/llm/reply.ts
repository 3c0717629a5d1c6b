/** @file The one role of a language model so far: to phrase the reply over cards that are already fixed, streamed sentence by sentence.
 *
 * No sentence is released before it is checked: the model writes [n], we put in the title, and a text that speaks of anything else is refused whole.
 * It fails with `model-unavailable` and a reason; the caller then lets the built-in replier speak.
 */

import type { LanguageModel, TextStreamPart, ToolSet } from 'ai'
import type { Item } from '../data/item.ts'
import { PenchantError } from '../errors.ts'
import type { Replier } from '../pipeline/reply.ts'
import { cites, createGrounding, type Grounding } from './grounding.ts'
import { replyInstructions, replyPrompt } from './prompts/reply.ts'
import { load } from './provider.ts'

export type ModelReplierOptions = {
  /** Milliseconds until the whole reply must be there. */
  readonly timeoutMs?: number | undefined
  /** Titles of the whole catalogue: one that is no card's is refused. Called at each reply; equal arrays are indexed once. */
  readonly titles?: (() => readonly string[]) | undefined
  /** How it is called in the answer's `served`. */
  readonly name?: string | undefined
}

const longestReply = 1_200
const mostTokens = 300

/** Phrases replies with a language model of AI SDK 7. */
export function createModelReplier(
  model: LanguageModel,
  { timeoutMs = 8_000, titles = () => [], name }: ModelReplierOptions = {},
): Replier {
  const called = name ?? (typeof model === 'string' ? model : model.modelId)
  let indexed: { readonly titles: readonly string[]; readonly grounding: Grounding } | undefined
  const groundingOf = (list: readonly string[]) => {
    if (indexed?.titles !== list) indexed = { titles: list, grounding: createGrounding(list) }
    return indexed.grounding
  }
  return {
    name: called,
    async *reply(context, signal) {
      const items = context.items.map(({ item }) => item)
      if (items.length === 0) throw refused('There is no card to speak about.')
      const deadline = AbortSignal.timeout(timeoutMs)
      const stop = signal ? AbortSignal.any([signal, deadline]) : deadline
      const { streamText } = await load('ai', () => import('ai'))
      const { stream } = streamText({
        model,
        instructions: replyInstructions,
        prompt: replyPrompt(context),
        maxOutputTokens: mostTokens,
        maxRetries: 0,
        abortSignal: stop,
        // Failures arrive as parts of the stream; the default would print them, with what the person wrote.
        onError: () => {},
      })
      const grounding = groundingOf(titles())
      yield* checked(
        texts(stream, stop, () => (signal?.aborted ? aborted() : late(timeoutMs))),
        items,
        grounding,
      )
    },
  }
}

/** Releases whole sentences that hold, from the first that cites a card on. */
async function* checked(pieces: AsyncIterable<string>, items: readonly Item[], grounding: Grounding): AsyncGenerator<string> {
  let text = ''
  let released = 0
  const problem = () => {
    if (text.length > longestReply) return 'a text of too great a length'
    return grounding.problem(text, items)
  }
  const release = (until: number) => {
    const part = text.slice(released, until)
    released = until
    return part.replace(/\[(\d+)\]/g, (_, n: string) => items[Number(n) - 1]?.title ?? '')
  }
  for await (const piece of pieces) {
    text = (text + piece).replace(/[^\P{Cc}\n]/gu, '')
    if (text.length > longestReply) throw refused('The language model gave a text of too great a length.')
    const end = sentenceEnd(text)
    if (end <= released || !cites(text.slice(0, end))) continue
    const found = grounding.problem(text.slice(0, end), items)
    if (found) throw refused(`The language model gave ${found}.`)
    yield release(end)
  }
  text = text.trimEnd()
  const found = text.trim() === '' ? 'an empty text' : cites(text) ? problem() : 'a text without a card'
  if (found) throw refused(`The language model gave ${found}.`)
  if (released < text.length) yield release(text.length)
}

/** The place after the last finished sentence: its mark is followed by a space, so that nothing more can join its last word. */
function sentenceEnd(text: string): number {
  const ends = [...text.matchAll(/[.!?…]["”’')]*(?=\s+\S)/gu)]
  const last = ends.at(-1)
  return last === undefined ? 0 : last.index + last[0].length
}

/** The texts of a stream; whatever goes wrong becomes one error without the person's words in it. The SDK ends the stream when `stop` fires. */
async function* texts(
  stream: AsyncIterable<TextStreamPart<ToolSet>>,
  stop: AbortSignal,
  stopped: () => PenchantError,
): AsyncGenerator<string> {
  let finished = false
  try {
    for await (const part of stream) {
      if (part.type === 'text-delta') yield part.text
      else if (part.type === 'abort') throw stopped()
      else if (part.type === 'error') throw stop.aborted ? stopped() : failure(part.error)
      else if (part.type === 'finish') {
        finished = true
        if (part.finishReason !== 'stop') throw refused(`The language model broke off (${part.finishReason}).`)
      }
    }
  } catch (error) {
    throw error instanceof PenchantError ? error : stop.aborted ? stopped() : failure(error)
  }
  if (!finished) throw stop.aborted ? stopped() : refused('The language model broke off.')
}

const refused = (message: string, details: Readonly<Record<string, unknown>> = {}) =>
  new PenchantError('model-unavailable', message, { details })
const late = (timeoutMs: number) => refused(`The language model took longer than ${timeoutMs} ms.`, { timeoutMs })
const aborted = () => new PenchantError('aborted', 'The reply was stopped by its caller.')

/** The provider's error holds the request, and the request what the person wrote: only its status goes on. Our own errors hold neither. */
function failure(error: unknown): PenchantError {
  if (error instanceof PenchantError) return error
  const status =
    typeof error === 'object' && error !== null && 'statusCode' in error && typeof error.statusCode === 'number'
      ? error.statusCode
      : undefined
  return status === undefined
    ? refused('The language model could not be reached or did not answer properly.')
    : refused(`The language model answered with HTTP status ${status}.`, { status })
}
