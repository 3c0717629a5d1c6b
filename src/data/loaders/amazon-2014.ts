/** @file Amazon reviews of 2014, 5-core, as the sequence papers use them: histories in the order of time, with labels (categories and brands by number) and keywords.
 *
 * Source: McAuley et al., SIGIR 2015; the files of S3-Rec (Zhou et al., CIKM 2020).
 */

import { PenchantError } from '../../errors.ts'
import { datasetFromColumns } from '../dataset.ts'
import type { Attributes } from '../item.ts'
import { type DatasetFolder, type DatasetKind, inFolder } from './dataset-kind.ts'
import { idsUpTo, readSequences } from './sequences.ts'

const kindOf = (name: string, prefix: string, summary: string): DatasetKind => ({
  name,
  summary,
  folder: 'amazon-2014',
  splits: [],
  async load(path, { onProgress }) {
    const files = [`${prefix}.txt`, `${prefix}_item2attributes.json`, `${prefix}_item_asin.tsv`] as const
    const [{ user, item }, labels, keywords] = await inFolder(path, files, onProgress, async (folder) => [
      await readSequences(folder, files[0]),
      labelsOf(await folder.text(files[1]), files[1]),
      await readKeywords(folder, files[2]),
    ])
    const users = idsUpTo(user, 1)
    const items = idsUpTo(item, 1)
    const fromZero = (numbers: readonly number[]) => Int32Array.from(numbers, (number) => number - 1)
    const columns = { user: fromZero(user), item: fromZero(item) }
    const itemAttributes = items.map((id): Attributes => {
      const own = { labels: labels[id]?.map(String) ?? [], keywords: keywords.get(id) ?? [] }
      return Object.fromEntries(Object.entries(own).filter(([, words]) => words.length > 0))
    })
    return { dataset: { ...datasetFromColumns(columns, { name, order: 'sequence', users, items }), itemAttributes }, leftOut: [] }
  },
})

async function readKeywords(folder: DatasetFolder, file: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const keywords = new Map<string, readonly string[]>()
  await folder.eachLine(file, { delimiter: '\t', fields: 3, header: true }, ([id = '', , words = '']) => {
    keywords.set(id, [...new Set(words.split(' ').filter(Boolean))])
  })
  return keywords
}

function labelsOf(text: string, file: string): Readonly<Record<string, readonly number[]>> {
  try {
    return JSON.parse(text) as Readonly<Record<string, readonly number[]>>
  } catch (error) {
    throw new PenchantError('import-rejected', `${file} is not JSON. Download the data set again.`, { cause: error })
  }
}

export const amazonBeauty = kindOf('amazon-2014-beauty', 'Beauty', '198,502 reviews of 22,363 people in the order of time')
export const amazonSports = kindOf('amazon-2014-sports', 'Sports_and_Outdoors', '296,337 reviews of 35,598 people in the order of time')
