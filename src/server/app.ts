/** @file The HTTP API of an engine as a Hono app: mount it anywhere, or let `serve` listen with it. */

import { cors } from 'hono/cors'
import type { Attributes } from '../data/item.ts'
import { type Clock, systemClock } from '../engine/clock.ts'
import type { Penchant } from '../engine/penchant.ts'
import { PenchantError } from '../errors.ts'
import { createAuth } from './auth.ts'
import { type AppConfig, appConfigSchema, readConfig } from './config.ts'
import { problemAnswer, problemOf } from './errors.ts'
import { hostGuard, requestGuard } from './guard.ts'
import { documentRoutes } from './openapi.ts'
import { type App, createRouter, type RouteGroup } from './route.ts'
import { chatRoutes } from './routes/chat.ts'
import { interactionRoutes } from './routes/interactions.ts'
import { itemRoutes } from './routes/items.ts'
import { profileRoutes } from './routes/profile.ts'
import { recommendRoutes } from './routes/recommend.ts'
import { ruleRoutes } from './routes/rules.ts'
import { searchRoutes } from './routes/search.ts'
import { sessionRoutes } from './routes/session.ts'
import { similarRoutes } from './routes/similar.ts'
import { statusRoutes } from './routes/status.ts'
import { trainRoutes } from './routes/train.ts'
import { userRoutes } from './routes/users.ts'

/** What an app is given instead of reaching for it. */
export type AppSurroundings = {
  readonly clock?: Clock | undefined
  /** Told of every error that the caller is not told of; the console unless given. */
  readonly report?: ((error: unknown) => void) | undefined
}

const groups: readonly RouteGroup[] = [
  statusRoutes,
  trainRoutes,
  itemRoutes,
  interactionRoutes,
  recommendRoutes,
  similarRoutes,
  searchRoutes,
  profileRoutes,
  ruleRoutes,
  userRoutes,
]

/**
 * The API under `/v1`, with `/health`, `/openapi.json` and `/docs`.
 *
 * Without keys, secrets and demo it is open: whoever reaches it may do everything. `serve` then listens on loopback alone.
 *
 * @example
 * export default createApp(penchant, { serverKeys: [key], hostNames: ['taste.example'] })
 * @throws PenchantError `invalid-input` for a wrong configuration.
 */
export function createApp<A extends Attributes>(penchant: Penchant<A>, config: AppConfig = {}, surroundings: AppSurroundings = {}): App {
  const settings = readConfig(appConfigSchema, config)
  if (settings.demo && settings.tokenSecrets.length === 0)
    throw new PenchantError(
      'invalid-input',
      'The demo signs its cookies: give tokenSecrets (32 characters or more), or secretFile to serve.',
    )
  const clock = surroundings.clock ?? systemClock
  const report = surroundings.report ?? ((error: unknown) => console.error(error))
  // Routes carry items and do not look into their attributes.
  const engine = penchant as unknown as Penchant

  const app = createRouter()
  app.use(hostGuard(settings))
  if (settings.allowedOrigins.length > 0)
    app.use('/v1/*', cors({ origin: settings.allowedOrigins, allowHeaders: ['authorization', 'content-type'] }))
  app.use('/v1/*', requestGuard(settings, createAuth(settings, clock)))
  app.onError((error) => {
    const { problem, unexpected } = problemOf(error)
    if (unexpected) report(error)
    return problemAnswer({ problem })
  })
  app.notFound(() =>
    problemAnswer(problemOf(new PenchantError('not-found', 'There is nothing at this address. /docs lists what there is.'))),
  )
  for (const addRoutes of groups) addRoutes(app, engine)
  chatRoutes(app, engine, report)
  if (settings.demo) sessionRoutes(app, settings, clock)
  documentRoutes(app, engine.status().version)
  return app
}
