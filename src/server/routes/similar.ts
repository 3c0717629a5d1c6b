/** @file /v1/similar and /v1/also-bought: items like an item, and items that are bought together with it. */

import { createRoute } from '@hono/zod-openapi'
import type { Penchant } from '../../engine/penchant.ts'
import { answer } from '../answer.ts'
import { actingForAnyone } from '../auth.ts'
import { type App, answers, body } from '../route.ts'
import { similarRequest, slate } from '../schemas.ts'

type AboutItem = { readonly path: string; readonly summary: string; readonly says: string; readonly ask: Penchant['similar'] }

function aboutItem(app: App, { path, summary, says, ask }: AboutItem): void {
  const route = createRoute({
    ...{ method: 'post' as const, path, tags: ['Recommendations'], summary },
    ...{ request: { body: body(similarRequest) }, responses: answers(says, slate) },
  })
  app.openapi(route, async (context) => {
    const { item, ...request } = context.req.valid('json')
    return answer(await ask(item, { ...request, user: actingForAnyone(context.get('caller'), request.user) }))
  })
}

export function similarRoutes(app: App, penchant: Penchant): void {
  aboutItem(app, { path: '/v1/similar', summary: 'Items like an item', says: 'A slate', ask: penchant.similar })
  aboutItem(app, {
    path: '/v1/also-bought',
    summary: 'Items that were bought in one order with an item, most often first',
    says: 'A slate; empty where nothing was',
    ask: penchant.alsoBought,
  })
}
