/** @file What all routes share: how a body is read, how a route is described, what each handler is given. */

import { OpenAPIHono, type RouteConfig, type z } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { checkShape, shapeError } from '../data/check.ts'
import type { Penchant } from '../engine/penchant.ts'
import { PenchantError } from '../errors.ts'
import type { AppEnvironment } from './auth.ts'
import { problem } from './schemas.ts'

export type App = OpenAPIHono<AppEnvironment>
/** Adds one group of routes to an app. */
export type RouteGroup = (app: App, penchant: Penchant) => void

export function createRouter(): App {
  return new OpenAPIHono<AppEnvironment>({
    defaultHook: (result) => {
      if (!result.success) throw shapeError(result.error, `${places[result.target] ?? result.target} of the request`)
    },
  })
}

const places: Readonly<Record<string, string>> = { json: 'body', param: 'path', query: 'query' }

/** The answers of a route for the document: the one it is for, and problems. */
export function answers(description: string, schema: z.ZodType, more: RouteConfig['responses'] = {}): RouteConfig['responses'] {
  return {
    200: { description, content: { 'application/json': { schema } } },
    default: { description: 'A problem (RFC 9457)', content: { 'application/problem+json': { schema: problem } } },
    ...more,
  }
}

export function body<S extends z.ZodType>(schema: S) {
  return { required: true, content: { 'application/json': { schema } } } as const
}

/**
 * Reads a body without the validators of the described routes: for the routes that are asked most.
 *
 * @throws HTTPException 415 for another content type; PenchantError `invalid-input` for malformed JSON.
 */
export async function readBody(context: Context): Promise<unknown> {
  // A page of another site may send a form or plain text without asking; JSON it may not.
  if (!/^application\/json\s*(;|$)/i.test(context.req.header('content-type') ?? ''))
    throw new HTTPException(415, { message: 'The body is not declared as JSON: send "Content-Type: application/json"' })
  const text = await context.req.text()
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new PenchantError('invalid-input', 'The body is not well-formed JSON.', { cause })
  }
}

export function parseBody<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  return checkShape(schema, value, 'body of the request')
}
