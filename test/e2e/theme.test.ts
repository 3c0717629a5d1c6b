/** @file The colours of the app read in both themes: text and small print on every ground they are set on. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { contrast } from '../../web/src/poster/palettes.ts'

const css = readFileSync(join(import.meta.dirname, '../../web/src/app.css'), 'utf8')
const colours = new Map(
  [...css.matchAll(/--([\w-]+): light-dark\((#\w{6}), (#\w{6})\)/g)].map(([, name, light, dark]) => [name, [light, dark]]),
)

test.each([
  ['light', 0],
  ['dark', 1],
] as const)('text reads on every ground of the %s theme', (_, theme) => {
  const colour = (name: string) => colours.get(name)?.[theme] as string
  for (const ground of ['paper', 'raised', 'sunken']) {
    for (const text of ['ink', 'muted']) expect(contrast(colour(text), colour(ground)), `${text} on ${ground}`).toBeGreaterThanOrEqual(4.5)
  }
  for (const ground of ['paper', 'raised']) expect(contrast(colour('accent'), colour(ground)), ground).toBeGreaterThanOrEqual(4.5)
  expect(contrast(colour('on-accent'), colour('accent'))).toBeGreaterThanOrEqual(4.5)
  expect(contrast(colour('paper'), colour('ink'))).toBeGreaterThanOrEqual(4.5)
})
