/** @file Compositions that are type above all: a giant initial, a title echoed, a banded cover. */

import { type Composition, page, range } from './composition.ts'
import { fitText } from './fit.ts'
import { inkOn } from './palettes.ts'
import { Caption, Type } from './Type.tsx'

const { width, height, margin } = page
const inner = width - 2 * margin

/** The first letter that says something: not that of an article. */
function initialOf(title: string): string {
  const rest = title.replace(/^(the|a|an|la|le|les|el|il|der|die|das)\s+/i, '')
  return ([...rest].find((letter) => /[\p{L}\p{N}]/u.test(letter)) ?? '·').toUpperCase()
}

/** One letter, larger than the page. */
export const initial: Composition = ({ title, number, word, palette, shapes, chance }) => {
  const [loud, second] = shapes
  const face = chance.pick(['sans', 'serif'] as const)
  const text = fitText(title, { width: inner, height: 58, largest: 29, leading: 0.98 })
  const drop = chance.between(-14, 10)
  return (
    <>
      <Type
        text={{ size: 330, lines: [initialOf(title)], leading: 1 }}
        x={width / 2 + chance.between(-22, 22)}
        y={drop}
        fill={loud}
        anchor="middle"
        face={face}
      />
      <rect y={258} width={width} height={height - 258} fill={palette.paper} />
      <rect x={margin} y={262} width={36} height={5} fill={second} />
      <Type text={text} x={margin} y={275} fill={palette.ink} />
      <Caption text={`${number}  ${word}`.trim()} x={margin} y={height - 9} fill={palette.ink} />
    </>
  )
}

/** The title set again and again, one of them in colour. */
export const echo: Composition = ({ title, number, word, palette, shapes, chance }) => {
  const [loud, second] = shapes
  const text = fitText(title, { width: inner, height: 96, largest: 60, leading: 0.9 })
  const block = Math.max(34, text.lines.length * text.size * text.leading + 7)
  const count = Math.max(1, Math.floor((height - 52) / block))
  const chosen = chance.whole(0, count - 1)
  const ground = chance.pick([palette.paper, second])
  const quiet = ground === palette.paper ? second : palette.paper
  const strong = ground === palette.paper ? palette.ink : inkOn(ground, palette)
  return (
    <>
      <rect width={width} height={height} fill={ground} />
      {range(count).map((index) =>
        index === chosen ? (
          <g key={index}>
            <rect y={14 + index * block} width={width} height={block - 2} fill={loud} />
            <Type text={text} x={margin} y={17 + index * block} fill={inkOn(loud, palette)} />
          </g>
        ) : (
          <g key={index} opacity={0.5}>
            <Type text={text} x={margin} y={17 + index * block} fill={quiet} />
          </g>
        ),
      )}
      <Caption text={number} x={margin} y={height - 12} fill={strong} />
      <Caption text={word} x={width - margin} y={height - 12} fill={strong} anchor="end" />
    </>
  )
}

/** Three bands, the title in the middle one, a small sign above it. */
export const cover: Composition = ({ title, number, word, palette, shapes, chance }) => {
  const [loud, second] = shapes
  const text = fitText(title, { width: inner - 8, height: 100, largest: 38, face: 'serif', leading: 1.02 })
  const sign = chance.pick(['sun', 'lozenge', 'moon', 'steps'] as const)
  const top = 178 - (text.lines.length * text.size * text.leading) / 2 + 14
  return (
    <>
      <rect width={width} height={92} fill={loud} />
      <rect y={height - 84} width={width} height={84} fill={loud} />
      {sign === 'sun' && <circle cx={width / 2} cy={92} r={34} fill={second} />}
      {sign === 'lozenge' && <path d={`M${width / 2} 50l36 42-36 42-36-42z`} fill={second} />}
      {sign === 'moon' && <path d={`M${width / 2 - 36} 92a36 36 0 0 0 72 0z`} fill={second} />}
      {sign === 'steps' && <path d={`M${width / 2 - 42} 122v-20h28v-20h28v-20h28v60z`} fill={second} />}
      <Type text={text} x={width / 2} y={top} fill={palette.ink} anchor="middle" face="serif" italic />
      <Caption text={number} x={width / 2} y={height - 40} fill={inkOn(loud, palette)} anchor="middle" />
      <Caption text={word} x={width / 2} y={height - 26} fill={inkOn(loud, palette)} anchor="middle" />
    </>
  )
}
