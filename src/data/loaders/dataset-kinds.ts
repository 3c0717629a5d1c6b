/** @file Every kind of dataset, and how one is named: `KIND` or `KIND:PATH`. */

import { PenchantError } from '../../errors.ts'
import { selectPlaces } from '../dataset.ts'
import { kCore } from '../k-core.ts'
import { amazonBeauty, amazonSports } from './amazon-2014.ts'
import { coat } from './coat.ts'
import { type DatasetKind, type LoadedDataset, placeOf } from './dataset-kind.ts'
import { gowalla } from './gowalla.ts'
import { llmrankGames } from './llmrank-games.ts'
import type { LoadOptions } from './loader.ts'
import { csvLog, jsonlLog } from './log-dataset.ts'
import { movielens1m, movielens100k, movielensLatestSmall } from './movielens-dataset.ts'

export const datasetKinds: readonly DatasetKind[] = [
  ...[movielens100k, movielensLatestSmall, movielens1m, gowalla, amazonBeauty, amazonSports, llmrankGames, coat],
  ...[csvLog, jsonlLog],
]

export type DatasetRequest = LoadOptions & {
  /** The folder of the benchmark data, where a kind without a path is looked for. */
  readonly benchmarks?: string | undefined
  /** Only the k-core of so many interactions. */
  readonly minInteractions?: number | undefined
  /** Only ratings of so much or more, which then count as interactions. */
  readonly minRating?: number | undefined
  /** Splits that come with the data: a family or one of its folds; `usual` the first there is, `sampled` the first with candidates, if any. */
  readonly split?: string | undefined
}

/**
 * Loads what `KIND` or `KIND:PATH` names.
 *
 * @throws PenchantError `invalid-input` for an unknown kind or split, missing files, or filters that do not go with the data; `import-rejected` for damaged files.
 */
export async function loadDataset(name: string, request: DatasetRequest): Promise<LoadedDataset> {
  const { benchmarks, minInteractions, minRating, split, ...options } = request
  const [, kindName = '', path] = /^([^:]*)(?::(.*))?$/s.exec(name) ?? []
  const kind = datasetKinds.find((one) => one.name === kindName)
  if (!kind) {
    const names = datasetKinds.map((one) => one.name).join(', ')
    throw new PenchantError(
      'invalid-input',
      `There is no data of the kind "${kindName}". Kinds are ${names}; a path follows after a colon.`,
    )
  }
  if (options.map !== undefined && kind.folder !== undefined)
    throw new PenchantError('invalid-input', `A mapping is for csv and jsonl: ${kind.name} has its own columns.`)
  const folds = foldsOf(kind, split)
  if (folds && (minInteractions !== undefined || minRating !== undefined))
    throw new PenchantError(
      'invalid-input',
      `The split ${folds.join(', ')} of ${kind.name} stands as it was published: leave the filters out.`,
    )
  const place = await placeOf(kind, path || undefined, benchmarks)
  const { dataset, given, leftOut } = await kind.load(place, { ...options, folds })
  return { dataset: filtered(dataset, minRating, minInteractions), given, leftOut }
}

function foldsOf({ name, splits }: DatasetKind, split: string | undefined): readonly string[] | undefined {
  if (split === undefined) return undefined
  if (split === 'sampled') return splits.find(({ sampled }) => sampled)?.folds
  const family = split === 'usual' ? splits[0] : splits.find((one) => one.name === split || one.folds.includes(split))
  if (family) return family.folds.includes(split) ? [split] : family.folds
  const names = splits.map((one) => one.name).join(', ')
  throw new PenchantError(
    'invalid-input',
    names === '' ? `No split comes with ${name}. Choose another protocol.` : `${name} has no split "${split}". Its splits are ${names}.`,
  )
}

function filtered(dataset: LoadedDataset['dataset'], minRating: number | undefined, minInteractions: number | undefined) {
  if (minRating !== undefined && !dataset.ratings)
    throw new PenchantError('invalid-input', `${dataset.name} has no ratings, so none can be too low. Leave --min-rating out.`)
  const rated = minRating === undefined ? dataset : implicit(selectPlaces(dataset, (place) => dataset.value[place]! >= minRating))
  const kept = minInteractions === undefined || minInteractions <= 1 ? rated : kCore(rated, minInteractions)
  if (kept.item.length === 0)
    throw new PenchantError('invalid-input', `Nothing of ${dataset.name} is left after the filters. Ask for less.`)
  return kept
}

const implicit = (dataset: LoadedDataset['dataset']) => ({
  ...dataset,
  ratings: false,
  value: new Float32Array(dataset.value.length).fill(1),
})
