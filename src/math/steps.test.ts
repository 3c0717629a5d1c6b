import { expect, test } from 'vitest'
import { type AskingSteps, asked, atOnce, inSlices, type Steps, whenGiven } from './steps.ts'

function* three(log: string[]): Steps<number> {
  for (let step = 1; step < 3; step++) {
    log.push(`step ${step}`)
    yield
  }
  log.push('step 3')
  return 3
}

test('at once nothing comes between the steps; in slices what waits has its turn', async () => {
  const log: string[] = []
  setImmediate(() => log.push('other'))
  expect(atOnce(three(log))).toBe(3)
  expect(log).toEqual(['step 1', 'step 2', 'step 3'])
  expect(await inSlices(three(log))).toBe(3)
  expect(log).toEqual(['step 1', 'step 2', 'step 3', 'step 1', 'other', 'step 2', 'step 3'])
})

test('what a step throws comes out', async () => {
  function* failing(): Steps<never> {
    yield
    throw new RangeError('second step')
  }
  expect(() => atOnce(failing())).toThrow('second step')
  await expect(inSlices(failing())).rejects.toThrow('second step')
})

test('what steps ask for is given at once where it is there, else waited for, and a refusal is theirs', async () => {
  const turns: string[] = []
  const sum = function* (right: () => number | Promise<number>): AskingSteps<number> {
    const left = yield* asked(1)
    turns.push('asked')
    yield
    return left + (yield* asked(right()))
  }
  setImmediate(() => turns.push('others'))
  expect(await whenGiven(sum(() => Promise.resolve(2)))).toBe(3)
  expect(turns).toEqual(['asked', 'others'])
  // Without promises there is nothing to wait for.
  expect(sum(() => 2).next().value).toBeUndefined()
  await expect(whenGiven(sum(() => Promise.reject(new Error('refused'))))).rejects.toThrow('refused')
})
