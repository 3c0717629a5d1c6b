/** @file /v1/search: items by words, ordered by the person's taste where the words leave it open. */

import { createRoute } from '@hono/zod-openapi'
import type { Penchant } from '../../engine/penchant.ts'
import { answer } from '../answer.ts'
import { actingForAnyone } from '../auth.ts'
import { type App, answers, body } from '../route.ts'
import { searchRequest, slate } from '../schemas.ts'

const searchRoute = createRoute({
  method: 'post',
  path: '/v1/search',
  tags: ['Recommendations'],
  summary: 'Find items by words',
  request: { body: body(searchRequest) },
  responses: answers('A slate', slate),
})

export function searchRoutes(app: App, penchant: Penchant): void {
  app.openapi(searchRoute, async (context) => {
    const { text, ...request } = context.req.valid('json')
    return answer(await penchant.search(text, { ...request, user: actingForAnyone(context.get('caller'), request.user) }))
  })
}
