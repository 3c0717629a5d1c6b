/** @file Coat: ratings of coats that people chose themselves, and of coats that were drawn for them: a test without the bias of choice.
 *
 * Source: Schnabel et al., “Recommendations as Treatments”, ICML 2016.
 */

import { datasetFromColumns } from '../dataset.ts'
import type { Attributes } from '../item.ts'
import { type DatasetFolder, type DatasetKind, damaged, inFolder, numberIn } from './dataset-kind.ts'

const files = ['train.ascii', 'test.ascii', 'user_features.ascii', 'user_features_map.txt', 'item_features.ascii', 'item_features_map.txt']

export const coat: DatasetKind = {
  name: 'coat',
  summary: '11,600 ratings of 290 people: 24 coats each chose, 16 that were drawn',
  folder: 'coat',
  splits: [{ name: 'uniform', folds: ['uniform'], sampled: false }],
  async load(path, { folds, onProgress }) {
    const { chosen, drawn, userAttributes, itemAttributes } = await inFolder(path, files, onProgress, async (folder) => ({
      chosen: await readTable(folder, 'train.ascii'),
      drawn: await readTable(folder, 'test.ascii'),
      userAttributes: await readFeatures(folder, 'user_features'),
      itemAttributes: await readFeatures(folder, 'item_features'),
    }))
    const ids = (all: readonly unknown[]) => all.map((_, at) => String(at))
    const options = { name: 'coat', ratings: true, users: ids(userAttributes), items: ids(itemAttributes) }
    const datasetOf = (ratings: Ratings) => ({ ...datasetFromColumns(ratings, options), userAttributes, itemAttributes })
    const both = {
      user: [...chosen.user, ...drawn.user],
      item: [...chosen.item, ...drawn.item],
      value: [...chosen.value, ...drawn.value],
    }
    const given = () => [{ name: 'uniform', train: datasetOf(chosen), test: datasetOf(drawn) }]
    return { dataset: datasetOf(both), leftOut: [], ...(folds && { given: given() }) }
  },
}

type Ratings = { readonly user: readonly number[]; readonly item: readonly number[]; readonly value: readonly number[] }

/** One line a person, one field a coat; 0 = not rated. */
async function readTable(folder: DatasetFolder, file: string): Promise<Ratings> {
  const ratings = { user: [] as number[], item: [] as number[], value: [] as number[] }
  await folder.eachLine(file, { delimiter: ' ' }, (fields, line) => {
    for (const [item, field] of fields.entries()) {
      const value = numberIn(field, file, line)
      if (value === 0) continue
      ratings.user.push(line - 1)
      ratings.item.push(item)
      ratings.value.push(value)
    }
  })
  return ratings
}

/** Columns of 0 and 1, each named `feature:value` by the map. */
async function readFeatures(folder: DatasetFolder, name: string): Promise<readonly Attributes[]> {
  const columns: (readonly [string, string])[] = []
  await folder.eachLine(`${name}_map.txt`, { delimiter: ':', fields: 2 }, ([feature = '', value = '']) => {
    columns.push([feature, value])
  })
  const rows: Attributes[] = []
  await folder.eachLine(`${name}.ascii`, { delimiter: ' ' }, (fields, line) => {
    if (fields.length !== columns.length) throw damaged(`${name}.ascii`, line, `it has ${fields.length} fields, not ${columns.length}`)
    rows.push(Object.fromEntries(columns.filter((_, at) => fields[at] === '1')))
  })
  return rows
}
