/** @file /v1/interactions: what people do. The busiest route, so it reads and checks its body itself, with the data's own schema and nothing else. */

import { createRoute, z } from '@hono/zod-openapi'
import { interactionSchema } from '../../data/interaction.ts'
import type { Penchant } from '../../engine/penchant.ts'
import { PenchantError } from '../../errors.ts'
import { answer } from '../answer.ts'
import { actingFor } from '../auth.ts'
import { type App, answers, body, parseBody, readBody } from '../route.ts'
import { acknowledgement, identifier, trackBody } from '../schemas.ts'

const tags = ['Interactions']
const batchSchema = z.array(interactionSchema).min(1).max(1_000)

const trackRoute = createRoute({
  method: 'post',
  path: '/v1/interactions',
  tags,
  summary: 'Record one interaction, or several of one person',
  description: 'Acknowledged once durable. The same eventId and payload again gives the first acknowledgement; another payload is a 409.',
  request: { body: body(trackBody) },
  responses: answers(
    'The acknowledgement, or one for each of a batch',
    z.union([acknowledgement, z.object({ acknowledgements: z.array(acknowledgement) })]),
  ),
})
const undoRoute = createRoute({
  method: 'delete',
  path: '/v1/users/{user}/interactions/{seq}',
  tags,
  summary: 'Take an interaction back, as if it had never been',
  request: { params: z.object({ user: identifier, seq: z.coerce.number().int().min(1) }) },
  responses: answers('The acknowledgement of the undo', acknowledgement),
})

export function interactionRoutes(app: App, penchant: Penchant): void {
  app.openAPIRegistry.registerPath(trackRoute)
  app.post(trackRoute.path, async (context) => {
    const { user: requested, ...rest } = objectOf(await readBody(context))
    const user = actingFor(context.get('caller'), requested)
    if (!('interactions' in rest)) return answer(await penchant.track(user, parseBody(interactionSchema, rest)))
    const { interactions, ...unknown } = rest
    const [name] = Object.keys(unknown)
    if (name !== undefined) throw new PenchantError('invalid-input', 'A batch has "user" and "interactions" and nothing beside them.')
    return answer({ acknowledgements: await penchant.trackAll(user, parseBody(batchSchema, interactions)) })
  })
  app.openapi(undoRoute, async (context) => {
    const { user, seq } = context.req.valid('param')
    return answer(await penchant.undo(actingFor(context.get('caller'), user), seq))
  })
}

function objectOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw new PenchantError('invalid-input', 'The body is not an object. Send {"item": …, "type": …} or {"interactions": […]}.')
}
