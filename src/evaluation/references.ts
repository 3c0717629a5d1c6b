/** @file What any model must beat where items are cold: chance, and how popular the words of an item's attributes are among the items people know. */

import type { Dataset } from '../data/dataset.ts'
import { createRandom } from '../math/random.ts'
import { chosenScores } from '../models/model.ts'
import { attributeWords } from './attribute-words.ts'
import { peopleByItem } from './popularity.ts'
import type { Scorer } from './scoring.ts'

/** One order drawn for each query: equal for equal histories and seeds. */
export function randomReference({ items }: Dataset, seed: number | string): Scorer {
  return {
    items: items.length,
    score({ user = -1, history }, chosen) {
      const random = createRandom(`${seed} ${user} ${history.items.join(' ')}`)
      return chosenScores(
        Float32Array.from(items, () => random.next()),
        chosen,
      )
    },
  }
}

/** Mean over an item's words of the people a known item with that word has on average; the same for everybody. NaN for an item without such words. */
export function attributePopularityReference(train: Dataset): Scorer {
  const people = peopleByItem(train)
  const words = (train.itemAttributes ?? train.items.map(() => ({}))).map(attributeWords)
  const totals = new Map<string, { people: number; items: number }>()
  for (const [item, own] of words.entries()) {
    if (people[item] === 0) continue
    for (const word of own) {
      const total = totals.get(word) ?? { people: 0, items: 0 }
      total.people += people[item]!
      total.items++
      totals.set(word, total)
    }
  }
  const scores = Float32Array.from(words, (own) => {
    const means = [...own].flatMap((word) => totals.get(word) ?? []).map((total) => total.people / total.items)
    return means.reduce((sum, mean) => sum + mean, 0) / (means.length || Number.NaN)
  })
  return { items: scores.length, score: (_, chosen) => chosenScores(scores, chosen) }
}
