import { describe, expect, it, vi } from 'vitest'
import type { ErrorCode } from '../errors.ts'
import { PenchantError } from '../errors.ts'
import { createApp } from './app.ts'
import type { AppConfig } from './config.ts'
import type { Problem } from './errors.ts'
import { createFakePenchant } from './fake-penchant.ts'
import * as schemas from './schemas.ts'

const items = ['heat', 'fargo', 'clue'].map((id) => ({ id, title: id, attributes: { genres: ['comedy'] } }))

function setUp(config: AppConfig = {}) {
  const penchant = createFakePenchant(items)
  const report = vi.fn()
  const app = createApp(penchant, config, { report })
  const send = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) =>
    app.request(path, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
  return { penchant, report, app, send }
}

const like = (item: string, more: object = {}) => ({ user: 'ada', item, type: 'like', ...more })

describe('the routes', () => {
  it('tells an acknowledged interaction from a repeated one and refuses the id for another', async () => {
    const { send } = setUp()
    const first = await send('POST', '/v1/interactions', like('heat', { eventId: 'e1' }))
    expect(first.status).toBe(200)
    const acknowledged = await first.json()
    expect(acknowledged).toEqual({ seq: 1, repeated: false })
    expect(await (await send('POST', '/v1/interactions', like('heat', { eventId: 'e1' }))).json()).toEqual({ seq: 1, repeated: true })
    const conflict = await send('POST', '/v1/interactions', like('fargo', { eventId: 'e1' }))
    expect(conflict.status).toBe(409)
    expect(await conflict.json()).toMatchObject({ code: 'event-conflict', status: 409 })
  })

  it('takes a batch of one person and undoes one of it', async () => {
    const { send } = setUp()
    const interactions = ['heat', 'clue'].map((item) => ({ item, type: 'like' }))
    const batch = await send('POST', '/v1/interactions', { user: 'ada', interactions })
    expect(await batch.json()).toEqual({
      acknowledgements: [
        { seq: 1, repeated: false },
        { seq: 2, repeated: false },
      ],
    })
    expect((await send('DELETE', '/v1/users/ada/interactions/1')).status).toBe(200)
    const profile = schemas.profile.parse(await (await send('GET', '/v1/users/ada/profile')).json())
    expect(profile.interactions.map(({ item }) => item)).toEqual(['clue'])
    expect((await send('DELETE', '/v1/users/ada/interactions/1')).status).toBe(404)
    expect((await send('DELETE', '/v1/users/ada/interactions/one')).status).toBe(400)
  })

  it('answers what the document says it answers', async () => {
    const { send } = setUp()
    const rule = { filter: { not: { genres: 'horror' } }, words: 'no horror' }
    const expectations = [
      [await send('POST', '/v1/recommend', { user: 'ada', k: 2 }), schemas.slate],
      [await send('POST', '/v1/similar', { item: 'heat' }), schemas.slate],
      [await send('POST', '/v1/also-bought', { item: 'heat' }), schemas.slate],
      [await send('POST', '/v1/search', { text: 'robbery' }), schemas.slate],
      [await send('POST', '/v1/chat', { message: 'hello' }), schemas.chatAnswer],
      [await send('POST', '/v1/users/ada/rules', rule), schemas.rule],
      [await send('GET', '/v1/users/ada/profile'), schemas.profile],
      [await send('GET', '/v1/users/ada/export'), schemas.userExport],
      [await send('PATCH', '/v1/users/ada/interests/heat', { gain: 0 }), schemas.acknowledgement],
      [await send('POST', '/v1/users/ada/merge', { from: 'guest' }), schemas.acknowledgement],
      [await send('GET', '/v1/items/heat'), schemas.item],
      [await send('GET', '/v1/catalogue'), schemas.catalogue],
      [await send('GET', '/v1/status'), schemas.status],
    ] as const
    for (const [response, schema] of expectations) {
      expect(response.status).toBe(200)
      schema.parse(await response.json())
    }
  })

  it('passes ids with slashes, spaces and letters of any script', async () => {
    const { send, penchant } = setUp()
    const id = 'a/b c%2Fé漢'
    expect(await (await send('PUT', '/v1/items', { items: [{ id, title: 'Odd', attributes: {} }] })).json()).toEqual({ stored: 1 })
    expect(await (await send('GET', `/v1/items/${encodeURIComponent(id)}`)).json()).toMatchObject({ id })
    await send('PATCH', `/v1/users/${encodeURIComponent('u/1')}/interests/${encodeURIComponent(id)}`, { gain: 2 })
    expect(penchant.calls).toContainEqual(['setInterest', 'u/1', id, 2])
    expect((await send('DELETE', `/v1/items/${encodeURIComponent(id)}`)).status).toBe(200)
    expect((await send('DELETE', `/v1/items/${encodeURIComponent(id)}`)).status).toBe(404)
  })

  it('lists items by a filter written as JSON', async () => {
    const { send, penchant } = setUp()
    const filter = { genres: 'comedy' }
    expect((await send('GET', `/v1/items?k=2&filter=${encodeURIComponent(JSON.stringify(filter))}`)).status).toBe(200)
    expect(penchant.calls).toEqual([['list', { k: 2, filter }]])
    for (const query of ['k=0', 'k=NaN', 'k=1e9', 'filter={', 'filter=[1]', 'limit=3'])
      expect((await send('GET', `/v1/items?${query}`)).status, query).toBe(400)
  })
})

describe('bad input', () => {
  it.each([
    ['malformed JSON', '/v1/interactions', '{"user":"ada"', 400],
    ['malformed JSON on a described route', '/v1/search', '{', 400],
    ['NaN, which is no JSON', '/v1/recommend', '{"k":NaN}', 400],
    ['k = 0', '/v1/recommend', { k: 0 }, 400],
    ['k = 10^9', '/v1/recommend', { k: 1e9 }, 400],
    ['k as text', '/v1/recommend', { k: 'NaN' }, 400],
    ['a body that is a list', '/v1/interactions', [], 400],
    ['a body that is null', '/v1/interactions', 'null', 400],
    ['a wrong type', '/v1/interactions', like('heat', { type: 'adore' }), 400],
    ['an item that is a number', '/v1/interactions', like(7 as unknown as string), 400],
    ['a user that is a number', '/v1/interactions', like('heat', { user: 7 }), 400],
    ['NUL in a user id', '/v1/interactions', like('heat', { user: 'a\0' }), 400],
    ['a lone surrogate', '/v1/interactions', `{"user":"a\\ud800","item":"heat","type":"like"}`, 400],
    ['an unknown field', '/v1/interactions', like('heat', { admin: true }), 400],
    ['a field beside a batch', '/v1/interactions', { user: 'ada', interactions: [{ item: 'heat', type: 'like' }], item: 'heat' }, 400],
    ['an empty batch', '/v1/interactions', { user: 'ada', interactions: [] }, 400],
    ['no user', '/v1/interactions', { item: 'heat', type: 'like' }, 400],
    ['NUL in a message', '/v1/chat', { message: 'a\0b' }, 400],
    ['an empty message', '/v1/chat', { message: '' }, 400],
    ['an item nobody knows', '/v1/interactions', like('no-such'), 404],
    ['a message of 100 KB', '/v1/chat', { message: 'x'.repeat(102_400) }, 200],
    ['a chat body over 128 KB', '/v1/chat', { message: 'x'.repeat(131_072) }, 413],
    ['a body over 1 MB', '/v1/interactions', like('heat', { eventId: 'x'.repeat(1_048_576) }), 413],
  ])('%s', async (_name, path, body, status) => {
    const { send, report } = setUp()
    const response = await send('POST', path, body)
    expect(response.status).toBe(status)
    if (status === 200) return
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.json()).toMatchObject({ status, detail: expect.any(String), code: expect.any(String), title: expect.any(String) })
    expect(report).not.toHaveBeenCalled()
  })

  it('keeps nothing of what it refused', async () => {
    const { send, penchant } = setUp()
    await send('POST', '/v1/interactions', like('heat', { admin: true }))
    await send('POST', '/v1/interactions', { user: 'ada', interactions: [{ item: 'heat', type: 'like' }, { item: 'heat' }] })
    expect(penchant.calls).toEqual([])
  })

  it('takes an item with a text of 1 MB, and not an import of more than 8 MB', async () => {
    const { send } = setUp()
    const item = { id: 'long', title: 'Long', text: 'x'.repeat(1_000_000), attributes: {} }
    expect((await send('PUT', '/v1/items', { items: [item] })).status).toBe(200)
    expect((await send('PUT', '/v1/items', { items: Array.from({ length: 9 }, () => item) })).status).toBe(413)
    expect((await send('PUT', '/v1/items', { items: [{ ...item, text: 'a\0' }] })).status).toBe(400)
  })

  it('cuts short what it says of a hostile body', async () => {
    const { send } = setUp()
    const hostile = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`${'x'.repeat(1_000)}${index}`, 1]))
    const response = await send('POST', '/v1/recommend', hostile)
    expect(response.status).toBe(400)
    expect((await response.text()).length).toBeLessThan(2_000)
    const deep = await send('POST', '/v1/recommend', { filter: { ['x'.repeat(10_000)]: { like: 1 } } })
    expect(deep.status).toBe(400)
    expect((await deep.text()).length).toBeLessThan(2_000)
    const many = await send('POST', '/v1/interactions', { user: 'ada', interactions: Array.from({ length: 500 }, () => ({})) })
    expect(((await many.json()) as Problem).details.issues).toHaveLength(20)
  })

  it('wants JSON declared as such', async () => {
    const { send } = setUp()
    for (const path of ['/v1/interactions', '/v1/recommend', '/v1/chat', '/v1/search'])
      expect((await send('POST', path, '{}', { 'content-type': 'text/plain' })).status, path).toBe(415)
  })

  it('answers an unknown address with a problem', async () => {
    const { send } = setUp()
    const response = await send('GET', '/v2/everything')
    expect(response.status).toBe(404)
    expect(await response.json()).toMatchObject({ code: 'not-found', type: '/docs#not-found' })
  })
})

describe('errors of the engine', () => {
  const statuses: Record<ErrorCode, number> = {
    ...{ 'invalid-input': 400, 'payload-too-large': 413, 'unknown-item': 404, 'unknown-user': 404, 'unknown-rule': 404 },
    ...{ 'unknown-interest': 404, 'unknown-event': 404, 'unknown-slate': 404, 'not-found': 404, 'event-conflict': 409 },
    ...{ 'document-conflict': 409, unauthenticated: 401, forbidden: 403, 'import-rejected': 422, 'storage-locked': 503 },
    ...{ 'storage-full': 507, 'storage-read-only': 503, 'storage-corrupt': 500, 'storage-unavailable': 503, 'model-unavailable': 503 },
    ...{ 'artifact-mismatch': 500, aborted: 499, closed: 503, overloaded: 503 },
  }
  it.each(Object.entries(statuses))('%s is answered with %i', async (code, status) => {
    const { send, penchant, report } = setUp()
    penchant.recommend = () => Promise.reject(new PenchantError(code as ErrorCode, 'It is in /var/secret/place.'))
    const response = await send('POST', '/v1/recommend', {})
    expect(response.status).toBe(status)
    const text = await response.text()
    expect(JSON.parse(text).code).toBe(code)
    expect(text.includes('/var/secret/place')).toBe(status < 500)
    expect(report).toHaveBeenCalledTimes(status < 500 ? 0 : 1)
  })

  it('tells nothing of an unexpected error, and reports it', async () => {
    const { send, penchant, report } = setUp()
    const error = new Error('connect to 10.0.0.7 with password hunter2')
    penchant.recommend = () => Promise.reject(error)
    const response = await send('POST', '/v1/recommend', {})
    expect(response.status).toBe(500)
    expect(await response.text()).not.toMatch(/hunter2|10\.0\.0\.7|at /)
    expect(report).toHaveBeenCalledExactlyOnceWith(error)
  })
})

describe('the document', () => {
  it('is OpenAPI 3.1, resolves all its references and has every route', async () => {
    const { app, send } = setUp({ demo: true, tokenSecrets: ['s'.repeat(32)] })
    const document = (await (await send('GET', '/openapi.json')).json()) as ReturnType<typeof app.getOpenAPI31Document>
    expect(document.openapi).toBe('3.1.0')
    expect(document.info).toMatchObject({ title: 'Penchant', version: '0.0.0' })

    const described = Object.entries(document.paths ?? {}).flatMap(([path, operations]) =>
      Object.keys(operations).map((method) => `${method.toUpperCase()} ${path}`),
    )
    const handled = app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, '{$1}')}`)
    expect(new Set(described)).toEqual(new Set(handled.filter((route) => !/ \/(docs|openapi\.json)$/.test(route))))

    for (const [path, operations] of Object.entries(document.paths as Record<string, Record<string, Record<string, unknown>>>)) {
      for (const operation of Object.values(operations)) {
        expect(operation.summary, path).toEqual(expect.any(String))
        expect(operation.responses, path).toMatchObject({ 200: { description: expect.any(String) }, default: {} })
        const inPath = ((operation.parameters ?? []) as { in: string; name: string; required: boolean }[]).filter(
          (one) => one.in === 'path',
        )
        expect(inPath.map(({ name }) => `{${name}}`).sort(), path).toEqual((path.match(/\{\w+\}/g) ?? []).sort())
      }
    }
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map((match) => match[1] as string)
    expect(references.length).toBeGreaterThan(10)
    expect([...new Set(references)].filter((name) => !(name in (document.components?.schemas ?? {})))).toEqual([])
  })

  it('is a page without scripts and other sites, that explains every problem', async () => {
    const { send } = setUp()
    const response = await send('GET', '/docs')
    const page = await response.text()
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(page).not.toMatch(/<script|https?:\/\//)
    expect(page).toContain('/v1/recommend')
    expect(page).toContain('id="event-conflict"')
  })
})

it('sends security headers, and CORS only to origins that are allowed', async () => {
  const plain = await setUp().send('GET', '/v1/status', undefined, { origin: 'https://shop.example' })
  expect(plain.headers.get('x-content-type-options')).toBe('nosniff')
  expect(plain.headers.get('cache-control')).toBe('no-store')
  expect(plain.headers.get('access-control-allow-origin')).toBeNull()

  const { send } = setUp({ allowedOrigins: ['https://shop.example'] })
  const allowed = await send('GET', '/v1/status', undefined, { origin: 'https://shop.example' })
  expect(allowed.headers.get('access-control-allow-origin')).toBe('https://shop.example')
  const preflight = { origin: 'https://shop.example', 'access-control-request-method': 'POST' }
  expect((await send('OPTIONS', '/v1/recommend', undefined, preflight)).status).toBe(204)
  const other = await send('GET', '/v1/status', undefined, { origin: 'https://evil.example' })
  expect(other.headers.get('access-control-allow-origin')).toBeNull()
})
