/** @file Somebody's own log as a dataset: interactions in a CSV or JSONL file, by the mapping language.
 *
 * What was rejected, skipped or merely seen says nothing of a wish: such rows are left out and counted. Ratings stay ratings where all rows are ratings.
 * The order is that of time where every row has a time; else there is none.
 */

import { PenchantError } from '../../errors.ts'
import { datasetFromColumns } from '../dataset.ts'
import type { InteractionType } from '../interaction.ts'
import { Vocabulary } from '../vocabulary.ts'
import { loadCsv } from './csv.ts'
import type { DatasetKind } from './dataset-kind.ts'
import { loadJsonl } from './jsonl.ts'
import type { Load } from './loader.ts'
import { createRejections } from './rejections.ts'

const wishless: readonly InteractionType[] = ['dislike', 'hide', 'skip', 'seen']

const kindOf = (name: string, summary: string, read: Load): DatasetKind => ({
  name,
  summary,
  splits: [],
  async load(path, options) {
    const rejections = createRejections()
    const users = new Vocabulary()
    const items = new Vocabulary()
    const orders = new Vocabulary()
    const columns = {
      ...{ user: [] as number[], item: [] as number[], value: [] as number[] },
      ...{ times: [] as number[], baskets: [] as number[] },
    }
    let [rated, timed] = [0, 0]
    for await (const row of read(path, options)) {
      if (row.kind === 'rejected') rejections.add(row, row.reason)
      else if (row.kind === 'item')
        throw new PenchantError(
          'invalid-input',
          `${path} holds items, not interactions. Say with --map which columns are the user and the item.`,
        )
      else if (wishless.includes(row.interaction.type)) rejections.add(row, `It says ${row.interaction.type}, which is no wish`)
      else {
        const { item, type, value = 1, occurredAt, orderId } = row.interaction
        columns.user.push(users.add(row.user))
        columns.item.push(items.add(item))
        columns.value.push(type === 'rating' ? value : 1)
        columns.times.push(occurredAt ?? Number.NaN)
        columns.baskets.push(orderId === undefined ? -1 : orders.add(orderId))
        if (type === 'rating') rated++
        if (occurredAt !== undefined) timed++
      }
    }
    const rows = columns.user.length
    if (rows === 0) throw new PenchantError('import-rejected', `${path} has no interaction that can be used.${firstOf(rejections.list())}`)
    const ratings = rated === rows
    const order = timed === rows ? 'time' : 'none'
    const dataset = datasetFromColumns(
      { ...columns, value: ratings ? columns.value : undefined, baskets: orders.size > 0 ? columns.baskets : undefined },
      { name: path, ratings, order, users: users.ids(), items: items.ids() },
    )
    return { dataset, leftOut: rejections.list() }
  },
})

function firstOf([first]: ReturnType<ReturnType<typeof createRejections>['list']>): string {
  return first === undefined ? '' : ` ${first.count} rows: ${first.reason}.`
}

export const csvLog = kindOf('csv', 'interactions in a CSV file', loadCsv)
export const jsonlLog = kindOf('jsonl', 'interactions in a file of JSON lines', loadJsonl)
