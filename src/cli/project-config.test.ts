import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readProjectConfig } from './project-config.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'penchant-config-'))
})
afterAll(() => rm(folder, { recursive: true }))
const write = (text: string) => writeFile(join(folder, 'penchant.json'), text)

it('has only the words for the bundled items where there is no file, or no folder', async () => {
  expect(Object.keys(await readProjectConfig(folder))).toEqual(['nouns', 'synonyms'])
  expect(Object.keys(await readProjectConfig(join(folder, 'none')))).toEqual(['nouns', 'synonyms'])
})

it('takes what the file says', async () => {
  await write(
    '{ "rankingModel": "ease", "rankingModelOptions": { "regularization": 100 }, "nouns": ["book"], "synonyms": { "sf": "Science" } }',
  )
  expect(await readProjectConfig(folder)).toEqual({
    rankingModel: 'ease',
    rankingModelOptions: { regularization: 100 },
    nouns: ['book'],
    synonyms: { sf: 'Science' },
  })
})

it.each([
  ['{ "model": ', /penchant\.json is not JSON/],
  ['{ "rankngModel": "ease" }', /penchant\.json is wrong at its top: .*rankngModel/],
  ['{ "candidates": 3 }', /wrong at candidates/],
  ['[]', /wrong at its top/],
])('refuses %s', async (text, message) => {
  await write(text)
  await expect(readProjectConfig(folder)).rejects.toThrow(message)
})
