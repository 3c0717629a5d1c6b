/** @file Compositions of circles: rings, tiles of quarter circles, a field of dots, a sun over hills. */

import { type Composition, page, range } from './composition.ts'
import { fitText } from './fit.ts'
import { inkOn } from './palettes.ts'
import { Caption, Type } from './Type.tsx'

const { width, height, margin } = page
const inner = width - 2 * margin

/** Concentric rings that drift off their centre, above a plain foot. */
export const rings: Composition = ({ title, number, word, palette, shapes, chance }) => {
  const [loud, second] = shapes
  const foot = 232
  const x = chance.between(70, 170)
  const y = chance.between(80, 130)
  const drift = chance.between(-3.2, 3.2)
  const count = chance.whole(7, 10)
  const text = fitText(title, { width: inner, height: 88, largest: 40, leading: 0.98 })
  return (
    <>
      <svg x={0} y={0} width={width} height={foot} role="presentation">
        <rect width={width} height={foot} fill={loud} />
        {range(count).map((ring) => (
          <circle
            key={ring}
            cx={x + drift * ring}
            cy={y + (drift * ring) / 2}
            r={(count - ring) * (150 / count)}
            fill={ring % 2 === 0 ? palette.paper : ring === count - 2 ? second : loud}
          />
        ))}
      </svg>
      <Type text={text} x={margin} y={foot + 14} fill={palette.ink} />
      <Caption text={number} x={margin} y={height - 12} fill={palette.ink} />
      <Caption text={word} x={width - margin} y={height - 12} fill={palette.ink} anchor="end" />
    </>
  )
}

/** A grid of quarter and half circles. */
export const tiles: Composition = ({ title, number, word, palette, shapes, chance }) => {
  const columns = chance.pick([3, 4])
  const size = width / columns
  const rows = Math.floor(236 / size)
  const top = height - rows * size
  const text = fitText(title, { width: inner, height: top - 50, largest: 38 })
  const cells = range(rows * columns).map((index) => ({
    key: index,
    x: (index % columns) * size,
    y: top + Math.floor(index / columns) * size,
    turn: chance.whole(0, 3) * 90,
    kind: chance.pick(['quarter', 'quarter', 'leaf', 'half', 'disc', 'plain'] as const),
    ground: chance.pick([palette.paper, palette.paper, ...shapes]),
    front: chance.pick(shapes),
  }))
  return (
    <>
      {cells.map(({ key, x, y, turn, kind, ground, front }) => {
        const fill = front === ground ? palette.ink : front
        return (
          <g key={key} transform={`translate(${x} ${y}) rotate(${turn} ${size / 2} ${size / 2})`}>
            <rect width={size + 0.4} height={size + 0.4} fill={ground} />
            {kind === 'quarter' && <path d={`M0 0H${size}A${size} ${size} 0 0 1 0 ${size}Z`} fill={fill} />}
            {kind === 'leaf' && <path d={`M0 0A${size} ${size} 0 0 1 ${size} ${size}A${size} ${size} 0 0 1 0 0Z`} fill={fill} />}
            {kind === 'half' && <path d={`M0 0H${size}A${size / 2} ${size / 2} 0 0 1 0 0Z`} fill={fill} />}
            {kind === 'disc' && <circle cx={size / 2} cy={size / 2} r={size * 0.36} fill={fill} />}
          </g>
        )
      })}
      <Caption text={number} x={margin} y={24} fill={palette.ink} />
      <Caption text={word} x={width - margin} y={24} fill={palette.ink} anchor="end" />
      <Type text={text} x={margin} y={36} fill={palette.ink} />
    </>
  )
}

/** A field of dots that swell along a wave; one is another colour. */
export const dots: Composition = ({ title, number, word, palette, shapes, chance }) => {
  const [loud, second] = shapes
  const columns = 7
  const rows = 8
  const step = inner / (columns - 1)
  const phase = chance.between(0, 6.3)
  const slope = chance.between(0.35, 0.9) * chance.pick([-1, 1])
  const special = chance.whole(columns, columns * (rows - 1) - 1)
  const text = fitText(title, { width: inner, height: 74, largest: 34 })
  return (
    <>
      <Type text={text} x={margin} y={margin} fill={palette.ink} />
      {range(columns * rows).map((index) => {
        const column = index % columns
        const row = Math.floor(index / columns)
        const swell = 0.5 + 0.5 * Math.sin(phase + column * slope + row * 0.7)
        return (
          <circle
            key={index}
            cx={margin + column * step}
            cy={122 + row * 29}
            r={index === special ? 15.5 : 1.6 + 11 * swell}
            fill={index === special ? loud : second}
          />
        )
      })}
      <Caption text={`${number}  ${word}`.trim()} x={margin} y={height - 11} fill={palette.ink} />
    </>
  )
}

/** A sun over rolling strips. */
export const horizon: Composition = ({ title, number, word, palette, shapes, chance }) => {
  const [loud, second, third] = shapes
  const strips = [second, third, palette.ink]
  const text = fitText(title, { width: inner, height: 84, largest: 40, face: 'serif', leading: 0.96 })
  const hill = (level: number) => {
    const lift = chance.between(10, 34)
    const phase = chance.between(0, 6.3)
    const points = range(13).map((index) => `${index * 20} ${(level + lift * Math.sin(phase + index / 2.4)).toFixed(1)}`)
    return `M0 ${height}L${points.join('L')}L${width} ${height}Z`
  }
  return (
    <>
      <circle cx={chance.between(60, 180)} cy={chance.between(160, 190)} r={chance.between(38, 58)} fill={loud} />
      {strips.map((fill, index) => (
        <path key={fill} d={hill(226 + index * 46)} fill={fill} />
      ))}
      <Type text={text} x={margin} y={margin} fill={palette.ink} face="serif" />
      <Caption text={number} x={margin} y={height - 12} fill={inkOn(palette.ink, palette)} />
      <Caption text={word} x={width - margin} y={height - 12} fill={inkOn(palette.ink, palette)} anchor="end" />
    </>
  )
}
