/** @file Loads JSON lines: on each line an item ({ id, title, … }) or an interaction ({ user, item, type, … }), or anything that a mapping makes one of. */

import { PenchantError } from '../../errors.ts'
import { openFiles, type SourceFile } from './files.ts'
import { readLines } from './lines.ts'
import { interactionRow, itemRow, type Load, type LoadedRow, type LoadOptions, type Place, rejectedRow } from './loader.ts'
import { applyMapping, itemTargets, type Mapping, parseMapping } from './mapping.ts'

export const loadJsonl: Load = async function* (path, options) {
  const mapping = options.map === undefined ? undefined : parseMapping(options.map)
  const source = await openFiles(path)
  try {
    const [file, another] = source.files.filter(({ name }) => source.files.length === 1 || /\.(jsonl|ndjson)$/.test(name))
    if (file === undefined || another !== undefined)
      throw new PenchantError('invalid-input', `${path} holds ${another ? 'several' : 'no'} JSONL files. Give the path of one.`)
    yield* rowsOf(file, mapping, options)
  } finally {
    await source.close()
  }
}

async function* rowsOf(file: SourceFile, mapping: Mapping | undefined, { now, onProgress }: LoadOptions): AsyncGenerator<LoadedRow> {
  let bytes = 0
  const onBytes = (count: number) => {
    bytes += count
    onProgress?.({ file: file.name, bytes, total: file.size })
  }
  for await (const lines of readLines(file.read(onBytes), 'utf-8')) {
    for (const line of lines) {
      const place = { file: file.name, line: line.line }
      if ('problem' in line) yield rejectedRow(line.problem, place)
      else if (line.text.trim() !== '') yield rowOf(line.text, mapping, place, now)
    }
  }
}

function rowOf(text: string, mapping: Mapping | undefined, place: Place, now: number): LoadedRow {
  let row: unknown
  try {
    row = JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return rejectedRow('The line is not JSON', place)
    throw error
  }
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return rejectedRow('The line is not a JSON object', place)
  if (mapping === undefined) {
    if (Object.hasOwn(row, 'attributes')) return itemRow(row, place)
    const { user, ...rest } = row as Readonly<Record<string, unknown>>
    const isInteraction = Object.hasOwn(row, 'user') && !Object.hasOwn(row, 'id')
    return isInteraction ? interactionRow(user, rest, place, now) : itemRow(gathered({ ...row }), place)
  }
  const mapped = applyMapping(mapping, (column) => valueAt(row, column), false)
  if ('problem' in mapped) return rejectedRow(mapped.problem, place)
  return mapping.of === 'item' ? itemRow(mapped.candidate, place) : interactionRow(mapped.user, mapped.candidate, place, now)
}

/** A flat item: whatever is no part of an item is an attribute. */
function gathered(row: Readonly<Record<string, unknown>>): unknown {
  const attributes = Object.entries(row).filter(([name, value]) => !itemTargets.includes(name) && value !== null)
  return {
    ...Object.fromEntries(Object.entries(row).filter(([name]) => itemTargets.includes(name))),
    attributes: Object.fromEntries(attributes),
  }
}

/** The value at a path ("crew.director"); a field whose own name has dots comes first. */
function valueAt(row: object, path: string): unknown {
  if (Object.hasOwn(row, path)) return (row as Readonly<Record<string, unknown>>)[path]
  let value: unknown = row
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = (value as Readonly<Record<string, unknown>>)[name]
  }
  return value
}
