/** @file One start of the built package on the bundled catalogue, in a process of its own: says when it has answered, then serves a while and says its peak memory.
 *
 * Usage: node bench/measures/start-engine.ts DIST FOLDER      (prints "answered", then the peak in MiB)
 */

import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

const [dist = '', dataFolder = ''] = process.argv.slice(2)
const built = <T>(path: string) => import(pathToFileURL(join(dist, path)).href) as Promise<T>
const { createPenchant } = await built<typeof import('../../src/index.ts')>('index.js')
const { bundledCatalogue } = await built<typeof import('../../src/data/loaders/bundled.ts')>('data/loaders/bundled.js')

const penchant = await createPenchant({ dataFolder, starter: bundledCatalogue })
const { items } = await penchant.recommend({ k: 10 })
if (items.length !== 10) throw new Error(`The first answer has ${items.length} items.`)
console.log('answered')

const first = penchant.items.list({ k: 1_000 }).items
for (let turn = 0; turn < 300; turn++) {
  const user = `person-${turn % 20}`
  const item = first[(turn * 37) % first.length]
  if (item) await penchant.track(user, { item: item.id, type: turn % 7 === 0 ? 'dislike' : 'like' })
  await penchant.recommend({ user, k: 10 })
  if (turn % 3 === 0) await penchant.chat({ user, message: `something like "${item?.title}" but newer` })
}
await penchant.train()
await penchant.close()
console.log(process.resourceUsage().maxRSS / 1_024)
