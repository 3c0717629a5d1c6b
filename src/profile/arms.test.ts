import { expect, it } from 'vitest'
import { appendRecord, emptyEvidence, withoutRecord } from '../data/evidence.ts'
import type { InteractionType } from '../data/interaction.ts'
import type { LogRecord } from '../data/log-record.ts'
import { armStanding } from './arms.ts'
import { defaultTasteConfig as config } from './config.ts'

const day = 86_400_000
const now = 20_000 * day
const record = (seq: number, item: number, type: InteractionType, daysAgo = 0): LogRecord => ({
  ...{ seq, prev: 0, user: 'ada', receivedAt: now },
  event: { kind: 'interaction', item: String(item), type, occurredAt: now - daysAgo * day },
})
type Act = readonly [item: number, type: InteractionType, daysAgo?: number]
const history = (...acts: readonly Act[]) =>
  acts.reduce((evidence, [item, type, daysAgo], place) => appendRecord(evidence, record(place + 1, item, type, daysAgo)), emptyEvidence)
/** Items 0 and 1 in arm 0, 2 in arm 1, 3 in none, 4 in arm 2. */
const context = { armOf: Int32Array.of(0, 0, 1, -1, 2), arms: 3, indexOf: Number, now, config }
const of = (...acts: readonly Act[]) => {
  const { positives, impressions } = armStanding(history(...acts), context)
  return { positives: [...positives], impressions: [...impressions] }
}

it('counts every item once that the person acted on, and what they liked of it', () => {
  // A view is worth .05, a skip and a dislike nothing; item 3 is in no arm.
  const { positives, impressions } = of([0, 'like'], [0, 'view'], [1, 'skip'], [2, 'view'], [2, 'view'], [3, 'like'])
  expect(positives[0]).toBe(1)
  expect(positives[1]).toBeCloseTo(1 - 0.95 ** 2, 12)
  expect(impressions).toEqual([2, 1, 0])
  expect(of([4, 'dislike'])).toEqual({ positives: [0, 0, 0], impressions: [0, 0, 1] })
})

it('halves in 180 days, and stands still where nothing was ever done', () => {
  expect(of([0, 'like', 180], [4, 'seen', 360])).toEqual({ positives: [0.5, 0, 0], impressions: [0.5, 0, 0.25] })
  expect(of()).toEqual({ positives: [0, 0, 0], impressions: [0, 0, 0] })
})

it('is as before once an act is taken back', () => {
  const before = history([0, 'like', 3], [2, 'skip', 1])
  const retract: LogRecord = { ...record(4, 0, 'like'), event: { kind: 'retract', target: 3 } }
  const after = withoutRecord(appendRecord(before, record(3, 1, 'like')), retract)
  expect(armStanding(after, context)).toEqual(armStanding(before, context))
})
