/** @file A language model by its name, as the replier of the engine: found and loaded at the first reply, never at the start. */

import type { Item } from '../data/item.ts'
import { type ModelKeys, resolveModel } from '../llm/provider.ts'
import { createModelReplier } from '../llm/reply.ts'
import type { Replier } from '../pipeline/reply.ts'

/**
 * A missing key or package costs the reply alone, which the built-in sentences stand in for, and the answer says why.
 *
 * @param name `openai/…`, `anthropic/…`, `google/…`, `ollama/…` or `URL#model`.
 * @param items the catalogue now: no title of it may be named that is not among the cards.
 */
export function namedModel(name: string, keys: ModelKeys, timeoutMs: number, items: () => readonly (Item | undefined)[]): Replier {
  let known: { readonly of: readonly (Item | undefined)[]; readonly titles: readonly string[] } | undefined
  const titles = () => {
    const of = items()
    if (known?.of !== of) known = { of, titles: of.flatMap((item) => item?.title ?? []) }
    return known.titles
  }
  let resolved: Promise<Replier> | undefined
  return {
    // A password in an address is not shown.
    name: name.replace(/\/\/[^/@]*@/, '//'),
    async *reply(context, signal) {
      resolved ??= resolveModel(name, { keys }).then((found) => createModelReplier(found.model, { titles, timeoutMs, name: found.name }))
      yield* (await resolved).reply(context, signal)
    },
  }
}
