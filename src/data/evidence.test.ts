import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  appendRecord,
  type Evidence,
  emptyEvidence,
  foldRecords,
  keptInteractions,
  needsHistory,
  rulesInForce,
  withoutRecord,
} from './evidence.ts'
import type { LogEvent, LogRecord } from './log-record.ts'

type Step = { readonly kind: LogEvent['kind']; readonly pick: number }

const like = (item: string): LogEvent => ({ kind: 'interaction', item, type: 'like', occurredAt: 1 })
const ruleSet = (id: string): LogEvent => ({
  kind: 'rule-set',
  rule: { id, filter: { genres: id }, words: id, from: 'api', setAt: 1 },
})
const recordsOf = (...events: readonly LogEvent[]): LogRecord[] =>
  events.map((event, at) => ({ seq: at + 1, prev: at, user: 'ada', receivedAt: 1, event }))

/** As a driver does it: step by step, and from the whole history only where that is asked for. */
function live(history: readonly LogRecord[]): Evidence {
  return history.reduce((evidence, record, at) => {
    if (needsHistory(evidence, record)) return foldRecords(history.slice(0, at + 1))
    const takesAway = record.event.kind === 'retract' || record.event.kind === 'rule-remove'
    return takesAway ? withoutRecord(evidence, record) : appendRecord(evidence, record)
  }, emptyEvidence)
}

/** The definition in plain words: what was never taken back, the newest of it; rules less those removed later. */
function byDefinition(history: readonly LogRecord[]): Evidence {
  const standing = history.filter(({ seq }) => !history.some(({ event }) => event.kind === 'retract' && event.target === seq))
  const removedLater = (id: string, after: number) =>
    standing.some(({ seq, event }) => seq > after && event.kind === 'rule-remove' && event.rule === id)
  const interactions = standing.flatMap(({ seq, event }) =>
    event.kind === 'interaction' ? [{ seq, item: event.item, type: event.type, occurredAt: event.occurredAt }] : [],
  )
  return {
    revision: history.at(-1)?.seq ?? 0,
    interactions: interactions.slice(-keptInteractions),
    rules: standing.flatMap(({ seq, event }) =>
      event.kind === 'rule-set' && !removedLater(event.rule.id, seq) ? [{ seq, rule: event.rule }] : [],
    ),
    controls: standing.flatMap(({ seq, event }) =>
      event.kind === 'control-set' ? [{ seq, interest: event.interest, gain: event.gain }] : [],
    ),
    truncated: interactions.length > keptInteractions,
  }
}

function historyOf(steps: readonly Step[], before: number): readonly LogRecord[] {
  const history = recordsOf(...Array.from({ length: before }, (_, at) => like(`old${at}`)))
  for (const { kind, pick } of steps) {
    const seq = history.length + 1
    const targets = history.filter(({ event }) => event.kind !== 'retract' && event.kind !== 'merge')
    // Picks of the newest and of the oldest are both common.
    const target = pick % 2 === 0 ? targets.at(-1 - (pick % 8)) : targets[pick % 5]
    const event: LogEvent | undefined =
      kind === 'rule-set'
        ? ruleSet(`r${pick % 3}`)
        : kind === 'rule-remove'
          ? { kind, rule: `r${pick % 3}` }
          : kind === 'control-set'
            ? { kind, interest: `i${pick % 3}`, gain: pick % 3 }
            : kind === 'merge'
              ? { kind, from: 'anon' }
              : kind === 'retract'
                ? target && { kind, target: target.seq }
                : like(`i${pick}`)
    if (event) history.push({ seq, prev: seq - 1, user: 'ada', receivedAt: 1, event })
  }
  return history
}

const steps = fc.array(
  fc.record({
    kind: fc.constantFrom<LogEvent['kind'][]>(
      'interaction',
      'interaction',
      'retract',
      'retract',
      'rule-set',
      'rule-remove',
      'control-set',
      'merge',
    ),
    pick: fc.nat(40),
  }),
  { maxLength: 40 },
)

describe('evidence', () => {
  test('step by step, folded at once and by definition are the same', () => {
    fc.assert(
      fc.property(steps, fc.constantFrom(0, 0, 1_018, 1_024, 1_030), (drawn, before) => {
        const history = historyOf(drawn, before)
        const expected = byDefinition(history)
        expect(foldRecords(history)).toEqual(expected)
        expect(live(history)).toEqual(expected)
      }),
      { seed: 7, numRuns: 150 },
    )
  })

  test('an undo brings an evicted interaction back', () => {
    const history = recordsOf(...Array.from({ length: 1_025 }, (_, at) => like(`i${at}`)))
    expect(live(history)).toMatchObject({ truncated: true, interactions: { 0: { item: 'i1' }, length: 1_024 } })
    const undone = [...history, { seq: 1_026, prev: 1_025, user: 'ada', receivedAt: 1, event: { kind: 'retract', target: 1_025 } } as const]
    expect(live(undone)).toMatchObject({
      truncated: false,
      revision: 1_026,
      interactions: { 0: { item: 'i0' }, 1023: { item: 'i1023' }, length: 1_024 },
    })
  })

  test('taking back the removal of a rule restores it in its place', () => {
    const history = recordsOf(ruleSet('r1'), ruleSet('r2'), { kind: 'rule-remove', rule: 'r1' }, { kind: 'retract', target: 3 })
    expect(live(history).rules.map(({ seq, rule }) => [seq, rule.id])).toEqual([
      [1, 'r1'],
      [2, 'r2'],
    ])
  })

  test('a merge is the union in log order, less what either took back', () => {
    const mine = recordsOf(like('a'), like('b'), like('c'), { kind: 'retract', target: 2 }, { kind: 'merge', from: 'anon' })
    const theirs = mine.map((record) => (record.seq % 2 === 0 ? { ...record, user: 'anon' } : record))
    expect(foldRecords(theirs).interactions.map(({ item }) => item)).toEqual(['a', 'c'])
    expect(foldRecords(theirs).revision).toBe(5)
  })

  test('a forget leaves nothing but the revision', () => {
    const history = recordsOf(like('a'), ruleSet('r1'), { kind: 'forget' })
    const nothing = { revision: 3, interactions: [], rules: [], controls: [], truncated: false }
    expect(live(history)).toEqual(nothing)
    expect(foldRecords(history)).toEqual(nothing)
  })

  test('of rules on one attribute the latest holds, exclusions add up, and expired ones do not', () => {
    const rule = (id: string, filter: object, expiresAt?: number): LogEvent => ({
      kind: 'rule-set',
      rule: { id, filter: filter as never, words: id, from: 'chat', setAt: 1, expiresAt },
    })
    const evidence = live(
      recordsOf(
        rule('old', { year: { gte: 1990 } }),
        rule('no horror', { not: { genres: 'horror' } }),
        rule('no war', { not: { genres: 'war' } }),
        rule('new', { year: { gte: 2000 } }),
        rule('tonight', { runtime: { lte: 90 } }, 100),
      ),
    )
    expect(rulesInForce(evidence, 99).map(({ id }) => id)).toEqual(['new', 'no horror', 'no war', 'tonight'])
    expect(rulesInForce(evidence, 100).map(({ id }) => id)).toEqual(['new', 'no horror', 'no war'])
  })

  test('the opposite of a rule takes its place, and its removal brings the older back', () => {
    const rule = (id: string, filter: object, boost?: number): LogEvent => ({
      kind: 'rule-set',
      rule: { id, filter: filter as never, words: id, from: 'chat', setAt: 1, ...(boost !== undefined && { boost }) },
    })
    const stated = [rule('loves', { genres: 'western' }, 2), rule('hates', { not: { genres: 'western' } })]
    expect(rulesInForce(live(recordsOf(...stated)), 0).map(({ id }) => id)).toEqual(['hates'])
    expect(rulesInForce(live(recordsOf(...stated, rule('again', { genres: 'western' }, 2))), 0).map(({ id }) => id)).toEqual(['again'])
    expect(rulesInForce(live(recordsOf(...stated, { kind: 'rule-remove', rule: 'hates' })), 0).map(({ id }) => id)).toEqual(['loves'])
  })
})
