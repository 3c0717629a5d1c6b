import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { readToken, sameText, signToken, signUserToken } from './tokens.ts'

const secret = 'a secret of at least 32 characters'
const now = 1_700_000_000_000
const base64 = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
const claims = { sub: 'ada', iat: 1_700_000_000, exp: 1_700_003_600, aud: 'penchant' } as const

/** Signed by hand, so that any header and any claims can be tried. */
function forged(header: unknown, body: unknown, key = secret): string {
  const signed = `${base64(header)}.${base64(body)}`
  return `${signed}.${createHmac('sha256', key).update(signed).digest('base64url')}`
}

describe('user tokens', () => {
  it('are JWTs as RFC 7519 has them', () => {
    const token = signUserToken({ user: 'ada', secret, now, ttlSeconds: 3_600 })
    expect(token).toBe(forged({ alg: 'HS256', typ: 'JWT' }, claims))
    expect(readToken(token, [secret], 'penchant', now)).toEqual(claims)
  })

  it('take a header in any order, as other libraries write it', () => {
    expect(readToken(forged({ typ: 'JWT', alg: 'HS256' }, claims), [secret], 'penchant', now)).toEqual(claims)
  })

  it('hold until the moment they expire', () => {
    const token = signUserToken({ user: 'ada', secret, now, ttlSeconds: 60 })
    expect(readToken(token, [secret], 'penchant', now + 59_999)?.sub).toBe('ada')
    expect(readToken(token, [secret], 'penchant', now + 60_000)).toBeUndefined()
  })

  it('are accepted under every secret of the list, so that secrets can be rotated', () => {
    const token = signUserToken({ user: 'ada', secret, now })
    expect(readToken(token, ['x'.repeat(32), secret], 'penchant', now)?.sub).toBe('ada')
    expect(readToken(token, ['x'.repeat(32)], 'penchant', now)).toBeUndefined()
    expect(readToken(token, [], 'penchant', now)).toBeUndefined()
  })

  it('are refused when any character is changed', () => {
    const token = signUserToken({ user: 'ada', secret, now })
    for (let at = 0; at < token.length; at++) {
      const other = token[at] === 'A' ? 'B' : 'A'
      expect(readToken(token.slice(0, at) + other + token.slice(at + 1), [secret], 'penchant', now), `at ${at}`).toBeUndefined()
    }
  })

  it.each([
    ['no signature', `${base64({ alg: 'none', typ: 'JWT' })}.${base64(claims)}.`],
    ['alg none, signed', forged({ alg: 'none' }, claims)],
    ['another algorithm', forged({ alg: 'HS512', typ: 'JWT' }, claims)],
    ['a critical extension', forged({ alg: 'HS256', crit: ['b64'] }, claims)],
    ['another key', forged({ alg: 'HS256', typ: 'JWT' }, claims, 'y'.repeat(32))],
    ['no expiry', forged({ alg: 'HS256', typ: 'JWT' }, { sub: 'ada', iat: 1, aud: 'penchant' })],
    ['the audience of a cookie', forged({ alg: 'HS256', typ: 'JWT' }, { ...claims, aud: 'penchant-session' })],
    ['a subject that is no id', forged({ alg: 'HS256', typ: 'JWT' }, { ...claims, sub: 'a\0' })],
    ['claims that are no JSON', forged({ alg: 'HS256', typ: 'JWT' }, 'ada')],
    ['four parts', `${forged({ alg: 'HS256', typ: 'JWT' }, claims)}.x`],
    ['nothing', ''],
    ['10 KB', 'x'.repeat(10_000)],
  ])('are refused with %s', (_name, token) => {
    expect(readToken(token, [secret], 'penchant', now)).toBeUndefined()
  })

  it('are not signed with a short secret or for an id that is none', () => {
    expect(() => signUserToken({ user: 'ada', secret: 'short', now })).toThrow(/32 characters/)
    expect(() => signUserToken({ user: '', secret, now })).toThrow(/user id/)
  })
})

it('a session token is worthless as a user token', () => {
  const token = signToken({ ...claims, aud: 'penchant-session', own: ['ada'] }, secret)
  expect(readToken(token, [secret], 'penchant-session', now)?.own).toEqual(['ada'])
  expect(readToken(token, [secret], 'penchant', now)).toBeUndefined()
})

it('compares texts of the same and of another length', () => {
  expect(sameText('abc', 'abc')).toBe(true)
  expect(sameText('abc', 'abd')).toBe(false)
  expect(sameText('abc', 'abcd')).toBe(false)
})
