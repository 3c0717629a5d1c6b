import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadJsonl } from './jsonl.ts'

const fixtures = join(import.meta.dirname, '../../../test/fixtures')
const now = Date.UTC(2026, 0, 1)

const load = async (map?: string) =>
  (await Array.fromAsync(loadJsonl(join(fixtures, 'recipes.jsonl'), { now, map }))).map((row) => {
    if (row.kind === 'item') return row.item
    return row.kind === 'interaction' ? { user: row.user, ...row.interaction } : `${row.line}: ${row.reason}`
  })

test('items, flat items and interactions; every bad line is named and none stops the others', async () => {
  const rows = await load()
  expect(rows.filter((row) => typeof row === 'object')).toEqual([
    { id: 'soup', title: 'Lentil soup', text: 'Red lentils, cumin and lemon.', attributes: { minutes: 30, diets: ['vegan'] }, prior: 0.7 },
    { id: 'pie', title: 'Apple pie', attributes: { minutes: 75, diets: ['vegetarian'] } },
    { user: 'ada', item: 'soup', type: 'like', occurredAt: 1_588_328_400_000 },
    { id: 'tray', title: 'Tray bake', attributes: { user: 'the editor' } },
    { id: 'last', title: 'Last, without a line end', attributes: {} },
  ])
  expect(rows.filter((row) => typeof row === 'string').map((row) => row.replace(/ expected one of .*/, ''))).toEqual([
    '4: type: Invalid option:',
    '5: The user id is empty',
    '6: The line is not JSON',
    '7: The line is not a JSON object',
    '9: title: has a NUL character or a lone surrogate',
    '10: title: has a NUL character or a lone surrogate',
    '11: The line is not UTF-8 text',
    '12: id: Invalid input: expected string, received number',
    '13: Unrecognized key: "extra"',
    '14: The time lies in the future',
  ])
})

test('a mapping reads paths, keeps the types of JSON and takes a number for an id', async () => {
  const rows = await load("id=id, title=title|default(nameless), attributes.time=attributes.minutes, attributes.house='ours'")
  expect(rows[0]).toEqual({ id: 'soup', title: 'Lentil soup', attributes: { time: 30, house: 'ours' } })
  expect(rows[10]).toEqual({ id: '7', title: 'Number as id', attributes: { house: 'ours' } })
})
