/** @file /v1/train: train while serving. Server keys alone; the answer says that it began, the status when it is done. */

import { createRoute, z } from '@hono/zod-openapi'
import type { Penchant } from '../../engine/penchant.ts'
import { answer } from '../answer.ts'
import { requireServer } from '../auth.ts'
import { type App, answers, body } from '../route.ts'
import { training } from '../schemas.ts'

const trainRoute = createRoute({
  method: 'post',
  path: '/v1/train',
  tags: ['Server'],
  summary: 'Train the encoder, the ranking model and the weights anew, while serving',
  request: { body: body(z.strictObject({ cold: z.boolean().optional() })) },
  responses: answers('It runs in the background: `busy` of /v1/status is empty once it is done, `failures` says what failed', training),
})

export function trainRoutes(app: App, penchant: Penchant): void {
  let running: Promise<void> | undefined
  app.openapi(trainRoute, (context) => {
    requireServer(context.get('caller'))
    const started = running === undefined
    // What fails is in `failures` of the status: the caller has left by then.
    running ??= penchant
      .train({ cold: context.req.valid('json').cold })
      .catch(() => undefined)
      .finally(() => {
        running = undefined
      })
    return answer({ started, busy: penchant.status().busy })
  })
}
