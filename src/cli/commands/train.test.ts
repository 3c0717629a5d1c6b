import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { expect, it, vi } from 'vitest'
import { createPenchant } from '../../engine/create-penchant.ts'
import { readEnvironment } from '../../engine/environment.ts'
import { serve } from '../../server/serve.ts'
import { createTerminal } from '../terminal.ts'
import { train } from './train.ts'

it('where a server holds the folder, says how to ask the server, and asking so does it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'penchant-train-'))
  const items = [{ id: 'heat', title: 'Heat', attributes: {} }]
  const penchant = await createPenchant({ items, dataFolder: folder, config: { lsa: { embeddingSize: 8 } } })
  const serving = await serve(penchant, { port: 0, serverKeys: ['server-key-of-the-shop'], closeGraceMs: 100 })
  try {
    const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() }
    const surroundings = {
      ...{ terminal: createTerminal(streams as never, true), environment: readEnvironment({}), signal: new AbortController().signal },
      clock: { now: () => 0, elapsed: () => 0 },
    }
    const failure = await train.run(train.input.parse({ dataDir: folder }), surroundings).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'storage-locked', message: expect.stringContaining(folder) })
    const said = /curl -X (\S+) http:\/\/127\.0\.0\.1:4747(\S+) -H "Authorization: (.+?)" -H "Content-Type: (.+?)" -d "(.+?)"/.exec(
      String(failure),
    )
    const [, method = '', path = '', authorization = '', type = '', body = ''] = said ?? []
    const headers = { authorization: authorization.replace('KEY', 'server-key-of-the-shop'), 'content-type': type }
    const response = await fetch(serving.url + path, { method, headers, body })
    expect(response.status).toBe(200)
    expect(await response.json()).toEqual({ started: true, busy: ['training the encoder'] })
    await vi.waitFor(() => expect(penchant.status()).toMatchObject({ busy: [], failures: [] }), { timeout: 30_000 })
  } finally {
    await serving.close()
    rmSync(folder, { recursive: true })
  }
})
