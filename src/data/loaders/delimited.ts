/** @file Records of delimited text (CSV and its kin), with the line each begins on.
 *
 * Quotes as in RFC 4180: a field that begins with `"` ends at the next single `"`, `""` is one quote, line ends may stand inside.
 * A record whose quote never closes costs its first line alone: reading goes on at the next line.
 */

import type { Line } from './lines.ts'

export type DelimitedRecord =
  | { readonly line: number; readonly fields: readonly string[] }
  | { readonly line: number; readonly problem: string }

/** A record over more lines than this has a quote that was never closed. */
const mostLines = 1_000

const delimiters = [',', ';', '\t', '|']

/**
 * Records in the order of the file; empty lines are left out.
 *
 * @param delimiter `of the first line`: comma, semicolon, tab or `|`, whichever stands most often in the first line that is not empty.
 */
export async function* readDelimited(
  batches: AsyncIterable<readonly Line[]>,
  delimiter: string | 'of the first line',
): AsyncGenerator<DelimitedRecord> {
  let waiting: readonly Line[] = []
  for await (const batch of batches) {
    if (delimiter === 'of the first line') delimiter = commonest(batch) ?? delimiter
    const lines = waiting.length === 0 ? batch : [...waiting, ...batch]
    const next = yield* takeRecords(lines, delimiter, false)
    waiting = lines.slice(next)
  }
  yield* takeRecords(waiting, delimiter, true)
}

function commonest(lines: readonly Line[]): string | undefined {
  const first = lines.find((line) => !('text' in line && line.text.trim() === ''))
  if (!first || 'problem' in first) return first && delimiters[0]
  const count = (delimiter: string) => first.text.split(delimiter).length
  return delimiters.reduce((best, next) => (count(next) > count(best) ? next : best))
}

/** Yields the records of `lines` and returns the place of the first line that needs more lines; with `last`, there are none to come. */
function* takeRecords(lines: readonly Line[], delimiter: string, last: boolean): Generator<DelimitedRecord, number> {
  let at = 0
  while (at < lines.length) {
    const first = lines[at] as Line
    if ('problem' in first) {
      yield first
      at++
    } else if (first.text.trim() === '') {
      at++
    } else if (!first.text.includes('"')) {
      yield { line: first.line, fields: first.text.split(delimiter) }
      at++
    } else {
      const record = takeQuoted(lines, at, delimiter)
      if (record === 'unfinished' && !last) return at
      if (typeof record === 'string') {
        const problem = record === 'malformed' ? 'Text follows a closing quote' : 'A quote is never closed'
        yield { line: first.line, problem }
        at++
      } else {
        yield { line: first.line, fields: record.fields }
        at = record.next
      }
    }
  }
  return at
}

type Quoted = { readonly fields: readonly string[]; readonly next: number } | 'unfinished' | 'unclosed' | 'malformed'

function takeQuoted(lines: readonly Line[], from: number, delimiter: string): Quoted {
  const fields: string[] = []
  let quoted: string | null = null
  for (let at = from; at < lines.length && at < from + mostLines; at++) {
    const line = lines[at] as Line
    if ('problem' in line) return 'unclosed'
    const { text } = line
    let start = 0
    if (quoted !== null) quoted += '\n'
    for (let open = true; open; ) {
      if (quoted === null && text[start] !== '"') {
        const end = text.indexOf(delimiter, start)
        fields.push(text.slice(start, end < 0 ? text.length : end))
        if (end < 0) return { fields, next: at + 1 }
        start = end + 1
        continue
      }
      if (quoted === null) start++
      const end: number = text.indexOf('"', start)
      quoted = (quoted ?? '') + text.slice(start, end < 0 ? text.length : end)
      if (end < 0) {
        open = false
      } else if (text[end + 1] === '"') {
        quoted += '"'
        start = end + 2
      } else {
        fields.push(quoted)
        quoted = null
        if (end + 1 === text.length) return { fields, next: at + 1 }
        if (text[end + 1] !== delimiter) return 'malformed'
        start = end + 2
      }
    }
  }
  return lines.length >= from + mostLines ? 'unclosed' : 'unfinished'
}
