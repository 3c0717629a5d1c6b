/** @file The server under load of the ingest benchmark, in a process of its own. Prints its port.
 *
 * Usage: node bench/measures/ingest-server.ts FOLDER GROUP_COMMIT_MS      (a bare node:http server that reads and answers, for scale, without FOLDER)
 */

import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createPenchant } from '../../src/index.ts'
import { serve } from '../../src/server/index.ts'
import { largeCatalogue } from '../large.ts'

const [folder, groupCommitMs] = process.argv.slice(2)
const items = 1_000

if (folder === undefined) {
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (part) => {
      body += part
    })
    request.on('end', () => {
      const text = JSON.stringify({ received: JSON.parse(body).item })
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': text.length })
      response.end(text)
    })
  })
  server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port))
  process.on('SIGTERM', () => process.exit())
} else {
  const penchant = await createPenchant({
    dataFolder: folder,
    items: [...largeCatalogue(items)],
    config: { groupCommitMs: Number(groupCommitMs), retrainAt: 'never' },
  })
  const serving = await serve(penchant, { port: 0 })
  console.log(serving.port)
  process.on('SIGTERM', () => void serving.close().then(() => process.exit()))
}
