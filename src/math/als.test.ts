import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import golden from '../../test/golden/ials.json' with { type: 'json' }
import { isPenchantError } from '../errors.ts'
import { type AlsOptions, createRowSolver, fitAls, type Observed, penaltyOf } from './als.ts'
import { csrFromEntries, transpose } from './csr.ts'
import { createRandom } from './random.ts'

const defaults: AlsOptions = {
  embeddingSize: 8,
  alpha: 0.1,
  regularization: 0.01,
  nu: 1,
  epochs: 1,
  blockSize: 0,
  deviation: 0.1,
  seed: 1,
  runtime: 'wasm',
}

function observedOf(users: number, items: number, dense: readonly number[]): Observed {
  const places = dense.flatMap((weight, at) => (weight > 0 ? [at] : []))
  const byUser = csrFromEntries(users, items, {
    rows: Int32Array.from(places, (at) => Math.floor(at / items)),
    columns: Int32Array.from(places, (at) => at % items),
    values: Float32Array.from(places, (at) => dense[at]!),
  })
  return { byUser, byItem: transpose(byUser) }
}

const [users, items, size] = golden.shape as [number, number, number]
const goldenObserved = observedOf(users, items, golden.weights)
const goldenOptions: AlsOptions = {
  ...defaults,
  embeddingSize: size,
  alpha: golden.alpha,
  regularization: golden.regularization,
  nu: golden.nu,
  start: { users: Float32Array.from(golden.start.users), items: Float32Array.from(golden.start.items) },
}

function expectNear(actual: Float32Array, expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length)
  for (const [at, value] of expected.entries()) expect(Math.abs(actual[at]! - value), `number ${at}`).toBeLessThan(1e-4)
}

describe.each(['wasm', 'typescript'] as const)('%s against numpy', (runtime) => {
  test.each([
    ['a full sweep', 0, golden.whole],
    ['a sweep in blocks', golden.block, golden.blocks],
  ] as const)('%s', async (_, blockSize, expected) => {
    const found = await fitAls(goldenObserved, { ...goldenOptions, runtime, blockSize })
    expectNear(found.users, expected.users)
    expectNear(found.items, expected.items)
    expect(Math.abs(found.loss / expected.loss - 1)).toBeLessThan(1e-5)
  })

  test('a person who came later', async () => {
    const { items: fitted, gram } = await fitAls(goldenObserved, { ...goldenOptions, runtime })
    const solver = createRowSolver(gram, size, runtime)
    const rows = Float32Array.from(golden.history.flatMap((item) => [...fitted.subarray(item * size, (item + 1) * size)]))
    // Ten of the eleven items have been met; solved twice, since the memory is used again.
    const solve = () => solver.solve(rows, Float32Array.of(1, 1, 1), penaltyOf(goldenOptions, 3, 10))
    solve()
    const embedding = solve()
    const scores = Float32Array.from({ length: items }, (_, item) =>
      embedding.reduce((sum, x, at) => sum + x * fitted[item * size + at]!, 0),
    )
    expectNear(scores, golden.scores)
  })
})

/** Weights of random pairs; some rows stay empty, one is longer than a panel. */
function drawn(seed: number, users: number, items: number): Observed {
  const random = createRandom(seed)
  const dense = Array.from({ length: users * items }, (_, at) => {
    const share = at < items ? 0.95 : Math.floor(at / items) % 5 === 1 ? 0 : 0.15
    return random.next() < share ? 0.25 + random.next() : 0
  })
  return observedOf(users, items, dense)
}

test('wasm and TypeScript give the same bits, for any size, block and number of people and items', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        seed: fc.nat(1_000),
        users: fc.integer({ min: 1, max: 20 }),
        items: fc.integer({ min: 1, max: 140 }),
        embeddingSize: fc.integer({ min: 1, max: 41 }),
        blockSize: fc.constantFrom(0, 8, 16),
        alpha: fc.constantFrom(0, 0.1, 2),
        regularization: fc.constantFrom(0.01, 1e-9),
      }),
      async ({ seed, users, items, ...options }) => {
        const observed = drawn(seed, users, items)
        const [wasm, twin] = await Promise.all(
          (['wasm', 'typescript'] as const).map((runtime) => fitAls(observed, { ...defaults, ...options, seed, epochs: 2, runtime })),
        )
        expect(twin).toEqual(wasm)
      },
    ),
    { numRuns: 30, seed: 7 },
  )
})

test('any number of threads gives the same bits', async () => {
  const observed = drawn(3, 700, 300)
  const [one, ...others] = await Promise.all(
    [1, 2, 3].map((threads) => fitAls(observed, { ...defaults, embeddingSize: 40, blockSize: 16, epochs: 2, threads })),
  )
  for (const other of others) expect(other).toEqual(one)
})

test('the objective never rises', async () => {
  const observed = drawn(5, 60, 50)
  for (const blockSize of [0, 8]) {
    let before = Number.POSITIVE_INFINITY
    for (let epochs = 1; epochs <= 6; epochs++) {
      const { loss } = await fitAls(observed, { ...defaults, embeddingSize: 24, blockSize, epochs })
      expect(loss).toBeLessThan(before * (1 + 1e-6))
      before = loss
    }
  }
})

test('nothing is drowned by rounding where the penalty is next to nothing', async () => {
  // One entry a row and 24 coordinates: without the penalty the equations would have no single answer.
  const observed = observedOf(2, 2, [1, 0, 0, 1])
  const { users, items } = await fitAls(observed, { ...defaults, embeddingSize: 24, alpha: 0, regularization: 1e-9, epochs: 3 })
  for (const value of [...users, ...items]) expect(Number.isFinite(value)).toBe(true)
})

test('an abort ends it, on the calling thread and in a pool', async () => {
  for (const threads of [1, 2]) {
    const controller = new AbortController()
    const options = { ...defaults, epochs: 1_000, threads, signal: controller.signal, progress: () => controller.abort() }
    await expect(fitAls(drawn(1, 50, 40), options)).rejects.toSatisfy((error) => isPenchantError(error, 'aborted'))
  }
})

test('from the leading directions people are first solved by blocks of 16; items, and people from then on, at once', async () => {
  const observed = drawn(3, 60, 50)
  const fitted = (blockSize: number, epochs: number) => fitAls(observed, { ...defaults, embeddingSize: 24, blockSize, epochs })
  const [whole, blocks] = await Promise.all([fitted(0, 1), fitted(16, 1)])
  expect(whole.users).toEqual(blocks.users)
  expect(whole.items).not.toEqual(blocks.items)
  expect((await fitted(0, 2)).users).not.toEqual((await fitted(16, 2)).users)
})

test('pairs that are still being made are waited for; where they fail, so does the fit', async () => {
  const observed = drawn(1, 20, 15)
  expect(await fitAls(Promise.resolve(observed), defaults)).toEqual(await fitAls(observed, defaults))
  await expect(fitAls(Promise.reject(new Error('no pairs')), { ...defaults, threads: 2 })).rejects.toThrow('no pairs')
})
