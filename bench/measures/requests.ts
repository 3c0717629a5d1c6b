/** @file Latency of requests at 50,000 items while interactions come in: recommend, chat, and from an interaction to the answer that it changes.
 *
 * Usage: node bench/measures/requests.ts FOLDER REQUESTS PEOPLE      (FOLDER holds the large engine; prints rows as JSON)
 * The three kinds of request take turns, so that all meet the same machine. One process serves and sends: what ingest costs the event loop is in the figures.
 */

import { join } from 'node:path'
import { createPenchant, type Storage } from '../../src/index.ts'
import { createRandom } from '../../src/math/random.ts'
import { openSqliteStorage } from '../../src/storage/sqlite/open-sqlite-storage.ts'
import { readerId, tenth } from '../large.ts'
import { latencyRow, type Row, spread } from '../report.ts'

const [folder = '', wanted = '2000', among = '5000'] = process.argv.slice(2)
const requests = Number(wanted)
const warmUp = 200
const ingestedPerSecond = 500
const readers = 200
const people = Number(among)

/** By event id: how long the commit took that made it durable. */
const commits = new Map<string, number>()

const storage = timed(await openSqliteStorage({ path: join(folder, 'penchant.db') }))
const penchant = await createPenchant({ storage, config: { retrainAt: 'never' } })
const { items, embeddingSize } = penchant.status()
const random = createRandom('requests')
const anItem = () => `item-${random.integer(items)}`

const interests = await Promise.all(
  Array.from({ length: readers }, async (_, reader) => (await penchant.profile(readerId(reader))).interests.length),
)

/** What each reader acts on next: the first of their last answer, as people do; so their interests stay. */
const shown = new Map<string, string>()
const offered = async (user: string) => (await penchant.recommend({ user, filter: tenth, k: 10 })).items[0]?.item.id ?? anItem()

const stopIngest = startIngest()
const recommended: number[] = []
const repeated: number[] = []
const chatted: number[] = []
const moved: { readonly raw: number; readonly commit: number; readonly answer: number }[] = []
for (let turn = -warmUp; turn < requests; turn++) {
  const user = readerId(random.integer(readers))
  const own = shown.get(user) ?? (await offered(user))
  const eventId = `moved-${process.pid}-${turn}`
  const began = performance.now()
  const { seq } = await penchant.track(user, { item: own, type: turn % 2 === 0 ? 'like' : 'click', eventId })
  const acknowledged = performance.now()
  const next = await penchant.recommend({ user, filter: tenth, k: 10 })
  const answered = performance.now()
  const raw = answered - began
  if (next.revision < seq) throw new Error(`The answer after interaction ${seq} is of revision ${next.revision}.`)

  shown.set(user, next.items[0]?.item.id ?? anItem())

  const other = readerId(random.integer(readers))
  const first = await timeOf(() => penchant.recommend({ user: other, filter: tenth, k: 10 }))
  const again = await timeOf(() => penchant.recommend({ user: other, filter: tenth, k: 10 }))
  const chat = await timeOf(() => penchant.chat({ user: readerId(random.integer(readers)), message: messageOf(turn) }))
  // What else waits has its turn, as it would between two requests of a server.
  await new Promise((resolve) => setImmediate(resolve))
  if (turn < 0) continue
  moved.push({ raw, commit: commits.get(eventId) ?? Number.NaN, answer: answered - acknowledged })
  recommended.push(first)
  repeated.push(again)
  chatted.push(chat)
}
const ingested = stopIngest()
await penchant.close()

const rows: readonly Row[] = [
  {
    what: 'requests: setting',
    figure: `${items} items, vectors of ${embeddingSize} of text, ${spread(interests, 0).text} interests, history 200 and up, filter keeps 10 %, ingest ${Math.round(ingested)}/s`,
  },
  latencyRow('recommend', recommended, 10),
  latencyRow('recommend, taste folded before', repeated),
  latencyRow('chat without a model', chatted, 40),
  latencyRow(
    'interaction sent → next answer changed',
    moved.map(({ raw }) => raw),
    10,
  ),
  latencyRow(
    'the same, less the commit',
    moved.map(({ raw, commit }) => raw - commit),
    10,
  ),
  latencyRow(
    'the same, from the acknowledgement on',
    moved.map(({ answer }) => answer),
    10,
  ),
  latencyRow(
    'the commit (fdatasync included)',
    moved.map(({ commit }) => commit),
  ),
]
console.log(JSON.stringify(rows))

async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

/** Others act meanwhile, at a steady rate whatever the engine does. Stopping gives the rate that was reached. */
function startIngest(): () => number {
  const began = performance.now()
  let sent = 0
  const timer = setInterval(() => {
    for (const due = ((performance.now() - began) / 1_000) * ingestedPerSecond; sent < due; sent++) {
      penchant.track(`person-${random.integer(people)}`, { item: anItem(), type: 'like' }).catch((error: unknown) => {
        throw error
      })
    }
  }, 5)
  return () => {
    clearInterval(timer)
    return sent / ((performance.now() - began) / 1_000)
  }
}

function messageOf(turn: number): string {
  const topic = random.integer(60)
  const title = penchant.items.get(anItem())?.title ?? ''
  const messages = [
    `something of genre ${topic % 20} after 1990`,
    `anything like "${title}" but newer`,
    `no genre ${topic % 20} please`,
    `t${topic}x${random.integer(40)} with w${random.integer(200)}`,
    `something with tag ${topic}-${random.integer(10)} from country ${random.integer(20)}`,
    'show me three more',
    `I like genre ${topic % 20}, something with person ${random.integer(500)}`,
  ]
  return messages[Math.abs(turn) % messages.length] as string
}

function timed(of: Storage): Storage {
  return {
    ...of,
    log: {
      ...of.log,
      async append(batch) {
        const began = performance.now()
        const results = await of.log.append(batch)
        const took = performance.now() - began
        for (const { eventId } of batch) if (eventId !== undefined) commits.set(eventId, took)
        return results
      },
    },
  }
}
