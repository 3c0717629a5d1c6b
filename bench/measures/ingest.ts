/** @file Durable ingest over HTTP: 64 keep-alive connections, one interaction a request, each sent when the one before it is acknowledged.
 *
 * Usage: node bench/measures/ingest.ts ROUNDS SECONDS      (prints rows as JSON)
 * Three servers in processes of their own take turns: commits in groups, a commit for each request, and a bare node:http that stores nothing. The client is
 * as thin as it can be, since it has one of the cores to share.
 */

import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { number, type Row, spread } from '../report.ts'

const [rounds = 5, seconds = 3] = process.argv.slice(2).map(Number)
const connections = 64
const people = 5_000
const items = 1_000
let sent = 0

const folder = await mkdtemp(join(tmpdir(), 'penchant-ingest-'))
const grouped = await start([join(folder, 'grouped'), '2'])
const single = await start([join(folder, 'single'), '0'])
const bare = await start([])
const rates: { grouped: number; single: number; bare: number }[] = []
for (let round = -1; round < rounds; round++) {
  const length = round < 0 ? 1 : seconds
  const rate = {
    grouped: await load(grouped.port, '/v1/interactions', length),
    single: await load(single.port, '/v1/interactions', length),
    bare: await load(bare.port, '/', length),
  }
  // The first round warms the code up.
  if (round >= 0) rates.push(rate)
}
await Promise.all([grouped.stop(), single.stop(), bare.stop()])
await rm(folder, { recursive: true })

const groupedRate = spread(
  rates.map((rate) => rate.grouped),
  0,
)
const ratio = spread(
  rates.map((rate) => rate.grouped / rate.single),
  1,
)
const rows: readonly Row[] = [
  {
    what: 'durable ingest over HTTP, 64 connections, group commit 2 ms',
    figure: `${groupedRate.text} interactions/s`,
    bar: { text: '≥ 10,000/s', met: groupedRate.median >= 10_000 },
  },
  {
    what: 'the same with a commit for each request',
    figure: `${
      spread(
        rates.map((rate) => rate.single),
        0,
      ).text
    } interactions/s`,
  },
  {
    what: 'ratio of the two',
    figure: `${ratio.text} (${rounds} interleaved rounds of ${seconds} s)`,
    bar: { text: '≥ 5', met: ratio.median >= 5 },
  },
  {
    what: 'for scale: a bare node:http server that stores nothing, same client',
    figure: `${
      spread(
        rates.map((rate) => rate.bare),
        0,
      ).text
    } requests/s; ${number(
      spread(
        rates.map((rate) => rate.grouped / rate.bare),
        2,
      ).median,
      2,
    )} of it is reached`,
  },
]
console.log(JSON.stringify(rows))

type Server = { readonly port: number; stop(): Promise<void> }

async function start(args: readonly string[]): Promise<Server> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'ingest-server.ts'), ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise<void>((resolve) => child.on('exit', () => resolve()))
  const port = await new Promise<number>((resolve, reject) => {
    child.stdout.once('data', (text) => resolve(Number(String(text))))
    child.once('exit', (code) => reject(new Error(`The server ended with code ${code} before it listened.`)))
  })
  return {
    port,
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

/** Acknowledged requests a second. */
async function load(port: number, path: string, length: number): Promise<number> {
  const began = performance.now()
  const until = began + length * 1_000
  const acknowledged = await Promise.all(Array.from({ length: connections }, () => drive(port, path, until)))
  return acknowledged.reduce((sum, count) => sum + count, 0) / ((performance.now() - began) / 1_000)
}

/** One connection: a request, its whole answer, the next request. */
function drive(port: number, path: string, until: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true })
    let count = 0
    let waiting = ''
    const send = () => {
      const number = sent++
      const body = JSON.stringify({
        user: `person-${number % people}`,
        item: `item-${(number * 7) % items}`,
        type: 'like',
        eventId: `event-${number}`,
      })
      socket.write(
        `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
      )
    }
    socket.on('connect', send)
    socket.on('error', reject)
    socket.on('data', (part) => {
      waiting += part.toString('latin1')
      const head = waiting.indexOf('\r\n\r\n')
      const length = Number(/content-length: (\d+)/i.exec(waiting)?.[1])
      if (head < 0 || waiting.length < head + 4 + length) return
      if (!waiting.startsWith('HTTP/1.1 2')) reject(new Error(`The server refused: ${waiting}`))
      waiting = ''
      count++
      if (performance.now() < until) return send()
      socket.end()
      resolve(count)
    })
  })
}
