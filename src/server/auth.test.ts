import { describe, expect, it, vi } from 'vitest'
import { createApp } from './app.ts'
import type { AppConfig } from './config.ts'
import type { Problem } from './errors.ts'
import { createFakePenchant } from './fake-penchant.ts'
import { signToken, signUserToken } from './tokens.ts'

const key = 'server-key-of-the-shop'
const secret = 'a secret of at least 32 characters'
const now = 1_700_000_000_000
const keyed: AppConfig = { serverKeys: [key, 'another-server-key'], tokenSecrets: [secret] }
const demo: AppConfig = { demo: true, tokenSecrets: [secret] }

function setUp(config: AppConfig) {
  const penchant = createFakePenchant([{ id: 'heat', title: 'Heat', attributes: {} }])
  const app = createApp(penchant, config, { clock: { now: () => now, elapsed: () => 0 }, report: vi.fn() })
  const send = (method: string, path: string, headers: Record<string, string> = {}, body?: unknown) =>
    app.request(path, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
  return { penchant, send }
}

const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const tokenOf = (user: string) => bearer(signUserToken({ user, secret, now }))
const like = (user?: string) => ({ user, item: 'heat', type: 'like' })
const codeOf = async (response: Response) => ((await response.json()) as Problem).code

/** Every route that names a person, asked for `user`. */
const personal = (user: string): readonly (readonly [method: string, path: string, body?: unknown])[] => [
  ['POST', '/v1/interactions', like(user)],
  ['POST', '/v1/interactions', { user, interactions: [{ item: 'heat', type: 'like' }] }],
  ['DELETE', `/v1/users/${user}/interactions/1`],
  ['POST', '/v1/recommend', { user }],
  ['POST', '/v1/similar', { item: 'heat', user }],
  ['POST', '/v1/also-bought', { item: 'heat', user }],
  ['POST', '/v1/search', { text: 'robbery', user }],
  ['POST', '/v1/chat', { message: 'hello', user }],
  ['GET', `/v1/users/${user}/profile`],
  ['POST', `/v1/users/${user}/rules`, { filter: { genres: 'comedy' }, words: 'comedy' }],
  ['DELETE', `/v1/users/${user}/rules/rule-1`],
  ['PATCH', `/v1/users/${user}/interests/heat`, { gain: 1 }],
  ['GET', `/v1/users/${user}/export`],
  ['DELETE', `/v1/users/${user}`],
]
const serversOnly: readonly (readonly [method: string, path: string, body?: unknown])[] = [
  ['PUT', '/v1/items', { items: [{ id: 'x', title: 'X', attributes: {} }] }],
  ['DELETE', '/v1/items/heat'],
  ['POST', '/v1/users/ada/merge', { from: 'bob' }],
  ['POST', '/v1/train', {}],
]

describe('server keys', () => {
  it('act for anyone, each of the list', async () => {
    const { send } = setUp(keyed)
    for (const one of [key, 'another-server-key']) {
      expect((await send('POST', '/v1/interactions', bearer(one), like('ada'))).status).toBe(200)
      expect((await send('GET', '/v1/users/bob/profile', bearer(one))).status).toBe(200)
    }
  })

  it.each(['', 'server-key-of-the-shop2', 'SERVER-KEY-OF-THE-SHOP', 'a.b.c'])('are not "%s"', async (wrong) => {
    const { send, penchant } = setUp(keyed)
    const response = await send('POST', '/v1/interactions', bearer(wrong), like('ada'))
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toMatch(/^Bearer/)
    expect(penchant.calls).toEqual([])
  })

  it('are needed: without credentials nothing under /v1 answers', async () => {
    const { send } = setUp(keyed)
    for (const [method, path, body] of [...personal('ada'), ...serversOnly, ['GET', '/v1/items'], ['GET', '/v1/status']] as const)
      expect((await send(method, path, {}, body)).status, path).toBe(401)
    expect((await send('GET', '/health')).status).toBe(200)
  })
})

describe('user tokens', () => {
  it('act for their own person, named or not', async () => {
    const { send, penchant } = setUp(keyed)
    expect((await send('POST', '/v1/interactions', tokenOf('ada'), like('ada'))).status).toBe(200)
    expect((await send('POST', '/v1/recommend', tokenOf('ada'), {})).status).toBe(200)
    expect((await send('POST', '/v1/chat', tokenOf('ada'), { message: 'hello' })).status).toBe(200)
    expect(penchant.calls.map(([name, given]) => [name, typeof given === 'string' ? given : (given as { user: string }).user])).toEqual([
      ['track', 'ada'],
      ['recommend', 'ada'],
      ['chat', 'ada'],
    ])
  })

  it('reach nobody else, and do not tell whether others exist', async () => {
    const { send, penchant } = setUp(keyed)
    await send('POST', '/v1/interactions', bearer(key), like('bob'))
    const before = penchant.calls.length
    const known = await Promise.all(personal('bob').map(([method, path, body]) => send(method, path, tokenOf('ada'), body)))
    const guessed = await Promise.all(personal('nobody').map(([method, path, body]) => send(method, path, tokenOf('ada'), body)))
    expect(known.map(({ status }) => status)).toEqual(known.map(() => 403))
    for (const [index, response] of known.entries()) expect(await response.text()).toBe(await guessed[index]?.text())
    expect(penchant.calls.length).toBe(before)
  })

  it('do not reach another person by another event stream', async () => {
    const { send } = setUp(keyed)
    const response = await send('POST', '/v1/chat', { ...tokenOf('ada'), accept: 'text/event-stream' }, { message: 'hello', user: 'bob' })
    expect(response.status).toBe(403)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
  })

  it('do not do what needs a server key', async () => {
    const { send } = setUp(keyed)
    for (const [method, path, body] of serversOnly) {
      const response = await send(method, path, tokenOf('ada'), body)
      expect([response.status, await codeOf(response)], path).toEqual([403, 'forbidden'])
    }
  })

  it('read the status without what is the operator’s alone', async () => {
    const { send } = setUp(keyed)
    expect(await (await send('GET', '/v1/status', bearer(key))).text()).toContain('/var/secret/place')
    const told = await (await send('GET', '/v1/status', tokenOf('ada'))).text()
    expect(told).not.toContain('/var/secret/place')
    expect(told).toContain('Something failed')
  })

  it('end: an expired one is 401, and so is a cookie’s token as a bearer', async () => {
    const { send } = setUp(keyed)
    const expired = signUserToken({ user: 'ada', secret, now: now - 7_200_000, ttlSeconds: 3_600 })
    expect((await send('GET', '/v1/users/ada/profile', bearer(expired))).status).toBe(401)
    const cookies = signToken({ sub: 'ada', iat: 0, exp: 2_000_000_000, aud: 'penchant-session' }, secret)
    expect((await send('GET', '/v1/users/ada/profile', bearer(cookies))).status).toBe(401)
  })
})

describe('the demo’s sessions', () => {
  const cookieOf = (response: Response) => (response.headers.get('set-cookie') ?? '').split(';')[0] as string
  async function browser(send: ReturnType<typeof setUp>['send']) {
    const response = await send('POST', '/v1/session')
    return { response, cookie: { cookie: cookieOf(response) }, ...((await response.json()) as { user: string; users: string[] }) }
  }

  it('give each browser a person of its own in a cookie that scripts cannot read', async () => {
    const { send } = setUp(demo)
    const [first, second] = [await browser(send), await browser(send)]
    expect(first.response.headers.get('set-cookie')).toMatch(
      /^penchant_session=[\w.-]+; Path=\/; HttpOnly; SameSite=Strict; Max-Age=31536000$/,
    )
    expect(first.user).toMatch(/^anonymous-[\w-]{22}$/)
    expect(first.user).not.toBe(second.user)
    expect((await send('POST', '/v1/interactions', first.cookie, like())).status).toBe(200)
    expect((await send('GET', `/v1/users/${first.user}/profile`, first.cookie)).status).toBe(200)
    expect((await send('GET', `/v1/users/${second.user}/profile`, first.cookie)).status).toBe(403)
    expect((await send('GET', `/v1/users/${first.user}/profile`)).status).toBe(401)
  })

  it('go on when asked for again, and anew when the cookie is spoilt', async () => {
    const { send } = setUp(demo)
    const { cookie, user } = await browser(send)
    expect(await (await send('POST', '/v1/session', cookie)).json()).toEqual({ user, users: [user] })
    const spoilt = { cookie: `${cookie.cookie}x` }
    expect((await send('GET', '/v1/status', spoilt)).status).toBe(401)
    expect(await (await send('POST', '/v1/session', spoilt)).text()).not.toContain(user)
  })

  it('refuse a cookie put together from two', async () => {
    const { send } = setUp(demo)
    const [mine, theirs] = [await browser(send), await browser(send)]
    const [head, , signature] = mine.cookie.cookie.split('.')
    const [, body] = theirs.cookie.cookie.split('.')
    const response = await send('GET', `/v1/users/${theirs.user}/profile`, { cookie: `${head}.${body}.${signature}` })
    expect(response.status).toBe(401)
  })

  it('switch between the browser’s own people alone', async () => {
    const { send } = setUp(demo)
    const first = await browser(send)
    const made = await send('POST', '/v1/session/switch', first.cookie, { to: 'new' })
    const second = (await made.clone().json()) as { user: string; users: string[] }
    expect(second.users).toEqual([first.user, second.user])
    const cookie = { cookie: cookieOf(made) }
    expect((await send('GET', `/v1/users/${first.user}/profile`, cookie)).status).toBe(403)
    const back = await send('POST', '/v1/session/switch', cookie, { to: 0 })
    expect(await back.clone().json()).toEqual({ user: first.user, users: second.users })
    expect((await send('GET', `/v1/users/${first.user}/profile`, { cookie: cookieOf(back) })).status).toBe(200)

    for (const to of [2, -1, 0.5, first.user, 'bob']) expect((await send('POST', '/v1/session/switch', cookie, { to })).status).toBe(400)
    expect((await send('POST', '/v1/session/switch', {}, { to: 0 })).status).toBe(401)
  })

  it('hold at most eight people', async () => {
    const { send } = setUp(demo)
    let { cookie } = await browser(send)
    for (let more = 0; more < 7; more++) cookie = { cookie: cookieOf(await send('POST', '/v1/session/switch', cookie, { to: 'new' })) }
    expect((await send('POST', '/v1/session/switch', cookie, { to: 'new' })).status).toBe(400)
  })

  it('are for the demo alone, and need a secret', async () => {
    const { send } = setUp(keyed)
    expect((await send('POST', '/v1/session')).status).toBe(404)
    const cookie = signToken({ sub: 'ada', iat: 0, exp: 2_000_000_000, aud: 'penchant-session' }, secret)
    expect((await send('GET', '/v1/users/ada/profile', { cookie: `penchant_session=${cookie}` })).status).toBe(401)
    expect(() => createApp(createFakePenchant([]), { demo: true })).toThrow(/tokenSecrets/)
  })

  it('send the cookie over https alone when told so', async () => {
    const { send } = setUp({ ...demo, secureCookie: true })
    expect((await send('POST', '/v1/session')).headers.get('set-cookie')).toMatch(/; Secure$/)
  })

  it.each([
    ['another site', { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' }, 403],
    ['another site, by an old browser', { origin: 'https://evil.example' }, 403],
    ['another port of this machine', { origin: 'http://localhost:8080', 'sec-fetch-site': 'same-site' }, 403],
    ['a sandboxed frame', { origin: 'null' }, 403],
    ['a form without an origin', { 'sec-fetch-site': 'cross-site' }, 403],
    ['its own page', { origin: 'http://localhost', 'sec-fetch-site': 'same-origin' }, 200],
    ['a program', {}, 200],
  ])('answer %s', async (_name, headers: Record<string, string>, status) => {
    const { send, penchant } = setUp(demo)
    const { cookie } = await browser(send)
    expect((await send('POST', '/v1/interactions', { ...cookie, ...headers }, like())).status).toBe(status)
    expect(penchant.calls.length).toBe(status === 200 ? 1 : 0)
    expect((await send('POST', '/v1/session', headers)).status).toBe(status)
  })
})

describe('an open server', () => {
  it('answers anyone on this machine, but no page of another site', async () => {
    const { send } = setUp({})
    expect((await send('POST', '/v1/interactions', {}, like('ada'))).status).toBe(200)
    expect((await send('DELETE', '/v1/users/ada', { origin: 'https://evil.example' })).status).toBe(403)
  })

  it.each([
    ['localhost:4747', 200],
    ['127.0.0.1:4747', 200],
    ['[::1]:4747', 200],
    ['LOCALHOST', 200],
    ['evil.example', 403],
    ['localhost.evil.example:4747', 403],
    ['169.254.169.254', 403],
  ])('answers to the host name %s with %i', async (host, status) => {
    const { send } = setUp({})
    expect((await send('GET', '/v1/status', { host })).status).toBe(status)
    expect((await send('GET', '/health', { host })).status).toBe(status)
  })

  it('answers to the names it is given', async () => {
    expect((await setUp({ hostNames: ['taste.example'] }).send('GET', '/health', { host: 'taste.example' })).status).toBe(200)
    expect((await setUp({ hostNames: ['taste.example'] }).send('GET', '/health', { host: 'localhost' })).status).toBe(403)
    expect((await setUp({ hostNames: 'any' }).send('GET', '/health', { host: 'anything' })).status).toBe(200)
  })
})

it.each([
  { serverKeys: ['short'] },
  { tokenSecrets: ['short'] },
  { allowedOrigins: ['https://shop.example/path'] },
  { hostNames: [] },
  { unknown: 1 } as AppConfig,
])('refuses the configuration %o without repeating a secret', (config) => {
  expect(() => createApp(createFakePenchant([]), config)).toThrow(/^The server's configuration is wrong\./)
  expect(() => createApp(createFakePenchant([]), config)).not.toThrow(/\bshort\b/)
})
