/** @file Taste as a newcomer meets it, on the bundled films: the golden requests and like-sets, what a like and a dislike move, and that undo is exact. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { baselines, goldenNow, likeSetOutcome, likeSets, openGolden, requestOutcome, tasteRequests } from '../../bench/taste/golden-sets.ts'
import type { Item } from '../../src/data/item.ts'
import type { Penchant } from '../../src/engine/penchant.ts'
import { createRandom } from '../../src/math/random.ts'

let penchant: Penchant
let items: readonly Item[]
beforeAll(async () => {
  ;({ penchant, items } = await openGolden())
}, 120_000)
afterAll(() => penchant.close())

describe('golden newcomers', () => {
  it('are served by their words: nothing they ruled out, and what they asked for in nine of ten', { timeout: 120_000 }, async () => {
    const requests = tasteRequests()
    const outcomes = []
    for (const request of requests) outcomes.push(await requestOutcome(penchant, request))
    expect(outcomes.filter(({ broken }) => broken.length > 0)).toEqual([])
    expect(outcomes.filter(({ success }) => success).length).toBeGreaterThanOrEqual(0.9 * requests.length)
    const asked = requests.map(({ id, must, good }) => ({ id, must, good: [good], known: [] }))
    const { random, prior } = baselines(items, asked)
    expect(Math.max(random, prior)).toBeLessThan(0.5)
  })

  it('are served by their likes in nine of ten', { timeout: 120_000 }, async () => {
    const sets = likeSets()
    const outcomes = []
    for (const set of sets) outcomes.push(await likeSetOutcome(penchant, set))
    expect(outcomes.filter(({ success }) => !success).map(({ id }) => id).length).toBeLessThanOrEqual(4)
    const { random, prior } = baselines(
      items,
      sets.map(({ id, like, dislike = [], good }) => ({ id, good, known: [...like, ...dislike] })),
    )
    expect(Math.max(random, prior)).toBeLessThan(0.2)
  })
})

describe('a like', () => {
  const triples = [
    ['alien-1979', 'the-matrix-1999', 'interstellar-2014'],
    ['star-wars-1977', 'back-to-the-future-1985', 'the-martian-2015'],
    ['blade-runner-1982', 'arrival-2016', 'ex-machina-2014'],
    ['2001-a-space-odyssey-1968', 'solaris-1972', 'moon-2009'],
  ]
  const share = (shown: readonly { readonly item: Item }[]) =>
    shown.filter(({ item }) => (item.attributes.genres as readonly string[]).includes('science fiction')).length / shown.length

  it.each(triples)('of three of a kind raises the kind to most of the page and never to all of it: %s, %s, %s', async (...triple) => {
    const before = await penchant.recommend({ user: 'kind', k: 10 })
    for (const item of triple) await penchant.track('kind', { item, type: 'like' })
    const after = await penchant.recommend({ user: 'kind', k: 10 })
    await penchant.forget('kind')
    expect(share(before.items)).toBeLessThanOrEqual(0.3)
    expect(share(after.items)).toBeGreaterThanOrEqual(0.6)
    expect(share(after.items)).toBeLessThan(1)
  })

  it('of any three of a kind leaves room for others (100 trios)', { timeout: 60_000 }, async () => {
    const kind = items.filter(({ attributes }) => (attributes.genres as readonly string[])[0] === 'science fiction')
    const random = createRandom('trios')
    for (let trio = 0; trio < 100; trio++) {
      const liked = random.shuffle([...kind]).slice(0, 3)
      for (const { id } of liked) await penchant.track('kind', { item: id, type: 'like' })
      const { items: shown } = await penchant.recommend({ user: 'kind', k: 10 })
      await penchant.forget('kind')
      expect(share(shown), liked.map(({ id }) => id).join(' ')).toBeLessThan(1)
    }
  })
})

describe('a dislike', () => {
  let whole: Penchant
  beforeAll(async () => {
    ;({ penchant: whole } = await openGolden({ candidates: 1_000, rank: { asked: { open: 0 } } }))
  }, 120_000)
  afterAll(() => whole.close())

  /** The rank of every item, from 1. */
  const ranks = async (user: string): Promise<ReadonlyMap<string, number>> => {
    const order: string[] = []
    for (let after: string | undefined; ; ) {
      const slate = await whole.recommend({ user, k: 100, diversity: 0, ...(after !== undefined && { after }) })
      if (slate.items.length === 0) return new Map(order.map((id, place) => [id, place + 1]))
      order.push(...slate.items.map(({ item }) => item.id))
      after = slate.slateId
    }
  }
  const nearest = async (id: string, k: number) => (await whole.similar(id, { k })).items.map(({ item }) => item.id)
  const mean = (of: ReadonlyMap<string, number>, ids: readonly string[]) =>
    ids.reduce((sum, id) => sum + (of.get(id) ?? Number.NaN), 0) / ids.length

  const tastes = [
    ['the-matrix-1999', 'blade-runner-1982', 'ex-machina-2014', 'notting-hill-1999', 'pretty-woman-1990', 'when-harry-met-sally-1989'],
    ['the-shining-1980', 'halloween-1978', 'the-exorcist-1973', 'toy-story-1995', 'ratatouille-2007', 'finding-nemo-2003'],
    ['the-searchers-1956', 'high-noon-1952', 'unforgiven-1992', 'singin-in-the-rain-1952', 'top-hat-1935', 'my-fair-lady-1964'],
    ['platoon-1986', 'paths-of-glory-1957', 'saving-private-ryan-1998', 'some-like-it-hot-1959', 'duck-soup-1933', 'the-lady-eve-1941'],
  ]

  it.each(tastes)(
    'of one shown doubles the mean rank of its twenty neighbours; what is like the other likes stays: %s, …, %s, …',
    async (...liked) => {
      for (const item of liked) await whole.track('picky', { item, type: 'like' })
      const { items: shown } = await whole.recommend({ user: 'picky', k: 10 })
      const nearFirst = await nearest(liked[0] as string, 100)
      // The first on the page that is not of the first kind.
      const disliked = shown.find(({ item }) => !nearFirst.includes(item.id))?.item.id as string
      const fallen = (await nearest(disliked, 20)).filter((id) => !liked.includes(id))
      const siblings = nearFirst.slice(0, 20).filter((id) => !liked.includes(id) && !fallen.includes(id))
      const before = await ranks('picky')
      await whole.track('picky', { item: disliked, type: 'dislike' })
      const after = await ranks('picky')
      await whole.forget('picky')
      expect(mean(after, fallen), disliked).toBeGreaterThanOrEqual(2 * mean(before, fallen))
      expect(mean(after, siblings), disliked).toBeLessThanOrEqual(mean(before, siblings))
    },
  )
})

describe('undo', () => {
  const sequences = 200
  const types = ['like', 'dislike', 'rating', 'seen', 'rule', 'control'] as const

  type Step = {
    readonly type: (typeof types)[number]
    readonly item: string
    readonly value: number
    readonly at: number
    readonly pick: number
  }
  /** Resolves with what takes the step back, undefined where there is no interest to control. */
  const act = async (user: string, { type, item, value, at, pick }: Step, rules: readonly object[]) => {
    if (type === 'rule') {
      const rule = await penchant.setRule(user, {
        filter: rules[pick % rules.length] as never,
        words: `rule ${pick}`,
        ...(pick % 2 === 0 && { boost: 2 }),
      })
      return async () => {
        // A rule that a later one stands in for is not in force: it stays, and comes back with the later one gone.
        const { rules: inForce } = await penchant.profile(user)
        if (!inForce.some(({ id }) => id === rule.id)) return false
        await penchant.removeRule(user, rule.id)
        return true
      }
    }
    if (type === 'control') {
      const { interests } = await penchant.profile(user)
      const interest = interests.find(({ items: members }) => members.some(({ id }) => id === item))
      if (interest === undefined) return undefined
      const { seq } = await penchant.setInterest(user, interest.id, value / 2.5)
      return async () => (await penchant.undo(user, seq)) && true
    }
    const { seq } = await penchant.track(user, { item, type, occurredAt: at, ...(type === 'rating' && { value }) })
    return async () => (await penchant.undo(user, seq)) && true
  }
  const page = async (user: string) => {
    const { items: shown, tier } = await penchant.recommend({ user, k: 10 })
    return JSON.stringify([tier, shown])
  }
  const rules = [
    { year: { gte: 1990 } },
    { not: { genres: 'horror' } },
    { genres: 'comedy' },
    { runtime: { lt: 120 } },
    { languages: 'French' },
  ]

  it(`of any of many operations, in any order, leaves the page as if they had never been, to the byte (${sequences} sequences)`, {
    timeout: 300_000,
  }, async () => {
    let compared = 0
    let changed = 0
    for (let seed = 0; compared < sequences; seed++) {
      const random = createRandom(`undo ${seed}`)
      // Few items, so that several acts fall on one; times apart, so that sessions differ.
      const near = Array.from({ length: 6 }, () => (items[random.integer(items.length)] as Item).id)
      const steps = Array.from(
        { length: 3 + random.integer(8) },
        (_, place): Step => ({
          type: types[random.integer(types.length)] as Step['type'],
          item: near[random.integer(near.length)] as string,
          value: 1 + random.integer(5),
          at: goldenNow - (12 - place) * random.integer(40) * 60_000,
          pick: random.integer(100),
        }),
      )
      const gone = steps.map(() => random.next() < 0.5)

      const back: (() => Promise<boolean>)[] = []
      const undone: boolean[] = steps.map(() => false)
      const undoLater = async (all: boolean) => {
        const open = random.shuffle([...back.keys()].filter((place) => gone[place] && !undone[place] && back[place]))
        for (const place of all ? open : open.slice(0, Number(random.next() < 0.3))) {
          undone[place] = (await back[place]?.()) === true
        }
      }
      for (const [place, step] of steps.entries()) {
        const undo = await act('u', step, rules)
        if (undo) back[place] = undo
        await undoLater(false)
      }
      const full = await page('u')
      await undoLater(true)
      const after = await page('u')
      await penchant.forget('u')

      let skipped = false
      for (const [place, step] of steps.entries()) if (!undone[place] && back[place] && !(await act('u', step, rules))) skipped = true
      const never = await page('u')
      await penchant.forget('u')
      // A control needs its interest to be there: where it is not without the undone steps, the two runs cannot state the same.
      if (skipped) continue
      expect(after, `sequence ${seed}`).toBe(never)
      compared++
      changed += Number(full !== never)
    }
    // The undone steps had mattered in many sequences.
    expect(changed).toBeGreaterThan(sequences / 3)
  })
})
