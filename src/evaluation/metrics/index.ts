/** @file The metrics by name: 'NDCG@10', 'MRR', 'RMSE' … in any case. */

import type { Dataset } from '../../data/dataset.ts'
import { PenchantError } from '../../errors.ts'
import { peopleByItem } from '../popularity.ts'
import type { RankedTargets } from '../ranked-targets.ts'
import { auc } from './auc.ts'
import { binnedErrors, calibrationError } from './calibration-error.ts'
import { coverage } from './coverage.ts'
import { gini } from './gini.ts'
import { hitRate } from './hit-rate.ts'
import { intraListDiversity, similarityOf } from './intra-list-diversity.ts'
import { logLoss, surprises } from './log-loss.ts'
import { absoluteErrors, mae } from './mae.ts'
import { map } from './map.ts'
import type { CatalogueMetric, ListMetric, Metric, RatingMetric } from './metric.ts'
import { mrr } from './mrr.ts'
import { ndcg } from './ndcg.ts'
import { novelty } from './novelty.ts'
import { popularities, popularityLift } from './popularity-lift.ts'
import { precision } from './precision.ts'
import { recall } from './recall.ts'
import { rmse, squaredErrors } from './rmse.ts'
import { expectedItems, serendipity } from './serendipity.ts'

type Family = {
  readonly name: string
  readonly cutoff: 'required' | 'optional' | 'none'
  readonly make: (label: string, k: number | undefined) => Metric
}

const mean = ([value = Number.NaN]: readonly number[]) => value

const ranking = (name: string, cutoff: Family['cutoff'], of: (ranked: RankedTargets, k: number) => number): Family => ({
  name,
  cutoff,
  make: (label, k) => ({
    label,
    better: 'higher',
    cutoff: k,
    reads: 'ranking',
    combine: mean,
    of: (ranked) => of(ranked, k ?? Number.POSITIVE_INFINITY),
  }),
})

const rating = (name: string, of: RatingMetric['of'], combine: RatingMetric['combine']): Family => ({
  name,
  cutoff: 'none',
  make: (label) => ({ label, better: 'lower', cutoff: undefined, reads: 'ratings', of, combine }),
})

const list = (
  name: string,
  better: Metric['better'],
  prepare: (train: Dataset, k: number) => ReturnType<ListMetric['prepare']>,
  combine: ListMetric['combine'] = mean,
): Family => ({
  name,
  cutoff: 'required',
  make: (label, k = 0) => ({ label, better, cutoff: k, reads: 'list', combine, prepare: (train) => prepare(train, k) }),
})

const catalogue = (name: string, better: Metric['better'], of: CatalogueMetric['of']): Family => ({
  name,
  cutoff: 'required',
  make: (label, k = 0) => ({ label, better, cutoff: k, reads: 'lists', of }),
})

const families: readonly Family[] = [
  ranking('NDCG', 'required', ndcg),
  ranking('Recall', 'required', recall),
  ranking('HitRate', 'required', hitRate),
  ranking('Precision', 'required', precision),
  ranking('MRR', 'optional', mrr),
  ranking('MAP', 'optional', map),
  ranking('AUC', 'none', auc),
  rating('RMSE', squaredErrors, rmse),
  rating('MAE', absoluteErrors, mae),
  rating('LogLoss', surprises, logLoss),
  rating('CalibrationError', binnedErrors, calibrationError),
  catalogue('Coverage', 'higher', coverage),
  catalogue('Gini', 'lower', gini),
  list('Novelty', 'neither', (train) => {
    const people = peopleByItem(train)
    return (items) => [novelty(items, people, train.users.length)]
  }),
  list('Diversity', 'neither', (train) => {
    const similarity = similarityOf(train)
    return (items) => [intraListDiversity(items, similarity)]
  }),
  list('Serendipity', 'higher', (train, k) => {
    const people = peopleByItem(train)
    const byPopularity = Int32Array.from(train.items, (_, item) => item).sort((a, b) => people[b]! - people[a]! || a - b)
    return (items, { targets, history }) => [serendipity(items, targets, expectedItems(byPopularity, history.items, k), k)]
  }),
  list(
    'PopularityLift',
    'neither',
    (train) => {
      const people = peopleByItem(train)
      return (items, { history }) => popularities(items, history.items, people)
    },
    popularityLift,
  ),
]

/** As they are written, with @k where they take one. */
export const metricNames: readonly string[] = families.map(({ name, cutoff }) =>
  cutoff === 'required' ? `${name}@k` : cutoff === 'optional' ? `${name}[@k]` : name,
)

/** @throws PenchantError `invalid-input` for an unknown name, a missing or superfluous k. */
export function parseMetric(text: string): Metric {
  const [, name = '', cutoff] = /^([A-Za-z]+)(?:@(\d+))?$/.exec(text.trim()) ?? []
  const family = families.find((one) => one.name.toLowerCase() === name.toLowerCase())
  const k = cutoff === undefined ? undefined : Number(cutoff)
  if (family === undefined)
    throw new PenchantError('invalid-input', `There is no metric ${text}. Choose of ${metricNames.join(', ')}.`, {
      details: { metric: text },
    })
  if ((k === undefined && family.cutoff === 'required') || (k !== undefined && family.cutoff === 'none') || k === 0)
    throw new PenchantError(
      'invalid-input',
      family.cutoff === 'none'
        ? `${family.name} takes no k. Write ${family.name}.`
        : `${family.name} needs a k of 1 or more. Write ${family.name}@10.`,
      { details: { metric: text } },
    )
  return family.make(k === undefined ? family.name : `${family.name}@${k}`, k)
}
