import { describe, expect, it } from 'vitest'
import { defaultTasteConfig as config } from './config.ts'
import { fadingMoment, newestSession, weigh, weightsHoldUntil } from './weight.ts'

const minute = 60_000
const day = 86_400_000
const noon = 20_000 * day + day / 2

describe('newestSession', () => {
  it('reaches back over gaps below 30 minutes', () => {
    const times = Float64Array.of(noon, noon - 100 * minute, noon - 29 * minute, noon - 59 * minute)
    expect(newestSession(times, noon, config)).toEqual({ open: true, since: noon - 29 * minute, until: noon + 30 * minute })
  })
  it('is closed 30 minutes after its last act', () => {
    expect(newestSession(Float64Array.of(noon), noon + 30 * minute - 1, config).open).toBe(true)
    expect(newestSession(Float64Array.of(noon), noon + 30 * minute, config).open).toBe(false)
    expect(newestSession(new Float64Array(), noon, config).open).toBe(false)
  })
})

describe('fadingMoment', () => {
  it('is the newest positive act or the start of the UTC day', () => {
    expect(fadingMoment(noon - minute, noon)).toBe(noon - minute)
    expect(fadingMoment(noon - 3 * day, noon)).toBe(20_000 * day)
    expect(fadingMoment(noon + minute, noon)).toBe(noon + minute)
    expect(fadingMoment(Number.NEGATIVE_INFINITY, noon)).toBe(20_000 * day)
  })
})

describe('weigh', () => {
  const open = { open: true, since: noon - 10 * minute, until: noon + 20 * minute }
  const closed = { open: false, since: noon - 100 * minute, until: noon - 70 * minute }

  it('is g s in full for the newest item of an open session', () => {
    expect(weigh({ signal: 0.6, gain: 2, at: noon, later: 0 }, { fading: noon, now: noon, session: open }, config)).toBeCloseTo(1.2, 12)
  })
  it('halves the session part with four later positives', () => {
    // ½ · 1 + ½ · 2^(−4/4) = .75
    expect(weigh({ signal: 1, gain: 1, at: noon, later: 4 }, { fading: noon, now: noon, session: open }, config)).toBe(0.75)
  })
  it('keeps only the lasting part of an earlier session, halved in 180 days', () => {
    const at = noon - 180 * day
    expect(weigh({ signal: 1, gain: 1, at, later: 0 }, { fading: noon, now: noon, session: open }, config)).toBe(0.25)
    expect(
      weigh({ signal: 1, gain: 1, at: noon - 90 * minute, later: 0 }, { fading: noon - 90 * minute, now: noon, session: closed }, config),
    ).toBe(0.5)
  })
  it('counts a lone dislike in full for half an hour', () => {
    const dislike = { signal: -1, gain: 1, at: noon, later: 0 }
    expect(weigh(dislike, { fading: noon, now: noon + 29 * minute, session: closed }, config)).toBe(-1)
    expect(weigh(dislike, { fading: noon, now: noon + 30 * minute, session: closed }, config)).toBe(-0.5)
  })
})

describe('weightsHoldUntil', () => {
  const closed = { open: false, since: Number.NaN, until: noon - minute }
  it('is the soonest of midnight, the end of the session and the end of a dislike in full', () => {
    expect(weightsHoldUntil(noon, closed, [], config)).toBe(20_001 * day)
    expect(weightsHoldUntil(noon, { ...closed, until: noon + 5 * minute }, [], config)).toBe(noon + 5 * minute)
    expect(weightsHoldUntil(noon, closed, [noon - 29 * minute, noon - 40 * minute], config)).toBe(noon + minute)
  })
})
