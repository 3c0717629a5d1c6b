/** @file The language model that PENCHANT_MODEL names, as the replier of an engine that is opened later. */

import type { Environment } from '../engine/environment.ts'
import type { Penchant } from '../engine/penchant.ts'
import { resolveModel } from '../llm/provider.ts'
import { createModelReplier } from '../llm/reply.ts'
import type { Replier } from '../pipeline/reply.ts'

const page = 1_000

/**
 * Resolves the model at the first reply: a missing key or package then costs that reply alone, which the built-in sentences stand in for,
 * and the answer says why.
 */
export function environmentReplier({ model, modelKeys }: Environment, engine: () => Penchant): Replier | undefined {
  if (model === undefined) return undefined
  let known: { readonly version: string; readonly titles: readonly string[] } | undefined
  const titles = () => {
    const { version } = engine().status()
    if (known?.version !== version) known = { version, titles: [...allTitles(engine())] }
    return known.titles
  }
  let resolved: Promise<Replier> | undefined
  return {
    name: model.replace(/\/\/[^/@]*@/, '//'),
    async *reply(context, signal) {
      resolved ??= resolveModel(model, { keys: modelKeys }).then((found) => createModelReplier(found.model, { titles, name: found.name }))
      yield* (await resolved).reply(context, signal)
    },
  }
}

function* allTitles(penchant: Penchant): Generator<string> {
  let after: string | undefined
  do {
    const { items, next } = penchant.items.list({ k: page, after })
    for (const { title } of items) yield title
    after = next ?? undefined
  } while (after !== undefined)
}
