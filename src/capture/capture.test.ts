import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { PenchantError } from '../errors.ts'
import type { Append, AppendResult } from '../storage/storage.ts'
import { type CaptureOptions, type Committed, createCapture } from './capture.ts'
import type { CaptureEvent } from './capture-event.ts'

const now = Date.UTC(2026, 0, 1)
const like = (item: string) => ({ kind: 'interaction', item, type: 'like' }) as const

/** A log whose commits end when the test says so. */
function scriptedLog() {
  const batches: (readonly Append[])[] = []
  const open: { readonly finish: () => void; readonly fail: (error: Error) => void }[] = []
  let seq = 0
  const append = (batch: readonly Append[]) =>
    new Promise<readonly AppendResult[]>((resolve, reject) => {
      batches.push(batch)
      const evidence = { revision: 0, interactions: [], rules: [], controls: [], truncated: false }
      open.push({ finish: () => resolve(batch.map(() => ({ status: 'appended', seq: ++seq, evidence }))), fail: reject })
    })
  return { batches, open, append }
}

function setUp(options: Partial<CaptureOptions> = {}) {
  const log = scriptedLog()
  const steps: string[] = []
  const capture = createCapture({
    storage: { log },
    clock: () => now,
    knowsItem: (id) => !id.startsWith('no'),
    ratingScale: { lowest: 1, highest: 5 },
    onCommitted: (committed: readonly Committed[]) => steps.push(`memory ${committed.map(({ seq }) => seq).join()}`),
    ...options,
  })
  const submit = (user: string, ...events: readonly CaptureEvent[]) => {
    const settled = capture.submit(user, events)
    const seqs = (results: readonly AppendResult[]) => results.map((result) => ('seq' in result ? result.seq : result.error.code)).join()
    settled.then(
      (results) => steps.push(`${user} ${seqs(results)}`),
      (error: PenchantError) => steps.push(`${user} ${error.code ?? error.message}`),
    )
    return settled
  }
  return { capture, log, steps, submit }
}

const settle = () => vi.advanceTimersByTimeAsync(0)

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

describe('group commit', () => {
  test('what comes at a quiet moment is committed at once, with all of its turn; memory moves before anyone is answered', async () => {
    const { log, steps, submit, capture } = setUp()
    submit('ada', like('x'), like('y'))
    submit('bob', like('z'))
    expect(log.batches).toEqual([])
    await settle()
    expect(log.batches.map((batch) => batch.map(({ user }) => user).join())).toEqual(['ada,ada,bob'])
    expect(capture.pending).toBe(3)
    log.open[0]?.finish()
    await settle()
    expect(steps).toEqual(['memory 1,2,3', 'ada 1,2', 'bob 3'])
    expect(capture.pending).toBe(0)
  })

  test('what comes soon after a crowd’s commit waits for company until the time is over', async () => {
    const { log, submit } = setUp()
    for (let person = 0; person < 8; person++) submit(`person ${person}`, like('x'))
    await settle()
    log.open[0]?.finish()
    await settle()
    submit('bob', like('x'))
    await vi.advanceTimersByTimeAsync(1)
    submit('eve', like('x'))
    expect(log.batches).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    expect(log.batches[1]?.map(({ user }) => user)).toEqual(['bob', 'eve'])
    log.open[1]?.finish()
    await vi.advanceTimersByTimeAsync(2)
    submit('dan', like('x'))
    await settle()
    expect(log.batches).toHaveLength(3)
  })

  test('what comes soon after the commit of fewer than eight does not wait', async () => {
    const { log, submit } = setUp()
    for (let person = 0; person < 7; person++) submit(`person ${person}`, like('x'))
    await settle()
    log.open[0]?.finish()
    await settle()
    submit('bob', like('x'))
    await settle()
    expect(log.batches.map(({ length }) => length)).toEqual([7, 1])
  })

  test('one commit at a time, and the next starts at once with all that came meanwhile', async () => {
    const { log, submit } = setUp()
    submit('ada', like('x'))
    await settle()
    submit('bob', like('x'))
    await vi.advanceTimersByTimeAsync(50)
    submit('eve', like('x'))
    expect(log.batches).toHaveLength(1)
    log.open[0]?.finish()
    await settle()
    expect(log.batches[1]?.map(({ user }) => user)).toEqual(['bob', 'eve'])
  })

  test('a full group does not wait for the time', async () => {
    const { log, submit } = setUp()
    submit('ada', ...Array.from({ length: 1_000 }, () => like('x')))
    expect(log.batches).toHaveLength(0)
    submit('bob', ...Array.from({ length: 24 }, () => like('x')))
    expect(log.batches.map(({ length }) => length)).toEqual([1_024])
  })

  test('a request is never split over two commits', async () => {
    const { log, submit } = setUp()
    submit('ada', ...Array.from({ length: 1_000 }, () => like('x')))
    submit('bob', ...Array.from({ length: 25 }, () => like('x')))
    log.open[0]?.finish()
    await settle()
    expect(log.batches.map(({ length }) => length)).toEqual([1_000, 25])
  })

  test('0 ms is one commit for each request', async () => {
    const { log, submit } = setUp({ groupCommitMs: 0 })
    submit('ada', like('x'))
    submit('bob', like('x'))
    submit('eve', like('x'))
    for (let at = 0; at < 3; at++) {
      log.open[at]?.finish()
      await settle()
    }
    expect(log.batches.map((batch) => batch.map(({ user }) => user).join())).toEqual(['ada', 'bob', 'eve'])
  })

  test('a failed batch moves nothing and rejects its members alone', async () => {
    const { log, steps, submit } = setUp()
    submit('ada', like('x'))
    submit('bob', like('x'))
    await vi.advanceTimersByTimeAsync(2)
    submit('eve', like('x'))
    log.open[0]?.fail(new PenchantError('storage-full', 'full'))
    await settle()
    log.open[1]?.finish()
    await settle()
    expect(steps).toEqual(['ada storage-full', 'bob storage-full', 'memory 1', 'eve 1'])
  })

  test('repeats and refusals are answered but do not move the memory', async () => {
    const error = new PenchantError('event-conflict', 'used')
    const { steps, submit } = setUp({
      storage: {
        log: {
          append: async () => [
            { status: 'refused', error },
            { status: 'repeated', seq: 4, evidence: {} as never },
          ],
        },
      },
    })
    submit('ada', like('x'), like('y'))
    await vi.advanceTimersByTimeAsync(2)
    expect(steps).toEqual(['ada event-conflict,4'])
  })

  test('a queue that is too long refuses, and takes again once it is shorter', async () => {
    const { log, steps, submit } = setUp()
    submit('ada', ...Array.from({ length: 16_384 }, () => like('x')))
    submit('bob', like('x'))
    await settle()
    expect(steps).toEqual(['bob overloaded'])
    log.open[0]?.finish()
    await settle()
    submit('bob', like('x'))
    await vi.advanceTimersByTimeAsync(2)
    expect(log.batches).toHaveLength(2)
  })

  test('close commits what waits and takes no more', async () => {
    const { log, steps, submit, capture } = setUp()
    submit('ada', like('x'))
    const closing = capture.close()
    submit('bob', like('x'))
    await settle()
    log.open[0]?.finish()
    await closing
    await settle()
    expect([...steps].sort()).toEqual(['ada 1', 'bob closed', 'memory 1'])
  })
})

describe('what is refused', () => {
  const refused = async (user: string, event: unknown) => {
    const { log, submit } = setUp()
    const error = (await submit(user, like('x'), event as CaptureEvent).catch((error: unknown) => error)) as PenchantError
    await vi.advanceTimersByTimeAsync(10)
    expect(log.batches).toEqual([])
    return error.code
  }
  const rule = { id: 'r', filter: { genres: 'horror' }, words: 'horror', from: 'chat', setAt: now }

  test.each([
    ['an unknown item', like('no-such'), 'unknown-item'],
    ['a time over five minutes ahead', { ...like('x'), occurredAt: now + 300_001 }, 'invalid-input'],
    ['a rating above the scale', { kind: 'interaction', item: 'x', type: 'rating', value: 5.01 }, 'invalid-input'],
    ['a rating below the scale', { kind: 'interaction', item: 'x', type: 'rating', value: 0.99 }, 'invalid-input'],
    ['a rating that is no number', { kind: 'interaction', item: 'x', type: 'rating', value: Number.NaN }, 'invalid-input'],
    ['an unknown type', { kind: 'interaction', item: 'x', type: 'adore' }, 'invalid-input'],
    ['a field too many', { ...like('x'), weight: 3 }, 'invalid-input'],
    ['a NUL in the item', like('x\0'), 'invalid-input'],
    ['a lone surrogate in the event id', { ...like('x'), eventId: '\ud800' }, 'invalid-input'],
    ['a NUL in a rule’s words', { kind: 'rule-set', rule: { ...rule, words: 'a\0b' } }, 'invalid-input'],
    ['a lone surrogate in a rule’s filter', { kind: 'rule-set', rule: { ...rule, filter: { genres: '\udc00' } } }, 'invalid-input'],
    ['a rule that boosts too much', { kind: 'rule-set', rule: { ...rule, boost: 5 } }, 'invalid-input'],
    ['a gain above 2', { kind: 'control-set', interest: 'x', gain: 2.5 }, 'invalid-input'],
    ['a gain that is no number', { kind: 'control-set', interest: 'x', gain: Number.NaN }, 'invalid-input'],
    ['a merge into oneself', { kind: 'merge', from: 'ada' }, 'invalid-input'],
    ['taking back no seq', { kind: 'retract', target: 0.5 }, 'invalid-input'],
    ['an unknown kind', { kind: 'explode' }, 'invalid-input'],
  ])('%s, and the whole request with it', async (_, event, code) => {
    expect(await refused('ada', event)).toBe(code)
  })

  test.each(['', 'a\nb', '\ud800', 'x'.repeat(257), 7 as unknown as string])('a user id like %j', async (user) => {
    expect(await refused(user, like('x'))).toBe('invalid-input')
  })

  test('the ends of the scale, five minutes ahead and any time past are taken', async () => {
    const { log, submit } = setUp({ groupCommitMs: 0 })
    submit(
      'ada',
      { kind: 'interaction', item: 'x', type: 'rating', value: 1, occurredAt: now + 300_000, slateId: 's', position: 2 },
      { kind: 'interaction', item: 'x', type: 'rating', value: 5, occurredAt: 0 },
      like('y'),
    )
    await settle()
    expect(log.batches[0]?.map(({ event }) => event)).toEqual([
      { kind: 'interaction', item: 'x', type: 'rating', value: 1, occurredAt: now + 300_000, slate: 's', position: 2 },
      { kind: 'interaction', item: 'x', type: 'rating', value: 5, occurredAt: 0 },
      { kind: 'interaction', item: 'y', type: 'like', occurredAt: now },
    ])
  })
})

test('a repeat is told by what was sent, not by what was filled in', async () => {
  let clock = now
  const { log, submit } = setUp({ groupCommitMs: 0, clock: () => clock++ })
  const rule = (id: string, words: string) =>
    ({ kind: 'rule-set', eventId: 'e', rule: { id, filter: {}, words, from: 'chat', setAt: clock, expiresAt: clock + 9 } }) as const
  submit('ada', { ...like('x'), eventId: 'e' })
  submit('ada', { ...like('x'), eventId: 'e' })
  submit('ada', { ...like('x'), eventId: 'e', occurredAt: now })
  submit('ada', rule('r1', 'short ones tonight'), rule('r2', 'short ones tonight'), rule('r3', 'long ones'))
  for (let at = 0; at < 4; at++) {
    await settle()
    log.open[at]?.finish()
  }
  const [first, second, timed, shortRule, sameRule, longRule] = log.batches.flat().map(({ payload }) => payload)
  expect(first).toBe(second)
  expect(timed).not.toBe(first)
  expect(shortRule).toBe(sameRule)
  expect(longRule).not.toBe(shortRule)
})
