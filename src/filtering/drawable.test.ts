import { expect, it } from 'vitest'
import type { Item } from '../data/item.ts'
import { queryOf, snapshotOf, tasteOf } from '../testing/source.ts'
import { drawable } from './drawable.ts'

/** Five directions in the plane, 0° to 80°, and one without a vector; ρ is the cosine. */
const rows = [0, 20, 40, 60, 80].map((degrees) => [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)])
const items: readonly Item[] = [...rows, []].map((_, at) => ({ id: `i${at}`, title: 'T', attributes: {} }))
const snapshot = snapshotOf({ items, vectors: [...rows, [0, 0]] })
const liked = tasteOf(snapshot, [{ item: 0, weight: 1 }], [[0]])
const query = queryOf(snapshot, { taste: liked, eligible: Uint8Array.of(0, 1, 1, 1, 0, 1) })

it('is the very mask of what may be shown while nothing is muted', () => expect(drawable(query, 0.2)).toBe(query.eligible))

it('leaves out what would belong to a muted interest', () => {
  const muted = { ...liked, interests: liked.interests.map((interest) => ({ ...interest, gain: 0, vector: new Float32Array(2) })) }
  // cos 20° = .94, cos 40° = .77, cos 60° = .5. The item without a vector belongs to nothing.
  expect([...drawable({ ...query, taste: muted }, 0.6)]).toEqual([0, 0, 0, 1, 0, 1])
  expect([...drawable({ ...query, taste: muted }, 0.45)]).toEqual([0, 0, 0, 0, 0, 1])
  expect([...query.eligible]).toEqual([0, 1, 1, 1, 0, 1])
})
