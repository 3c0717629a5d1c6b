import { describe, expect, it } from 'vitest'
import { type EvidenceInteraction, emptyEvidence } from '../data/evidence.ts'
import { defaultTasteConfig as config, tasteConfigSchema } from './config.ts'
import { actSignal, newestEffective, readSignals } from './signal.ts'

const ids = ['a', 'b', 'c', 'd']
const indexOf = (id: string) => (ids.includes(id) ? ids.indexOf(id) : undefined)
type Act = Pick<EvidenceInteraction, 'type'> & Partial<EvidenceInteraction>
const evidence = (acts: readonly Act[]) => ({
  ...emptyEvidence,
  interactions: acts.map((act, place) => ({ seq: place + 1, item: 'a', occurredAt: 1_000 * place, ...act })),
})
const signalOf = (...acts: readonly Act[]) => readSignals(evidence(acts), indexOf, config).all[0]?.signal

describe('actSignal', () => {
  it.each([
    [{ type: 'rating', value: 5 }, 1],
    [{ type: 'rating', value: 4 }, 0.5],
    [{ type: 'rating', value: 3 }, 0],
    [{ type: 'rating', value: 1.5 }, -0.75],
    [{ type: 'rating', value: 1e300 }, 1],
    [{ type: 'rating' }, Number.NaN],
    [{ type: 'dwell', value: 30 }, 0.25],
    [{ type: 'dwell', value: 1e9 }, 0.5],
    [{ type: 'dwell', value: -3 }, 0],
  ] as const)('%o is worth %d', (act, expected) => expect(actSignal(act, config)).toBe(expected))

  it('reads ratings on the configured scale', () => {
    const tenths = tasteConfigSchema.parse({ rating: { lowest: 0, highest: 10 } })
    expect(actSignal({ type: 'rating', value: 7.5 }, tenths)).toBe(0.5)
  })
})

describe('readSignals', () => {
  it('lets the last explicit act win, whatever implicit ones follow', () => {
    expect(signalOf({ type: 'dislike' }, { type: 'like' })).toBe(1)
    expect(signalOf({ type: 'like' }, { type: 'hide' }, { type: 'cart' })).toBe(-1)
    expect(signalOf({ type: 'purchase' }, { type: 'rating', value: 3 })).toBe(0)
    expect(signalOf({ type: 'click' }, { type: 'save' })).toBe(0.6)
  })

  it('adds up implicit acts as 1 − ∏(1 − a)', () => {
    // view, click, cart: 1 − .95 · .8 · .5 = .62; two views: 1 − .95² = .0975
    expect(signalOf({ type: 'view' }, { type: 'click' }, { type: 'cart' })).toBeCloseTo(0.62, 12)
    expect(signalOf({ type: 'view' }, { type: 'view' })).toBeCloseTo(0.0975, 12)
    expect(signalOf({ type: 'dwell', value: 60 }, { type: 'click' })).toBeCloseTo(0.6, 12)
  })

  it('counts a skip only alone', () => {
    expect(signalOf({ type: 'skip' }, { type: 'skip' })).toBe(-0.1)
    expect(signalOf({ type: 'skip' }, { type: 'seen' })).toBe(-0.1)
    expect(signalOf({ type: 'view' }, { type: 'skip' })).toBeCloseTo(0.05, 12)
  })

  it('reads nothing from acts without a readable value', () => {
    expect(signalOf({ type: 'rating' }, { type: 'dwell' })).toBe(0)
    expect(signalOf({ type: 'like' }, { type: 'rating', value: Number.NaN })).toBe(1)
  })

  it('dates an item by its newest effective act and orders it by its first', () => {
    const signals = readSignals(
      evidence([{ type: 'view' }, { type: 'like', item: 'b' }, { type: 'like' }, { type: 'view' }, { type: 'like', item: 'gone' }]),
      indexOf,
      config,
    )
    expect(signals.all).toEqual([
      { id: 'a', item: 0, first: 0, last: 2, signal: 1, at: 2_000 },
      { id: 'b', item: 1, first: 1, last: 1, signal: 1, at: 1_000 },
    ])
    expect([...signals.owners]).toEqual([0, 1, 0, 0, -1])
    expect(newestEffective(signals.all, 5).map(({ id }) => id)).toEqual(['b', 'a'])
    expect(newestEffective(signals.all, 1).map(({ id }) => id)).toEqual(['a'])
  })
})
