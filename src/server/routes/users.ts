/** @file /v1/users: take one's data away, be forgotten, and (server keys alone) join an anonymous person into a signed-in one. */

import { createRoute, z } from '@hono/zod-openapi'
import type { Penchant } from '../../engine/penchant.ts'
import { answer } from '../answer.ts'
import { actingFor, requireServer } from '../auth.ts'
import { type App, answers, body } from '../route.ts'
import { acknowledgement, identifier, userExport } from '../schemas.ts'

const tags = ['Users']
const params = z.object({ user: identifier })

const exportRoute = createRoute({
  method: 'get',
  path: '/v1/users/{user}/export',
  tags,
  summary: 'Everything kept about a person',
  request: { params },
  responses: answers('The export', userExport),
})
const forgetRoute = createRoute({
  method: 'delete',
  path: '/v1/users/{user}',
  tags,
  summary: 'Forget a person',
  request: { params },
  responses: answers('Whether anything was known', z.object({ forgotten: z.boolean() })),
})
const mergeRoute = createRoute({
  method: 'post',
  path: '/v1/users/{user}/merge',
  tags,
  summary: 'Make all evidence of `from` this person’s',
  request: { params, body: body(z.strictObject({ from: identifier })) },
  responses: answers('The acknowledgement', acknowledgement),
})

export function userRoutes(app: App, penchant: Penchant): void {
  app.openapi(exportRoute, async (context) =>
    answer(await penchant.exportUser(actingFor(context.get('caller'), context.req.valid('param').user))),
  )
  app.openapi(forgetRoute, async (context) =>
    answer({ forgotten: await penchant.forget(actingFor(context.get('caller'), context.req.valid('param').user)) }),
  )
  app.openapi(mergeRoute, async (context) => {
    requireServer(context.get('caller'))
    return answer(await penchant.merge(context.req.valid('json').from, context.req.valid('param').user))
  })
}
