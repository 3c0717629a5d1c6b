/** @file Your own catalogue: typed items in code, then the same from a CSV file through the command line. Run: node examples/03-own-catalogue.ts */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
// #region items
import { createPenchant, type Item } from 'penchant'

/** What people filter and talk by: words, sets of words, numbers, flags. */
type Dish = { readonly cuisine: string; readonly contains: readonly string[]; readonly minutes: number; readonly vegan: boolean }

const dishes: readonly Item<Dish>[] = [
  { id: 'dal', title: 'Red lentil dal', attributes: { cuisine: 'indian', contains: ['lentils', 'cumin'], minutes: 35, vegan: true } },
  { id: 'chana', title: 'Chana masala', attributes: { cuisine: 'indian', contains: ['chickpeas', 'tomato'], minutes: 40, vegan: true } },
  { id: 'carbonara', title: 'Carbonara', attributes: { cuisine: 'italian', contains: ['egg', 'pork'], minutes: 25, vegan: false } },
  { id: 'puttanesca', title: 'Puttanesca', attributes: { cuisine: 'italian', contains: ['olives', 'anchovy'], minutes: 25, vegan: false } },
  { id: 'aglio', title: 'Aglio e olio', attributes: { cuisine: 'italian', contains: ['garlic', 'chilli'], minutes: 15, vegan: true } },
  { id: 'pho', title: 'Pho', attributes: { cuisine: 'vietnamese', contains: ['beef', 'noodles'], minutes: 180, vegan: false } },
]
const penchant = await createPenchant({ items: dishes })
const quick = await penchant.recommend({ user: 'ada', filter: { minutes: { lte: 40 }, not: { contains: 'pork' } } })
const answer = await penchant.chat({ user: 'ada', message: 'something italian under half an hour, no anchovy' })
// #endregion
console.log(`Within 40 minutes, without pork: ${titles(quick.items.map(({ item }) => item))}`)
console.log(`Asked in words: ${titles(answer.items.map(({ item }) => item))}`)
console.log(`Understood as: ${answer.plan.understood.map(({ words, as }) => `“${words}” → ${as}`).join('; ')}`)
await penchant.close()

const folder = mkdtempSync(join(tmpdir(), 'penchant-example-'))
const file = join(folder, 'dishes.csv')
const rows = ['code,name,kitchen,contains', 'd1,Ribollita,Italian,bread;beans', 'd2,Panzanella,Italian,bread;tomato', ',no code,,']
writeFileSync(file, rows.join('\n'))
const map = 'id=code, title=name, attributes.cuisine=kitchen|lower, attributes.contains=contains|split(;)'
const command = fileURLToPath(new URL('dist/cli/main.js', import.meta.resolve('penchant/package.json')))
// npx penchant import csv dishes.csv --map "id=code, title=name, …" --data-dir FOLDER
console.log(execFileSync(process.execPath, [command, 'import', 'csv', file, '--map', map, '--data-dir', folder], { encoding: 'utf8' }))
const stored = await createPenchant({ dataFolder: folder })
console.log(`Now in the folder: ${titles(stored.items.list().items)}`)
await stored.close()
rmSync(folder, { recursive: true })

function titles(items: readonly { readonly title: string }[]) {
  return items.map(({ title }) => title).join(', ')
}
