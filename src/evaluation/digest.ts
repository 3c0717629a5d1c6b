/** @file Fingerprints of what was evaluated: two results may stand in one table only where these agree. SHA-256 in hex, over ids and columns. */

import { createHash, type Hash } from 'node:crypto'
import type { Dataset } from '../data/dataset.ts'
import type { Part } from './protocols/protocol.ts'

/** Of ids and interactions; attributes and vectors are left out, for no protocol depends on them alone. */
export function dataDigest(dataset: Dataset): string {
  const hash = createHash('sha256')
  addTexts(hash, dataset.users)
  addTexts(hash, dataset.items)
  addColumns(hash, dataset)
  return hash.digest('hex')
}

/** Of what a model is fitted on, what it is asked, and what would be right. */
export function partDigest({ train, cases }: Part): string {
  const hash = createHash('sha256')
  addColumns(hash, train)
  for (const { user, history, targets, rated, candidates } of cases) {
    hash.update(Int32Array.of(user, history.items.length, targets.length, rated?.items.length ?? -1, candidates?.length ?? -1, ...targets))
    for (const column of [history.items, history.values, rated?.items, rated?.values, candidates]) if (column) hash.update(column)
  }
  return hash.digest('hex')
}

/** Of any JSON value with its keys in the order given. */
export const jsonDigest = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex')

function addColumns(hash: Hash, { offsets, item, value, times }: Dataset): void {
  hash.update(offsets).update(item).update(value)
  if (times) hash.update(times)
}

function addTexts(hash: Hash, texts: readonly string[]): void {
  hash.update(JSON.stringify(texts))
}
