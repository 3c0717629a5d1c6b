/** @file Times the training of the encoder and the space in the worker, the caller's event-loop delay meanwhile, and the scan kernel.
 *
 * Usage: node bench/embeddings.ts [items]      (50,000 when left out)
 */

import { monitorEventLoopDelay } from 'node:perf_hooks'
import { trainInWorker } from '../src/embeddings/train-in-worker.ts'
import { createKernels } from '../src/math/kernels.ts'
import { createRandom } from '../src/math/random.ts'
import { syntheticItems, syntheticPairs } from './synthetic.ts'

const count = Number(process.argv[2] ?? 50_000)
const items = syntheticItems(count)
const pairs = syntheticPairs(count, Math.ceil(count / 2))
const loop = monitorEventLoopDelay({ resolution: 1 })

async function train(label: string, options: Parameters<typeof trainInWorker>[1]) {
  await new Promise((resolve) => setTimeout(resolve, 200))
  loop.reset()
  loop.enable()
  const start = performance.now()
  const trained = await trainInWorker(items, options)
  const seconds = (performance.now() - start) / 1000
  loop.disable()
  const { m0, m1 } = trained.space.background
  console.log(
    `${label}: ${seconds.toFixed(1)} s; loop delay p50 ${(loop.percentile(50) / 1e6).toFixed(1)} ms, p99 ${(loop.percentile(99) / 1e6).toFixed(1)} ms,` +
      ` max ${(loop.max / 1e6).toFixed(1)} ms; size ${trained.space.size}, m0 ${m0.toFixed(3)}, m1 ${m1.toFixed(3)}; artifact ${(trained.encoder.save().length / 2 ** 20).toFixed(1)} MiB`,
  )
  return trained
}

function median(run: () => void): string {
  const times = Array.from({ length: 31 }, () => {
    const start = performance.now()
    run()
    return performance.now() - start
  }).sort((a, b) => a - b)
  return `${times[15]!.toFixed(2)} ms`
}

const { space } = await train('text', { seed: 1, version: 'bench' })
await train(`text and ${pairs.users.length} pairs`, { seed: 1, version: 'bench', pairs })

const random = createRandom(1)
const kernels = createKernels()
const start = performance.now()
const matrix = kernels.load(space.vectors, space.size)
console.log(`${kernels.name} kernels; load ${(performance.now() - start).toFixed(1)} ms`)
const queries = new Float32Array(5 * space.size)
for (let query = 0; query < 5; query++) {
  const item = random.integer(count)
  queries.set(space.vectors.subarray(item * space.size, (item + 1) * space.size), query * space.size)
}
for (const share of [1, 0.1]) {
  const eligible = Uint8Array.from({ length: count }, () => (random.next() < share ? 1 : 0))
  const [few, many] = [10, 200].map((k) => median(() => matrix.topK(queries, eligible, k)))
  console.log(`top k of 5 queries × ${count} × ${space.size}, ${share * 100} % eligible: k = 10 ${few}, k = 200 ${many}`)
}
