/** @file /v1/users/{user}/profile and its interests: what is known of a person, for them to see and turn up or down. */

import { createRoute, z } from '@hono/zod-openapi'
import type { Penchant } from '../../engine/penchant.ts'
import { answer } from '../answer.ts'
import { actingFor } from '../auth.ts'
import { type App, answers, body } from '../route.ts'
import { acknowledgement, identifier, profile } from '../schemas.ts'

const tags = ['Profile']
const profileRoute = createRoute({
  method: 'get',
  path: '/v1/users/{user}/profile',
  tags,
  summary: 'Interests, rules and interactions of a person',
  request: { params: z.object({ user: identifier }) },
  responses: answers('The profile', profile),
})
const interestRoute = createRoute({
  method: 'patch',
  path: '/v1/users/{user}/interests/{interest}',
  tags,
  summary: 'Turn an interest down (0 mutes it) or up (at most 2)',
  request: {
    params: z.object({ user: identifier, interest: identifier }),
    body: body(z.strictObject({ gain: z.number().min(0).max(2) })),
  },
  responses: answers('The acknowledgement', acknowledgement),
})

export function profileRoutes(app: App, penchant: Penchant): void {
  app.openapi(profileRoute, async (context) =>
    answer(await penchant.profile(actingFor(context.get('caller'), context.req.valid('param').user))),
  )
  app.openapi(interestRoute, async (context) => {
    const { user, interest } = context.req.valid('param')
    const { gain } = context.req.valid('json')
    return answer(await penchant.setInterest(actingFor(context.get('caller'), user), interest, gain))
  })
}
