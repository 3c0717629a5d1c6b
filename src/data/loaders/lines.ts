/** @file Lines of a byte stream with their numbers: bounded memory, no line lost, a line that cannot be decoded named as such. */

import { Buffer, isUtf8 } from 'node:buffer'

export type Line = { readonly line: number; readonly text: string } | { readonly line: number; readonly problem: string }

/** `legacy`: a line that is not UTF-8 is ISO-8859-1, as older data sets are. */
export type Encoding = 'utf-8' | 'legacy'

const longestLine = 8 * 1024 * 1024
const lineFeed = 10
const carriageReturn = 13
const none = Buffer.alloc(0)

/** Lines in the order of the file, in batches as the bytes arrive; without their ends (LF or CRLF) and without a byte order mark. */
export async function* readLines(chunks: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<readonly Line[]> {
  let line = 0
  let begun: Buffer[] = []
  let begunBytes = 0

  const begin = (bytes: Buffer) => {
    begunBytes += bytes.length
    if (begunBytes > longestLine) begun = []
    else if (bytes.length > 0) begun.push(bytes)
  }
  const finish = (): Line => {
    line++
    const tooLong = begunBytes > longestLine
    const bytes = begun.length === 1 ? (begun[0] as Buffer) : Buffer.concat(begun)
    begun = []
    begunBytes = 0
    return tooLong ? { line, problem: `The line is longer than ${longestLine / 1024 / 1024} MB` } : decode(bytes, line, encoding)
  }

  for await (const chunk of chunks) {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
    const lines: Line[] = []
    let start = 0
    for (let end = bytes.indexOf(lineFeed); end >= 0; end = bytes.indexOf(lineFeed, start)) {
      begin(bytes.subarray(start, end))
      lines.push(finish())
      start = end + 1
    }
    begin(start === bytes.length ? none : bytes.subarray(start))
    if (lines.length > 0) yield lines
  }
  if (begunBytes > 0) yield [finish()]
}

function decode(bytes: Buffer, line: number, encoding: Encoding): Line {
  const end = bytes.at(-1) === carriageReturn ? bytes.length - 1 : bytes.length
  if (!isUtf8(bytes)) {
    if (encoding === 'utf-8') return { line, problem: 'The line is not UTF-8 text' }
    return { line, text: bytes.toString('latin1', 0, end) }
  }
  const text = bytes.toString('utf8', 0, end)
  return { line, text: line === 1 && text.startsWith('\uFEFF') ? text.slice(1) : text }
}
