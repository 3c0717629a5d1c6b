/** @file ONNX Runtime beside the wasm kernels, where the optional package is there: the fit of EASE (numpy beside both), and batched top-k.
 *
 * Usage: node bench/measures/onnx.ts [ROUNDS] [PYTHON]      (prints rows as JSON; PYTHON has numpy and scipy)
 * All sides get the same data and two threads, and take turns; processor time counts too, since neighbours on the machine do not change it much.
 */

import { openBatchTopK } from '../../src/math/batch-top-k.ts'
import { openKernels } from '../../src/math/onnx/algebra.ts'
import { hasOnnx } from '../../src/math/onnx/runtime.ts'
import { createRandom } from '../../src/math/random.ts'
import { ease } from '../../src/models/linear/ease.ts'
import { cpuSeconds, hasImplicit, readPairs, splitPairs, startPython } from '../native.ts'
import { number, type Row, spread } from '../report.ts'

const [rounds = '5', python = 'python3'] = process.argv.slice(2)
const threads = 2
const batch = 256
const regularization = 500

type Cost = { readonly total: number; readonly cpu: number }
type Sides = Readonly<Record<string, () => Promise<Cost>>>

if (hasOnnx()) console.log(JSON.stringify([...(await easeRows()), ...(await topKRows())]))
else {
  console.error('skipped: onnxruntime-node is not installed')
  console.log('[]')
}

async function easeRows(): Promise<readonly Row[]> {
  const pairs = readPairs('movielens-1m')
  if (pairs === undefined) return []
  const split = splitPairs('movielens-1m', pairs)
  const fitBy = async (algebra: 'wasm' | 'onnx') => {
    const { kernels } = await openKernels(algebra)
    return () => timed(() => ease.fit(split.train, ease.config.parse({ regularization }), { kernels, seed: 1, threads }))
  }
  const numpy = hasImplicit(python) ? startPython(python, split, { blasThreads: threads }) : undefined
  try {
    return await rowsOf(`movielens-1m: fit of EASE over ${number(split.train.items.length)} items, ${threads} threads each`, {
      ONNX: await fitBy('onnx'),
      wasm: await fitBy('wasm'),
      ...(numpy && { numpy: () => numpy.ask<Cost>({ task: 'ease', regularization }) }),
    })
  } finally {
    numpy?.end()
  }
}

async function topKRows(): Promise<readonly Row[]> {
  const found: Row[] = []
  for (const [rows, size, k] of [
    [3_706, 64, 10],
    [50_000, 64, 10],
    [50_000, 192, 50],
  ] as const) {
    const random = createRandom(1)
    const drawn = (count: number) => Float32Array.from({ length: count * size }, () => random.normal() / 8)
    const [vectors, queries] = [drawn(rows), drawn(4 * batch)]
    const sides: Record<string, () => Promise<Cost>> = {}
    const close: (() => Promise<void>)[] = []
    for (const algebra of ['onnx', 'wasm'] as const) {
      const opened = await openBatchTopK(vectors, size, { kernels: (await openKernels(algebra)).kernels, threads })
      close.push(opened.close)
      sides[algebra === 'onnx' ? 'ONNX' : algebra] = () =>
        timed(async () => {
          for (let from = 0; from < queries.length; from += batch * size)
            await opened.topK(queries.subarray(from, from + batch * size), undefined, k)
        })
    }
    const what = `the ${k} best of ${number(rows)} rows of ${size} for ${4 * batch} queries, ${batch} at a time, ${threads} threads each`
    found.push(...(await rowsOf(what, sides)))
    for (const end of close) await end()
  }
  return found
}

/** The first side over each of the others, in rounds that take turns, after one that only warms up. */
async function rowsOf(what: string, sides: Sides): Promise<readonly Row[]> {
  const [first = '', ...others] = Object.keys(sides)
  const costs: Record<string, Cost[]> = {}
  for (let round = -1; round < Number(rounds); round++)
    for (const [name, run] of Object.entries(sides)) {
      const cost = await run()
      if (round >= 0) costs[name] = [...(costs[name] ?? []), cost]
    }
  const over = (other: string, of: (cost: Cost) => number) =>
    spread(
      costs[first]!.map((cost, round) => of(cost) / of(costs[other]![round]!)),
      2,
    ).text
  return others.map((other) => ({
    what: `${what}: ${first} ÷ ${other}`,
    figure: `${over(other, ({ total }) => total)} (${
      spread(
        costs[first]!.map(({ total }) => total),
        2,
      ).text
    } s; ${rounds} interleaved rounds); processor time ${over(other, ({ cpu }) => cpu)}`,
  }))
}

async function timed(work: () => unknown): Promise<Cost> {
  const [began, before] = [performance.now(), process.cpuUsage()]
  await work()
  return { total: (performance.now() - began) / 1e3, cpu: cpuSeconds(before) }
}
