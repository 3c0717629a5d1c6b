/** @file Puts loaded rows into an engine: read wholly, then written, so that a file that ends in error leaves nothing behind.
 *
 * Items first, then interactions in the order of time. Of several rows with one item id the last counts. An interaction without a time gets
 * the earliest time of the import, so that it never passes for news. Each interaction bears an event id made of what it says: the same
 * file imported again within seven days adds nothing.
 */

import { createHash } from 'node:crypto'
import type { Interaction } from '../data/interaction.ts'
import type { Item } from '../data/item.ts'
import type { LoadedRow, Place } from '../data/loaders/loader.ts'
import { createRejections, type Rejection } from '../data/loaders/rejections.ts'
import type { Penchant } from '../engine/penchant.ts'
import { PenchantError } from '../errors.ts'

export type ImportReport = {
  readonly items: number
  readonly interactions: number
  readonly people: number
  /** Rows whose item id came again later in the file. */
  readonly duplicateItems: number
  /** Interactions that were in the log already, or stand in the file twice. */
  readonly repeatedInteractions: number
  readonly interactionsWithoutTime: number
  readonly rejected: number
  /** The most frequent first. */
  readonly rejections: readonly Rejection[]
}

export type ImportOptions = {
  /** Stops at the first bad row, with nothing imported. */
  readonly strict: boolean
  /** Ratings outside are rejected. */
  readonly ratingScale: { readonly lowest: number; readonly highest: number }
  readonly signal: AbortSignal
  readonly onStored: (done: number, total: number) => void
}

type Act = Place & { readonly user: string; readonly interaction: Interaction }

/** Stays below the engine's queue of events that wait for the disk. */
const eventsAtOnce = 4_096

/** @throws PenchantError `import-rejected` for a bad row when `strict`, and whatever loader or engine fail with. */
export async function importRows(
  penchant: Pick<Penchant, 'items' | 'trackAll'>,
  rows: AsyncIterable<LoadedRow>,
  options: ImportOptions,
): Promise<ImportReport> {
  const rejections = createRejections()
  const reject = ({ file, line }: Place, reason: string) => {
    if (options.strict)
      throw new PenchantError(
        'import-rejected',
        `${file}, line ${line}: ${reason}. Nothing was imported; without --strict such rows are skipped.`,
      )
    rejections.add({ file, line }, reason)
  }

  const items = new Map<string, Item>()
  const read: Act[] = []
  let itemRows = 0
  for await (const row of rows) {
    if (options.signal.aborted) throw new PenchantError('aborted', 'The import was stopped. Nothing was imported.')
    if (row.kind === 'rejected') reject(row, row.reason)
    else if (row.kind === 'interaction') read.push(row)
    else {
      items.set(row.item.id, row.item)
      itemRows++
    }
  }
  const acts = read.filter((act) => {
    const problem = problemOf(act, options.ratingScale, (id) => items.has(id) || penchant.items.get(id) !== undefined)
    if (problem !== undefined) reject(act, problem)
    return problem === undefined
  })

  const total = items.size + acts.length
  const catalogue = [...items.values()]
  options.onStored(0, total)
  // All at once, so that the encoder is trained once.
  if (catalogue.length > 0) await penchant.items.put(catalogue)
  const onDone = (done: number) => {
    options.onStored(catalogue.length + done, total)
    if (options.signal.aborted)
      throw new PenchantError(
        'aborted',
        `The import was stopped. ${done} of ${acts.length} interactions are kept; run it again for the others.`,
      )
  }
  const { repeated, withoutTime } = await track(penchant, acts, onDone)

  const rejected = rejections.list()
  return {
    items: catalogue.length,
    interactions: acts.length - repeated,
    people: new Set(acts.map(({ user }) => user)).size,
    duplicateItems: itemRows - catalogue.length,
    repeatedInteractions: repeated,
    interactionsWithoutTime: withoutTime,
    rejected: rejected.reduce((sum, { count }) => sum + count, 0),
    rejections: rejected,
  }
}

function problemOf(
  { interaction }: Act,
  { lowest, highest }: ImportOptions['ratingScale'],
  knows: (id: string) => boolean,
): string | undefined {
  const { type, item, value = 0 } = interaction
  if (type === 'rating' && (value < lowest || value > highest))
    return `The rating is off the scale of ${lowest} to ${highest}: map it with |scale(FROM,TO)`
  return knows(item) ? undefined : 'The catalogue has no item of that id'
}

/** Sends runs of one person's acts without waiting for each, but in order: the engine's log keeps the order in which they are sent. */
async function track(penchant: Pick<Penchant, 'trackAll'>, acts: readonly Act[], onDone: (done: number) => void) {
  const times = acts.flatMap(({ interaction: { occurredAt } }) => (occurredAt === undefined ? [] : [occurredAt]))
  const earliest = times.length === 0 ? undefined : times.reduce((least, time) => Math.min(least, time))
  const timed = acts.map(({ user, interaction }) => {
    const occurredAt = interaction.occurredAt ?? earliest
    return {
      user,
      at: occurredAt ?? 0,
      interaction: { eventId: eventIdOf(interaction), ...interaction, ...(occurredAt !== undefined && { occurredAt }) },
    }
  })
  timed.sort((a, b) => a.at - b.at)

  let repeated = 0
  for (let start = 0; start < timed.length; start += eventsAtOnce) {
    const sent: ReturnType<Penchant['trackAll']>[] = []
    const part = timed.slice(start, start + eventsAtOnce)
    for (let from = 0; from < part.length; ) {
      const { user } = part[from] as (typeof part)[number]
      let to = from
      while (part[to]?.user === user) to++
      sent.push(
        penchant.trackAll(
          user,
          part.slice(from, to).map(({ interaction }) => interaction),
        ),
      )
      from = to
    }
    repeated += (await Promise.all(sent)).flat().filter((acknowledgement) => acknowledgement.repeated).length
    onDone(start + part.length)
  }
  return { repeated, withoutTime: acts.length - times.length }
}

function eventIdOf({ item, type, value, occurredAt, orderId }: Interaction): string {
  return `import-${createHash('sha1')
    .update(JSON.stringify([item, type, value, occurredAt, ...(orderId === undefined ? [] : [orderId])]))
    .digest('base64url')}`
}
