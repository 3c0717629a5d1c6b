import { afterEach, describe, expect, it, vi } from 'vitest'
import { createFakePenchant } from '../server/fake-penchant.ts'
import { serve } from '../server/serve.ts'
import { signUserToken } from '../server/tokens.ts'
import { createClient } from './client.ts'
import { ClientError } from './client-error.ts'

const key = 'server-key-of-the-shop'
const secret = 'a secret of at least 32 characters'
const now = 1_700_000_000_000
const undo: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const step of undo.splice(0)) await step()
})

describe('against a listening server', () => {
  async function setUp() {
    const penchant = createFakePenchant(['heat', 'fargo'].map((id) => ({ id, title: id, attributes: {} })))
    const config = { port: 0, serverKeys: [key], tokenSecrets: [secret], closeGraceMs: 100 }
    const serving = await serve(penchant, config, { clock: { now: () => now, elapsed: () => 0 }, report: vi.fn() })
    undo.push(() => serving.close())
    const server = createClient({ baseUrl: `${serving.url}/`, token: key, retryDelayMs: 0 })
    const ada = createClient({ baseUrl: serving.url, token: signUserToken({ user: 'ada', secret, now }), retryDelayMs: 0 })
    return { penchant, server, ada }
  }

  it('makes every call', async () => {
    const { server, ada, penchant } = await setUp()
    expect(await server.putItems([{ id: 'a/b', title: 'Odd', attributes: {} }])).toEqual({ stored: 1 })
    expect((await server.item('a/b')).title).toBe('Odd')
    expect((await server.items({ k: 2, filter: { genres: 'comedy' } })).items.length).toBe(2)
    expect(penchant.calls.at(-1)).toEqual(['list', { k: 2, filter: { genres: 'comedy' } }])
    expect(await server.removeItem('a/b')).toEqual({ removed: 1 })
    expect((await server.catalogue()).schema).toEqual({ genres: 'words' })
    expect((await server.status()).items).toBe(2)

    const { seq } = await ada.track({ item: 'heat', type: 'like' })
    expect((await ada.trackAll([{ item: 'fargo', type: 'view' }])).length).toBe(1)
    expect((await ada.undo('ada', seq)).repeated).toBe(false)
    expect((await ada.profile('ada')).interactions.map(({ item }) => item)).toEqual(['fargo'])
    expect((await ada.recommend({ k: 1 })).items.length).toBe(1)
    expect((await ada.similar('heat', { k: 1 })).items.length).toBe(1)
    expect((await ada.search('robbery', { k: 1 })).items.length).toBe(1)
    expect((await ada.chat({ message: 'hello' })).reply).toBe('Here you are.')
    const rule = await ada.setRule('ada', { filter: { not: { genres: 'horror' } }, words: 'no horror' })
    expect(rule.from).toBe('click')
    expect((await ada.removeRule('ada', rule.id)).repeated).toBe(false)
    expect((await ada.setInterest('ada', 'heat', 0)).repeated).toBe(false)
    expect((await ada.exportUser('ada')).records.length).toBe(1)
    expect((await server.merge('guest', 'ada')).repeated).toBe(false)
    expect(await ada.forget('ada')).toBe(true)
    expect(await ada.forget('ada')).toBe(false)
  })

  it('gives every interaction and message an id of its own, and keeps one that is given', async () => {
    const { ada, penchant } = await setUp()
    await ada.track({ item: 'heat', type: 'like' })
    await ada.track({ item: 'heat', type: 'like' })
    await ada.track({ item: 'heat', type: 'like', eventId: 'mine' })
    await ada.chat({ message: 'hello' })
    const ids = penchant.calls.map((call) => (call.at(-1) as { eventId?: string }).eventId)
    expect(ids).toEqual([expect.stringMatching(/^[\da-f-]{36}$/), expect.stringMatching(/^[\da-f-]{36}$/), 'mine', expect.any(String)])
    expect(new Set(ids).size).toBe(4)
  })

  it('throws a refusal as an error with its code', async () => {
    const { ada } = await setUp()
    const refused = await ada.profile('bob').catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(ClientError)
    expect(refused).toMatchObject({ code: 'forbidden', status: 403, message: expect.stringContaining('own user') })
    await expect(ada.track({ item: 'no-such', type: 'like' })).rejects.toMatchObject({ code: 'unknown-item', details: { item: 'no-such' } })
  })

  it('streams a chat, and tells the server when the loop is left', async () => {
    const { ada, penchant } = await setUp()
    const types: string[] = []
    for await (const event of ada.chatStream({ message: 'hello' })) types.push(event.type)
    expect(types).toEqual(['items', 'text', 'text', 'text', 'done'])

    const stopped = new Promise<void>((resolve) => {
      penchant.chatStream = async function* (_request, options) {
        yield { type: 'text', text: 'Here' } as const
        await new Promise((_, reject) => options?.signal?.addEventListener('abort', reject, { once: true })).finally(resolve)
      }
    })
    for await (const _event of ada.chatStream({ message: 'hello' })) break
    await stopped
  })

  it('throws what breaks a chat half-way', async () => {
    const { ada, penchant } = await setUp()
    penchant.chatStream = async function* () {
      yield { type: 'text', text: 'Here' } as const
      throw new Error('inside')
    }
    const read = async () => {
      for await (const _event of ada.chatStream({ message: 'hello' }));
    }
    await expect(read()).rejects.toMatchObject({ code: 'internal', status: 500 })
  })
})

describe('on a bad connection', () => {
  const json = (value: unknown, status = 200, type = 'application/json') =>
    new Response(JSON.stringify(value), { status, headers: { 'content-type': type } })
  const busy = () => json({ code: 'overloaded', detail: 'Busy.', status: 503, details: {} }, 503, 'application/problem+json')
  const lost = () => Promise.reject(new TypeError('fetch failed'))

  function setUp(...answers: (() => Response | Promise<Response>)[]) {
    const sent: { url: string; init: RequestInit }[] = []
    const fetch = (async (url: string, init: RequestInit) => {
      sent.push({ url, init })
      return (answers.shift() ?? lost)()
    }) as typeof globalThis.fetch
    return { client: createClient({ baseUrl: '', fetch, retryDelayMs: 0 }), sent }
  }

  it('sends an interaction again with the same id', async () => {
    const { client, sent } = setUp(lost, busy, () => json({ seq: 1, repeated: true }))
    expect(await client.track({ item: 'heat', type: 'like' })).toEqual({ seq: 1, repeated: true })
    expect(new Set(sent.map(({ init }) => init.body)).size).toBe(1)
    expect(sent.map(({ url }) => url)).toEqual(['/v1/interactions', '/v1/interactions', '/v1/interactions'])
    expect(sent[0]?.init).toMatchObject({ credentials: 'same-origin', method: 'POST' })
    expect(sent[0]?.init.headers).not.toHaveProperty('authorization')
  })

  it('gives up after the retries, with the last reason', async () => {
    const { client, sent } = setUp(busy, busy, busy, busy)
    await expect(client.recommend()).rejects.toMatchObject({ code: 'overloaded', status: 503 })
    expect(sent.length).toBe(3)
    await expect(setUp().client.recommend()).rejects.toMatchObject({ code: 'unreachable', status: 0 })
  })

  it.each([
    ['undo', (client: ReturnType<typeof setUp>['client']) => client.undo('ada', 1)],
    ['forget', (client: ReturnType<typeof setUp>['client']) => client.forget('ada')],
    ['setRule', (client: ReturnType<typeof setUp>['client']) => client.setRule('ada', { filter: {}, words: 'x' })],
    ['merge', (client: ReturnType<typeof setUp>['client']) => client.merge('a', 'b')],
  ])('does not repeat %s, which is not the same twice', async (_name, call) => {
    const { client, sent } = setUp(lost, lost)
    await expect(call(client)).rejects.toMatchObject({ code: 'unreachable' })
    expect(sent.length).toBe(1)
  })

  it('does not repeat what is refused', async () => {
    const { client, sent } = setUp(() =>
      json({ code: 'invalid-input', detail: 'No.', status: 400, details: {} }, 400, 'application/problem+json'),
    )
    await expect(client.recommend()).rejects.toMatchObject({ code: 'invalid-input' })
    expect(sent.length).toBe(1)
  })

  it('says that an answer is not Penchant’s', async () => {
    const page = () => new Response('<h1>Bad gateway</h1>', { status: 500, headers: { 'content-type': 'text/html' } })
    await expect(setUp(page).client.status()).rejects.toMatchObject({ code: 'unreadable', status: 500 })
    await expect(setUp(() => new Response('<h1>Welcome</h1>')).client.status()).rejects.toMatchObject({ code: 'unreadable', status: 200 })
  })

  it('throws the reason when the caller gives up, and does not try again', async () => {
    const leave = new AbortController()
    const { client, sent } = setUp(() => {
      leave.abort(new Error('changed my mind'))
      return lost()
    })
    await expect(client.recommend({}, leave.signal)).rejects.toThrow('changed my mind')
    expect(sent.length).toBe(1)
  })

  it('tells a stream that broke off from one that ended', async () => {
    const text = 'event: text\ndata: {"type":"text","text":"Here"}\n\n'
    const { client } = setUp(() => new Response(text, { headers: { 'content-type': 'text/event-stream' } }))
    const read = async () => {
      for await (const _event of client.chatStream({ message: 'hello' }));
    }
    await expect(read()).rejects.toMatchObject({ code: 'unreachable', message: expect.stringContaining('broke off') })
  })

  it('refuses ids that an address cannot hold', () => {
    expect(() => setUp().client.item('..')).toThrow(/cannot stand in an address/)
    expect(() => setUp().client.profile('.')).toThrow(/cannot stand in an address/)
  })
})
