/** @file The poster palettes: flat printing inks, five to a set, each legible on its own paper in a light and in a dark page. */

export type Palette = {
  /** The ground. */
  readonly paper: string
  /** Type on the ground; at least 4.5 : 1 against it. */
  readonly ink: string
  /** Three inks for shapes, the loudest first. */
  readonly shapes: readonly [string, string, string]
}

const set = (paper: string, ink: string, ...shapes: [string, string, string]): Palette => ({ paper, ink, shapes })

export const palettes: readonly Palette[] = [
  set('#efe4d0', '#1d1a16', '#d63a1e', '#e8a020', '#1f4e5f'),
  set('#12305a', '#f3ead7', '#e8b83a', '#5fa3c7', '#d8452e'),
  set('#e2a81f', '#1b1712', '#b5301b', '#f6ead0', '#2a4b46'),
  set('#0f4a4a', '#f4e9d4', '#f08a4b', '#7fc3b0', '#e9d06a'),
  set('#b3261e', '#fbeee0', '#1c100e', '#f0b343', '#efd9c3'),
  set('#eab8b4', '#2a1220', '#c2274e', '#33518f', '#f8ede4'),
  set('#17161a', '#f2ede4', '#e5432d', '#8d8a94', '#e9c46a'),
  set('#55602a', '#f7f0da', '#e0ba42', '#a6b36a', '#e0703c'),
  set('#cfc3e6', '#221a3a', '#5a3ea6', '#e86f4a', '#f8f3e8'),
  set('#a9cfe0', '#10263a', '#d9482b', '#17527d', '#f8f0de'),
  set('#1d3b2a', '#efe8d2', '#c9d36b', '#5f9e6e', '#e07a3f'),
  set('#e1622a', '#1c120c', '#fbe3c0', '#3b1f4a', '#f5c04a'),
  set('#43204f', '#f5e6ea', '#ef6f6c', '#b786c9', '#f0c15a'),
  set('#d9d4c7', '#20211f', '#3c5a78', '#a8452f', '#8b8f7a'),
]

/** The WCAG contrast of two `#rrggbb` colours, 1 to 21. */
export function contrast(first: string, second: string): number {
  const [high, low] = [luminance(first), luminance(second)].sort((a, b) => b - a) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

/** What reads best on `colour`: the palette's ink or ground, or black or white where both are too faint. */
export function inkOn(colour: string, palette: Palette): string {
  const own = best(colour, [palette.ink, palette.paper])
  return contrast(colour, own) >= 4.5 ? own : best(colour, ['#000000', '#ffffff'])
}

function best(colour: string, inks: readonly string[]): string {
  return inks.reduce((kept, ink) => (contrast(colour, ink) > contrast(colour, kept) ? ink : kept))
}

function luminance(colour: string): number {
  const channel = (start: number) => {
    const value = Number.parseInt(colour.slice(start, start + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}
