/** @file A made-up catalogue and log of any size, for benchmarks: clustered topics, words by a power law, always the same for a seed. */

import { type Dataset, datasetFromColumns } from '../src/data/dataset.ts'
import type { EncodableItem } from '../src/embeddings/encoder.ts'
import { createRandom } from '../src/math/random.ts'

const topics = 60
const vocabulary = 30_000

/** Items of about 60 words of text and 18 attribute words; each belongs to one of 60 topics, by its place, and borrows from a second. */
export function syntheticItems(count: number, seed = 1): EncodableItem[] {
  const random = createRandom(`items ${seed}`)
  /** Rank by a power law: density falling as 1 / rank. */
  const rank = (bound: number) => Math.min(bound - 1, Math.floor(bound ** random.next()) - 1)
  const wordOf = (topic: number) => (random.next() < 0.5 ? `w${rank(vocabulary)}` : `t${topic}x${rank(vocabulary / topics)}`)
  return Array.from({ length: count }, (_, item) => {
    const topic = item % topics
    const second = random.integer(topics)
    const words = (length: number) => Array.from({ length }, () => wordOf(random.next() < 0.75 ? topic : second)).join(' ')
    return {
      id: `item-${item}`,
      title: words(1 + random.integer(5)),
      text: words(40 + random.integer(40)),
      words: [
        `genre ${topic % 20}`,
        ...Array.from({ length: 12 }, () => `tag ${topic}-${rank(40)}`),
        ...Array.from({ length: 4 }, () => `person ${rank(count)}`),
        `country ${rank(40)}`,
      ],
    }
  })
}

/** Positive pairs: `people` persons with 20 to 60 items each, most of them from two topics by place. */
export function syntheticPairs(items: number, people: number, seed = 1): { users: Int32Array; items: Int32Array } {
  const random = createRandom(`pairs ${seed}`)
  const users: number[] = []
  const taken: number[] = []
  for (let user = 0; user < people; user++) {
    const tastes = [random.integer(topics), random.integer(topics)]
    const pairs = 20 + random.integer(40)
    for (let pair = 0; pair < pairs; pair++) {
      const nearTaste = Math.floor((items / topics) ** random.next()) * topics + tastes[random.integer(2)]!
      users.push(user)
      taken.push(random.next() < 0.8 ? nearTaste % items : random.integer(items))
    }
  }
  return { users: Int32Array.from(users), items: Int32Array.from(taken) }
}

/** Fewest and most items of a person, and the exponent of what lies between: P(more than n) = (fewest / n)^exponent, 37 on average. */
const fewestTaken = 10
const mostTaken = 1_000
const tail = 1.25
/** The item of rank r is drawn with weight 1 / (r + flat): the most popular one has about 0.3 % of the log. */
const flat = 50

/** Power-law log of so many interactions, no pair twice: people grow with it (one for every 37), items with its root (50,000 at ten million). */
export function powerLawLog(interactions: number, seed = 1): Dataset {
  const random = createRandom(`power law ${seed}`)
  const items = Math.max(2 * mostTaken, Math.round(50_000 * Math.sqrt(interactions / 1e7)))
  const user = new Int32Array(interactions)
  const item = new Int32Array(interactions)
  const lastTaker = new Int32Array(items).fill(-1)
  let people = 0
  for (let at = 0; at < interactions; people++) {
    const wanted = Math.floor(fewestTaken * (1 - random.next()) ** (-1 / tail))
    const end = Math.min(interactions, at + Math.min(mostTaken, wanted))
    while (at < end) {
      const rank = Math.min(items - 1, Math.floor(flat * ((1 + items / flat) ** random.next() - 1)))
      if (lastTaker[rank] === people) continue
      lastTaker[rank] = people
      user[at] = people
      item[at++] = rank
    }
  }
  const ids = (count: number) => Array.from({ length: count }, (_, at) => String(at))
  return datasetFromColumns({ user, item }, { name: `power law of ${interactions}`, users: ids(people), items: ids(items) })
}
