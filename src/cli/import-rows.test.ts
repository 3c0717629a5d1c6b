import { describe, expect, test } from 'vitest'
import type { Interaction } from '../data/interaction.ts'
import type { Item } from '../data/item.ts'
import { interactionRow, itemRow, type LoadedRow, rejectedRow } from '../data/loaders/loader.ts'
import { createPenchant } from '../engine/create-penchant.ts'
import { importRows } from './import-rows.ts'

const now = Date.UTC(2026, 0, 1)
const ratingScale = { lowest: 1, highest: 5 }
const at = (line: number) => ({ file: 'rows', line })
const item = (id: string, title: string, line: number) => itemRow({ id, title, attributes: {} }, at(line))
const rated = (user: string, id: string, value: number, occurredAt: number | undefined, line: number) =>
  interactionRow(user, { item: id, type: 'rating', value, ...(occurredAt !== undefined && { occurredAt }) }, at(line), now)

/** Notes what it is told, in order. */
function recorder() {
  const items: Item[] = []
  const tracked: (readonly [user: string, interaction: Interaction])[] = []
  const told: { items: readonly Item[]; tracked: typeof tracked } = { items, tracked }
  const penchant = {
    items: {
      put: async (put: readonly Item[]) => ({ stored: items.push(...put) }),
      get: (id: string) => (id === 'known' ? { id, title: id, attributes: {} } : undefined),
    },
    trackAll: async (user: string, interactions: readonly Interaction[]) =>
      interactions.map((interaction) => ({ seq: tracked.push([user, interaction]), repeated: false })),
  }
  return { told, penchant: penchant as unknown as Parameters<typeof importRows>[0] }
}

async function* stream(rows: readonly LoadedRow[]): AsyncGenerator<LoadedRow> {
  yield* rows
}
const options = { strict: false, ratingScale, signal: new AbortController().signal, onStored: () => undefined }

const rows: readonly LoadedRow[] = [
  rated('ada', 'a', 5, 3_000, 1),
  rated('ben', 'a', 4, 1_000, 2),
  rated('ada', 'b', 2, undefined, 3),
  rated('ada', 'nowhere', 2, 2_000, 4),
  rated('ben', 'known', 3, 2_000, 5),
  rated('ben', 'b', 9, 2_000, 6),
  rejectedRow('No row', at(7)),
  item('a', 'First', 8),
  item('b', 'B', 9),
  item('a', 'Last', 10),
]

test('items first and the last of one id; interactions in the order of time; what was rejected, and where', async () => {
  const { told, penchant } = recorder()
  expect(await importRows(penchant, stream(rows), options)).toEqual({
    items: 2,
    interactions: 4,
    people: 2,
    duplicateItems: 1,
    repeatedInteractions: 0,
    interactionsWithoutTime: 1,
    rejected: 3,
    rejections: [
      { reason: 'No row', count: 1, places: [at(7)] },
      { reason: 'The catalogue has no item of that id', count: 1, places: [at(4)] },
      { reason: 'The rating is off the scale of 1 to 5: map it with |scale(FROM,TO)', count: 1, places: [at(6)] },
    ],
  })
  expect(told.items.map(({ title }) => title)).toEqual(['Last', 'B'])
  expect(told.tracked.map(([user, { item, occurredAt }]) => [user, item, occurredAt])).toEqual([
    ['ben', 'a', 1_000],
    ['ada', 'b', 1_000],
    ['ben', 'known', 2_000],
    ['ada', 'a', 3_000],
  ])
})

test('however many reasons a file has, a hundred and "Other reasons" are told', async () => {
  const nonsense = Array.from({ length: 250 }, (_, line) => rejectedRow(`Unrecognized key: "${line}"`, at(line)))
  const { rejected, rejections } = await importRows(recorder().penchant, stream(nonsense), options)
  expect([rejected, rejections.length]).toEqual([250, 101])
  expect(rejections[0]).toMatchObject({ reason: 'Other reasons', count: 150 })
})

describe('nothing is written', () => {
  const failure = async (rows: AsyncIterable<LoadedRow>, more: Partial<Parameters<typeof importRows>[2]> = {}) => {
    const { told, penchant } = recorder()
    const outcome = await importRows(penchant, rows, { ...options, ...more }).catch((error: Error) => error.message)
    return { outcome, written: told.items.length + told.tracked.length }
  }

  test('with strict, at the first bad row, of whichever kind', async () => {
    expect(await failure(stream(rows), { strict: true })).toEqual({
      outcome: 'rows, line 7: No row. Nothing was imported; without --strict such rows are skipped.',
      written: 0,
    })
    const unknown = rows.filter(({ kind }) => kind !== 'rejected')
    expect((await failure(stream(unknown), { strict: true })).outcome).toMatch(/^rows, line 4: The catalogue has no item/)
  })

  test('when the file ends in an error, or the person stops it', async () => {
    async function* broken(): AsyncGenerator<LoadedRow> {
      yield* rows
      throw new Error('torn')
    }
    expect(await failure(broken())).toEqual({ outcome: 'torn', written: 0 })
    const stopped = await failure(stream(rows), { signal: AbortSignal.abort() })
    expect(stopped).toEqual({ outcome: 'The import was stopped. Nothing was imported.', written: 0 })
  })
})

test('the same rows again add nothing; the person of the log has the newest interaction last', async () => {
  const penchant = await createPenchant()
  const good = rows.filter((row) => row.kind === 'item' || (row.kind === 'interaction' && ['a', 'b'].includes(row.interaction.item)))
  const first = await importRows(penchant, stream(good), options)
  expect([first.interactions, first.repeatedInteractions]).toEqual([3, 0])
  const again = await importRows(penchant, stream(good), options)
  expect([again.interactions, again.repeatedInteractions]).toEqual([0, 3])
  const { interactions } = await penchant.profile('ada')
  expect(interactions.map(({ item, value, occurredAt }) => [item, value, occurredAt])).toEqual([
    ['a', 5, 3_000],
    ['b', 2, 1_000],
  ])
  await penchant.close()
})
