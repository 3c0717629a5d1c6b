/** @file Fits a title into a box: the largest size at which its words, wrapped, fill the box without leaving it.
 *
 * Widths are those of Helvetica Bold, which Arial and Liberation Sans share; the other faces are scaled from it. Nothing is measured in the
 * page, so a poster never moves after it was drawn.
 */

/** Width of a face relative to Helvetica Bold, with a little to spare. */
const faceWidths = { sans: 1, serif: 0.98 } as const
export type Face = keyof typeof faceWidths

const groups: readonly (readonly [string, number])[] = [
  [" ,./:;il!'|jIf-()[]t’‘·", 0.3],
  ['r"*“”', 0.42],
  ['csvxyzkaeJ0123456789$?+=<>_–', 0.565],
  ['bdghnopquLFTZ', 0.615],
  ['ABCDEHKNPRSUVXY&', 0.71],
  ['GOQ', 0.78],
  ['mwM', 0.87],
  ['W%@—', 0.96],
]
const widths = new Map(groups.flatMap(([letters, width]) => [...letters].map((letter) => [letter, width] as const)))
/** Ideographs, kana, hangul and emoji are square. */
const widthOf = (letter: string) => widths.get(letter) ?? ((letter.codePointAt(0) ?? 0) >= 0x2e80 ? 1 : 0.68)

/** Width of a line in units of the type size. */
export function lineWidth(line: string, face: Face = 'sans'): number {
  let width = 0
  for (const letter of line) width += widthOf(letter)
  return width * faceWidths[face]
}

export type Box = {
  readonly width: number
  readonly height: number
  readonly largest: number
  readonly leading?: number
  readonly face?: Face
}
export type Fitted = { readonly size: number; readonly lines: readonly string[]; readonly leading: number }

const smallest = 13

/** A title too long even at the smallest size is cut with an ellipsis. */
export function fitText(text: string, box: Box): Fitted {
  const leading = box.leading ?? 1
  const words = text.trim().split(/\s+/)
  for (let size = box.largest; size > smallest; size--) {
    const lines = wrap(words, box.width / size, box.face)
    if (lines !== undefined && lines.length * size * leading <= box.height) return { size, lines, leading }
  }
  const pieces = words.flatMap((word) => cutWord(word, box.width / smallest, box.face))
  const lines = wrap(pieces, box.width / smallest, box.face) ?? pieces
  const room = Math.max(1, Math.floor(box.height / (smallest * leading)))
  if (lines.length <= room) return { size: smallest, lines, leading }
  const last = [...(lines[room - 1] ?? '')].slice(0, -1).join('').trimEnd()
  return { size: smallest, lines: [...lines.slice(0, room - 1), `${last}…`], leading }
}

/** Greedy lines of at most `width` type sizes, or undefined when a word alone is wider. */
function wrap(words: readonly string[], width: number, face: Face | undefined): string[] | undefined {
  const lines: string[] = []
  let line = ''
  for (const word of words) {
    if (lineWidth(word, face) > width) return undefined
    const longer = line === '' ? word : `${line} ${word}`
    if (lineWidth(longer, face) <= width) line = longer
    else {
      lines.push(line)
      line = word
    }
  }
  return [...lines, line]
}

/** One line of small print in at most `width` units, cut with an ellipsis where it is longer. */
export function fitLine(text: string, width: number, size: number): string {
  if (lineWidth(text) * size <= width) return text
  let kept = ''
  for (const letter of text) {
    if (lineWidth(`${kept}${letter}…`) * size > width) break
    kept += letter
  }
  return `${kept.trimEnd()}…`
}

function cutWord(word: string, width: number, face: Face | undefined): string[] {
  const pieces: string[] = []
  let piece = ''
  for (const letter of word) {
    if (piece !== '' && lineWidth(piece + letter, face) > width) {
      pieces.push(piece)
      piece = ''
    }
    piece += letter
  }
  return [...pieces, piece]
}
