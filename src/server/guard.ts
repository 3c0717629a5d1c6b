/** @file What every request passes before its route: the name it was sent to, the page it was sent from, its size, and who sends it. */

import type { Context, MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { PenchantError } from '../errors.ts'
import { type AppEnvironment, type Caller, noCredentials } from './auth.ts'
import type { AppSettings } from './config.ts'

const kilobyte = 1_024
const limits = { import: 8 * kilobyte * kilobyte, chat: 128 * kilobyte, other: kilobyte * kilobyte }
const readingMethods = ['GET', 'HEAD', 'OPTIONS']

/** Turns away requests for other host names: a page elsewhere cannot make its own name mean this server (DNS rebinding). */
export function hostGuard(settings: AppSettings): MiddlewareHandler {
  const names = settings.hostNames === 'any' ? undefined : new Set(settings.hostNames.map((name) => name.toLowerCase()))
  return async (context, next) => {
    if (names && !names.has(hostName(hostOf(context))))
      throw new PenchantError('forbidden', 'This server does not answer to that host name. Add it to hostNames if it should.')
    return next()
  }
}

/** Checks origin and size and puts the caller into the context. */
export function requestGuard(settings: AppSettings, authenticate: (context: Context) => Caller): MiddlewareHandler<AppEnvironment> {
  const limited = new Map(Object.values(limits).map((maxSize) => [maxSize, bodyLimit({ maxSize, onError: () => tooLarge(maxSize) })]))
  return async (context, next) => {
    const reading = readingMethods.includes(context.req.method)
    if (!reading && context.req.header('authorization') === undefined) checkOrigin(context, settings)
    const caller = authenticate(context)
    if (caller.kind === 'nobody' && !context.req.path.startsWith('/v1/session')) throw noCredentials()
    context.set('caller', caller)
    if (reading) return next()
    const limit = limitOf(context)
    const length = context.req.header('content-length')
    // A body of unknown length is counted as it comes; one of a stated length cannot be longer, Node sees to that.
    if (length === undefined) return limited.get(limit)?.(context, next)
    return Number(length) > limit ? tooLarge(limit) : next()
  }
}

/** A browser sends the cookie along with what other sites' pages ask for: only this server's own pages, and those allowed, may change anything. */
function checkOrigin(context: Context, settings: AppSettings): void {
  const origin = context.req.header('origin')
  if (origin !== undefined && settings.allowedOrigins.includes(origin)) return
  const site = context.req.header('sec-fetch-site')
  const ownPage = origin === undefined || (URL.canParse(origin) && new URL(origin).host === hostOf(context).toLowerCase())
  if (ownPage && (site === undefined || site === 'same-origin' || site === 'none')) return
  throw new PenchantError('forbidden', 'The request comes from a page of another origin. Add that to allowedOrigins and send a user token.')
}

function limitOf(context: Context): number {
  if (context.req.path === '/v1/chat') return limits.chat
  return context.req.path === '/v1/items' ? limits.import : limits.other
}

function tooLarge(limit: number): never {
  const message = `The body is larger than ${limit / kilobyte} KiB. Send less, or several requests.`
  throw new PenchantError('payload-too-large', message, { details: { limitBytes: limit } })
}

function hostOf(context: Context): string {
  return context.req.header('host') ?? new URL(context.req.url).host
}

function hostName(host: string): string {
  return host.replace(/:\d+$/, '').toLowerCase()
}
