/** @file The golden requests and like-sets: read, put to an engine one newcomer at a time, and judged by attribute predicates.
 *
 * success@5 of one predicate: at least 3 of the first 5 satisfy it (all there are, where the catalogue admits fewer than 3); of several, a mixed taste:
 * at least 2 of the first 10 satisfy each. A request is obeyed when every item shown satisfies its hard part.
 */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Filter } from '../../src/data/filter.ts'
import type { Item } from '../../src/data/item.ts'
import { bundledCatalogue, bundledWords } from '../../src/data/loaders/bundled.ts'
import { createPenchant, type PenchantOptions } from '../../src/engine/create-penchant.ts'
import type { Penchant } from '../../src/engine/penchant.ts'
import { createRandom } from '../../src/math/random.ts'
import { admits } from '../../test/catalogues/catalogue.ts'

export type LikeSet = {
  readonly id: string
  readonly like: readonly string[]
  readonly dislike?: readonly string[]
  /** One predicate, or one for each side of a mixed taste. */
  readonly good: readonly Filter[]
  readonly expect: string
}
export type TasteRequest = {
  readonly id: string
  readonly message: string
  /** Messages of the same conversation before it. */
  readonly before?: readonly string[]
  readonly must: Filter
  readonly good: Filter
}

export type Outcome = {
  readonly id: string
  readonly success: boolean
  /** Of a request: at least one of the first five is good, the lenient reading of success@5. */
  readonly any?: boolean | undefined
  readonly broken: readonly string[]
  readonly shown: readonly Item[]
}

/** When the golden newcomers act: a fixed moment, epoch milliseconds. */
export const goldenNow = Date.UTC(2026, 0, 15, 12)
const golden = join(import.meta.dirname, '../../test/golden')
const readLines = <T>(file: string): readonly T[] =>
  readFileSync(join(golden, file), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T)

export const likeSets = (heldOut = false) => readLines<LikeSet>(heldOut ? 'likes-held-out.jsonl' : 'likes.jsonl')
export const tasteRequests = (heldOut = false) => readLines<TasteRequest>(heldOut ? 'taste-held-out.jsonl' : 'taste.jsonl')

/** An engine on the bundled films whose clock stands still. */
export async function openGolden(
  config?: PenchantOptions['config'],
): Promise<{ readonly penchant: Penchant; readonly items: readonly Item[] }> {
  const items = await bundledCatalogue()
  const clock = { now: () => goldenNow, elapsed: () => 0 }
  return { penchant: await createPenchant({ items, clock, config: { groupCommitMs: 0, ...bundledWords, ...config } }), items }
}

/** Whether the items shown satisfy one predicate, or each of several. */
function succeeds(shown: readonly Item[], good: readonly Filter[], admitted = Number.POSITIVE_INFINITY): boolean {
  const count = (filter: Filter, first: number) => shown.slice(0, first).filter((item) => admits(filter, item)).length
  return good.length === 1 ? count(good[0] as Filter, 5) >= Math.min(3, admitted) : good.every((filter) => count(filter, 10) >= 2)
}

/** A newcomer with these likes and dislikes, forgotten again afterwards so that nobody's counts reach the next. */
export async function likeSetOutcome(penchant: Penchant, { id, like, dislike = [], good }: LikeSet): Promise<Outcome> {
  for (const item of like) await penchant.track(id, { item, type: 'like' })
  for (const item of dislike) await penchant.track(id, { item, type: 'dislike' })
  const { items } = await penchant.recommend({ user: id, k: 10 })
  await penchant.forget(id)
  const shown = items.map(({ item }) => item)
  return { id, success: succeeds(shown, good), broken: [], shown }
}

/** The request as a newcomer's message, after those before it in the conversation. */
export async function requestOutcome(penchant: Penchant, { id, message, before = [], must, good }: TasteRequest): Promise<Outcome> {
  const about = { user: id, conversation: id, k: 5 }
  for (const earlier of before) await penchant.chat({ ...about, message: earlier })
  const { items } = await penchant.chat({ ...about, message })
  await penchant.forget(id)
  const shown = items.map(({ item }) => item)
  const admitted = penchant.items.list({ filter: { all: [must, good] } as Filter, k: 3 }).items.length
  return {
    id,
    success: succeeds(shown, [good], admitted),
    any: shown.some((item) => admits(good, item)),
    broken: shown.filter((item) => !admits(must, item)).map((item) => item.id),
    shown,
  }
}

/** The success that drawing at random, and the order by prior, have on the items that the hard part admits: both are told it. */
export function baselines(
  items: readonly Item[],
  asked: readonly { readonly id: string; readonly must?: Filter; readonly good: readonly Filter[]; readonly known: readonly string[] }[],
): { readonly random: number; readonly prior: number } {
  const draws = 100
  const random = createRandom('golden baselines')
  const byPrior = [...items].sort((a, b) => (b.prior ?? 0) - (a.prior ?? 0))
  let [lucky, leading] = [0, 0]
  for (const { must = {}, good, known } of asked) {
    const open = byPrior.filter((item) => !known.includes(item.id) && admits(must, item))
    const admitted = open.filter((item) => admits(good[0] as Filter, item)).length
    leading += Number(succeeds(open, good, admitted))
    for (let draw = 0; draw < draws; draw++) lucky += Number(succeeds(random.shuffle([...open]), good, admitted)) / draws
  }
  return { random: lucky / asked.length, prior: leading / asked.length }
}
