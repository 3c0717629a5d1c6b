/** @file Amazon Games with the candidates of LLMRank (Hou et al., ECIR 2024): 6,000 of its people have a hundred candidates each, of several retrievers.
 *
 * A split is the last item of those people among candidates: `random` is the table of the paper (19 drawn items and the target), `random-100` all hundred;
 * the others are the first 19 of a retriever. Everybody else is there to learn from.
 */

import { type Dataset, datasetFromColumns, selectPlaces } from '../dataset.ts'
import type { Attributes } from '../item.ts'
import { type DatasetFolder, type DatasetKind, damaged, inFolder, numberIn } from './dataset-kind.ts'

const tableSize = 19
type Candidates = { readonly file: string; readonly size: number }
const splits: Readonly<Record<string, Candidates>> = {
  random: { file: 'Games-6k.random', size: tableSize },
  'random-100': { file: 'Games-6k.random', size: 100 },
  bpr: { file: 'Games-6k.bpr', size: tableSize },
  sasrec: { file: 'Games-6k.sasrec', size: tableSize },
  mixed: { file: 'Games-6k.rabmbepobpgrsa_3', size: tableSize },
}
const sequences = 'Games-6k.test.inter'
const titles = 'Games-6k.item'

export const llmrankGames: DatasetKind = {
  name: 'llmrank-games-6k',
  summary: '440,264 reviews of 50,546 people in the order of time, with titles; candidates for 6,000 of them',
  folder: 'llmrank-games-6k',
  splits: Object.keys(splits).map((name) => ({ name, folds: [name], sampled: true })),
  async load(path, { folds, onProgress }) {
    const [split] = folds ?? []
    const chosen = split === undefined ? undefined : splits[split]
    return inFolder(path, [sequences, titles, ...(chosen ? [chosen.file] : [])], onProgress, async (folder) => {
      const dataset = await readDataset(folder)
      if (split === undefined || !chosen) return { dataset, leftOut: [] }
      const candidates = await readCandidates(folder, chosen, dataset)
      const isTarget = (place: number, user: number) => place === dataset.offsets[user + 1]! - 1 && candidates[user]!.length > 0
      const train = selectPlaces(dataset, (place, user) => !isTarget(place, user))
      return { dataset, given: [{ name: split, train, test: selectPlaces(dataset, isTarget), candidates }], leftOut: [] }
    })
  },
}

async function readDataset(folder: DatasetFolder): Promise<Dataset> {
  const items: string[] = []
  const itemAttributes: Attributes[] = []
  await folder.eachLine(titles, { delimiter: '\t', fields: 2, header: true }, ([id = '', title = ''], line) => {
    if (id !== String(items.length)) throw damaged(titles, line, `its number is not ${items.length}`)
    items.push(id)
    itemAttributes.push({ title })
  })
  const users: string[] = []
  const columns = { user: [] as number[], item: [] as number[] }
  await folder.eachLine(sequences, { delimiter: '\t', fields: 3, header: true }, ([id = '', history = '', target = ''], line) => {
    const user = users.push(id) - 1
    for (const item of [...history.split(' '), target]) {
      columns.user.push(user)
      columns.item.push(itemOf(item, items.length, sequences, line))
    }
  })
  return { ...datasetFromColumns(columns, { name: 'llmrank-games-6k', order: 'sequence', users, items }), itemAttributes }
}

async function readCandidates(folder: DatasetFolder, { file, size }: Candidates, dataset: Dataset): Promise<readonly Int32Array[]> {
  const integers = new Map(dataset.users.map((id, user) => [id, user]))
  const candidates = dataset.users.map(() => new Int32Array(0))
  await folder.eachLine(file, { delimiter: '\t', fields: 2 }, ([id = '', list = ''], line) => {
    const user = integers.get(id)
    if (user === undefined) throw damaged(file, line, `${sequences} has no user ${id}`)
    const target = dataset.item[dataset.offsets[user + 1]! - 1]
    const drawn = list.split(' ').slice(0, size)
    const listed = drawn.map((item) => itemOf(item, dataset.items.length, file, line)).filter((item) => item !== target)
    candidates[user] = Int32Array.from(new Set(listed))
  })
  return candidates
}

function itemOf(field: string, items: number, file: string, line: number): number {
  const item = numberIn(field, file, line)
  if (!(Number.isInteger(item) && item >= 0 && item < items)) throw damaged(file, line, `${titles} has no item ${field}`)
  return item
}
