import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..')
const limitMs = 60_000
const run = async (name: string) => {
  const { stdout } = await promisify(execFile)(process.execPath, [join(root, 'examples', name)], { cwd: root, timeout: limitMs })
  return stdout
}
/** The film cards under the heading that begins so: title, year and genres as printed. */
const cardsUnder = (output: string, heading: string) => {
  const lines = output.slice(output.indexOf(heading)).split('\n').slice(1)
  const first = lines.findIndex((line) => line.startsWith('- '))
  const end = lines.findIndex((line, at) => at > first && !line.startsWith('- '))
  return lines.slice(first, end).map((line) => {
    const [, title = '', year, genres = ''] = /^- (.+) \((\d+), ([^)]*)\): /.exec(line) ?? []
    return { title, year: Number(year), genres: genres.split(',') }
  })
}
const isScienceFiction = ({ genres }: { readonly genres: readonly string[] }) => genres.includes('science fiction')

beforeAll(() => {
  if (!existsSync(join(root, 'dist/index.js'))) throw new Error('The examples run on dist/: build it first with npm run build')
})

describe('01-quickstart', () => {
  let output = ''
  beforeAll(async () => {
    output = await run('01-quickstart.ts')
  }, limitMs)

  it('is told in at most 60 lines', () => {
    expect(readFileSync(join(root, 'examples/01-quickstart.ts'), 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(60)
  })

  it('shows more science fiction, and not only that, after three likes of it', () => {
    const before = cardsUnder(output, 'For a newcomer')
    const after = cardsUnder(output, 'After three likes')
    expect([before.length, after.length]).toEqual([10, 10])
    expect(after.filter(isScienceFiction).length).toBeGreaterThan(before.filter(isScienceFiction).length)
    expect(after.filter(isScienceFiction).length).toBeLessThan(10)
  })

  it('lets the neighbours of a disliked film fall, and undo bring the list back', () => {
    const [, before, after] = /the first 20 held (\d+), while it was disliked (\d+)/.exec(output) ?? []
    expect(Number(before)).toBeGreaterThan(0)
    expect(Number(after)).toBeLessThanOrEqual(Number(before) / 2)
    expect(output).toContain('Undo gives exactly the former list: true')
  })

  it('obeys what was asked in words, keeps it as rules, and lets go of it with them', () => {
    const cards = cardsUnder(output, '“no horror')
    expect(cards.length).toBe(5)
    expect(cards.filter(({ year, genres }) => year <= 1990 || genres.includes('horror'))).toEqual([])
    expect(output).toContain('Rules it stated: no horror, after 1990')
    expect(output).toContain('Without these rules the list is as before: true')
  })

  it('shows no title that is not in the catalogue', () => {
    const lines = readFileSync(join(root, 'catalogue/films.jsonl'), 'utf8').trim().split('\n')
    const titles = new Set(lines.map((line) => (JSON.parse(line) as { title: string }).title))
    const shown = ['For a newcomer', 'After three likes', '“no horror'].flatMap((heading) => cardsUnder(output, heading))
    expect(shown.length).toBe(25)
    expect(shown.filter(({ title }) => !titles.has(title))).toEqual([])
  })
})

it(
  '02-server serves a person her own taste and nobody else’s',
  async () => {
    const output = await run('02-server.ts')
    expect(output).toContain('For ada: Gyokuro (Because you liked Sencha)')
    expect(output).toContain('A token for ada that asks about bob: 403 forbidden')
    expect(output).toContain('After undo ada has 0 interactions; the catalogue has 5 teas')
    expect(output).toContain('/openapi.json: 200')
  },
  limitMs,
)

it(
  '03-own-catalogue filters and talks in the words of the items, and imports a file',
  async () => {
    const output = await run('03-own-catalogue.ts')
    const [, quick = ''] = /Within 40 minutes, without pork: (.*)/.exec(output) ?? []
    expect(quick.split(', ').sort()).toEqual(['Aglio e olio', 'Chana masala', 'Puttanesca', 'Red lentil dal'])
    const [, asked = ''] = /Asked in words: (.*)/.exec(output) ?? []
    expect(asked.split(', ').sort()).toEqual(['Aglio e olio', 'Carbonara'])
    expect(output).toMatch(/2 +items/)
    expect(output).toMatch(/1 +rows rejected/)
    expect(output).toContain('Now in the folder: Ribollita, Panzanella')
  },
  limitMs,
)

describe('evaluate', () => {
  it('is told in at most 40 lines', () => {
    expect(readFileSync(join(root, 'examples/evaluate.ts'), 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(40)
  })

  it(
    'finds out that what comes next follows from what was last, and that what is popular says little',
    async () => {
      const output = await run('evaluate.ts')
      const comparisons = output.split('\n').filter((line) => line.includes(' − '))
      expect(comparisons).toHaveLength(3)
      for (const line of comparisons) expect(line).toMatch(/^sequence-rules − /)
      expect(comparisons.at(-1)).toMatch(/^sequence-rules − most-popular: 0\.[5-9]/)
    },
    limitMs,
  )
})
