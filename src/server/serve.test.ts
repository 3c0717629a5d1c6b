import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'
import type { ChatEvent } from '../engine/penchant.ts'
import type { ServeConfig } from './config.ts'
import { createFakePenchant } from './fake-penchant.ts'
import { serve } from './serve.ts'

const undo: (() => unknown)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})

async function start(config: ServeConfig = {}, report: (error: unknown) => void = vi.fn()) {
  const penchant = createFakePenchant([{ id: 'heat', title: 'Heat', attributes: {} }])
  const serving = await serve(penchant, { port: 0, closeGraceMs: 1_000, ...config }, { report })
  undo.push(() => serving.close())
  return { penchant, serving, url: serving.url }
}

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'penchant-serve-'))
  undo.push(() => rmSync(path, { recursive: true, force: true }))
  return path
}

function webFolder(): string {
  const root = join(folder(), 'web')
  mkdirSync(join(root, 'assets'), { recursive: true })
  writeFileSync(join(root, 'index.html'), '<!doctype html><title>Taste</title>')
  writeFileSync(join(root, 'assets/index-BoYhfMj1.js'), 'export {}')
  writeFileSync(join(root, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
  writeFileSync(join(root, '../outside.txt'), 'not yours')
  return root
}

/** A request with a path and headers exactly as given: `fetch` would tidy them. */
function raw(port: number, path: string, headers: Record<string, string> = {}): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request({ port, path, headers, host: '127.0.0.1' }, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (part) => {
        text += part
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }))
    })
    sent.on('error', reject).end()
  })
}

it('listens on loopback, on a free port, and answers interactions', async () => {
  const { url } = await start()
  expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
  const response = await fetch(`${url}/v1/interactions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ user: 'ada', item: 'heat', type: 'like' }),
  })
  expect([response.status, await response.json()]).toEqual([200, { seq: 1, repeated: false }])
})

it('refuses to listen beyond loopback without keys', async () => {
  await expect(start({ host: '0.0.0.0' })).rejects.toMatchObject({ code: 'invalid-input', message: expect.stringContaining('serverKeys') })
  const { url } = await start({ host: '0.0.0.0', serverKeys: ['server-key-of-the-shop'] })
  expect(url).toMatch(/^http:\/\/localhost:\d+$/)
})

it('says that a port is in use', async () => {
  const { serving } = await start()
  await expect(start({ port: serving.port })).rejects.toMatchObject({
    code: 'invalid-input',
    message: `Port ${serving.port} is in use. Stop the other server or choose another port.`,
  })
})

it('does not answer to another host name, files included', async () => {
  const { serving } = await start({ webFolder: webFolder() })
  for (const path of ['/', '/v1/status', '/icon.svg'])
    expect((await raw(serving.port, path, { host: `evil.example:${serving.port}` })).status, path).toBe(403)
  expect((await raw(serving.port, '/', { host: `localhost:${serving.port}`, accept: 'text/html' })).status).toBe(200)
})

it('refuses a body whose stated length is over the limit', async () => {
  const { url, penchant } = await start()
  const body = JSON.stringify({ message: 'x'.repeat(131_072) })
  const response = await fetch(`${url}/v1/chat`, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
  expect([response.status, await response.json()]).toMatchObject([413, { code: 'payload-too-large' }])
  expect(penchant.calls).toEqual([])
})

it('stops reading a body of unknown length at the limit', async () => {
  const { url, penchant } = await start()
  const body = new ReadableStream({
    start(controller) {
      for (let part = 0; part < 20; part++) controller.enqueue(new TextEncoder().encode('x'.repeat(100_000)))
      controller.close()
    },
  })
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body, duplex: 'half' }
  expect((await fetch(`${url}/v1/interactions`, init as RequestInit)).status).toBe(413)
  expect(penchant.calls).toEqual([])
})

it('serves the web app: hashed files for ever, the page anew, nothing from outside', async () => {
  const { url, serving } = await start({ webFolder: webFolder() })
  const page = await fetch(url)
  expect(await page.text()).toContain('<title>Taste</title>')
  expect(page.headers.get('content-security-policy')).toContain("default-src 'self'")
  expect(page.headers.get('cache-control')).toBe('no-cache')
  const asset = await fetch(`${url}/assets/index-BoYhfMj1.js`)
  expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(asset.headers.get('content-type')).toContain('javascript')
  expect(asset.headers.get('content-security-policy')).toContain("default-src 'self'")
  expect((await fetch(`${url}/icon.svg`)).headers.get('cache-control')).toBe('no-cache')

  const html = { headers: { accept: 'text/html' } }
  expect(await (await fetch(`${url}/profile/rules`, html)).text()).toContain('<title>Taste</title>')
  expect((await fetch(`${url}/assets/gone.js`, html)).status).toBe(404)
  expect((await fetch(`${url}/gone.json`)).status).toBe(404)
  expect((await fetch(`${url}/v1/gone`, html)).headers.get('content-type')).toBe('application/problem+json')
  for (const path of ['/../outside.txt', '/%2e%2e/outside.txt', '/..%2foutside.txt', '/assets/..%5c..%5coutside.txt'])
    expect((await raw(serving.port, path)).text, path).not.toContain('not yours')
})

it('says so when there is no web app in the folder', async () => {
  await expect(start({ webFolder: folder() })).rejects.toMatchObject({
    code: 'invalid-input',
    message: expect.stringContaining('index.html'),
  })
})

it('makes a secret file once, for its owner alone, so that a session outlives a restart', async () => {
  const secretFile = join(folder(), 'data/secret')
  const first = await start({ demo: true, secretFile })
  const session = await fetch(`${first.url}/v1/session`, { method: 'POST' })
  const cookie = (session.headers.get('set-cookie') ?? '').split(';')[0] as string
  const { user } = (await session.json()) as { user: string }
  const secret = readFileSync(secretFile, 'utf8')
  expect(secret.trim().length).toBe(43)
  if (process.platform !== 'win32') expect(statSync(secretFile).mode & 0o777).toBe(0o600)
  await first.serving.close()

  const second = await start({ demo: true, secretFile })
  expect(readFileSync(secretFile, 'utf8')).toBe(secret)
  expect((await fetch(`${second.url}/v1/users/${user}/profile`, { headers: { cookie } })).status).toBe(200)
})

it('stops the engine when the client hangs up in the middle of a stream', async () => {
  const { url, penchant } = await start()
  let stopped: () => void = () => {}
  const gone = new Promise<void>((resolve) => {
    stopped = resolve
  })
  penchant.chatStream = async function* (_request, options): AsyncGenerator<ChatEvent> {
    yield { type: 'text', text: 'Here' }
    await new Promise((_, reject) =>
      options?.signal?.addEventListener('abort', () => reject(options.signal?.reason), { once: true }),
    ).finally(stopped)
  }
  const leave = new AbortController()
  const response = await fetch(`${url}/v1/chat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ message: 'hello' }),
    signal: leave.signal,
  })
  await response.body?.getReader().read()
  leave.abort()
  await gone
})

it('stops the engine when the client hangs up before a plain answer', async () => {
  const { url, penchant } = await start()
  const leave = new AbortController()
  const stopped = new Promise<void>((resolve) => {
    penchant.chat = (_request, options) =>
      new Promise((_, reject) => {
        options?.signal?.addEventListener('abort', () => {
          reject(options.signal?.reason)
          resolve()
        })
        leave.abort()
      })
  })
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ message: 'hello' }) }
  await expect(fetch(`${url}/v1/chat`, { ...init, signal: leave.signal })).rejects.toThrow(/aborted/)
  await stopped
})

it('closes after the running request, then the engine, once', async () => {
  const { url, serving, penchant } = await start({ closeGraceMs: 10_000 })
  let finish: () => void = () => {}
  const plain = penchant.recommend
  const reached = new Promise<void>((arrived) => {
    penchant.recommend = async (asked) => {
      arrived()
      await new Promise<void>((resolve) => {
        finish = resolve
      })
      expect(penchant.closed()).toBe(false)
      return plain(asked)
    }
  })
  const running = fetch(`${url}/v1/recommend`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })
  await reached
  const closing = serving.close()
  expect(serving.close()).toBe(closing)
  await expect(fetch(`${url}/health`)).rejects.toThrow()
  finish()
  expect((await running).status).toBe(200)
  await closing
  expect(penchant.closed()).toBe(true)
  // Sooner than Node gives up an idle connection by itself.
}, 3_000)

it('cuts what still runs after the grace', async () => {
  const { url, serving, penchant } = await start({ closeGraceMs: 0 })
  const reached = new Promise<void>((arrived) => {
    penchant.recommend = () => {
      arrived()
      return new Promise(() => {})
    }
  })
  const running = fetch(`${url}/v1/recommend`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' })
  const outcome = expect(running).rejects.toThrow()
  await reached
  await serving.close()
  await outcome
})

it.each([
  ['/v1/interactions', 'Content-Length: 500', '{"user":'],
  ['/v1/interactions', 'Transfer-Encoding: chunked', '8\r\n{"user":\r\n'],
  ['/v1/chat', 'Content-Length: 500', '{"message":'],
  ['/v1/chat', 'Transfer-Encoding: chunked', '8\r\n{"messa"\r\n'],
])('closing on half a body is nothing to report: %s with %s', async (path, header, half) => {
  const report = vi.fn()
  const { serving, penchant } = await start({ closeGraceMs: 0 }, report)
  const socket = connect(serving.port, '127.0.0.1')
  undo.push(() => socket.destroy())
  const cut = new Promise<void>((resolve) =>
    socket
      .once('close', () => resolve())
      .on('error', () => {})
      .resume(),
  )
  socket.write(`POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n${header}\r\n\r\n${half}`)
  // Another request on the same server is answered only after this one has been taken up.
  await new Promise<void>((resolve) => socket.once('connect', () => resolve()))
  await fetch(`${serving.url}/health`)
  await serving.close()
  await cut
  await new Promise(setImmediate)
  expect(report.mock.calls).toEqual([])
  expect([penchant.calls, penchant.closed()]).toEqual([[], true])
})
