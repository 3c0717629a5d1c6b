/** @file The reference lists that the bundled films are compared with: rows of a packed CSV file, and titles folded for comparison. */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'

/** The folder of the reference lists. */
export const referenceFolder = process.env.PENCHANT_DATA ?? join(import.meta.dirname, '../../shared/data')

/** A title without its article, accents and signs, wherever a list puts the article. */
export function titleKey(title: string): string {
  const moved = title.trim().replace(/^(.*), (the|a|an|le|la|les|il|el|der|das|die|l')$/i, '$2 $1')
  return moved
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/&/g, 'and')
    .replace(/^(the|a|an) /, '')
    .replace(/[^\p{L}\p{N}]+/gu, '')
}

/** The rows of a gzip file below the folder, by the names in its first line; none, with a word about it, where the file is missing. */
export function readCsv(path: string): Record<string, string>[] {
  const full = join(referenceFolder, path)
  if (!existsSync(full)) {
    console.log(`${path} is not in ${referenceFolder}: that comparison is left out`)
    return []
  }
  const text = gunzipSync(readFileSync(full)).toString('utf8')
  const rows: string[][] = [[]]
  let field = ''
  let quoted = false
  for (let at = 0; at < text.length; at++) {
    const char = text[at] as string
    if (quoted && char === '"' && text[at + 1] === '"') {
      field += '"'
      at++
    } else if (char === '"') quoted = !quoted
    else if (!quoted && (char === ',' || char === '\n')) {
      rows.at(-1)?.push(field.replace(/\r$/, ''))
      field = ''
      if (char === '\n') rows.push([])
    } else field += char
  }
  const [header = [], ...rest] = rows
  return rest
    .filter((row) => row.length === header.length)
    .map((row) => Object.fromEntries(header.map((name, index) => [name, row[index] ?? ''])))
}
