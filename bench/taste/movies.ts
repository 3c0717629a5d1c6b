/** @file MovieLens latest-small joined with the plots and keywords of tmdb-5000: a real log on a real catalogue, for measuring only.
 *
 * Read from the folder of data sets (PENCHANT_DATA, else ../shared/data). Released = the first day of the film's year; without one, always.
 */

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { parse } from 'csv-parse/sync'
import type { Item } from '../../src/data/item.ts'
import { loadMovielens } from '../../src/data/loaders/movielens.ts'
import type { ReplayEvent } from '../../src/evaluation/replay.ts'

const dataFolder = process.env.PENCHANT_DATA ?? join(import.meta.dirname, '../../../shared/data')
export const hasMovies = ['movielens-latest-small', 'tmdb-5000'].every((set) => existsSync(join(dataFolder, set)))

type Row = Readonly<Record<string, string>>
const readCsv = (path: string): readonly Row[] =>
  parse(gunzipSync(readFileSync(join(dataFolder, path))), { columns: true, bom: true, relax_quotes: true }) as Row[]
const names = (json: string | undefined): readonly string[] => (JSON.parse(json || '[]') as { name: string }[]).map(({ name }) => name)

export type Movies = {
  readonly items: readonly Item[]
  readonly events: readonly ReplayEvent[]
  /** Keywords of a film, also where they are withheld from its attributes. */
  readonly keywords: ReadonlyMap<string, readonly string[]>
}

/** @param withKeywords false withholds the keywords from the items. */
export async function loadMovies({ withKeywords = true } = {}): Promise<Movies> {
  const plots = new Map(readCsv('tmdb-5000/tmdb_5000_movies.csv.gz').map((row) => [row.id, row]))
  const tmdbOf = new Map(readCsv('movielens-latest-small/links.csv.gz').map((row) => [row.movieId, row.tmdbId]))
  const items: Item[] = []
  const events: ReplayEvent[] = []
  const keywords = new Map<string, readonly string[]>()
  for await (const row of loadMovielens(join(dataFolder, 'movielens-latest-small'), { now: Date.UTC(2026, 0, 1) })) {
    if (row.kind === 'item') {
      const { item } = row
      const plot = plots.get(tmdbOf.get(item.id))
      const words = names(plot?.keywords)
      keywords.set(item.id, words)
      items.push({
        ...item,
        ...(plot?.overview && { text: plot.overview }),
        attributes: { ...item.attributes, ...(withKeywords && words.length > 0 && { keywords: words }) },
        ...(typeof item.attributes.year === 'number' && { releasedAt: Date.UTC(item.attributes.year, 0, 1) }),
      })
    } else if (row.kind === 'interaction') {
      const { user, interaction } = row
      const occurredAt = interaction.occurredAt as number
      events.push({ user, interaction: { ...interaction, occurredAt }, relevant: (interaction.value ?? 0) >= 4 })
    }
  }
  return { items, events, keywords }
}
