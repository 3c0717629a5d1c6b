/** @file penchant import: a file of items or interactions into the data folder. */

import { z } from 'zod'
import { loadCsv } from '../../data/loaders/csv.ts'
import { loadJsonl } from '../../data/loaders/jsonl.ts'
import type { Load } from '../../data/loaders/loader.ts'
import { loadMovielens } from '../../data/loaders/movielens.ts'
import { configSchema } from '../../engine/config.ts'
import { PenchantError } from '../../errors.ts'
import { commonOptions, defineCommand } from '../command.ts'
import { type ImportReport, importRows } from '../import-rows.ts'
import { withEngine } from '../open-engine.ts'
import { progressLine } from '../progress.ts'
import { printJson } from '../slate-text.ts'
import { harmless, type Terminal } from '../terminal.ts'

const kinds = ['csv', 'jsonl', 'movielens'] as const
const loaders: Readonly<Record<(typeof kinds)[number], Load>> = { csv: loadCsv, jsonl: loadJsonl, movielens: loadMovielens }

const mappingHelp = `The mapping says what becomes of each column (in JSON, a path such as crew.director), separated by commas:
  id=sku, title=name, attributes.colours=colour|split(;)|lower, attributes.year=year
  user=who, item=sku, type='rating', value=stars|scale(1,10), occurredAt=when
Targets of an item: id, title, text, prior, releasedAt, attributes.NAME; of an interaction: user, item, type, value, occurredAt, orderId,
eventId.
"A column, quoted" and 'a fixed text' may stand for a column. Steps after |: split(SEPARATOR), lower, number, flag, text, default(VALUE),
scale(FROM,TO), seconds, milliseconds. Without a mapping columns go by their names; other columns of an item become attributes.`

export const importCommand = defineCommand({
  name: 'import',
  summary: 'Import items and interactions from a file, folder or zip',
  positional: ['kind', 'path'],
  input: z.strictObject({
    kind: z.enum(kinds).describe('What it is'),
    path: z.string().min(1).describe('The file (.gz too); of movielens the folder or zip'),
    map: z.string().optional().describe('What becomes of each column: see below').meta({ placeholder: 'mapping' }),
    strict: z.boolean().default(false).describe('Stop at the first bad row, with nothing imported'),
    ...commonOptions,
  }),
  examples: [
    'import movielens ml-latest-small.zip',
    'import csv products.csv --map "id=sku,title=name,text=description,attributes.colours=colour|split(/)"',
    'import jsonl events.jsonl --strict --json',
  ],
  notes: mappingHelp,
  async run({ kind, path, map, strict, dataDir, json }, surroundings) {
    const { terminal, clock, signal } = surroundings
    if (map !== undefined && kind === 'movielens')
      throw new PenchantError('invalid-input', '--map is for csv and jsonl: movielens has its own columns.')
    const draw = progressLine(terminal, clock, !json)
    const started = clock.elapsed()
    await withEngine({ dataDir, bundled: false }, surroundings, async (penchant) => {
      const rows = loaders[kind](path, {
        ...{ now: clock.now(), map },
        onProgress: ({ file, bytes, total }) => draw(`Reading ${file}`, bytes, total),
      })
      const ratingScale = configSchema.parse({}).taste.rating
      const report = await importRows(penchant, rows, {
        strict,
        ratingScale,
        signal,
        onStored: (done, total) => draw('Storing', done, total),
      })
      if (report.items + report.interactions > 0) {
        terminal.status('Training the encoder')
        await penchant.train()
      }
      terminal.status('')
      const seconds = (clock.elapsed() - started) / 1_000
      if (json) printJson({ ...report, seconds }, terminal)
      else printReport(report, seconds, terminal)
      if (report.items + report.interactions + report.repeatedInteractions === 0)
        throw new PenchantError('import-rejected', `${path} has no row that can be imported.`)
    })
  },
})

function printReport(report: ImportReport, seconds: number, { out, paint }: Terminal): void {
  const lines: readonly (readonly [number, string])[] = [
    [report.items, 'items'],
    [report.interactions, `interactions of ${count(report.people)} people`],
    [report.duplicateItems, 'items came again later in the file: the last counts'],
    [report.repeatedInteractions, 'interactions were there already'],
    [report.interactionsWithoutTime, 'interactions without a time: they count as the oldest'],
    [report.rejected, 'rows rejected'],
  ]
  const shown = lines.filter(([number], index) => number > 0 || index < 2)
  const width = Math.max(...shown.map(([number]) => count(number).length))
  for (const [number, what] of shown) out(`${paint('bold', count(number).padStart(width))}  ${what}`)
  for (const { reason, count: times, places } of report.rejections) {
    const where = places.map(({ file, line }) => `${harmless(file)}:${line}`).join(', ')
    out(
      `${' '.repeat(width)}  ${paint('yellow', `${count(times)} × ${harmless(reason)}`)}  ${paint('dim', `${where}${times > places.length ? ', …' : ''}`)}`,
    )
  }
  out(paint('dim', `in ${seconds.toFixed(1)} s`))
}

const count = (number: number) => number.toLocaleString('en')
