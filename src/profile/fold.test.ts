import { describe, expect, it } from 'vitest'
import { type Evidence, type EvidenceInteraction, emptyEvidence } from '../data/evidence.ts'
import type { ItemSpace } from '../embeddings/item-space.ts'
import { defaultTasteConfig as config, type TasteConfig } from './config.ts'
import { foldTaste } from './fold.ts'

const day = 86_400_000
const noon = 20_000 * day + day / 2
/** Unit vectors at angles (degrees) in the plane; null = an item without a vector. ρ = max(0, cos). */
function spaceOf(angles: readonly (number | null)[]): Omit<ItemSpace, 'topics'> {
  const radians = (degrees: number) => (degrees * Math.PI) / 180
  const vectors = Float32Array.from(angles.flatMap((a) => (a === null ? [0, 0] : [Math.cos(radians(a)), Math.sin(radians(a))])))
  return { version: '1', size: 2, count: angles.length, vectors, background: { m0: 0, m1: 1 }, text: { size: 2, vectors } }
}
type Act = readonly [item: number | string, type?: EvidenceInteraction['type'], minutesAgo?: number]
const evidenceOf = (acts: readonly Act[], extra: Partial<Evidence> = {}): Evidence => ({
  ...emptyEvidence,
  revision: acts.length,
  interactions: acts.map(([item, type = 'like', ago = 0], i) => ({
    seq: i + 1,
    item: String(item),
    type,
    occurredAt: noon - ago * 60_000,
  })),
  ...extra,
})
const indexOf = (id: string) => (/^\d+$/.test(id) ? Number(id) : undefined)
const fold = (angles: readonly (number | null)[], evidence: Evidence, settings: Partial<TasteConfig> = {}, now = noon) =>
  foldTaste(evidence, { space: spaceOf(angles), indexOf, now, config: { ...config, ...settings } })
const control = (seq: number, interest: number, gain: number) => ({ seq, interest: String(interest), gain })

describe('interests', () => {
  it('opens one below ρ = .2 and joins the nearest from there', () => {
    // cos 80° = .17 opens; 30° is nearer to 0° than to 80°.
    const { interests } = fold([0, 80, 30], evidenceOf([[0], [1], [2]]), { mergeAt: 1 })
    expect(interests.map(({ id, members }) => [id, members])).toEqual([
      ['0', [0, 2]],
      ['1', [1]],
    ])
  })

  it('merges into the older once the centroids are at ρ ≥ .6', () => {
    // 0° and 90°; then 46° joins 90° (44° off): centroid at 68°, cos .37. Then 40° joins 68° (28° off): centroid near 58.4°, cos .52.
    // Then 30° joins 58.4°, not 0° (28.4° against 30° off): centroid near 51.3°, cos .63 ≥ .6.
    const angles = [0, 90, 46, 40, 30]
    const acts: readonly Act[] = [[0], [1], [2], [3], [4]]
    expect(fold(angles, evidenceOf(acts.slice(0, 4))).interests.map(({ id }) => id)).toEqual(['0', '1'])
    expect(fold(angles, evidenceOf(acts)).interests.map(({ id, members }) => [id, members])).toEqual([['0', [0, 1, 2, 3, 4]]])
  })

  it('merges the closest pair when there would be too many', () => {
    // Neighbours round the circle are 84°, 96°, 85° and 95° apart, all below ρ = .2: the fourth is one too many, and 0°–84° are the closest.
    const { interests } = fold([0, 84, 180, 265], evidenceOf([[0], [1], [2], [3]]), { mostInterests: 3 })
    expect(interests.map(({ id, members }) => [id, members])).toEqual([
      ['0', [0, 1]],
      ['2', [2]],
      ['3', [3]],
    ])
  })

  it('holds still when an item is touched again, and is not moved by the clock', () => {
    const acts: readonly Act[] = [
      [0, 'view', 300],
      [1, 'like', 200],
      [2, 'like', 100],
    ]
    const before = fold([0, 90, 20], evidenceOf(acts))
    const after = fold([0, 90, 20], evidenceOf([...acts, [0, 'click', 0]]))
    expect(after.interests.map(({ id, members }) => [id, members])).toEqual(before.interests.map(({ id, members }) => [id, members]))
    expect([...after.items]).toEqual([1, 2, 0])
  })

  it('has the weighted mean of its items, and the shares of their weights', () => {
    // A day-old like and one of now: ω = ½ · 2^(−1/180) and 1 (nothing later). Signals .6 and 1 would weigh otherwise.
    const taste = fold(
      [0, 60, 150],
      evidenceOf([
        [2, 'save', 1440],
        [0, 'like', 1440],
        [1, 'like', 0],
      ]),
      { mergeAt: 1 },
    )
    const old = 0.5 * 2 ** (-1 / 180)
    const [save, like] = [0.6 * old, old]
    expect([...taste.weights]).toEqual([Math.fround(save), Math.fround(like), 1])
    expect(taste.mass).toBeCloseTo(save + like + 1, 6)
    expect(taste.interests.map(({ share }) => share)).toEqual([
      expect.closeTo(save / (save + like + 1), 6),
      expect.closeTo((like + 1) / (save + like + 1), 6),
    ])
    const [x, y] = [like + 0.5, Math.sqrt(0.75)]
    expect([...taste.interests[1]!.vector]).toEqual([expect.closeTo(x / Math.hypot(x, y), 6), expect.closeTo(y / Math.hypot(x, y), 6)])
  })

  it('leaves out items without a vector, which still weigh, and items the catalogue lacks', () => {
    const taste = fold([0, null], evidenceOf([[0], [1], ['gone'], [5]]))
    expect([...taste.items]).toEqual([0, 1, 5])
    expect([...taste.weights].every((weight) => weight > 0)).toBe(true)
    expect(taste.interests.map(({ members }) => members)).toEqual([[0]])
  })
})

describe('controls', () => {
  const angles = [0, 90, 5, 95]
  const acts: readonly Act[] = [[0], [1], [2], [3]]
  const gainsOf = (evidence: Evidence) => Object.fromEntries(fold(angles, evidence).interests.map(({ id, gain }) => [id, gain]))

  it('act on the interest of the founding item, the latest winning, within 0 … 2', () => {
    expect(gainsOf(evidenceOf(acts, { controls: [control(5, 0, 0), control(6, 0, 1.5), control(7, 1, 9)] }))).toEqual({ 0: 1.5, 1: 2 })
  })
  it('pass to the next-oldest item when the founder is taken back or disliked', () => {
    expect(gainsOf(evidenceOf(acts.slice(1), { controls: [control(5, 0, 0)] }))).toEqual({ 1: 1, 2: 0 })
    expect(gainsOf(evidenceOf([...acts, [0, 'dislike']], { controls: [control(5, 0, 0)] }))).toEqual({ 1: 1, 2: 0 })
  })
  it('do nothing for an item that is near no interest or unknown', () => {
    expect(gainsOf(evidenceOf([[0], [2]], { controls: [control(5, 1, 0), { seq: 6, interest: 'gone', gain: 0 }] }))).toEqual({ 0: 1 })
  })
  it('mute: no weight, no share, no vector', () => {
    const taste = fold(angles, evidenceOf(acts, { controls: [control(5, 0, 0)] }))
    expect(taste.interests.map(({ share }) => share)).toEqual([0, 1])
    expect([...taste.interests[0]!.vector]).toEqual([0, 0])
    expect([...taste.weights].map((weight) => weight > 0)).toEqual([false, true, false, true])
  })
})

describe('what else a taste says', () => {
  it('knows what was judged or seen, also outside the window, and not what was skipped', () => {
    const taste = fold([0, 10, 20, 30], evidenceOf([[0], [1, 'seen'], [2, 'skip'], [3]]), { window: 1 })
    expect([...taste.known]).toEqual([0, 1, 3])
    expect([...taste.items]).toEqual([3])
  })

  it('has a digest of what counts: not of numbers, ids and words of rules, nor of what was replaced', () => {
    const acts: readonly Act[] = [
      [0, 'like', 9],
      [1, 'rating', 5],
    ]
    const rule = (seq: number, id: string, kind: string) => ({
      seq,
      rule: { id, filter: { kind }, words: `word ${seq}`, from: 'chat' as const, setAt: seq },
    })
    const digestOf = (evidence: Evidence) => fold([0, 90], evidence).digest
    const base = evidenceOf(acts, { controls: [control(2, 1, 0), control(3, 0, 2)], rules: [rule(4, 'a', 'red')] })
    const same = {
      ...base,
      revision: 99,
      interactions: base.interactions.map((entry) => ({ ...entry, seq: entry.seq + 40 })),
      controls: [control(6, 0, 0), control(7, 1, 0), control(8, 0, 2)],
      rules: [rule(5, 'y', 'green'), rule(6, 'z', 'red')],
    }
    expect(digestOf(same)).toBe(digestOf(base))
    const others = [
      evidenceOf(acts),
      { ...base, interactions: [...base.interactions].reverse() },
      { ...base, interactions: base.interactions.slice(1) },
      { ...base, interactions: base.interactions.map((entry) => ({ ...entry, occurredAt: entry.occurredAt + 1 })) },
      { ...base, interactions: base.interactions.map((entry) => ({ ...entry, value: 4 })) },
      { ...base, controls: [control(3, 0, 1.5)] },
      { ...base, controls: [control(3, 1, 2)] },
      { ...base, rules: [rule(4, 'a', 'blue')] },
    ]
    expect(new Set([base, ...others].map(digestOf)).size).toBe(9)
  })

  it('holds until the session closes, a rule expires or the day ends', () => {
    const acts: readonly Act[] = [[0, 'like', 10]]
    const rule = { id: 'r', filter: { kind: 'red' }, words: 'tonight', from: 'chat' as const, setAt: 0, expiresAt: noon + 60_000 }
    expect(fold([0], evidenceOf(acts)).validUntil).toBe(noon + 20 * 60_000)
    expect(fold([0], evidenceOf(acts, { rules: [{ seq: 2, rule }] })).validUntil).toBe(noon + 60_000)
    expect(fold([0], evidenceOf(acts), {}, noon + 20 * 60_000).validUntil).toBe(20_001 * day)
  })

  it('is empty for a stranger', () => {
    expect(fold([0], emptyEvidence)).toMatchObject({ mass: 0, interests: [], rules: [], validUntil: 20_001 * day })
  })
})
