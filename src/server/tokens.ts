/** @file Signed tokens: JWT with HMAC-SHA256 and nothing else (RFC 7519, HS256), so that a backend in any language can sign one.
 *
 * Claims: `sub` the person, `iat` and `exp` in epoch seconds, `aud` "penchant" (a token handed out by an app's backend) or
 * "penchant-session" (the cookie of the demo). A token of one audience is worthless as the other.
 */

import { createHmac, timingSafeEqual } from 'node:crypto'
import { z } from 'zod'
import { checkIdentifier, identifierProblem } from '../data/identifier.ts'
import { PenchantError } from '../errors.ts'

export type Audience = 'penchant' | 'penchant-session'
export type TokenClaims = {
  readonly sub: string
  /** Epoch seconds. */
  readonly iat: number
  readonly exp: number
  readonly aud: Audience
  /** The people a demo browser has made for itself. */
  readonly own?: readonly string[] | undefined
}

const longestToken = 8_192
const header = encode({ alg: 'HS256', typ: 'JWT' })
const headerSchema = z.object({ alg: z.literal('HS256'), typ: z.literal('JWT').optional(), crit: z.undefined().optional() })
const person = z.string().refine((id) => identifierProblem(id) === undefined)
const claimsSchema = z.object({
  sub: person,
  iat: z.number(),
  exp: z.number(),
  aud: z.enum(['penchant', 'penchant-session']),
  own: z.array(person).max(64).optional(),
})

/**
 * A token with which a browser reads and moves the profile of `user` alone.
 *
 * @param options.now epoch milliseconds.
 * @example
 * signUserToken({ user: 'ada', secret: process.env.PENCHANT_SECRET, now: Date.now() })
 */
export function signUserToken(options: {
  readonly user: string
  readonly secret: string
  readonly now: number
  readonly ttlSeconds?: number | undefined
}): string {
  if (options.secret.length < 32)
    throw new PenchantError('invalid-input', 'The token secret is shorter than 32 characters. Use a random one.')
  const iat = Math.floor(options.now / 1_000)
  const claims = { sub: checkIdentifier(options.user, 'user id'), iat, exp: iat + (options.ttlSeconds ?? 3_600), aud: 'penchant' } as const
  return signToken(claims, options.secret)
}

export function signToken(claims: TokenClaims, secret: string): string {
  const signed = `${header}.${encode(claims)}`
  return `${signed}.${signature(signed, secret)}`
}

/** The claims, or undefined for a token that is malformed, not signed with one of the secrets, expired or for another audience. */
export function readToken(token: string, secrets: readonly string[], audience: Audience, now: number): TokenClaims | undefined {
  if (token.length > longestToken) return undefined
  const [head, body, given, more] = token.split('.')
  if (head === undefined || body === undefined || given === undefined || more !== undefined) return undefined
  // The signature comes first: nothing of an unsigned token is parsed. All secrets are tried, so that time tells nothing of which.
  let genuine = false
  for (const secret of secrets) genuine = sameText(signature(`${head}.${body}`, secret), given) || genuine
  if (!genuine || !headerSchema.safeParse(decode(head)).success) return undefined
  const claims = claimsSchema.safeParse(decode(body))
  if (!claims.success || claims.data.aud !== audience || claims.data.exp * 1_000 <= now) return undefined
  return claims.data
}

/** Compares in a time that depends on the lengths alone. */
export function sameText(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)]
  return a.length === b.length && timingSafeEqual(a, b)
}

function signature(text: string, secret: string): string {
  return createHmac('sha256', secret).update(text).digest('base64url')
}

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString())
  } catch (error) {
    // Signed by a holder of the secret and yet no JSON: not a token, which is what the caller is told.
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
