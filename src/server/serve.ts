/** @file An engine as a listening server, with the web app when there is one. Loopback unless told otherwise. */

import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import type { Attributes } from '../data/item.ts'
import type { Penchant } from '../engine/penchant.ts'
import { PenchantError } from '../errors.ts'
import { type AppSurroundings, createApp } from './app.ts'
import { isOpen, loopbackNames, readConfig, type ServeConfig, serveConfigSchema } from './config.ts'
import { readSecretFile } from './secret-file.ts'
import { webFiles } from './web-files.ts'

export type Serving = {
  /** Where a browser finds it. */
  readonly url: string
  readonly port: number
  /** Takes no more requests, lets the running ones end, closes the engine. */
  close(): Promise<void>
}

/**
 * Listens with `createApp` and, with `webFolder`, the web app.
 *
 * @example
 * const serving = await serve(penchant, { serverKeys: [key], host: '0.0.0.0', port: 8080 })
 * @throws PenchantError `invalid-input` for a wrong configuration, for a port in use, and when a server without keys is to listen beyond loopback.
 */
export async function serve<A extends Attributes>(
  penchant: Penchant<A>,
  config: ServeConfig = {},
  surroundings: AppSurroundings = {},
): Promise<Serving> {
  const { host, port, webFolder, secretFile, closeGraceMs, ...settings } = readConfig(serveConfigSchema, config)
  const loopback = isLoopback(host)
  if (!loopback && isOpen(settings))
    throw new PenchantError(
      'invalid-input',
      `Without keys anyone who reaches ${host} could do everything. Set serverKeys, or listen on 127.0.0.1.`,
    )
  const tokenSecrets = secretFile === undefined ? settings.tokenSecrets : [...settings.tokenSecrets, readSecretFile(secretFile)]
  const hostNames = config.hostNames ?? (loopback ? [...new Set([...loopbackNames, urlHost(host)])] : 'any')
  const app = createApp(penchant, { ...settings, tokenSecrets, hostNames }, surroundings)
  if (webFolder !== undefined) webFiles(app, webFolder)

  const server = createAdaptorServer({ fetch: app.fetch }) as Server
  await listen(server, host, port)
  const bound = (server.address() as AddressInfo).port
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : urlHost(host)
  let closing: Promise<void> | undefined
  return {
    url: `http://${shown}:${bound}`,
    port: bound,
    close() {
      closing ??= closeServer(server, closeGraceMs).then(() => penchant.close())
      return closing
    },
  }
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(listenError(error, host, port)))
    server.listen(port, host, resolve)
  })
}

function listenError(cause: NodeJS.ErrnoException, host: string, port: number): PenchantError {
  const reasons: Readonly<Record<string, string>> = {
    EADDRINUSE: `Port ${port} is in use. Stop the other server or choose another port.`,
    EACCES: `Port ${port} may not be opened by this user. Choose one above 1023.`,
    EADDRNOTAVAIL: `${host} is not an address of this machine. Choose 127.0.0.1, or 0.0.0.0 for all of them.`,
    ENOTFOUND: `The host ${host} is not known. Choose 127.0.0.1, or 0.0.0.0 for all addresses.`,
  }
  const message = reasons[cause.code ?? ''] ?? `The server cannot listen on ${host}:${port} (${cause.code ?? cause.message}).`
  return new PenchantError('invalid-input', message, { cause, details: { host, port, reason: cause.code } })
}

/** Connections that fall idle are closed as they do; what still runs after the grace is cut. */
function closeServer(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const sweep = setInterval(() => server.closeIdleConnections(), 50)
    const cut = setTimeout(() => server.closeAllConnections(), graceMs)
    server.close((error) => {
      clearInterval(sweep)
      clearTimeout(cut)
      if (error) reject(error)
      else resolve()
    })
  })
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)
}

/** As in a URL and in a Host header: IPv6 in brackets. */
function urlHost(host: string): string {
  return host.includes(':') ? `[${host}]` : host
}
