/** Properties that hold for every history: PROFILE of a person as a pure view of their evidence. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { appendRecord, type Evidence, emptyEvidence, foldRecords, keptInteractions, needsHistory, withoutRecord } from '../data/evidence.ts'
import { interactionTypes } from '../data/interaction.ts'
import type { LogEvent, LogRecord } from '../data/log-record.ts'
import { type ItemSpace, relativeSimilarity } from '../embeddings/item-space.ts'
import { createRandom } from '../math/random.ts'
import { normaliseRows } from '../math/vector.ts'
import { attribute } from './attribution.ts'
import { defaultTasteConfig as config } from './config.ts'
import { type FoldedTaste, foldTaste } from './fold.ts'
import { createPenalty } from './penalty.ts'
import { dot, rho } from './vectors.ts'

const items = 40
const size = 6
const minute = 60_000
const noon = 20_000.5 * 86_400_000
const random = createRandom('invariants')
const vectors = normaliseRows(
  Float32Array.from({ length: items * size }, () => random.normal()),
  size,
)
vectors.fill(0, 3 * size, 4 * size) // item 3 has no vector
const space: Omit<ItemSpace, 'topics'> = {
  version: '1',
  size,
  count: items,
  vectors,
  background: { m0: 0, m1: 0.9 },
  text: { size, vectors },
}
const indexOf = (id: string) => (id === 'gone' ? undefined : Number(id))
const fold = (evidence: Evidence, now = noon, within = space) => foldTaste(evidence, { space: within, indexOf, now, config })
/** All that must be equal: the revision is the log's, not the taste's. */
const essence = ({ revision, ...taste }: FoldedTaste) => taste
const similarity = (own: number, other: number) => ((own * 31 + other * 17) % 97) / 97

const item = fc.oneof({ weight: 40, arbitrary: fc.nat(items - 1).map(String) }, { weight: 1, arbitrary: fc.constant('gone') })
const value = fc.option(fc.double({ min: -10, max: 100, noNaN: true }), { nil: undefined })
const time = fc.oneof(
  fc.integer({ min: -90, max: 3 }).map((m) => noon + m * minute),
  fc.integer({ min: 0, max: noon }),
)
const interaction: fc.Arbitrary<LogEvent> = fc.record({
  kind: fc.constant('interaction' as const),
  item,
  type: fc.constantFrom(...interactionTypes),
  value,
  occurredAt: time,
})
const control: fc.Arbitrary<LogEvent> = fc.record({
  kind: fc.constant('control-set' as const),
  interest: item,
  gain: fc.constantFrom(0, 0.5, 1, 2),
})
const ruleSet: fc.Arbitrary<LogEvent> = fc.record({
  kind: fc.constant('rule-set' as const),
  rule: fc.record({
    id: fc.uuid(),
    filter: fc.record({ kind: fc.constantFrom('red', 'green') }),
    words: fc.string({ minLength: 1 }),
    from: fc.constant('chat' as const),
    setAt: time,
    boost: fc.constantFrom(undefined, 2),
    expiresAt: fc.option(fc.integer({ min: noon - 9, max: noon + 9 }), { nil: undefined }),
  }),
})
const event = fc.oneof({ weight: 12, arbitrary: interaction }, { weight: 1, arbitrary: control }, { weight: 1, arbitrary: ruleSet })
const events = (maxLength = 60) => fc.array(event, { maxLength })

const records = (list: readonly LogEvent[]): LogRecord[] =>
  list.map((entry, i) => ({ seq: i + 1, prev: i, user: 'ada', receivedAt: noon, event: entry }))
const live = (history: readonly LogRecord[]) =>
  history.reduce((evidence, record, i) => {
    if (needsHistory(evidence, record)) return foldRecords(history.slice(0, i + 1))
    return record.event.kind === 'retract' ? withoutRecord(evidence, record) : appendRecord(evidence, record)
  }, emptyEvidence)
const check = <T>(arbitrary: fc.Arbitrary<T>, property: (given: T) => void, numRuns = 150) =>
  fc.assert(fc.property(arbitrary, property), { seed: 20, numRuns })

describe('taste', () => {
  it('is as if an act that was taken back had never been, whatever came after', () => {
    check(fc.tuple(events(), event, events(20)), ([before, act, after]) => {
      const retract: LogEvent = { kind: 'retract', target: before.length + 1 }
      const done = live(records([...before, act, ...after, retract]))
      expect(essence(fold(done))).toStrictEqual(essence(fold(live(records([...before, ...after])))))
    })
  })

  it('is so also when the act pushed others out of what is kept', () => {
    const arbitrary = fc.tuple(fc.array(interaction, { minLength: 50, maxLength: 50 }), interaction, fc.nat(3))
    check(
      arbitrary,
      ([acts, act, over]) => {
        const before = Array.from({ length: keptInteractions - 2 + over }, (_, i) => acts[i % acts.length]!)
        const retract: LogEvent = { kind: 'retract', target: before.length + 1 }
        const done = live(records([...before, act, retract]))
        const { truncated, ...taste } = { truncated: done.truncated, ...essence(fold(done)) }
        expect(truncated).toBe(before.length > keptInteractions)
        expect(taste).toStrictEqual(essence(fold(live(records(before)))))
      },
      20,
    )
  })

  it('after a merge is the taste of both histories in log order', () => {
    check(fc.tuple(events(), fc.infiniteStream(fc.boolean())), ([list, sides]) => {
      const both = records(list).map((record) => ({ ...record, user: sides.next().value ? 'ada' : 'guest' }))
      const merge: LogRecord = { ...records([...list, { kind: 'merge', from: 'guest' }])[list.length]! }
      const history = ['ada', 'guest'].flatMap((user) => both.filter((record) => record.user === user)).concat(merge)
      const merged = foldRecords(history.sort((a, b) => a.seq - b.seq))
      expect(essence(fold(merged))).toStrictEqual(essence(fold(live(records(list)))))
    })
  })

  it('is moved by the clock alone in its weights only, and they only fall', () => {
    check(fc.tuple(events(), fc.nat(3_000), fc.nat(3_000)), ([list, start, later]) => {
      const evidence = foldRecords(records(list.filter(({ kind }) => kind !== 'rule-set')))
      const from = noon + (start - 1_000) * minute
      const [before, after] = [fold(evidence, from), fold(evidence, from + later * minute)]
      const lasting = ({ items: order, signals, known, digest, interests }: FoldedTaste) => ({
        order,
        signals,
        known,
        digest,
        interests: interests.map(({ id, members, gain }) => ({ id, members, gain })),
      })
      expect(lasting(after)).toStrictEqual(lasting(before))
      expect(after.mass).toBeLessThanOrEqual(before.mass)
      for (const [i, weight] of after.weights.entries()) expect(Math.abs(weight)).toBeLessThanOrEqual(Math.abs(before.weights[i]!))
    })
  })

  it('is the same until validUntil', () => {
    check(events(), (list) => {
      const taste = fold(foldRecords(records(list)))
      expect(taste.validUntil).toBeGreaterThan(noon)
      const { session, ...rest } = essence(fold(foldRecords(records(list)), taste.validUntil - 1))
      const { session: now, ...same } = essence(taste)
      expect([rest, session.open]).toStrictEqual([same, now.open])
    })
  })

  it('raises no score by disliking an untouched item, and changes none beyond its reach', () => {
    check(fc.tuple(events(), fc.nat(items - 1), time), ([list, disliked, occurredAt]) => {
      const others = list.filter((entry) => entry.kind !== 'interaction' || entry.item !== String(disliked))
      const act: LogEvent = { kind: 'interaction', item: String(disliked), type: 'dislike', occurredAt }
      const [before, after] = [fold(foldRecords(records(others))), fold(foldRecords(records([...others, act])))]
      const place = after.items.indexOf(disliked)
      expect([...after.weights].filter((_, i) => i !== place)).toStrictEqual([...before.weights])
      expect(after.interests).toStrictEqual(before.interests)
      const [old, now] = [createPenalty(before, space, config), createPenalty(after, space, config)]
      for (let j = 0; j < items; j++) {
        const near = rho(space, dot(vectors, disliked * size, vectors, j * size, size))
        expect(attribute(after, similarity, j).total).toBe(attribute(before, similarity, j).total)
        if (near <= config.penaltyFrom) expect(now(j)).toBe(old(j))
        else expect(now(j)).toBeGreaterThanOrEqual(old(j))
      }
    })
  })

  it('with an interest muted scores as if its items had never been touched', () => {
    check(fc.tuple(fc.array(interaction, { minLength: 1, maxLength: 60 }), fc.nat()), ([list, choice]) => {
      const { interests } = fold(foldRecords(records(list)))
      if (interests.length === 0) return
      const chosen = interests[choice % interests.length]!
      const muted = fold(foldRecords(records([...list, { kind: 'control-set', interest: chosen.id, gain: 0 }])))
      const absent = fold(foldRecords(records(list.filter((e) => e.kind !== 'interaction' || !chosen.members.includes(Number(e.item))))))
      const weightsOf = ({ items: order, weights }: FoldedTaste) =>
        [...order].flatMap((o, i) => (weights[i] === 0 ? [] : [[o, weights[i]]]))
      expect(weightsOf(muted)).toStrictEqual(weightsOf(absent).filter(([o]) => !chosen.members.includes(o!)))
      expect(muted.mass).toBe(absent.mass)
      const [one, other] = [createPenalty(muted, space, config), createPenalty(absent, space, config)]
      for (let j = 0; j < items; j++) {
        expect(attribute(muted, similarity, j).total).toBe(attribute(absent, similarity, j).total)
        expect(one(j)).toBe(other(j))
      }
    })
  })

  it('gives scores that are the sums of their attributions', () => {
    check(fc.tuple(events(), fc.nat(items - 1)), ([list, j]) => {
      const taste = fold(foldRecords(records(list)))
      const { total, parts } = attribute(taste, similarity, j)
      expect(parts.reduce((sum, { score }) => sum + score, 0)).toBe(total)
      const z = [...taste.items].reduce((sum, own, i) => sum + Math.max(0, taste.weights[i]!) * similarity(own, j), 0)
      expect(total).toBeCloseTo(z, 12)
    })
  })

  it('stays finite and within bounds under hostile acts', () => {
    const number = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.constantFrom(0, -0, Number.MAX_VALUE, -Number.MAX_VALUE, 5e-324),
    )
    const act = fc.record({ seq: fc.nat(), item, type: fc.constantFrom(...interactionTypes), value: number, occurredAt: number })
    const controls = fc.array(fc.record({ seq: fc.nat(), interest: item, gain: number }), { maxLength: 5 })
    const background = fc.constantFrom({ m0: 0, m1: 0.9 }, { m0: 0, m1: 0 }, { m0: 0.9, m1: 0.95 }, { m0: 0.3, m1: 0.2 })
    const given = fc.tuple(fc.array(act, { maxLength: 200 }), controls, background, number)
    check(given, ([interactions, list, m, now]) => {
      const hostile = { ...space, background: m }
      const taste = fold({ ...emptyEvidence, interactions, controls: list }, now, hostile)
      expect(taste.interests.length).toBeLessThanOrEqual(12)
      expect([...taste.weights].every((weight) => Math.abs(weight) <= 2)).toBe(true)
      expect([...taste.signals].every((signal) => signal !== 0 && Math.abs(signal) <= 1)).toBe(true)
      expect(taste.mass).toBeGreaterThanOrEqual(0)
      const penalty = createPenalty(taste, hostile, config)
      for (let j = 0; j < items; j++) expect(penalty(j)).toBeLessThanOrEqual(4)
      for (const { vector, share, members } of taste.interests) {
        expect(Math.hypot(...vector)).toBeLessThanOrEqual(1 + 1e-6)
        expect(share).toBeLessThanOrEqual(1)
        expect(members.length).toBeGreaterThan(0)
      }
      const shares = taste.interests.reduce((sum, { share }) => sum + share, 0)
      expect(shares === 0 || Math.abs(shares - 1) < 1e-9).toBe(true)
    })
  })
})

it('measures ρ as the item space does', () => {
  for (const cosine of [-1, 0, 0.1, 0.45, 0.9, 1]) expect(rho(space, cosine)).toBe(relativeSimilarity(space, cosine))
})
