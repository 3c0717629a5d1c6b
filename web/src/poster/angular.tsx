/** @file Compositions of straight edges: cut paper, rhythm of bars, diagonals, a tall stripe. */

import type { Chance } from './chance.ts'
import { type Composition, page, range } from './composition.ts'
import { fitText } from './fit.ts'
import { inkOn } from './palettes.ts'
import { Caption, Type } from './Type.tsx'

const { width, height, margin } = page
const inner = width - 2 * margin

/** A rectangle cut by hand: no edge is quite straight. */
function cut(chance: Chance, x: number, y: number, w: number, h: number, slip: number): string {
  const off = () => chance.between(-slip, slip)
  const corner = (left: number, top: number) => `${(left + off()).toFixed(1)},${(top + off()).toFixed(1)}`
  return [corner(x, y), corner(x + w * 0.55, y), corner(x + w, y), corner(x + w, y + h), corner(x + w * 0.4, y + h), corner(x, y + h)].join(
    ' ',
  )
}

/** Slabs of cut paper; the title lies on the widest. */
export const cutouts: Composition = ({ title, number, word, palette, shapes, chance }) => {
  const [loud, second, third] = shapes
  const slab = chance.between(150, 190)
  const text = fitText(title, { width: inner - 16, height: 92, largest: 42, leading: 0.95 })
  const paperOn = inkOn(loud, palette)
  const count = chance.whole(3, 5)
  const step = (width - 30) / count
  return (
    <>
      {range(count).map((index) => {
        const top = chance.pick([-12, -12, chance.between(30, 90)])
        return (
          <polygon
            key={index}
            points={cut(chance, 18 + index * step, top, step * 0.66, slab + 20 - top, 6)}
            fill={index % 2 === 0 ? second : third}
          />
        )
      })}
      <polygon points={cut(chance, -14, slab - 14, width + 28, 124, 9)} fill={loud} />
      <Type text={text} x={margin + 4} y={slab + 2} fill={paperOn} />
      <Caption text={number} x={margin} y={height - 12} fill={palette.ink} />
      <Caption text={word} x={width - margin} y={height - 12} fill={palette.ink} anchor="end" />
    </>
  )
}

/** A rhythm of upright bars under a loud title. */
export const bars: Composition = ({ title, number, word, palette, shapes, chance }) => {
  const [loud, second, third] = shapes
  const count = chance.whole(9, 15)
  const step = inner / count
  const accent = chance.whole(1, count - 2)
  const text = fitText(title, { width: inner, height: 124, largest: 56, leading: 0.92 })
  const phase = chance.between(0, 6.3)
  return (
    <>
      <Type text={text} x={margin - 2} y={margin} fill={palette.ink} />
      {range(count).map((index) => {
        const tall = 40 + 56 * (1 + Math.sin(phase + index * 0.9)) * 0.5 + chance.between(0, 44)
        return (
          <rect
            key={index}
            x={margin + index * step}
            y={height - 34 - tall}
            width={step * 0.72}
            height={tall}
            fill={index === accent ? loud : index % 4 === 3 ? third : second}
          />
        )
      })}
      <Caption text={number} x={margin} y={height - 13} fill={palette.ink} />
      <Caption text={word} x={width - margin} y={height - 13} fill={palette.ink} anchor="end" />
    </>
  )
}

/** Bars on the slant with one disc, the title at the foot. */
export const diagonals: Composition = ({ title, number, word, palette, shapes, chance }) => {
  const [loud, second, third] = shapes
  const angle = chance.pick([-45, -30, 30, 45])
  const stripes = range(4).map((index) => ({
    key: index,
    x: chance.between(-90, 30),
    y: -76 + index * 44,
    length: chance.between(130, 260),
    thick: chance.pick([8, 16, 30]),
    fill: [second, third, palette.ink][index % 3]!,
  }))
  const text = fitText(title, { width: inner, height: 76, largest: 38, leading: 0.98 })
  return (
    <>
      <svg x={0} y={0} width={width} height={242} role="presentation">
        <g transform={`translate(120 128) rotate(${angle})`}>
          {stripes.map(({ key, x, y, length, thick, fill }) => (
            <rect key={key} x={x} y={y} width={length} height={thick} fill={fill} />
          ))}
        </g>
        <circle cx={chance.between(60, 180)} cy={chance.between(80, 170)} r={chance.between(34, 56)} fill={loud} />
      </svg>
      <rect x={margin} y={250} width={inner} height={2} fill={palette.ink} />
      <Type text={text} x={margin} y={260} fill={palette.ink} />
      <Caption text={number} x={margin} y={height - 9} fill={palette.ink} />
      <Caption text={word} x={width - margin} y={height - 9} fill={palette.ink} anchor="end" />
    </>
  )
}

/** The title climbs a broad stripe; steps go down beside it. */
export const stairs: Composition = ({ title, number, word, palette, shapes, chance }) => {
  const [loud, second, third] = shapes
  const stripe = 92
  const text = fitText(title, { width: height - 2 * margin, height: stripe - 20, largest: 46, leading: 0.95 })
  const block = text.lines.length * text.size * text.leading
  const count = chance.whole(4, 7)
  const step = (height - 44) / count
  const falls = chance.pick([true, false])
  return (
    <>
      <rect width={stripe} height={height} fill={loud} />
      {range(count).map((index) => {
        const share = (falls ? index + 1 : count - index) / count
        return (
          <rect
            key={index}
            x={stripe}
            y={44 + index * step}
            width={(width - stripe) * share}
            height={step + 0.4}
            fill={index % 2 === 0 ? second : third}
          />
        )
      })}
      <g transform={`translate(${(stripe - block) / 2} ${height - margin}) rotate(-90)`}>
        <Type text={text} x={0} y={0} fill={inkOn(loud, palette)} />
      </g>
      <Caption text={number} x={width - margin} y={20} fill={palette.ink} anchor="end" />
      <Caption text={word} x={width - margin} y={34} fill={palette.ink} anchor="end" />
    </>
  )
}
