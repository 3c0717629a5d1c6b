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
  readonly studio?: readonly string[]
  readonly series?: string
  readonly basedOn?: readonly string[]
  readonly bestPicture?: true
  readonly bestInternationalFeature?: true
  readonly palmeDor?: true
  readonly goldenLion?: true
  readonly goldenBear?: true
  readonly sequel?: true
  readonly debut?: true
  readonly womanDirector?: true
  readonly foundFootage?: true
  readonly mockumentary?: true
  readonly anthology?: true
  readonly realTime?: true
}

const location = new URL('../../../catalogue/films.jsonl', import.meta.url)

/** One value by the words that people say for it. */
const called = (value: string, ...words: readonly string[]): Record<string, string> =>
  Object.fromEntries(words.map((word) => [word, value]))

/** How people talk of it, for the engine's configuration: what its items are called, and what its values are called besides. */
export const bundledWords = {
  nouns: ['film', 'movie', 'picture', 'flick', 'cinema'],
  synonyms: {
    bollywood: 'India',
    hollywood: 'United States',
    ...called('Studio Ghibli', 'ghibli'),
    ...called('DreamWorks Animation', 'dreamworks'),
    ...called('Marvel Cinematic Universe', 'mcu'),
    ...called('James Bond', '007', 'bond film', 'bond movie', 'bond series', 'bond franchise'),
    ...called('The Lord of the Rings', 'lotr', 'middle earth'),
    ...called('Batman', 'dark knight trilogy'),
    ...called('earlier film', 'remake', 'reboot of an earlier film', 'remade', 'earlier movie'),
    ...called('comic', 'comic book', 'comic book movie', 'comic book film', 'comic strip', 'graphic novel', 'manga', 'comic adaptation'),
    ...called('novel', 'novel adaptation', 'literary adaptation'),
    ...called('memoir', 'autobiography'),
    ...called('folklore', 'folk tale', 'folktale'),
    ...called('play', 'adapted from the stage', 'stage adaptation', 'stage play', 'play adaptation'),
    ...called('based on a book', 'adapted from a book', 'book adaptation', 'adaptation of a book'),
    ...called('woman director', 'female director', 'directed by a woman', 'directed by women', 'female filmmaker', 'woman filmmaker'),
    ...called('woman director', 'women directors', 'women filmmakers', 'made by a woman', 'made by women', 'by a woman', 'by women'),
    ...called('debut', 'debut feature', 'debut film', 'directorial debut', 'first feature', 'first time director'),
    ...called('sequel', 'part two', 'follow up film', 'second part'),
    ...called('mockumentary', 'fake documentary', 'mock documentary'),
    ...called('anthology', 'anthology film', 'portmanteau film', 'omnibus film'),
    ...called('best picture', 'best picture winner', 'best picture oscar', 'oscar for best picture', 'best film oscar'),
    ...called('best picture', 'oscar', 'oscar winner', 'oscar winning', 'academy award', 'academy award winner', 'academy award winning'),
    ...called('best international feature', 'foreign language oscar', 'best foreign language film', 'best foreign film'),
    ...called('best international feature', 'oscar for best foreign language film', 'best international film', 'foreign oscar'),
    ...called('palme dor', "palme d'or winner", 'cannes winner', 'won cannes', 'won at cannes', 'golden palm'),
    ...called('golden lion', 'golden lion winner', 'venice winner', 'won venice', 'won at venice'),
    ...called('golden bear', 'golden bear winner', 'berlin winner', 'berlinale winner', 'won berlin', 'won the berlinale'),
  },
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
