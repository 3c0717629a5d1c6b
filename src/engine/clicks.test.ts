import { expect, it } from 'vitest'
import type { InteractionType } from '../data/interaction.ts'
import { createRandom } from '../math/random.ts'
import { createPenchant } from './create-penchant.ts'

const minute = 60_000
const shelves = 4
const items = Array.from({ length: shelves * 12 }, (_, n) => ({
  id: `${n % shelves}-${Math.floor(n / shelves)}`,
  title: `Thing ${n}`,
  attributes: {},
}))

/** 80 people, eight acts each, seven in eight from one of four shelves, of which the first has two people in three: one act tells the shelf. */
function sittings() {
  const random = createRandom('clicks')
  return Array.from({ length: 80 }, (_, person) => {
    const shelf = random.next() < 2 / 3 ? 0 : 1 + random.integer(shelves - 1)
    const own = random.shuffle(Array.from({ length: 12 }, (_, n) => `${shelf}-${n}`)).slice(0, 7)
    return { user: `p${person}`, ids: [...own, `${random.integer(shelves)}-${random.integer(12)}`] }
  })
}

/** What somebody new is shown after one act on the last shelf, where all acts are of this type. */
async function pageOf(type: InteractionType) {
  let now = Date.UTC(2026, 0, 5)
  const penchant = await createPenchant({
    items,
    clock: { now: () => now, elapsed: () => 0 },
    config: {
      ...{ groupCommitMs: 0, retrainAt: 'never', lsa: { embeddingSize: 8 }, rank: { togetherShare: 1, togetherPeople: 1e-9 } },
      // So that all types leave the lists alike.
      taste: { knownBy: [type] },
    },
  })
  for (const { user, ids } of sittings()) {
    now += 20 * minute
    await penchant.trackAll(
      user,
      ids.map((item) => ({ item, type })),
    )
  }
  await penchant.track('new', { item: '3-0', type })
  const { items: shown } = await penchant.recommend({ user: 'new', k: 8, diversity: 0 })
  await penchant.close()
  return shown.map(({ item }) => item.id)
}

it('one click tells the shelf where people only click, one view where they only view, as a like does where they like', async () => {
  const liked = await pageOf('like')
  expect(liked.map((id) => id[0])).toEqual(Array(8).fill('3'))
  expect(await pageOf('click')).toEqual(liked)
  expect(await pageOf('view')).toEqual(liked)
})
