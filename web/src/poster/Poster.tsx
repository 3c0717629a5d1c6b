/** @file The poster of an item: drawn from its id, title, number and first word, the same every time, with no image from anywhere. */

import { memo, useMemo } from 'react'
import type { Item } from '../answers.ts'
import { leadingNumber, leadingWord } from '../attributes.ts'
import { bars, cutouts, diagonals, stairs } from './angular.tsx'
import { chanceOf, hashText } from './chance.ts'
import { dots, horizon, rings, tiles } from './circular.tsx'
import { type Composition, page } from './composition.ts'
import { fitLine } from './fit.ts'
import { palettes } from './palettes.ts'
import { cover, echo, initial } from './typographic.tsx'

const compositions: readonly Composition[] = [rings, cutouts, bars, tiles, initial, diagonals, dots, horizon, echo, stairs, cover]

/** The narrowest place that small print has: beside the broad stripe of a composition. */
const longestCaption = 112

/** Decoration only: whoever shows a poster says the title in words too. */
export const Poster = memo(function Poster({ item }: { readonly item: Item }) {
  const drawing = useMemo(() => draw(item), [item])
  return (
    <svg className="poster" viewBox={`0 0 ${page.width} ${page.height}`} aria-hidden="true" focusable="false">
      {drawing}
    </svg>
  )
})

function draw(item: Item) {
  const leading = leadingWord(item) ?? ''
  const word = fitLine(leading, longestCaption, 9.5)
  const palette = palettes[(hashText(leading || item.id) + (hashText(item.id) % 3) * 5) % palettes.length]!
  const chance = chanceOf(item.id)
  const composition = chance.pick(compositions)
  const shapes = chance.shuffle(palette.shapes) as [string, string, string]
  return (
    <>
      <rect width={page.width} height={page.height} fill={palette.paper} />
      {composition({ title: item.title, number: leadingNumber(item) ?? '', word, palette, shapes, chance })}
    </>
  )
}
