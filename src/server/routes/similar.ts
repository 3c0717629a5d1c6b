/** @file /v1/similar: items like an item. */

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

export function similarRoutes(app: App, penchant: Penchant): void {
  app.openapi(similarRoute, async (context) => {
    const { item, ...request } = context.req.valid('json')
    return answer(await penchant.similar(item, { ...request, user: actingForAnyone(context.get('caller'), request.user) }))
  })
}
