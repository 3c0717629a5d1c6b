/** @file What a server is configured with, as one schema: keys, token secrets, allowed origins and host names. */

import { z } from 'zod'
import { PenchantError } from '../errors.ts'

export const loopbackNames: readonly string[] = ['localhost', '127.0.0.1', '[::1]']

const origin = z.string().refine((text) => URL.canParse(text) && new URL(text).origin === text, {
  error: 'is not an origin such as https://shop.example',
})

export const appConfigSchema = z.strictObject({
  /** Bearer keys of your own servers: they act for anyone. Several while rotating. */
  serverKeys: z.array(z.string().regex(/^\S{16,512}$/, 'has 16 to 512 characters, none of them a space')).default([]),
  /** Secrets that sign user tokens and session cookies; the first signs, all are accepted. */
  tokenSecrets: z.array(z.string().min(32).max(512)).default([]),
  /** Gives every browser an anonymous person of its own by `POST /v1/session`. */
  demo: z.boolean().default(false),
  /** Origins of other sites whose pages may call this server; none by default. */
  allowedOrigins: z.array(origin).default([]),
  /** The names this server answers to in the Host header: a page that rebinds its own name to this address is turned away. */
  hostNames: z.union([z.literal('any'), z.array(z.string().min(1)).min(1)]).default([...loopbackNames]),
  /** Sends the session cookie over https alone: set it behind a proxy that ends TLS. */
  secureCookie: z.boolean().default(false),
})

export const serveConfigSchema = appConfigSchema.extend({
  host: z.string().min(1).default('127.0.0.1'),
  /** 0 picks a free port. */
  port: z.number().int().min(0).max(65_535).default(4747),
  /** Folder of the built web app; left out: the API alone. */
  webFolder: z.string().min(1).optional(),
  /** File of the token secret, made with a fresh one when missing, so that sessions outlive a restart. */
  secretFile: z.string().min(1).optional(),
  /** How long `close` waits for running requests before it cuts them. */
  closeGraceMs: z.number().int().min(0).default(5_000),
})

export type AppConfig = z.input<typeof appConfigSchema>
export type ServeConfig = z.input<typeof serveConfigSchema>
export type AppSettings = z.output<typeof appConfigSchema>

/** No key, no secret, no demo: whoever reaches the server may do everything, so it stays on loopback. */
export function isOpen(settings: Pick<AppSettings, 'serverKeys' | 'tokenSecrets' | 'demo'>): boolean {
  return settings.serverKeys.length === 0 && settings.tokenSecrets.length === 0 && !settings.demo
}

/** @throws PenchantError `invalid-input` naming the setting. The values, which may be secrets, are not repeated. */
export function readConfig<S extends z.ZodType>(schema: S, config: z.input<S>): z.output<S> {
  const parsed = schema.safeParse(config)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'config'}: ${issue.message}`)
  throw new PenchantError('invalid-input', `The server's configuration is wrong. ${problems.join('; ')}.`)
}
