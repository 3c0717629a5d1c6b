/** @file Where a command writes: lines for people or programs on stdout, notes and progress on stderr; colours only where they are wanted. */

import { stripVTControlCharacters, styleText } from 'node:util'

export type Style = 'bold' | 'dim' | 'green' | 'yellow' | 'red' | 'cyan'

export type Terminal = {
  /** One line to stdout. */
  out(line: string): void
  /** A piece of a line to stdout. */
  write(text: string): void
  /** One line to stderr: what is not the answer. */
  note(line: string): void
  /** Replaces the status line on stderr; an empty text removes it. Nothing happens where stderr is no terminal. */
  status(line: string): void
  paint(style: Style, text: string): string
  /** Width in columns. */
  readonly columns: number
  /** Somebody sits there: both stdin and stdout are a terminal. */
  readonly interactive: boolean
  readonly stdin: NodeJS.ReadStream
  readonly stdout: NodeJS.WriteStream
}

type Streams = Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr'>

const widest = 100

/** @param plain true for no colours (NO_COLOR). */
export function createTerminal({ stdin, stdout, stderr }: Streams, plain: boolean): Terminal {
  const coloured = Boolean(stdout.isTTY) && !plain
  return {
    stdin,
    stdout,
    out: (line) => stdout.write(`${line}\n`),
    write: (text) => stdout.write(text),
    note: (line) => stderr.write(`${line}\n`),
    status: (line) => {
      if (stderr.isTTY) stderr.write(`\r${line}\x1b[K`)
    },
    paint: (style, text) => (coloured ? styleText(style, text, { validateStream: false }) : text),
    columns: Math.min(widest, stdout.columns || 80),
    interactive: Boolean(stdin.isTTY && stdout.isTTY),
  }
}

/** Text of others (titles, rules) made harmless for a terminal: no escape sequences, control or direction characters, on one line. */
export function harmless(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .replace(/[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g, '')
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })
const wide = /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\u3000-\u303F\uFF01-\uFF60\p{Emoji_Presentation}]/u

/** Columns that a text takes: East Asian characters take two. */
export function widthOf(text: string): number {
  let width = 0
  for (const { segment } of graphemes.segment(stripVTControlCharacters(text))) width += wide.test(segment) ? 2 : 1
  return width
}

/** The text, cut with an ellipsis where it is wider than `columns`. */
export function shorten(text: string, columns: number): string {
  if (widthOf(text) <= columns) return text
  let fitted = ''
  let width = 1
  for (const { segment } of graphemes.segment(text)) {
    width += wide.test(segment) ? 2 : 1
    if (width > columns) break
    fitted += segment
  }
  return `${fitted.trimEnd()}…`
}

/** The text and spaces up to `columns`. */
export function pad(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - widthOf(text)))
}

/** The text broken between words into lines of at most `columns`, each after `indent`. */
export function wrap(text: string, columns: number, indent = ''): string {
  const lines: string[] = []
  for (const paragraph of text.split('\n')) {
    let line = ''
    for (const word of paragraph.split(' ')) {
      if (line !== '' && widthOf(`${indent}${line} ${word}`) > columns) {
        lines.push(indent + line)
        line = word
      } else {
        line = line === '' ? word : `${line} ${word}`
      }
    }
    lines.push(indent + line)
  }
  return lines.join('\n')
}
