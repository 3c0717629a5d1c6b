/** @file Why an item is in a slate: the largest part of its score, as data and as a sentence in which only titles of the catalogue are named. */

import type { Reason } from '../data/slate.ts'
import { isNewToModel } from '../pipeline/model-scores.ts'
import { speaksForMany } from '../pipeline/prior.ts'
import type { RetrievalQuery } from '../pipeline/source.ts'
import type { Ranked } from '../ranking/rank.ts'

/** Builds the reason of one ranked item of a request. @param topicName names the topic of an item by the words that its items share. */
export function reasonOf(
  ranked: Ranked,
  { snapshot, seeds, companions, text }: RetrievalQuery,
  topicName: (item: number) => string,
): Reason {
  const { items } = snapshot
  if (ranked.sources[0]?.name === 'explore') return { kind: 'explore', text: `Something new to you: ${topicName(ranked.item)}` }
  if (ranked.sources[0]?.name === 'random') return { kind: 'explore', text: 'Drawn by chance from the whole catalogue' }
  if (companions !== undefined) {
    const counts = seeds.map((index) => snapshot.bought.both(index, ranked.item))
    const examples = seeds.flatMap((index, place) => (counts[place]! > 0 ? (items[index] ?? []) : []))
    const orders = Math.max(...counts)
    const titles = listOf(examples.slice(0, 2).map(({ title }) => title))
    return {
      kind: 'bought',
      because: examples.map(({ id }) => id),
      text: `Bought together with ${titles} in ${orders === 1 ? 'one order' : `${orders} orders`}`,
    }
  }
  const present = ranked.because.flatMap((index) => items[index] ?? [])
  const because = present.map(({ id }) => id)
  const titles = listOf(present.slice(0, 2).map(({ title }) => title))
  const { contributions, leading, features } = ranked
  if (leading === 'seeds' && seeds.length > 0) {
    const examples = seeds.flatMap((index) => items[index] ?? [])
    return {
      kind: 'similar',
      because: examples.map(({ id }) => id),
      text: `Like ${listOf(examples.slice(0, 2).map(({ title }) => title))}`,
    }
  }
  if ((leading === 'meaning' || leading === 'terms') && contributions[leading] > 0)
    return { kind: 'words', text: `Close to “${shortened(text)}”` }
  if (contributions.boost > Math.max(0, contributions[leading])) return { kind: 'rule', text: 'What you asked for' }
  // What a model says of an item by its content alone is no word of other people.
  const byContent = isNewToModel(snapshot, ranked.item) ? contributions.trained : 0
  const others = contributions.together + contributions.trained - byContent
  const content = contributions.content + byContent
  const taste = content + others
  if (present.length > 0 && taste > 0 && taste >= contributions.prior) {
    return others > content
      ? { kind: 'together', because, text: `People who liked ${titles} also liked this` }
      : { kind: 'taste', because, text: `Because you liked ${titles}` }
  }
  if (ranked.sources.some(({ name }) => name === 'fresh')) return { kind: 'fresh', text: 'New here' }
  if (present.length > 0 && features.content > 0.5) return { kind: 'taste', because, text: `Because you liked ${titles}` }
  if (speaksForMany(snapshot)) return { kind: 'popular', text: 'Liked by many' }
  if (items[ranked.item]?.prior !== undefined) return { kind: 'editorial', text: 'A favourite of the editors' }
  return { kind: 'fresh', text: 'From the catalogue: few people have judged anything here yet' }
}

function listOf(titles: readonly string[]): string {
  return titles.length < 2 ? (titles[0] ?? '') : `${titles.slice(0, -1).join(', ')} and ${titles.at(-1)}`
}

function shortened(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 59).trimEnd()}…`
}
