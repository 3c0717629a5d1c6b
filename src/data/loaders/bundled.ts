/** @file The bundled catalogue: 1,000 films written for Penchant, so that there is something to recommend before you bring your own. */

import { readFile } from 'node:fs/promises'
import type { Item } from '../item.ts'

type Film = {
  readonly id: string
  readonly title: string
  readonly synopsis: string
  readonly prior: number
  readonly year?: number
  readonly genres?: readonly string[]
  readonly directors?: readonly string[]
  readonly cast?: readonly string[]
  readonly runtime?: number
  readonly countries?: readonly string[]
  readonly languages?: readonly string[]
  readonly tags?: readonly string[]
}

const location = new URL('../../../catalogue/films.jsonl', import.meta.url)

/** How people talk of it, for the engine's configuration: what its items are called, and what its values are called besides. */
export const bundledWords = {
  nouns: ['film', 'movie', 'picture', 'flick', 'cinema'],
  synonyms: { bollywood: 'India', hollywood: 'United States' },
}

/** The items in the order of the file. A fact that its writer was unsure of is left out of the attributes. */
export async function bundledCatalogue(): Promise<readonly Item[]> {
  const text = await readFile(location, 'utf8')
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const { id, title, synopsis, prior, ...attributes } = JSON.parse(line) as Film
      return { id, title, text: synopsis, attributes, prior }
    })
}
