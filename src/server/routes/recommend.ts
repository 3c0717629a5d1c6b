/** @file /v1/recommend: the list for one person. Asked on every page view, so it reads and checks its body itself. */

import { createRoute } from '@hono/zod-openapi'
import type { Penchant } from '../../engine/penchant.ts'
import { answer } from '../answer.ts'
import { actingForAnyone } from '../auth.ts'
import { type App, answers, body, parseBody, readBody } from '../route.ts'
import { recommendRequest, slate } from '../schemas.ts'

const recommendRoute = createRoute({
  method: 'post',
  path: '/v1/recommend',
  tags: ['Recommendations'],
  summary: 'Recommend items',
  request: { body: body(recommendRequest) },
  responses: answers('A slate: the items in order, each with score, reason and sources', slate),
})

export function recommendRoutes(app: App, penchant: Penchant): void {
  app.openAPIRegistry.registerPath(recommendRoute)
  app.post(recommendRoute.path, async (context) => {
    const request = parseBody(recommendRequest, await readBody(context))
    const caller = context.get('caller')
    const user = actingForAnyone(caller, request.user)
    return answer(await penchant.recommend({ ...request, user }))
  })
}
