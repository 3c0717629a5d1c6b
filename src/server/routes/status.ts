/** @file /v1/status for those who may ask, and /health for load balancers. */

import { createRoute, z } from '@hono/zod-openapi'
import type { Penchant } from '../../engine/penchant.ts'
import { answer } from '../answer.ts'
import { type App, answers } from '../route.ts'
import { status } from '../schemas.ts'

const tags = ['Server']
const healthRoute = createRoute({
  method: 'get',
  path: '/health',
  tags,
  security: [],
  summary: 'Whether the server answers, and with all it has: `degraded` says that /v1/status names what is lacking',
  responses: answers('It does', z.object({ status: z.enum(['ok', 'degraded']) })),
})
const statusRoute = createRoute({
  method: 'get',
  path: '/v1/status',
  tags,
  summary: 'Version, counts, encoder, model, and what runs in the background',
  responses: answers('The status', status),
})

export function statusRoutes(app: App, penchant: Penchant): void {
  app.openapi(healthRoute, () => answer({ status: penchant.status().degraded.length > 0 ? ('degraded' as const) : ('ok' as const) }))
  app.openapi(statusRoute, (context) => {
    const now = penchant.status()
    // What failed may name files and hosts: a person's browser is told that something did.
    const told = context.get('caller').kind === 'server' ? now.failures : now.failures.map(() => 'Something failed in the background')
    return answer({ ...now, failures: told })
  })
}
