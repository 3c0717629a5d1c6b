/** @file Item-kNN, EASE and batched top-k beside implicit and numpy, the native packages of the Python world.
 *
 * Usage: node bench/measures/native-builds.ts [ROUNDS] [PYTHON]      (prints rows as JSON; PYTHON has numpy, scipy and implicit: `pip install implicit`)
 * Both sides get the same pairs and vectors, two threads each where they use them, and take turns.
 */

import { openBatchTopK } from '../../src/math/batch-top-k.ts'
import { createKernels } from '../../src/math/kernels.ts'
import { createRandom } from '../../src/math/random.ts'
import { itemKnn } from '../../src/models/knn/item-knn.ts'
import { ease } from '../../src/models/linear/ease.ts'
import { cpuSeconds, hasImplicit, type Python, readPairs, type Split, splitPairs, startPython } from '../native.ts'
import { number, type Row, spread } from '../report.ts'

const [rounds = '5', python = 'python3'] = process.argv.slice(2)
const kernels = createKernels()
const threads = 2
const size = 64
const k = 10
const neighbours = 200
const regularization = 500

type Cost = { readonly total: number; readonly cpu: number }

const rows: Row[] = []
const able = hasImplicit(python)
for (const name of able ? ['movielens-1m', 'gowalla'] : []) {
  const pairs = readPairs(name)
  if (pairs !== undefined) rows.push(...(await compare(name, splitPairs(name, pairs))))
}
console.log(JSON.stringify(rows))

async function compare(name: string, split: Split): Promise<readonly Row[]> {
  const { train } = split
  const context = { kernels, seed: 1, threads }
  const random = createRandom(1)
  const drawn = (count: number) => Float32Array.from({ length: count * size }, () => random.normal() / 8)
  const [queries, vectors] = [drawn(train.users.length), drawn(train.items.length)]
  const other = startPython(python, split, { arrays: { queries, vectors } })
  const found: Row[] = []
  try {
    const versus = `implicit ${(await other.versions).implicit}`
    const cosines = itemKnn.config.parse({ k: neighbours, shrinkage: 0, alpha: 0.5 })
    found.push(
      await ratioRow(`${name}: build of item-kNN, ${neighbours} cosines each; ${versus}, ${threads} threads each`, 1, {
        ours: () => itemKnn.fit(train, cosines, context),
        theirs: () => other.ask({ task: 'neighbours', k: neighbours, threads }),
      }),
    )
    const batches = await openBatchTopK(vectors, size, { kernels, threads })
    found.push(
      await ratioRow(
        `${name}: ${k} best of ${number(train.items.length)} items for all ${number(train.users.length)} people, rank ${size}; ${versus}, ${threads} threads each`,
        1,
        { ours: () => batches.topK(queries, undefined, k), theirs: () => other.ask({ task: 'recommend', k, size, threads }) },
      ),
    )
    await batches.close()
  } finally {
    other.end()
  }
  if (train.items.length > ease.config.parse({}).maxItems) return found
  const numpy = startPython(python, split, { blasThreads: threads })
  try {
    found.push(await easeRow(name, split, numpy))
  } finally {
    numpy.end()
  }
  return found
}

async function easeRow(name: string, { train }: Split, other: Python): Promise<Row> {
  const versus = `numpy ${(await other.versions).numpy}, ${threads} threads each`
  return ratioRow(`${name}: fit of EASE over ${number(train.items.length)} items; ${versus}`, 1.2, {
    ours: () => ease.fit(train, ease.config.parse({ regularization }), { kernels, seed: 1, threads }),
    theirs: () => other.ask({ task: 'ease', regularization }),
  })
}

/** Ours over theirs in rounds that take turns, after one that only warms up. */
async function ratioRow(
  what: string,
  bar: number,
  { ours, theirs }: { readonly ours: () => unknown; readonly theirs: () => Promise<Cost> },
): Promise<Row> {
  const ratios: number[] = []
  const cpuRatios: number[] = []
  const seconds: number[] = []
  for (let round = -1; round < Number(rounds); round++) {
    const [began, before] = [performance.now(), process.cpuUsage()]
    await ours()
    const mine = { total: (performance.now() - began) / 1e3, cpu: cpuSeconds(before) }
    const its = await theirs()
    if (round < 0) continue
    ratios.push(mine.total / its.total)
    cpuRatios.push(mine.cpu / its.cpu)
    seconds.push(mine.total)
  }
  const ratio = spread(ratios, 2)
  return {
    what,
    figure: `${ratio.text} (${spread(seconds, 2).text} s; ${rounds} interleaved rounds); processor time ${spread(cpuRatios, 2).text}`,
    bar: { text: `≤ ${bar}`, met: ratio.median <= bar },
  }
}
