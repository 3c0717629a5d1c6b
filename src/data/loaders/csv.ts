/** @file Loads a CSV file with a header line: items or interactions. Comma, semicolon, tab or `|`, whichever the header has most of; plain or gzip. */

import { PenchantError } from '../../errors.ts'
import { type DelimitedRecord, readDelimited } from './delimited.ts'
import { openFiles, type SourceFile } from './files.ts'
import { readLines } from './lines.ts'
import { interactionRow, itemRow, type Load, type LoadedRow, type LoadOptions, rejectedRow } from './loader.ts'
import { applyMapping, type Mapping, mappingByName, parseMapping } from './mapping.ts'

export const loadCsv: Load = async function* (path, options) {
  const source = await openFiles(path)
  try {
    const [file, another] = source.files.filter(({ name }) => source.files.length === 1 || /\.(csv|tsv)$/.test(name))
    if (file === undefined || another !== undefined)
      throw new PenchantError('invalid-input', `${path} holds ${another ? 'several' : 'no'} CSV files. Give the path of one.`)
    yield* rowsOf(file, options)
  } finally {
    await source.close()
  }
}

async function* rowsOf(file: SourceFile, { now, map, onProgress }: LoadOptions): AsyncGenerator<LoadedRow> {
  let bytes = 0
  const onBytes = (count: number) => {
    bytes += count
    onProgress?.({ file: file.name, bytes, total: file.size })
  }
  let header: Header | undefined
  for await (const record of readDelimited(readLines(file.read(onBytes), 'utf-8'), 'of the first line')) {
    const place = { file: file.name, line: record.line }
    if (header === undefined) {
      header = readHeader(record, file.name, map)
    } else if ('problem' in record) {
      yield rejectedRow(record.problem, place)
    } else if (record.fields.length !== header.size) {
      yield rejectedRow('The number of fields is not that of the header', place)
    } else {
      const { mapping, places } = header
      const mapped = applyMapping(mapping, (column) => record.fields[places.get(column) as number], true)
      if ('problem' in mapped) yield rejectedRow(mapped.problem, place)
      else yield mapping.of === 'item' ? itemRow(mapped.candidate, place) : interactionRow(mapped.user, mapped.candidate, place, now)
    }
  }
  if (header === undefined) throw withoutHeader(file.name)
}

type Header = { readonly mapping: Mapping; readonly places: ReadonlyMap<string, number>; readonly size: number }

function readHeader(record: DelimitedRecord, file: string, map: string | undefined): Header {
  if ('problem' in record) throw withoutHeader(file)
  const columns = record.fields.map((name) => name.trim())
  const mapping = map === undefined ? mappingByName(columns) : parseMapping(map)
  for (const { source } of mapping.fields)
    if ('column' in source && !columns.includes(source.column))
      throw new PenchantError('invalid-input', `${file} has no column "${source.column}". Its columns are ${columns.join(', ')}.`)
  return { mapping, places: new Map(columns.map((name, index) => [name, index])), size: columns.length }
}

function withoutHeader(file: string): PenchantError {
  return new PenchantError('import-rejected', `${file} has no first line of column names. Add one. Nothing was imported.`)
}
