/** @file One fit in a process of its own, for bench/measures/cost.ts: prints its seconds and the most memory that the process held.
 *
 * Usage: node bench/measures/cost-fit.ts MODEL INTERACTIONS THREADS OPTIONS
 */

import { createKernels } from '../../src/math/kernels.ts'
import { modelDefinitions } from '../../src/models/index.ts'
import { powerLawLog } from '../synthetic.ts'

/** What a fit cost; `bytes`: the most that the process held at a time, the log itself included. */
export type Fit = {
  readonly seconds: number
  readonly processorSeconds: number
  readonly bytes: number
  readonly people: number
  readonly items: number
}

const [name = '', interactions = '', threads = '', options = '{}'] = process.argv.slice(2)
const definition = modelDefinitions[name]
if (definition === undefined) throw new Error(`There is no model "${name}".`)
const dataset = powerLawLog(Number(interactions))
const [began, before] = [performance.now(), process.cpuUsage()]
await definition.fit(dataset, definition.config.parse(JSON.parse(options)), {
  kernels: createKernels(),
  seed: 1,
  threads: Number(threads),
})
const { user, system } = process.cpuUsage(before)
const fit: Fit = {
  seconds: (performance.now() - began) / 1e3,
  processorSeconds: (user + system) / 1e6,
  bytes: process.resourceUsage().maxRSS * 1_024,
  people: dataset.users.length,
  items: dataset.items.length,
}
console.log(JSON.stringify(fit))
