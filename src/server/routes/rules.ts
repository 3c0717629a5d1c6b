/** @file /v1/users/{user}/rules: preferences stated outright, visible and removable. */

import { createRoute, z } from '@hono/zod-openapi'
import type { Penchant } from '../../engine/penchant.ts'
import { answer } from '../answer.ts'
import { actingFor } from '../auth.ts'
import { type App, answers, body } from '../route.ts'
import { acknowledgement, identifier, rule, ruleInput } from '../schemas.ts'

const tags = ['Profile']
const setRoute = createRoute({
  method: 'post',
  path: '/v1/users/{user}/rules',
  tags,
  summary: 'State a rule: hard, or with a boost soft',
  request: { params: z.object({ user: identifier }), body: body(ruleInput) },
  responses: answers('The rule', rule),
})
const removeRoute = createRoute({
  method: 'delete',
  path: '/v1/users/{user}/rules/{rule}',
  tags,
  summary: 'Remove a rule',
  request: { params: z.object({ user: identifier, rule: identifier }) },
  responses: answers('The acknowledgement', acknowledgement),
})

export function ruleRoutes(app: App, penchant: Penchant): void {
  app.openapi(setRoute, async (context) => {
    const caller = context.get('caller')
    const user = actingFor(caller, context.req.valid('param').user)
    return answer(await penchant.setRule(user, context.req.valid('json'), caller.kind === 'user' ? 'click' : 'api'))
  })
  app.openapi(removeRoute, async (context) => {
    const { user, rule: id } = context.req.valid('param')
    return answer(await penchant.removeRule(actingFor(context.get('caller'), user), id))
  })
}
