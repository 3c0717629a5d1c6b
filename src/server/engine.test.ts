import { afterEach, describe, expect, it, vi } from 'vitest'
import { createClient } from '../client/client.ts'
import type { Degraded } from '../data/slate.ts'
import { createPenchant } from '../engine/create-penchant.ts'
import * as schemas from './schemas.ts'
import { serve } from './serve.ts'
import { signUserToken } from './tokens.ts'

const key = 'server-key-of-the-shop'
const secret = 'a secret of at least 32 characters'
const undo: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const step of undo.splice(0)) await step()
})

const themes = ['space ships and distant planets', 'a wedding full of mistakes', 'a quiet murder in the snow']
const genres = ['science fiction', 'comedy', 'crime']
const items = Array.from({ length: 30 }, (_, index) => ({
  ...{ id: `item/${index}`, title: `Title ${index}`, text: `A story of ${themes[index % 3]}, part ${index}.`, prior: index / 30 },
  attributes: { genres: [genres[index % 3] as string], year: 1970 + index },
}))

/** The real engine behind the real server, spoken to by the real client. */
async function setUp() {
  const penchant = await createPenchant({ items })
  const serving = await serve(penchant, { port: 0, serverKeys: [key], tokenSecrets: [secret], closeGraceMs: 100 })
  undo.push(() => serving.close())
  const tokenOf = (user: string) => signUserToken({ user, secret, now: Date.now() })
  const clientOf = (token: string) => createClient({ baseUrl: serving.url, token, retryDelayMs: 0 })
  return { server: clientOf(key), ada: clientOf(tokenOf('ada')), bob: clientOf(tokenOf('bob')) }
}

describe('the engine over HTTP', () => {
  it('counts a like in the next answer and gives the former list back on undo', async () => {
    const { ada } = await setUp()
    const idsOf = async () => (await ada.recommend({ k: 10 })).items.map(({ item }) => item.id)
    const before = await idsOf()
    const { seq } = await ada.track({ item: 'item/3', type: 'like' })
    const after = schemas.slate.parse(await ada.recommend({ k: 10 }))
    expect(after.revision).toBeGreaterThanOrEqual(seq)
    expect(after.items.map(({ item }) => item.id)).not.toContain('item/3')
    schemas.profile.parse(await ada.profile('ada'))
    await ada.undo('ada', seq)
    expect(await idsOf()).toEqual(before)
  })

  it('acknowledges an event once, and refuses its id for another', async () => {
    const { ada } = await setUp()
    const first = await ada.track({ item: 'item/3', type: 'like', eventId: 'e1' })
    expect(await ada.track({ item: 'item/3', type: 'like', eventId: 'e1' })).toEqual({ seq: first.seq, repeated: true })
    await expect(ada.track({ item: 'item/4', type: 'like', eventId: 'e1' })).rejects.toMatchObject({ code: 'event-conflict', status: 409 })
    await expect(ada.track({ item: 'no-such', type: 'like' })).rejects.toMatchObject({ code: 'unknown-item', status: 404 })
    await expect(ada.undo('ada', 9_999)).rejects.toMatchObject({ code: 'unknown-event', status: 404 })
    const ahead = Date.now() + 3_600_000
    await expect(ada.track({ item: 'item/4', type: 'like', occurredAt: ahead })).rejects.toMatchObject({
      code: 'invalid-input',
      status: 400,
    })
  })

  it('draws the places that a knob gives to the draw, and says so', async () => {
    const { ada } = await setUp()
    const { items: cards } = schemas.slate.parse(await ada.recommend({ k: 10, knobs: { explore: 0.3, r: 0.2 } }))
    const kindsOf = (name: string) => cards.filter(({ sources }) => sources[0]?.name === name).map(({ reason }) => reason.kind)
    expect([kindsOf('explore'), kindsOf('random')]).toEqual([
      ['explore', 'explore', 'explore'],
      ['explore', 'explore'],
    ])
    await expect(ada.recommend({ knobs: { explore: 2 } })).rejects.toMatchObject({ code: 'invalid-input', status: 400 })
  })

  it('goes on from one’s own slate alone', async () => {
    const { ada, bob, server } = await setUp()
    const { slateId, items: first } = await bob.recommend({ k: 5 })
    await expect(ada.recommend({ after: slateId })).rejects.toMatchObject({ code: 'unknown-slate', status: 404 })
    await expect(server.recommend({ after: slateId })).rejects.toMatchObject({ code: 'unknown-slate' })
    const next = await bob.recommend({ k: 5, after: slateId })
    expect(next.items.some(({ item }) => first.some((shown) => shown.item.id === item.id))).toBe(false)
  })

  it('obeys a rule until it is removed', async () => {
    const { ada } = await setUp()
    const rule = schemas.rule.parse(await ada.setRule('ada', { filter: { not: { genres: 'comedy' } }, words: 'no comedy' }))
    const genresOf = async () => (await ada.recommend({ k: 20 })).items.flatMap(({ item }) => item.attributes.genres)
    expect(await genresOf()).not.toContain('comedy')
    await ada.removeRule('ada', rule.id)
    expect(await genresOf()).toContain('comedy')
    await expect(ada.removeRule('ada', rule.id)).rejects.toMatchObject({ code: 'unknown-rule' })
  })

  it('talks, in one piece and as a stream, with the same cards', async () => {
    const { ada } = await setUp()
    const message = 'a comedy after 1980'
    const answer = schemas.chatAnswer.parse(await ada.chat({ message }))
    expect(answer.items.map(({ item }) => item.attributes.genres)).toEqual(answer.items.map(() => ['comedy']))
    const events = []
    for await (const event of ada.chatStream({ message })) events.push(schemas.chatEvent.parse(event))
    expect(events.map(({ type }) => type)).toEqual(['items', ...events.slice(1, -1).map(() => 'text'), 'done'])
  })

  it('keeps two people apart, and their conversations', async () => {
    const { ada, bob } = await setUp()
    await ada.track({ item: 'item/3', type: 'like' })
    expect((await bob.profile('bob')).interactions).toEqual([])
    const { conversation } = await ada.chat({ message: 'no comedy please' })
    const other = await bob.chat({ message: 'more', conversation })
    expect(other.rules).toEqual([])
  })

  it('changes the catalogue, merges, exports and forgets', async () => {
    const { server, ada } = await setUp()
    expect(await server.putItems([{ id: 'new', title: 'New', attributes: { genres: ['crime'], year: 2020 } }])).toEqual({ stored: 1 })
    expect((await server.item('new')).title).toBe('New')
    schemas.catalogue.parse(await server.catalogue())
    const page = await server.items({ k: 10, filter: { year: { gte: 1990 } } })
    expect(page.items.every(({ attributes }) => Number(attributes.year) >= 1990)).toBe(true)
    expect((await server.similar('item/3', { k: 3 })).items.length).toBe(3)
    expect((await server.search('murder in the snow', { k: 3 })).items.length).toBe(3)
    await server.track({ item: 'item/6', type: 'like' }, 'guest')
    await server.merge('guest', 'ada')
    expect((await ada.profile('ada')).interactions.map(({ item }) => item)).toEqual(['item/6'])
    expect(schemas.userExport.parse(await ada.exportUser('ada')).records.length).toBeGreaterThan(0)
    expect(await ada.forget('ada')).toBe(true)
    expect((await ada.profile('ada')).interactions).toEqual([])
    schemas.status.parse(await server.status())
    expect(await server.removeItem('new')).toEqual({ removed: 1 })
  })

  it('trains while it serves: the answer comes at once, a second one is told of the first, lists go on', async () => {
    const { server, ada } = await setUp()
    const { snapshot } = await server.status()
    expect(await server.train({ cold: true })).toEqual({ started: true, busy: ['training the encoder'] })
    expect(await server.train()).toEqual({ started: false, busy: ['training the encoder'] })
    expect((await ada.recommend({ k: 5 })).items).toHaveLength(5)
    await vi.waitFor(async () => expect((await server.status()).busy).toEqual([]), { timeout: 30_000 })
    const after = await server.status()
    expect(after.snapshot).not.toBe(snapshot)
    expect(after.failures).toEqual([])
    expect((await server.train()).started).toBe(true)
    await expect(ada.train()).rejects.toMatchObject({ code: 'forbidden', status: 403 })
    await expect(server.train({ warm: true } as never)).rejects.toMatchObject({ code: 'invalid-input', status: 400 })
  })

  it('says what an answer does without, also to a load balancer', async () => {
    const penchant = await createPenchant({ items })
    const lacking: Degraded = { stage: 'rank', from: 'a model', to: 'content', reason: 'It cannot be read.' }
    let degraded: readonly Degraded[] = [lacking]
    const serving = await serve({ ...penchant, status: () => ({ ...penchant.status(), degraded }) }, { port: 0, closeGraceMs: 100 })
    undo.push(() => serving.close())
    const healthOf = async () => (await fetch(`${serving.url}/health`)).json()
    expect(await healthOf()).toEqual({ status: 'degraded' })
    expect((await createClient({ baseUrl: serving.url }).status()).degraded).toEqual([lacking])
    degraded = []
    expect(await healthOf()).toEqual({ status: 'ok' })
  })

  it.each([{ fulltext: 'comedy' }, { year: { contains: 3 } }, { no_such: 'x' }])('refuses the filter %o', async (filter) => {
    const { ada } = await setUp()
    await expect(ada.recommend({ filter: filter as never })).rejects.toMatchObject({ code: 'invalid-input', status: 400 })
  })
})
