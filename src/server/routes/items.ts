/** @file /v1/items and /v1/catalogue: what can be recommended. Writing takes a server key. */

import { createRoute, z } from '@hono/zod-openapi'
import type { Filter } from '../../data/filter.ts'
import type { Penchant } from '../../engine/penchant.ts'
import { PenchantError } from '../../errors.ts'
import { answer } from '../answer.ts'
import { requireServer } from '../auth.ts'
import { type App, answers, body, parseBody } from '../route.ts'
import { catalogue, filter, identifier, item } from '../schemas.ts'

const tags = ['Items']
const params = z.object({ item: identifier })

const putRoute = createRoute({
  method: 'put',
  path: '/v1/items',
  tags,
  summary: 'Add or replace items',
  request: { body: body(z.strictObject({ items: z.array(item).min(1).max(20_000) })) },
  responses: answers('How many were stored', z.object({ stored: z.int() })),
})
const listRoute = createRoute({
  method: 'get',
  path: '/v1/items',
  tags,
  summary: 'List items, page by page',
  request: {
    query: z.strictObject({
      after: z.string().max(1_000).optional().openapi({ description: 'The `next` of the page before' }),
      k: z.coerce.number().int().min(1).max(1_000).optional(),
      filter: z.string().max(20_000).optional().openapi({ description: 'A filter as JSON' }),
    }),
  },
  responses: answers('A page of items', z.object({ items: z.array(item), next: z.string().nullable() })),
})
const getRoute = createRoute({
  method: 'get',
  path: '/v1/items/{item}',
  tags,
  summary: 'One item',
  request: { params },
  responses: answers('The item', item),
})
const removeRoute = createRoute({
  method: 'delete',
  path: '/v1/items/{item}',
  tags,
  summary: 'Remove an item from the catalogue',
  request: { params },
  responses: answers('It is gone', z.object({ removed: z.int() })),
})
const catalogueRoute = createRoute({
  method: 'get',
  path: '/v1/catalogue',
  tags,
  summary: 'The attributes of the catalogue, with their types, values and counts',
  responses: answers('Schema and facets', catalogue),
})

export function itemRoutes(app: App, penchant: Penchant): void {
  app.openapi(putRoute, async (context) => {
    requireServer(context.get('caller'))
    return answer(await penchant.items.put(context.req.valid('json').items))
  })
  app.openapi(listRoute, (context) => {
    const { filter: text, ...page } = context.req.valid('query')
    return answer(penchant.items.list({ ...page, filter: text === undefined ? undefined : readFilter(text) }))
  })
  app.openapi(getRoute, (context) => {
    const found = penchant.items.get(context.req.valid('param').item)
    if (!found) throw unknownItem()
    return answer(found)
  })
  app.openapi(removeRoute, async (context) => {
    requireServer(context.get('caller'))
    const done = await penchant.items.remove([context.req.valid('param').item])
    if (done.removed === 0) throw unknownItem()
    return answer(done)
  })
  app.openapi(catalogueRoute, () =>
    answer({ schema: Object.fromEntries(penchant.items.schema()), facets: Object.fromEntries(penchant.items.facets()) }),
  )
}

function readFilter(text: string): Filter {
  try {
    return parseBody(filter, JSON.parse(text))
  } catch (cause) {
    if (cause instanceof SyntaxError) throw new PenchantError('invalid-input', 'The filter is not well-formed JSON.', { cause })
    throw cause
  }
}

function unknownItem(): PenchantError {
  return new PenchantError('unknown-item', 'The catalogue has no item of that id. GET /v1/items lists them.')
}
