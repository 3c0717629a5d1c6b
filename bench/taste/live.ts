/** @file LIVE: prequential replay of movielens-latest-small with tmdb-5000 plots through `track`, several rankings on the same moments.
 *
 * Usage: node bench/taste/live.ts [--rankings blend,taste,together,popularity,all-time] [--lag 0,1] [--shuffled] [--from 0.2] [--until 1] [--per-user 8] [--refit 0.1] [--config JSON]
 * --lag in hours; --from, --until: shares of the log between which is predicted; --per-user: moments of a user that are asked at most (all are learnt from);
 * --config: of `blend`; of `fixed`, whose weights are not learnt; and of `learning` and `as-fitted`, the same with a model that learns at every like, or at each training alone.
 */

import { parseArgs } from 'node:util'
import { bootstrap, difference, type Interval, meanOf, ratio } from '../../src/evaluation/bootstrap.ts'
import { byUser, type Prediction, plainQuestion, priorBuckets, replay, shuffledInSessions } from '../../src/evaluation/replay.ts'
import type { Recommender } from '../../src/pipeline/recommender.ts'
import { allTimePopularity } from './all-time-popularity.ts'
import { momentsBetween } from './moments.ts'
import { hasMovies, loadMovies } from './movies.ts'
import { configurable, openRanking, rankings } from './rankings.ts'

const { values } = parseArgs({
  options: {
    rankings: { type: 'string', default: 'blend,taste,together,popularity,all-time' },
    lag: { type: 'string', default: '0' },
    shuffled: { type: 'boolean', default: false },
    from: { type: 'string', default: '0.2' },
    until: { type: 'string', default: '1' },
    'per-user': { type: 'string', default: '8' },
    refit: { type: 'string', default: '0.1' },
    config: { type: 'string', default: '{}' },
  },
})
if (!hasMovies) {
  console.log('skipped: movielens-latest-small and tmdb-5000 are not in the folder of data sets (set PENCHANT_DATA)')
  process.exit(0)
}
const { items, events: asRated } = await loadMovies()
const events = values.shuffled ? shuffledInSessions(asRated, 'live') : asRated
const sample = { from: Number(values.from), until: Number(values.until), perUser: Number(values['per-user']) }
const isDrawn = momentsBetween(events, sample)

async function run(name: string, lagHours: number): Promise<readonly Prediction[]> {
  const began = performance.now()
  const allTime = name === 'all-time' ? allTimePopularity(items) : undefined
  const engine =
    allTime ?? (await openRanking(items, { ...rankings[name], ...(configurable.includes(name) ? JSON.parse(values.config) : {}) }))
  const recommender: Recommender = 'penchant' in engine ? engine.penchant : engine.recommender
  const predictions = await replay(recommender, events, {
    setNow: engine.setNow,
    until: sample.until,
    lagMilliseconds: lagHours * 3_600_000,
    questions: (moment) => (isDrawn(moment) ? plainQuestion(moment) : []),
    ...('penchant' in engine && { refit: () => engine.penchant.train(), refitEvery: Number(values.refit) }),
  })
  if ('penchant' in engine) await engine.penchant.close()
  console.error(`${name}, lag ${lagHours} h: ${predictions.length} predictions, ${((performance.now() - began) / 1000).toFixed(0)} s`)
  return predictions
}

const show = ({ value, low, high }: Interval) => `${value.toFixed(4)} [${low.toFixed(4)}, ${high.toFixed(4)}]`
const lags = values.lag.split(',').map(Number)
const names = values.rankings.split(',')
const runs: { readonly label: string; readonly predictions: readonly Prediction[] }[] = []
for (const lag of lags)
  for (const name of names) runs.push({ label: lags.length > 1 ? `${name}, lag ${lag} h` : name, predictions: await run(name, lag) })

const shape = runs[0]?.predictions ?? []
console.log(
  `LIVE, movielens-latest-small + tmdb-5000${values.shuffled ? ', order shuffled inside sessions' : ''}; ${items.length} items, ${events.length} events, ` +
    `predicted between ${sample.from * 100} and ${sample.until * 100} % of them, at most ${sample.perUser} moments a user: ${shape.length} moments of ${new Set(shape.map(({ user }) => user)).size} users; ` +
    `retrained every ${Number(values.refit) * 100} %; NDCG@10 macro by user, 95 % bootstrap by user`,
)
const bucketOf = (prior: number) => priorBuckets.findLastIndex((least) => prior >= least)
for (const { label, predictions } of runs) {
  const buckets = priorBuckets.map((_, bucket) => {
    const users = [...byUser(predictions.filter(({ prior }) => bucketOf(prior) === bucket)).values()]
    return users.length === 0 ? '     –' : (users.reduce((sum, value) => sum + value, 0) / users.length).toFixed(4)
  })
  const all = [...byUser(predictions).values()]
  console.log(
    `${label.padEnd(22)} ${show(bootstrap([all], meanOf))}   by prior events 0: ${buckets[0]}  1-2: ${buckets[1]}  3-9: ${buckets[2]}  10-49: ${buckets[3]}  50+: ${buckets[4]}`,
  )
}
const first = runs[0]
for (const other of runs.slice(1)) {
  if (!first) break
  const pair = [byUser(first.predictions), byUser(other.predictions)].map((users) => [...users.values()])
  console.log(`${first.label} − ${other.label}: ${show(bootstrap(pair, difference))}   ratio ${show(bootstrap(pair, ratio))}`)
}
