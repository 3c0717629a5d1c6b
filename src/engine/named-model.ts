/** @file A language model by its name, as the replier of the engine: found and loaded at the first reply, never at the start. */

import type { Item } from '../data/item.ts'
import { type ModelKeys, type ResolvedModel, resolveModel, shownModel } from '../llm/provider.ts'
import { createModelReplier } from '../llm/reply.ts'
import type { Replier } from '../pipeline/reply.ts'

/** `close` ends what runs for the model on this machine. */
export type NamedModel = Replier & { close(): Promise<void> }

/**
 * A missing key or package costs the reply alone, which the built-in sentences stand in for, and the answer says why.
 *
 * @param name `openai/…`, `anthropic/…`, `google/…`, `ollama/…`, `llama/PATH` or `URL#model`.
 * @param items the catalogue now: no title of it may be named that is not among the cards.
 */
export function namedModel(name: string, keys: ModelKeys, timeoutMs: number, items: () => readonly (Item | undefined)[]): NamedModel {
  let known: { readonly of: readonly (Item | undefined)[]; readonly titles: readonly string[] } | undefined
  const titles = () => {
    const of = items()
    if (known?.of !== of) known = { of, titles: of.flatMap((item) => item?.title ?? []) }
    return known.titles
  }
  let resolved: Promise<ResolvedModel> | undefined
  let replier: Replier | undefined
  return {
    name: shownModel(name),
    async *reply(context, signal) {
      resolved ??= resolveModel(name, { keys })
      const found = await resolved
      replier ??= createModelReplier(found.model, { titles, timeoutMs, name: found.name })
      yield* replier.reply(context, signal)
    },
    async close() {
      // One that could not be resolved has told so at its replies, and nothing runs for it.
      const found = await resolved?.catch(() => undefined)
      await found?.close?.()
    },
  }
}
