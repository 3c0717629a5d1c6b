import { expect, test } from 'vitest'
import { isPenchantError } from '../errors.ts'
import { alsSource } from './als.ts'
import { createTaskPool, createThreadMemory, type Runtime, type TaskPool } from './threads.ts'

/** Gram matrices of 40 parts of 3 rows each: row r of the source is r + 1 in its first place. The first number of part p is Σ (r + 1)² of its rows. */
function layOut(pool: TaskPool) {
  const source = pool.reserve(120 * 8 * 4)
  for (let row = 0; row < 120; row++) pool.floats(source + row * 32, 1)[0] = row + 1
  const parts = pool.reserve(40 * 64 * 4)
  const sums = () => Array.from({ length: 40 }, (_, part) => pool.floats(parts + part * 256, 1)[0])
  return { values: [source, 120, 8, 3, parts], sums }
}
const expected = Array.from({ length: 40 }, (_, part) => [1, 2, 3].reduce((sum, row) => sum + (3 * part + row) ** 2, 0))

test.each([
  ['wasm', 1],
  ['wasm', 2],
  ['wasm', 3],
  ['typescript', 1],
  ['typescript', 2],
] as const)('every task is done once: %s, %i threads', async (runtime, threads) => {
  const pool = await createTaskPool(alsSource, { runtime, threads })
  expect(pool.threads).toBe(runtime === 'wasm' ? threads : 1)
  const { values, sums } = layOut(pool)
  await pool.run('gramPart', 40, ...values)
  expect(sums()).toEqual(expected)
  pool.floats(values[4]!, 40 * 64).fill(0)
  await pool.runInOrder('gramPart', 40, ...values)
  expect(sums()).toEqual(expected)
  await pool.run('gramPart', 0, ...values)
  await pool.close()
  // What was computed can still be read.
  expect(sums()).toEqual(expected)
})

test('on the calling thread each task has a turn of the event loop', async () => {
  const pool = await createTaskPool(alsSource, { runtime: 'wasm', threads: 1 })
  const { values, sums } = layOut(pool)
  const turns: number[] = []
  const watch = () => {
    turns.push(sums().filter((sum) => sum !== 0).length)
    if (turns.length < 60) setImmediate(watch)
  }
  setImmediate(watch)
  await pool.run('gramPart', 40, ...values)
  expect(turns.length).toBeGreaterThanOrEqual(39)
  expect(Math.max(...turns.slice(1).map((done, at) => done - turns[at]!))).toBe(1)
})

test.each([1, 2])('an abort is noticed before, between and after tasks, with %i threads', async (threads) => {
  const aborted = (error: unknown) => isPenchantError(error, 'aborted')
  const controller = new AbortController()
  const pool = await createTaskPool(alsSource, { runtime: 'wasm', threads, signal: controller.signal })
  const { values, sums } = layOut(pool)
  const run = pool.run('gramPart', 40, ...values)
  // The workers are not up yet, and the calling thread has done one task.
  controller.abort()
  await expect(run).rejects.toSatisfy(aborted)
  expect(sums().filter((sum) => sum !== 0)).toHaveLength(threads === 1 ? 1 : 0)
  await expect(pool.run('gramPart', 40, ...values)).rejects.toSatisfy(aborted)
  await pool.close()
})

test('a thread that breaks fails the run, and every run after it', async () => {
  const pool = await createTaskPool(alsSource, { runtime: 'wasm', threads: 2 })
  // Far outside the memory: the kernel traps.
  const far = [2 ** 31 - 64, 120, 8, 3, 2 ** 31 - 64]
  const unavailable = (error: unknown) => isPenchantError(error, 'model-unavailable')
  await expect(pool.run('gramPart', 40, ...far)).rejects.toSatisfy(unavailable)
  // Twice: while the thread ends, and when it is gone.
  for (let again = 0; again < 2; again++) await expect(pool.runInOrder('gramPart', 40, ...far)).rejects.toSatisfy(unavailable)
  await pool.close()
})

test.each<Runtime>(['wasm', 'typescript'])('the memory grows, and keeps what it holds: %s', (runtime) => {
  const memory = createThreadMemory(alsSource, runtime)
  const first = memory.put(Float32Array.of(1, 2, 3))
  const second = memory.reserve(200_000)
  const third = memory.put(Int32Array.of(-7))
  expect([...memory.floats(first, 3)]).toEqual([1, 2, 3])
  expect(memory.doubles(second, 25_000).every((value) => value === 0)).toBe(true)
  expect([...memory.integers(third, 1)]).toEqual([-7])
  expect([first, second, third].map((offset) => offset % 16)).toEqual([0, 0, 0])
  expect(() => memory.reserve(2 ** 32)).toThrow(/4 GiB/)
})
