/** @file Builds the large engine that the other measures open: what importing and training take at that size, and the event loop's delay while it retrains.
 *
 * Usage: node bench/measures/large-engine.ts FOLDER ITEMS PEOPLE READERS      (prints rows as JSON)
 * The delay is sampled every millisecond by Node's own histogram, while one request after another is answered.
 */

import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createPenchant } from '../../src/index.ts'
import { type Act, addReaders, largeCatalogue, largeLog, tenth } from '../large.ts'
import { ms, number, type Row } from '../report.ts'

const [dataFolder = '', ...sizes] = process.argv.slice(2)
const [items = 50_000, people = 5_000, readers = 200] = sizes.map(Number)
const delayBar = 20
const actsAtOnce = 4_096

const now = Date.now()
const catalogue = [...largeCatalogue(items)]
const acts: Act[] = [...largeLog(items, people, now)]

const penchant = await createPenchant({ dataFolder, config: { retrainAt: 'never' } })
const putting = await delayWhile(() => penchant.items.put(catalogue))
const tracking = await delayWhile(async () => {
  for (let from = 0; from < acts.length; from += actsAtOnce) {
    await Promise.all(acts.slice(from, from + actsAtOnce).map(({ user, interaction }) => penchant.track(user, interaction)))
  }
})
const training = await delayWhile(() => penchant.train())
let answered = 0
let trained = false
const retraining = await delayWhile(async () => {
  const done = penchant.train().finally(() => {
    trained = true
  })
  while (!trained) {
    await penchant.recommend({ user: `person-${answered++ % people}`, filter: tenth, k: 10 })
    // A request every 50 ms or so: the delay of interest is the training's, not that of a loop kept full.
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  await done
})
// Last, so that training leaves their interests as they are.
await addReaders(penchant, readers, items, now)
await penchant.close()

const rate = (count: number, { milliseconds }: Delay) => number(count / (milliseconds / 1_000))
const delay = ({ p99, max }: Delay) => `loop delay p99 ${ms(p99)}, max ${ms(max)}`
const rows: readonly Row[] = [
  { what: `import of ${number(items)} items into SQLite`, figure: `${rate(items, putting)} items/s; ${delay(putting)}` },
  { what: `import of ${number(acts.length)} interactions`, figure: `${rate(acts.length, tracking)} interactions/s; ${delay(tracking)}` },
  { what: 'training of encoder and space, otherwise idle', figure: `${number(training.milliseconds / 1_000, 1)} s; ${delay(training)}` },
  {
    what: `event-loop delay while the encoder retrains at ${number(items)} items`,
    figure: `p50 ${ms(retraining.p50)}, p99 ${ms(retraining.p99)}, max ${ms(retraining.max)} (${number(retraining.milliseconds / 1_000, 1)} s, ${answered} requests answered)`,
    bar: { text: `p99 < ${delayBar} ms`, met: retraining.p99 < delayBar },
  },
  { what: 'peak memory (RSS) of all that', figure: `${number((process.resourceUsage().maxRSS * 1_024) / 1e6)} MB` },
]
console.log(JSON.stringify(rows))

type Delay = { readonly milliseconds: number; readonly p50: number; readonly p99: number; readonly max: number }

async function delayWhile(work: () => Promise<unknown>): Promise<Delay> {
  const loop = monitorEventLoopDelay({ resolution: 1 })
  loop.enable()
  const began = performance.now()
  await work()
  const milliseconds = performance.now() - began
  // One more turn, so that a block at the very end is counted.
  await new Promise((resolve) => setTimeout(resolve, 5))
  loop.disable()
  return { milliseconds, p50: loop.percentile(50) / 1e6, p99: loop.percentile(99) / 1e6, max: loop.max / 1e6 }
}
