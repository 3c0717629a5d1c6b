/** @file The other side of the comparisons with native packages: a Python with numpy, scipy and implicit (`pip install implicit`), and the pairs that both sides get. */

import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { gunzipSync } from 'node:zlib'
import { createDataset, type Dataset } from '../src/data/dataset.ts'
import { createRandom } from '../src/math/random.ts'

const dataFolder = process.env.PENCHANT_DATA ?? join(import.meta.dirname, '../../shared/data')

export type Pairs = { readonly users: number; readonly items: number; readonly pairs: readonly (readonly [user: number, item: number])[] }
export type Split = Pairs & { readonly train: Dataset; readonly held: ReadonlyMap<number, ReadonlySet<number>> }
/** Undefined where the folder of data sets lacks it, which is told. */
export function readPairs(name: string): Pairs | undefined {
  const file = join(dataFolder, name === 'gowalla' ? 'gowalla/train.txt.gz' : 'movielens-1m/ratings.tsv.gz')
  if (!existsSync(file)) {
    console.error(`skipped: ${name} is not in the folder of data sets (set PENCHANT_DATA)`)
    return undefined
  }
  const lines = gunzipSync(readFileSync(file)).toString().trim().split('\n')
  const [users, items] = [new Map<string, number>(), new Map<string, number>()]
  const integer = (ids: Map<string, number>, id: string) => ids.get(id) ?? ids.set(id, ids.size).size - 1
  const pairs =
    name === 'gowalla'
      ? lines.flatMap((line) => {
          const [user = '', ...held] = line.trim().split(' ')
          return held.map((item) => [integer(users, user), integer(items, item)] as const)
        })
      : lines.slice(1).map((line) => {
          const [user = '', item = ''] = line.split('\t')
          return [integer(users, user), integer(items, item)] as const
        })
  return { users: users.size, items: items.size, pairs }
}

/** A tenth of the pairs is held out; up to 2,000 people are judged. */
export function splitPairs(name: string, all: Pairs): Split {
  const random = createRandom(name)
  const kept: { readonly user: string; readonly item: string }[] = []
  const held = new Map<number, Set<number>>()
  const ids = (count: number) => Array.from({ length: count }, (_, at) => String(at))
  for (const [user, item] of all.pairs) {
    if (random.next() >= 0.1) kept.push({ user: String(user), item: String(item) })
    else if (held.has(user)) held.get(user)!.add(item)
    else if (held.size < 2_000) held.set(user, new Set([item]))
  }
  return { ...all, train: createDataset(kept, { name, users: ids(all.users), items: ids(all.items) }), held }
}

/** Told where it cannot. */
export function hasImplicit(python: string): boolean {
  const able = spawnSync(python, ['-c', 'import implicit, scipy'], { stdio: 'ignore' }).status === 0
  if (!able) console.error(`skipped: ${python} cannot import implicit and scipy`)
  return able
}

export type Python = {
  readonly versions: Promise<Readonly<Record<string, string>>>
  /** One order at a time: see scripts/golden/bench_implicit.py. */
  ask<Answer>(order: object): Promise<Answer>
  end(): void
}

/** @param arrays further files for the Python side. @param blasThreads of numpy; implicit has threads of its own and asks for 1. */
export function startPython(
  python: string,
  { train, held }: Split,
  { arrays = {}, blasThreads = 1 }: { readonly arrays?: Readonly<Record<string, Float32Array>>; readonly blasThreads?: number } = {},
): Python {
  const folder = mkdtempSync(join(tmpdir(), 'penchant-native-'))
  const people = new Int32Array(train.item.length)
  for (let user = 0; user < train.users.length; user++) people.fill(user, train.offsets[user], train.offsets[user + 1])
  const pairs = [...held].sort(([a], [b]) => a - b).flatMap(([user, items]) => [...items].flatMap((item) => [user, item]))
  const files = { users: people, items: train.item, held: Int32Array.from(pairs), ...arrays }
  for (const [name, values] of Object.entries(files)) writeFileSync(join(folder, `${name}.bin`), values)
  writeFileSync(join(folder, 'shape.json'), JSON.stringify([train.users.length, train.items.length]))
  const child = spawn(python, [join(import.meta.dirname, '../scripts/golden/bench_implicit.py'), folder], {
    env: { ...process.env, OPENBLAS_NUM_THREADS: String(blasThreads) },
  })
  child.stderr.pipe(process.stderr)
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const answer = async () => {
    const { value, done } = await lines.next()
    if (done) throw new Error('The Python side ended early.')
    return JSON.parse(value)
  }
  const versions = answer()
  return {
    versions,
    async ask(order) {
      await versions
      child.stdin.write(`${JSON.stringify(order)}\n`)
      return answer()
    },
    end() {
      child.kill()
      rmSync(folder, { recursive: true })
    },
  }
}

/** Processor time of all threads since then. */
export function cpuSeconds(since: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(since)
  return (user + system) / 1e6
}
