/** @file Completes a split: data and split get their fingerprints, the validation is made when first asked for. */

import type { Dataset } from '../../data/dataset.ts'
import { dataDigest, partDigest } from '../digest.ts'
import type { DataSummary, Part, Split } from './protocol.ts'

type Draft = Pick<Split, 'protocol' | 'options' | 'rule' | 'test'> & {
  readonly fold?: string
  readonly validation?: (() => Part | undefined) | undefined
}

/** Completes a split with its digests; the validation is made when first asked for. */
export const createSplit = (dataset: Dataset, draft: Draft): Split => createSplitOf(draft, summaryOf(dataset))

function createSplitOf({ fold = '', validation, ...draft }: Draft, data: DataSummary): Split {
  let made: { readonly part: Part | undefined } | undefined
  return {
    ...draft,
    fold,
    sampled: draft.test.cases.some(({ candidates }) => candidates !== undefined),
    data,
    get validation() {
      made ??= { part: validation?.() }
      return made.part
    },
    digest: partDigest(draft.test),
  }
}

/** The same split with another test part, and a rule that says so; the validation stays. */
export function withTest(split: Split, test: Part, change: string): Split {
  const { protocol, options, fold, data } = split
  return createSplitOf({ protocol, options, fold, rule: `${split.rule} ${change}`, test, validation: () => split.validation }, data)
}

const summaries = new WeakMap<Dataset, DataSummary>()

/** Name, sizes and digest; one dataset is hashed once. */
function summaryOf(dataset: Dataset): DataSummary {
  const known = summaries.get(dataset)
  if (known) return known
  const { name, users, items, item } = dataset
  const summary = { name, users: users.length, items: items.length, interactions: item.length, digest: dataDigest(dataset) }
  summaries.set(dataset, summary)
  return summary
}
