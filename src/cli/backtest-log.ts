/** @file A person's own log, and their items where they give them, as events to replay. */

import type { Interaction, InteractionType } from '../data/interaction.ts'
import type { Item } from '../data/item.ts'
import { loadCsv } from '../data/loaders/csv.ts'
import { loadJsonl } from '../data/loaders/jsonl.ts'
import type { LoadOptions } from '../data/loaders/loader.ts'
import { configSchema } from '../engine/config.ts'
import { PenchantError } from '../errors.ts'
import type { ReplayEvent } from '../evaluation/replay.ts'

export type BacktestLog = {
  readonly events: readonly ReplayEvent[]
  /** Everything that occurs in the log, and everything of the file of items. */
  readonly items: readonly Item[]
  /** What is predicted, and learnt from by the baselines. */
  readonly isWish: (interaction: Interaction) => boolean
  readonly rejected: readonly { readonly reason: string; readonly count: number }[]
}

export type BacktestFiles = {
  readonly log: string
  readonly map: string | undefined
  readonly items: string | undefined
  readonly itemsMap: string | undefined
}

const plain: readonly InteractionType[] = ['view', 'click', 'dwell']
const likedFrom = 4

/** A like, a save, a cart, a purchase or a rating of 4 and more. Where a log has none of those, a view, a click or a dwell. */
function wishOf(interactions: readonly Interaction[]): BacktestLog['isWish'] {
  const isStrong = ({ type, value = 0 }: Interaction) =>
    type === 'rating' ? value >= likedFrom : ['like', 'save', 'cart', 'purchase'].includes(type)
  return interactions.some((interaction) => interaction.type === 'rating' || isStrong(interaction))
    ? isStrong
    : ({ type }) => plain.includes(type)
}

/** @throws PenchantError `invalid-input` for a file of the wrong kind, `import-rejected` where no row can be used. */
export async function readBacktestLog(files: BacktestFiles, options: Omit<LoadOptions, 'map'>): Promise<BacktestLog> {
  const { lowest, highest } = configSchema.parse({}).taste.rating
  const rejections = new Map<string, number>()
  const reject = (reason: string) => rejections.set(reason, (rejections.get(reason) ?? 0) + 1)
  const acts: { readonly user: string; readonly interaction: Interaction & { readonly occurredAt: number } }[] = []
  for await (const row of rowsOf(files.log, { ...options, map: files.map })) {
    if (row.kind === 'rejected') reject(row.reason)
    else if (row.kind === 'item')
      throw new PenchantError(
        'invalid-input',
        `${files.log} holds items, not interactions. Say with --map which columns are the user and the item.`,
      )
    else {
      const { occurredAt, type, value = 0 } = row.interaction
      if (occurredAt === undefined) reject('The interaction has no time')
      else if (type === 'rating' && (value < lowest || value > highest))
        reject(`The rating is off the scale of ${lowest} to ${highest}: map it with |scale(FROM,TO)`)
      else acts.push({ user: row.user, interaction: { ...row.interaction, occurredAt } })
    }
  }
  const rejected = Array.from(rejections, ([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count)
  if (acts.length === 0) {
    const [first] = rejected
    throw new PenchantError(
      'import-rejected',
      `${files.log} has no interaction that can be replayed.${first ? ` ${first.count} rows: ${first.reason}.` : ''}`,
    )
  }
  const items = new Map<string, Item>()
  if (files.items !== undefined)
    for await (const row of rowsOf(files.items, { ...options, map: files.itemsMap }))
      if (row.kind === 'item') items.set(row.item.id, row.item)
  for (const { interaction } of acts)
    if (!items.has(interaction.item)) items.set(interaction.item, { id: interaction.item, title: interaction.item, attributes: {} })
  const isWish = wishOf(acts.map(({ interaction }) => interaction))
  return { events: acts.map((act) => ({ ...act, relevant: isWish(act.interaction) })), items: [...items.values()], isWish, rejected }
}

const rowsOf = (path: string, options: LoadOptions) => (/\.(jsonl|ndjson)(\.gz)?$/.test(path) ? loadJsonl : loadCsv)(path, options)
