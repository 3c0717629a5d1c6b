import { expect, test } from 'vitest'
import { isPenchantError } from '../errors.ts'
import { fitInSlices } from './fitting.ts'

function* three(done: number[]) {
  for (const step of [1, 2, 3]) {
    done.push(step)
    yield
  }
  return 'fitted'
}

test('carries out all steps and says so', async () => {
  const [done, shares]: [number[], number[]] = [[], []]
  expect(await fitInSlices(three(done), { progress: (share) => shares.push(share) })).toBe('fitted')
  expect(done).toEqual([1, 2, 3])
  expect(shares).toEqual([1])
})

test('stops at the next step once the signal says so, which others can give between steps', async () => {
  const done: number[] = []
  const stop = new AbortController()
  const fit = fitInSlices(three(done), { signal: stop.signal })
  await new Promise((resolve) => setImmediate(resolve))
  stop.abort()
  await expect(fit).rejects.toSatisfy((error) => isPenchantError(error, 'aborted'))
  expect(done.length).toBeLessThan(3)
})
