/** @file What every poster composition is given, and the page it draws on. */

import type { ReactNode } from 'react'
import type { Chance } from './chance.ts'
import type { Palette } from './palettes.ts'

/** The page, in drawing units: two by three. */
export const page = { width: 240, height: 360, margin: 18 } as const

export type Sheet = {
  readonly title: string
  /** The year or another leading number, "" for none. */
  readonly number: string
  /** The item's first word ("comedy"), "" for none. */
  readonly word: string
  readonly palette: Palette
  /** The palette's shapes in this poster's own order. */
  readonly shapes: readonly [string, string, string]
  readonly chance: Chance
}

/** Draws one family of posters onto the ground. */
export type Composition = (sheet: Sheet) => ReactNode

/** 0, 1 … count − 1. */
export function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index)
}
