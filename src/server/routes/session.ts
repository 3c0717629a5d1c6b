/** @file /v1/session, in the demo alone: a browser gets an anonymous person of its own, may make a second and switch between its own.
 *
 * The cookie holds the list, signed: a browser names its people by their place in it, so it can never name anyone else's.
 */

import { randomBytes } from 'node:crypto'
import { createRoute, z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import type { Clock } from '../../engine/clock.ts'
import { PenchantError } from '../../errors.ts'
import { answer } from '../answer.ts'
import { readSession, sessionCookie } from '../auth.ts'
import type { AppSettings } from '../config.ts'
import { type App, answers, body } from '../route.ts'
import { session } from '../schemas.ts'
import { signToken } from '../tokens.ts'

const mostUsers = 8
const lifetimeSeconds = 365 * 24 * 3_600
const tags = ['Session']

const sessionRoute = createRoute({
  method: 'post',
  path: '/v1/session',
  tags,
  security: [],
  summary: 'Start or go on with this browser’s session',
  responses: answers('The session, also in a cookie', session),
})
const switchRoute = createRoute({
  method: 'post',
  path: '/v1/session/switch',
  tags,
  summary: 'Be another of this browser’s people, or a new one',
  request: {
    body: body(
      z.strictObject({
        to: z.union([
          z.literal('new'),
          z
            .int()
            .min(0)
            .max(mostUsers - 1),
        ]),
      }),
    ),
  },
  responses: answers('The session, also in a cookie', session),
})

export function sessionRoutes(app: App, settings: AppSettings, clock: Clock): void {
  app.openapi(sessionRoute, (context) => {
    const current = readSession(context, settings, clock)
    return current ? sessionAnswer(current.sub, current.own ?? []) : sessionAnswer(...newcomer([]))
  })
  app.openapi(switchRoute, (context) => {
    const { to } = context.req.valid('json')
    const own = ownUsers(context)
    if (to === 'new') return sessionAnswer(...newcomer(own))
    const user = own[to]
    if (user === undefined)
      throw new PenchantError('invalid-input', `This browser has ${own.length} people. Name one by its place, from 0, or "new".`)
    return sessionAnswer(user, own)
  })

  function ownUsers(context: Context): readonly string[] {
    const current = readSession(context, settings, clock)
    if (!current) throw new PenchantError('unauthenticated', 'This browser has no session yet. POST /v1/session starts one.')
    return current.own ?? []
  }

  function sessionAnswer(user: string, own: readonly string[]): Response {
    const iat = Math.floor(clock.now() / 1_000)
    const claims = { sub: user, iat, exp: iat + lifetimeSeconds, aud: 'penchant-session', own } as const
    const response = answer({ user, users: own })
    const attributes = `Path=/; HttpOnly; SameSite=Strict; Max-Age=${lifetimeSeconds}${settings.secureCookie ? '; Secure' : ''}`
    response.headers.set('set-cookie', `${sessionCookie}=${signToken(claims, settings.tokenSecrets[0] as string)}; ${attributes}`)
    return response
  }
}

function newcomer(own: readonly string[]): [user: string, own: readonly string[]] {
  if (own.length >= mostUsers)
    throw new PenchantError('invalid-input', `A browser has at most ${mostUsers} people. Switch to one of them by its place.`)
  const user = `anonymous-${randomBytes(16).toString('base64url')}`
  return [user, [...own, user]]
}
