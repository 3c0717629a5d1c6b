/** @file Gowalla check-ins with the split of the graph papers (NGCF, LightGCN): no times, and lines sorted by number, so that their order says nothing. */

import { datasetFromColumns } from '../dataset.ts'
import { type DatasetKind, inFolder } from './dataset-kind.ts'
import { idsUpTo, readSequences } from './sequences.ts'

export const gowalla: DatasetKind = {
  name: 'gowalla',
  summary: '1,027,370 check-ins of 29,858 people, without times',
  folder: 'gowalla',
  splits: [{ name: 'published', folds: ['published'], sampled: false }],
  async load(path, { folds, onProgress }) {
    const [train, test] = await inFolder(path, ['train.txt', 'test.txt'], onProgress, async (folder) => [
      await readSequences(folder, 'train.txt'),
      await readSequences(folder, 'test.txt'),
    ])
    const both = { user: [...train.user, ...test.user], item: [...train.item, ...test.item] }
    const options = { name: 'gowalla', users: idsUpTo(both.user, 0), items: idsUpTo(both.item, 0) }
    const given = () => [{ name: 'published', train: datasetFromColumns(train, options), test: datasetFromColumns(test, options) }]
    return { dataset: datasetFromColumns(both, options), leftOut: [], ...(folds && { given: given() }) }
  },
}
