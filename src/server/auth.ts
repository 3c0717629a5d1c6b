/** @file Who is calling, and whom they may act for. A server key acts for anyone; a user token or session cookie for its own person alone. */

import type { Context } from 'hono'
import { getCookie } from 'hono/cookie'
import { checkIdentifier } from '../data/identifier.ts'
import type { Clock } from '../engine/clock.ts'
import { PenchantError } from '../errors.ts'
import { type AppSettings, isOpen } from './config.ts'
import { readToken, sameText, type TokenClaims } from './tokens.ts'

export type Caller =
  | { readonly kind: 'server' }
  | { readonly kind: 'user'; readonly user: string }
  /** Without credentials: may only ask for a session. */
  | { readonly kind: 'nobody' }

/** What a request carries through its handlers. */
export type AppEnvironment = { Variables: { caller: Caller } }

export const sessionCookie = 'penchant_session'

/** Finds out who is calling. Wrong credentials are an error, never a lesser caller. */
export function createAuth(settings: AppSettings, clock: Clock): (context: Context) => Caller {
  const open = isOpen(settings)
  return (context) => {
    const authorization = context.req.header('authorization')
    if (authorization !== undefined) {
      const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? ''
      let known = false
      for (const key of settings.serverKeys) known = sameText(key, token) || known
      if (known) return { kind: 'server' }
      const claims = readToken(token, settings.tokenSecrets, 'penchant', clock.now())
      if (claims) return { kind: 'user', user: claims.sub }
      throw new PenchantError('unauthenticated', 'The key or token is not valid, or it has expired. Ask for a new one.')
    }
    if (open) return { kind: 'server' }
    const session = readSession(context, settings, clock)
    return session ? { kind: 'user', user: session.sub } : { kind: 'nobody' }
  }
}

/** The claims of a valid session cookie. A cookie that is not valid counts as none: the browser can ask for a new session. */
export function readSession(context: Context, settings: AppSettings, clock: Clock): TokenClaims | undefined {
  if (!settings.demo) return undefined
  const cookie = getCookie(context, sessionCookie)
  return cookie === undefined ? undefined : readToken(cookie, settings.tokenSecrets, 'penchant-session', clock.now())
}

/**
 * The person this request is about.
 *
 * @throws PenchantError `forbidden` when a token names anyone but its own person, whether or not that person exists;
 * `invalid-input` when a server names nobody.
 */
export function actingFor(caller: Caller, requested: unknown): string {
  const user = actingForAnyone(caller, requested)
  if (user === undefined) throw new PenchantError('invalid-input', 'The request names no user. Add "user".')
  return user
}

/** The same where a server may leave the person out: a stranger. */
export function actingForAnyone(caller: Caller, requested: unknown): string | undefined {
  if (caller.kind === 'server') return requested === undefined ? undefined : checkIdentifier(requested, 'user id')
  if (caller.kind === 'user' && (requested === undefined || requested === caller.user)) return caller.user
  if (caller.kind === 'user') throw new PenchantError('forbidden', 'A user token acts for its own user alone. Leave "user" out.')
  throw noCredentials()
}

/** @throws PenchantError `forbidden` unless the caller holds a server key. */
export function requireServer(caller: Caller): void {
  if (caller.kind !== 'server') throw new PenchantError('forbidden', 'This needs a server key; a user token does not allow it.')
}

export function noCredentials(): PenchantError {
  return new PenchantError('unauthenticated', 'Send a server key or a user token as "Authorization: Bearer …", or ask for a session first.')
}
