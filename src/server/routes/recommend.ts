/** @file /v1/recommend: the list for one person. Asked on every page view, so it reads and checks its body itself. */

import { createRoute } from '@hono/zod-openapi'
import type { Penchant } from '../../engine/penchant.ts'
import { PenchantError } from '../../errors.ts'
import { answer } from '../answer.ts'
import { actingForAnyone, type Caller } from '../auth.ts'
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
    if (request.after !== undefined) await checkSlate(penchant, caller, request.after)
    return answer(await penchant.recommend({ ...request, user }))
  })
}

/** A page that goes on from another person's slate would tell what was in it. */
async function checkSlate(penchant: Penchant, caller: Caller, after: string): Promise<void> {
  if (caller.kind !== 'user') return
  const record = await penchant.slate(after)
  if (record && record.user !== caller.user)
    throw new PenchantError('unknown-slate', 'No slate has that id. Leave "after" out to start anew.')
}
