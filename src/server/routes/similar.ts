/** @file /v1/similar and /v1/also-bought: items like an item, and items that are bought together with it. */

import { createRoute } from '@hono/zod-openapi'
import type { Penchant } from '../../engine/penchant.ts'
import { answer } from '../answer.ts'
import { actingForAnyone } from '../auth.ts'
import { type App, answers, body } from '../route.ts'
import { similarRequest, slate } from '../schemas.ts'

const similarRoute = createRoute({
  method: 'post',
  path: '/v1/similar',
  tags: ['Recommendations'],
  summary: 'Items like an item',
  request: { body: body(similarRequest) },
  responses: answers('A slate', slate),
})

const alsoBoughtRoute = createRoute({
  method: 'post',
  path: '/v1/also-bought',
  tags: ['Recommendations'],
  summary: 'Items that were bought in one order with an item, most often first',
  request: { body: body(similarRequest) },
  responses: answers('A slate; empty where nothing was', slate),
})

export function similarRoutes(app: App, penchant: Penchant): void {
  app.openapi(similarRoute, async (context) => {
    const { item, ...request } = context.req.valid('json')
    return answer(await penchant.similar(item, { ...request, user: actingForAnyone(context.get('caller'), request.user) }))
  })
  app.openapi(alsoBoughtRoute, async (context) => {
    const { item, ...request } = context.req.valid('json')
    return answer(await penchant.alsoBought(item, { ...request, user: actingForAnyone(context.get('caller'), request.user) }))
  })
}
