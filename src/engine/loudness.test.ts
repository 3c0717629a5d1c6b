import { expect, it } from 'vitest'
import { type Evidence, emptyEvidence } from '../data/evidence.ts'
import type { InteractionType } from '../data/interaction.ts'
import { defaultTasteConfig } from '../profile/config.ts'
import { createLoudness } from './loudness.ts'

const evidence = (...types: readonly (InteractionType | number)[]): Evidence => ({
  ...emptyEvidence,
  interactions: types.map((type, seq) => ({
    ...{ seq, item: `i${seq}`, occurredAt: seq },
    ...(typeof type === 'number' ? { type: 'rating' as const, value: type } : { type }),
  })),
})
const of = (count: number, ...types: readonly (InteractionType | number)[]) => Array.from({ length: count }, () => evidence(...types))
const unitOf = (people: readonly Evidence[]) => {
  const loudness = createLoudness(defaultTasteConfig)
  for (const [user, one] of people.entries()) loudness.committed(`p${user}`, one)
  return loudness.unit
}

it('is the worth of the strongest thing that most people say', () => {
  expect(unitOf(of(30, 'view', 'click', 'click'))).toBe(0.2)
  expect(unitOf(of(30, 'view', 'skip'))).toBe(0.05)
  expect(unitOf(of(30, 'view', 'like'))).toBe(1)
  expect(unitOf(of(30, 2, 4))).toBe(0.5)
  // Half of them like something: that is what people do here. A few do not make it so.
  expect(unitOf([...of(15, 'view'), ...of(16, 'like')])).toBe(1)
  expect(unitOf([...of(16, 'view'), ...of(15, 'like')])).toBe(0.05)
})

it('is that of likes while few have acted; who only dislikes or skips says nothing of it', () => {
  expect(unitOf(of(19, 'view'))).toBe(1)
  expect(unitOf([...of(19, 'view'), ...of(30, 'dislike', 'skip')])).toBe(1)
  expect(unitOf([...of(20, 'view'), ...of(30, 'dislike', 'skip')])).toBe(0.05)
})

it('is as before once an act is taken back, or a person is erased', () => {
  const loudness = createLoudness(defaultTasteConfig)
  for (let user = 0; user < 20; user++) loudness.committed(`p${user}`, evidence('click'))
  for (let user = 0; user < 20; user++) loudness.committed(`p${user}`, evidence('click', 'like'))
  expect(loudness.unit).toBe(1)
  for (let user = 0; user < 11; user++) loudness.committed(`p${user}`, evidence('click'))
  expect(loudness.unit).toBe(0.2)
  loudness.erased('p0')
  loudness.erased('nobody')
  expect(loudness.unit).toBe(1)
})
