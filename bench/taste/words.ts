/** @file WORDS×TASTE: does taste still help once a person has said what they want? movielens-latest-small with tmdb-5000 plots, prequential.
 *
 * At each drawn moment one liked film j is the target, and j alone gives the words, at three levels: a genre (a filter, as the grammar makes of it); genre
 * and decade (a filter); one keyword that 5 to 200 films bear (soft text: keywords are withheld from the catalogue, so plots and titles must tell).
 * Words → taste: the blend orders what the words leave open. Words → popularity: the prior does. Taste: no words. NDCG@10 of j, macro by user.
 *
 * Usage: node bench/taste/words.ts [--from 0.5] [--until 1] [--per-user 4] [--config JSON]      (--config is laid over that of the blend)
 */

import { parseArgs } from 'node:util'
import type { Item } from '../../src/data/item.ts'
import { bootstrap, difference, type Interval, meanOf } from '../../src/evaluation/bootstrap.ts'
import { byUser, type Moment, type Prediction, type Question, replay } from '../../src/evaluation/replay.ts'
import { hash32 } from '../../src/math/random.ts'
import { momentsBetween } from './moments.ts'
import { hasMovies, loadMovies } from './movies.ts'
import { openRanking, rankings } from './rankings.ts'

const { values } = parseArgs({
  options: {
    from: { type: 'string', default: '0.5' },
    until: { type: 'string', default: '1' },
    'per-user': { type: 'string', default: '4' },
    config: { type: 'string', default: '{}' },
  },
})
if (!hasMovies) {
  console.log('skipped: movielens-latest-small and tmdb-5000 are not in the folder of data sets (set PENCHANT_DATA)')
  process.exit(0)
}
const { items, events, keywords } = await loadMovies({ withKeywords: false })
const itemOf = new Map(items.map((item) => [item.id, item]))
const frequency = new Map<string, number>()
for (const words of keywords.values()) for (const word of words) frequency.set(word, (frequency.get(word) ?? 0) + 1)
const telling = (id: string) =>
  (keywords.get(id) ?? []).filter((word) => (frequency.get(word) ?? 0) >= 5 && (frequency.get(word) ?? 0) <= 200)
const sample = { from: Number(values.from), until: Number(values.until), perUser: Number(values['per-user']) }

/** A film's words at each level; undefined where it has not all of them. */
function questionsOf({ id, attributes: { genres, year } }: Item, user: string, draw: number): readonly Question[] {
  const pick = <T>(from: readonly T[]) => from[draw % from.length] as T
  const words = telling(id)
  if (!Array.isArray(genres) || genres.length === 0 || typeof year !== 'number' || words.length === 0) return []
  const decade = Math.floor(year / 10) * 10
  const genre = { genres: pick(genres as readonly string[]) }
  const page = { user, k: 10, diversity: 0 }
  const targets = new Set([id])
  return [
    { name: 'no words', request: page, targets },
    { name: 'genre', request: { ...page, filter: genre }, targets },
    { name: 'genre and decade', request: { ...page, filter: { ...genre, year: { gte: decade, lt: decade + 10 } } }, targets },
    { name: 'keyword', request: { ...page, text: pick(words) }, targets },
  ]
}

const withWords = events.map((event) => ({ ...event, relevant: event.relevant && telling(event.interaction.item).length > 0 }))
const isDrawn = momentsBetween(withWords, sample)
const questions = (moment: Moment): readonly Question[] => {
  if (!isDrawn(moment)) return []
  const draw = hash32(`${moment.user} ${moment.at}`)
  const liked = moment.events.filter(({ relevant }) => relevant)
  const target = itemOf.get(liked[draw % liked.length]?.interaction.item ?? '')
  return target === undefined ? [] : questionsOf(target, moment.user, draw)
}

const runs: (readonly Prediction[])[] = []
for (const config of [JSON.parse(values.config), rankings.popularity ?? {}]) {
  const { penchant, setNow } = await openRanking(items, config)
  runs.push(await replay(penchant, withWords, { setNow, questions, until: sample.until, refit: () => penchant.train(), refitEvery: 0.1 }))
  await penchant.close()
}

const show = ({ value, low, high }: Interval) => `${value.toFixed(4)} [${low.toFixed(4)}, ${high.toFixed(4)}]`
const [taste = [], popularity = []] = runs
console.log(
  `WORDS×TASTE, movielens-latest-small + tmdb-5000, predicted between ${sample.from * 100} and ${sample.until * 100} % of the log, at most ${sample.perUser} ` +
    `moments a user: ${taste.length / 4} targets of ${new Set(taste.map(({ user }) => user)).size} users; NDCG@10 macro by user, 95 % bootstrap by user`,
)
for (const level of ['no words', 'genre', 'genre and decade', 'keyword']) {
  const [personal, popular] = [taste, popularity].map((all) => [...byUser(all.filter(({ name }) => name === level)).values()]) as [
    number[],
    number[],
  ]
  console.log(
    `${level.padEnd(17)} words → taste ${show(bootstrap([personal], meanOf))}   words → popularity ${show(bootstrap([popular], meanOf))}   ` +
      `difference ${show(bootstrap([personal, popular], difference))}`,
  )
}
