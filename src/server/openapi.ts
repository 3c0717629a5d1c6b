/** @file /openapi.json (OpenAPI 3.1, made from the routes) and /docs, a page of the same. */

import { answer } from './answer.ts'
import { type ApiDocument, docsHeaders, renderDocs } from './docs-page.ts'
import type { App } from './route.ts'

/** Adds both addresses. Call it after all routes are there; the document is made when first asked for. */
export function documentRoutes(app: App, version: string): void {
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', {
    type: 'http',
    scheme: 'bearer',
    description: 'A server key (acts for anyone), or a signed user token (JWT, HS256: sub, iat, exp, aud "penchant") for one user alone.',
  })
  let document: ApiDocument | undefined
  let page: string | undefined
  const describe = () => {
    document ??= app.getOpenAPI31Document({
      openapi: '3.1.0',
      info: { title: 'Penchant', version, description: 'Learns taste in real time and recommends only what is in your catalogue.' },
      servers: [{ url: '/' }],
      security: [{ bearer: [] }],
    })
    return document
  }
  app.get('/openapi.json', () => answer(describe()))
  app.get('/docs', () => {
    page ??= renderDocs(describe())
    return new Response(page, { headers: docsHeaders })
  })
}
