/** @file Bayesian personalized ranking: the door to the kernel of assembly/bpr.ts.
 *
 * Objective: Σ_(u,i,j) ln σ(x_u·y_i − x_u·y_j) − λ/2 (|x_u|² + |y_i|² + |y_j|²) over pairs (u, i) that happened and items j that u does not hold, raised by
 * stochastic steps of a rate that falls linearly to a tenth. Steps follow one another, so threads cannot share them: with several, one of them does it all.
 * Shapes: S csr [U × I], X [U × D], Y [I × D]; what stands nowhere in S has a row of zeros. Cost: an epoch is |S| steps of O(D + log n_u).
 * Source: Rendle, Freudenthaler, Gantner, Schmidt-Thieme, "BPR", UAI 2009, figure 4 and section 4.3.1. Checked against: steps by hand, the twin.
 */

import { bprWasm } from './bpr.wasm.ts'
import { createBprTwin } from './bpr-twin.ts'
import type { Csr } from './csr.ts'
import { createRandom } from './random.ts'
import { inSlices, type Steps } from './steps.ts'
import { createTaskPool, createThreadMemory, putRows, putSteps, type Runtime, strideOf, type ThreadSource, takeRows } from './threads.ts'

export const bprSource: ThreadSource = { wasm: bprWasm, twin: createBprTwin }

export type BprOptions = {
  readonly embeddingSize: number
  readonly learningRate: number
  readonly regularization: number
  readonly epochs: number
  /** The embeddings start with numbers of this deviation over √D. */
  readonly deviation: number
  readonly seed: number | string
  readonly runtime: Runtime
  readonly threads?: number | undefined
  readonly signal?: AbortSignal | undefined
  readonly progress?: ((share: number) => void) | undefined
}

export type BprFactors = {
  /** [U × D] */
  readonly users: Float32Array
  /** [I × D] */
  readonly items: Float32Array
}

/** About 2 ms: so long may a task hold a thread. */
const mostSamplesATask = 8_000

/** @throws PenchantError `aborted`. */
export async function fitBpr(observed: Csr, options: BprOptions): Promise<BprFactors> {
  const { embeddingSize, epochs, learningRate, regularization, runtime, threads, signal, progress } = options
  const pool = await createTaskPool(bprSource, { runtime, threads: threads === undefined ? 1 : Math.min(2, threads), signal })
  const stride = strideOf(embeddingSize)
  try {
    const random = createRandom(options.seed)
    const entries = observed.indexes.length
    const { people, held, present } = await inSlices(sidesOf(observed))
    const users = await inSlices(drawRows(observed.rows, (row) => observed.offsets[row + 1]! > observed.offsets[row]!))
    const items = await inSlices(drawRows(observed.columns, (column) => held[column] === 1))
    const peopleAt = await inSlices(putSteps(pool, people))
    const offsets = await inSlices(putSteps(pool, observed.offsets))
    const indexes = await inSlices(putSteps(pool, observed.indexes))
    const candidates = await inSlices(putSteps(pool, present))
    const tasks = Math.ceil(entries / mostSamplesATask)
    const samples = Math.ceil(entries / tasks)
    const table = pool.put(sigmoids())
    const states = pool.reserve(tasks * 16)
    for (let epoch = 0; epoch < epochs; epoch++) {
      const words = pool.integers(states, tasks * 4)
      for (let at = 0; at < words.length; at++) words[at] = random.integer(0x1_0000_0000)
      const rate = learningRate * (1 - (0.9 * epoch) / epochs)
      const pairs = [samples, entries, peopleAt, offsets, indexes, candidates, present.length]
      await pool.runInOrder('bprSteps', tasks, ...pairs, users, items, stride, rate, rate, regularization, table, states)
      progress?.((epoch + 1) / epochs)
    }
    return {
      users: await inSlices(takeRows(pool, users, observed.rows, embeddingSize)),
      items: await inSlices(takeRows(pool, items, observed.columns, embeddingSize)),
    }

    function* drawRows(rows: number, isPresent: (row: number) => boolean): Steps<number> {
      const at = pool.reserve(rows * stride * 4)
      const scale = options.deviation / Math.sqrt(embeddingSize)
      for (let row = 0; row < rows; row++) {
        const values = pool.floats(at + row * stride * 4, embeddingSize)
        for (let place = 0; place < embeddingSize && isPresent(row); place++) values[place] = scale * random.normal()
        if (row % 256 === 255) yield
      }
      return at
    }
  } finally {
    await pool.close()
  }
}

/** The row of each entry, whether a column has any, and the columns that have, ascending. */
function* sidesOf(observed: Csr): Steps<Record<'people' | 'present', Int32Array> & { readonly held: Uint8Array }> {
  const { rows, columns, offsets, indexes } = observed
  const people = new Int32Array(indexes.length)
  const held = new Uint8Array(columns)
  for (let row = 0; row < rows; row++) {
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
      people[at] = row
      held[indexes[at]!] = 1
    }
    if (row % 256 === 255) yield
  }
  const present = new Int32Array(held.reduce((sum, one) => sum + one, 0))
  for (let column = 0, at = 0; column < columns; column++) if (held[column]) present[at++] = column
  return { people, held, present }
}

export type PersonFitter = {
  /** The embedding [D] of somebody who holds these items (ascending, known), by seeded steps with the items staying as they are. */
  embed(held: Int32Array): Float32Array
}

/** Rounds over a history, each at a lower rate, the first at half that of the fit; in each a step for each item, and more for a short history. */
const rounds = 10
const leastSteps = 30

/**
 * Fits single people on the calling thread; the embeddings are copied in steps.
 *
 * @param embeddings of the items, [I × D]
 * @param candidates items to compare with, ascending
 * Cost of a person: O(10 n D).
 */
export function* personFitter(
  embeddings: Float32Array,
  candidates: Int32Array,
  options: Pick<BprOptions, 'embeddingSize' | 'learningRate' | 'regularization' | 'runtime'>,
): Steps<PersonFitter> {
  const { embeddingSize, learningRate, regularization, runtime } = options
  const stride = strideOf(embeddingSize)
  const memory = createThreadMemory(bprSource, runtime)
  const items = yield* putRows(memory, embeddings, embeddingSize)
  const candidatesAt = memory.put(candidates)
  const table = memory.put(sigmoids())
  const states = memory.reserve(rounds * 16)
  const offsets = memory.reserve(8)
  const person = memory.reserve(stride * 4)
  let room = 0
  let [people, indexes] = [0, 0]
  return {
    embed(held) {
      if (held.length > room) {
        room = Math.max(256, 2 ** Math.ceil(Math.log2(held.length)))
        people = memory.reserve(room * 4)
        indexes = memory.reserve(room * 4)
      }
      const random = createRandom(0)
      const words = memory.integers(states, rounds * 4)
      for (let at = 0; at < words.length; at++) words[at] = random.integer(0x1_0000_0000)
      memory.floats(person, stride).fill(0)
      memory.integers(offsets, 2)[1] = held.length
      memory.integers(indexes, held.length).set(held)
      const steps = Math.max(held.length, leastSteps)
      for (let round = 0; round < rounds; round++) {
        const rate = (learningRate / 2) * (1 - (0.9 * round) / rounds)
        memory.call(
          'bprSteps',
          round,
          steps,
          held.length,
          people,
          offsets,
          indexes,
          candidatesAt,
          candidates.length,
          person,
          items,
          stride,
          rate,
          0,
          regularization,
          table,
          states,
        )
      }
      return memory.floats(person, embeddingSize).slice()
    },
  }
}

const sigmoids = () => Float32Array.from({ length: 4_097 }, (_, at) => 1 / (1 + Math.exp(at / 256 - 8)))
