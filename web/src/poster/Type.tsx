/** @file Lines of type on a poster. */

import type { Face, Fitted } from './fit.ts'

const families: Readonly<Record<Face, string>> = {
  sans: "'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif",
  serif: "'Times New Roman', Times, 'Liberation Serif', serif",
}

type TypeProps = {
  readonly text: Fitted
  readonly x: number
  /** Top of the first line, or the bottom of the last with `from="bottom"`. */
  readonly y: number
  readonly fill: string
  readonly from?: 'top' | 'bottom'
  readonly anchor?: 'start' | 'middle' | 'end'
  readonly face?: Face
  readonly italic?: boolean
}

export function Type({ text, x, y, fill, from = 'top', anchor = 'start', face = 'sans', italic = false }: TypeProps) {
  const step = text.size * text.leading
  const first = from === 'top' ? y + text.size * 0.78 : y - text.size * 0.12 - step * (text.lines.length - 1)
  return (
    <text
      x={x}
      y={first}
      fill={fill}
      textAnchor={anchor}
      fontFamily={families[face]}
      fontSize={text.size}
      fontWeight={italic ? 400 : 700}
      fontStyle={italic ? 'italic' : 'normal'}
      letterSpacing={face === 'sans' && text.size > 20 ? -0.03 * text.size : 0}
    >
      {text.lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines of one title never change places
        <tspan key={index} x={x} y={first + index * step}>
          {line}
        </tspan>
      ))}
    </text>
  )
}

/** The small print: number and first word. */
export function Caption({ text, x, y, fill, anchor = 'start' }: Omit<TypeProps, 'text'> & { readonly text: string }) {
  return (
    <text x={x} y={y} fill={fill} textAnchor={anchor} fontFamily={families.sans} fontSize={9.5} fontWeight={700} letterSpacing={0.4}>
      {text}
    </text>
  )
}
