import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Item } from '../data/item.ts'
import { createPenchant } from './create-penchant.ts'
import type { Penchant } from './penchant.ts'

const goods: readonly Item[] = ['tent', 'another tent', 'pegs', 'stove', 'gas', 'lamp'].map((title) => ({
  id: title.replace(' ', '-'),
  title,
  text: title,
  attributes: { shop: ['camp'] },
}))
const clock = { now: () => Date.UTC(2026, 0, 15, 12), elapsed: () => 0 }
const config = { rankingModel: 'none' as const }

let folder: string
let penchant: Penchant
const open = async () => {
  penchant = await createPenchant({ items: goods, dataFolder: folder, clock, config })
}
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'penchant-orders-'))
  await open()
})
afterEach(async () => {
  await penchant.close()
  rmSync(folder, { recursive: true })
})

const buy = (user: string, orderId: string, ...items: readonly string[]) =>
  penchant.trackAll(
    user,
    items.map((item) => ({ item, type: 'purchase' as const, orderId })),
  )
const found = async (item: string, request: Parameters<Penchant['alsoBought']>[1] = {}) =>
  (await penchant.alsoBought(item, request)).items.map(({ item, reason }) => [item.id, reason.text])
const ids = async (...asked: Parameters<typeof found>) => (await found(...asked)).map(([id]) => id)

describe('also bought', () => {
  it('says how often, most often first, and never what was not bought together', async () => {
    await buy('ada', '1', 'tent', 'pegs', 'lamp', 'pegs')
    await buy('ada', '2', 'tent', 'pegs')
    await buy('bo', '1', 'tent', 'pegs', 'lamp')
    await buy('bo', '2', 'another-tent', 'lamp')
    await penchant.track('cy', { item: 'tent', type: 'purchase' })
    await penchant.track('cy', { item: 'gas', type: 'purchase' })
    const slate = await penchant.alsoBought('tent')
    expect(slate.items.map(({ item, reason }) => [item.id, reason])).toEqual([
      ['pegs', { kind: 'bought', because: ['tent'], text: 'Bought together with tent in 3 orders' }],
      ['lamp', { kind: 'bought', because: ['tent'], text: 'Bought together with tent in 2 orders' }],
    ])
    expect(slate).toMatchObject({ tier: 'ranker', degraded: [] })
    expect(await penchant.slate(slate.slateId)).toMatchObject({ scenario: 'also-bought', query: { seeds: ['tent'] } })
    expect(await found('another-tent')).toEqual([['lamp', 'Bought together with another tent in one order']])
    expect(await ids('gas')).toEqual([])
    // What a person has is not shown to them again.
    expect(await ids('tent', { user: 'bo' })).toEqual([])
    expect(await ids('tent', { user: 'cy', k: 1 })).toEqual(['pegs'])
    expect(await ids('lamp', { filter: { shop: 'no-such' } })).toEqual([])
  })

  it('says what it was bought with also of an item that another source brought', async () => {
    const things = Array.from({ length: 30 }, (_, n) => ({ id: `thing-${n}`, title: `thing ${n}`, attributes: { shop: ['camp'] } }))
    await penchant.close()
    penchant = await createPenchant({ items: things, dataFolder: folder, clock, config: { ...config, candidates: 10 } })
    for (const { id } of things) await buy('ada', id, 'tent', id)
    await buy('cy', 'other', 'lamp', 'thing-0')
    const { items } = await penchant.alsoBought('tent', { user: 'cy', k: 30 })
    expect(items.some(({ sources }) => !sources.some(({ name }) => name === 'bought'))).toBe(true)
    const once = { kind: 'bought', because: ['tent'], text: 'Bought together with tent in one order' }
    expect(items.map(({ reason }) => reason)).toEqual(items.map(() => once))
  })

  it('keeps an order id to its person', async () => {
    await buy('ada', '7', 'tent')
    await buy('bo', '7', 'stove')
    expect(await ids('tent')).toEqual([])
  })

  it('counts an order at the next request, and no more once it is taken back, erased or its item removed', async () => {
    const [tent] = await buy('ada', '1', 'tent', 'pegs')
    await buy('bo', '1', 'tent', 'lamp')
    expect(await ids('tent')).toEqual(expect.arrayContaining(['pegs', 'lamp']))
    await penchant.undo('ada', tent!.seq)
    expect(await ids('tent')).toEqual(['lamp'])
    await buy('cy', '1', 'tent', 'gas')
    await penchant.items.remove(['gas'])
    expect(await ids('tent')).toEqual(['lamp'])
    await penchant.forget('bo')
    expect(await ids('tent')).toEqual([])
  })

  it('makes one order of the halves that two people turned out to be one', async () => {
    await buy('ada', '1', 'tent')
    await buy('ada@phone', '1', 'stove', 'gas')
    expect(await ids('tent')).toEqual([])
    await penchant.merge('ada@phone', 'ada')
    const once = (item: string) => [item, expect.stringMatching(/ in one order$/)]
    expect(await found('tent')).toEqual(expect.arrayContaining([once('stove'), once('gas')]))
    expect(await found('gas')).toEqual(expect.arrayContaining([once('stove'), once('tent')]))
  })

  it('answers after a restart as before it', async () => {
    await buy('ada', 'Größe 7', 'tent', 'pegs', 'lamp')
    await buy('bo', '1', 'tent', 'pegs')
    const before = await found('tent')
    await penchant.close()
    await open()
    expect(await found('tent')).toEqual(before)
    expect(before).toHaveLength(2)
    await buy('bo', '1', 'gas', 'gas')
    const withGas = (await found('gas')).map(([id, text]) => [id, text?.slice(-9)])
    expect(withGas).toEqual(
      expect.arrayContaining([
        ['tent', 'one order'],
        ['pegs', 'one order'],
      ]),
    )
  })

  it('says that there is no order at all, and what to send', async () => {
    expect(await penchant.alsoBought('tent')).toMatchObject({
      items: [],
      degraded: [{ from: 'orders', reason: expect.stringContaining('orderId') }],
    })
    await buy('ada', '1', 'tent')
    expect(await penchant.alsoBought('tent')).toMatchObject({ items: [], degraded: [] })
  })

  it('refuses an order on anything but a purchase, and an item that is not there', async () => {
    await expect(penchant.track('ada', { item: 'tent', type: 'like', orderId: '1' })).rejects.toThrow('Only a purchase belongs to an order')
    await expect(penchant.alsoBought('boat')).rejects.toMatchObject({ code: 'unknown-item' })
  })

  it('takes the same event in another order for a conflict', async () => {
    const event = { item: 'tent', type: 'purchase', eventId: 'e' } as const
    await penchant.track('ada', { ...event, orderId: '1' })
    expect(await penchant.track('ada', { ...event, orderId: '1' })).toMatchObject({ repeated: true })
    await expect(penchant.track('ada', { ...event, orderId: '2' })).rejects.toMatchObject({ code: 'event-conflict' })
  })
})
