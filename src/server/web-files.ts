/** @file The built web app's files: hashed ones cached for ever, the page itself asked for each time, and nothing loaded from another site. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import { PenchantError } from '../errors.ts'
import type { App } from './route.ts'

const pageHeaders: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}
const forever = 'public, max-age=31536000, immutable'

/**
 * Serves `folder`; any other address that a browser opens as a page gets index.html.
 *
 * @throws PenchantError `invalid-input` when the folder holds no index.html.
 */
export function webFiles(app: App, folder: string): void {
  const index = readIndex(folder)
  const files = serveStatic({
    root: folder,
    onFound: (_path, context) => {
      for (const [name, value] of Object.entries(pageHeaders)) context.header(name, value)
      // The build names what lies in assets/ by its content.
      context.header('cache-control', context.req.path.startsWith('/assets/') ? forever : 'no-cache')
    },
  })
  app.get('/*', async (context, next) => {
    const { path } = context.req
    if (path === '/v1' || path.startsWith('/v1/')) return context.notFound()
    const page = path === '/' || path === '/index.html'
    const found = page ? undefined : await files(context, async () => {})
    if (found) return found
    const wantsPage = page || (!path.startsWith('/assets/') && /\btext\/html\b/.test(context.req.header('accept') ?? ''))
    if (!wantsPage) return next()
    return new Response(index, { headers: { ...pageHeaders, 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-cache' } })
  })
}

function readIndex(folder: string): string {
  try {
    return readFileSync(join(folder, 'index.html'), 'utf8')
  } catch (cause) {
    throw new PenchantError('invalid-input', `There is no web app in ${folder}: it has no index.html. Build it, or leave webFolder out.`, {
      cause,
    })
  }
}
