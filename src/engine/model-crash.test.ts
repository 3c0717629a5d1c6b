import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import type { Item } from '../data/item.ts'
import { createPenchant } from './create-penchant.ts'

/** Its artifact has 8 MB, so that writing it takes a while. */
const config = {
  rankingModel: 'logistic-regression',
  rankingModelOptions: { bits: 20 },
  lsa: { embeddingSize: 8 },
  retrainAt: 'never' as const,
}
const items: readonly Item[] = Array.from({ length: 30 }, (_, n) => ({ id: `i${n}`, title: `Thing ${n}`, attributes: {} }))
const clock = { now: () => 1_700_000_000_000, elapsed: () => 0 }

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'penchant-crash-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const open = () => createPenchant({ dataFolder: folder, config, clock })
const models = () => readdirSync(join(folder, 'models'))

/** @returns what the model kept from it says of one person */
async function kept() {
  const penchant = await createPenchant({ dataFolder: folder, items, config, clock })
  for (let person = 0; person < 100; person++)
    await penchant.trackAll(
      `p${person}`,
      Array.from({ length: 10 }, (_, n) => ({ item: `i${(person + 3 * n) % 30}`, type: 'like' as const })),
    )
  await penchant.train()
  const { rankingModel } = penchant.status()
  expect(rankingModel).toMatch(/^logistic-regression\.30\.1000\./)
  const answer = await answerOf(penchant)
  await penchant.close()
  return { rankingModel, answer }
}

async function answerOf(penchant: Awaited<ReturnType<typeof open>>) {
  const { items: shown } = await penchant.recommend({ user: 'p1', k: 5, diversity: 0 })
  return shown.map(({ item, score, sources }) => ({ id: item.id, score, sources }))
}

/** Another fit of the same folder, in a process that `body` ends: `fitting` and the sqlite `storage` are at hand. */
async function killed(body: string) {
  const urlOf = (path: string) => JSON.stringify(new URL(path, import.meta.url).href)
  const program = `
    const { watch, mkdirSync } = await import('node:fs')
    const { createModelFitting } = await import(${urlOf('./model-fitting.ts')})
    const { createKernels } = await import(${urlOf('../math/kernels.ts')})
    const { openSqliteStorage } = await import(${urlOf('../storage/sqlite/open-sqlite-storage.ts')})
    const folder = process.argv[1]
    const storage = await openSqliteStorage({ path: folder + '/penchant.db' })
    const die = () => process.kill(process.pid, 'SIGKILL')
    const fitting = (name, options, artifacts = storage.artifacts) =>
      createModelFitting({ artifacts, folder: folder + '/models', kernels: createKernels(), now: () => 1, name, options })
    const likes = new Map(Array.from({ length: 200 }, (_, person) => ['p' + person, Array.from({ length: 6 }, (_, n) => ({ item: (person + n) % 30, at: n }))]))
    const again = async (which) => (await which).fit(likes, 30, { why: 'asked' })
    ${body}`
  const child = spawn(process.execPath, ['--input-type=module', '--eval', program, folder], { stdio: ['ignore', 'ignore', 'inherit'] })
  await new Promise((resolve) => child.on('close', resolve))
  expect(child.signalCode).toBe('SIGKILL')
}

const sameOptions = `'logistic-regression', { bits: 20 }`

it.each([
  ['while it fits', `again(fitting('logistic-regression', { bits: 20, epochs: 1e9 })); setImmediate(die)`],
  ['while it writes', `watch(folder + '/models', (_, name) => name?.endsWith('.partial') && die()); await again(fitting(${sameOptions}))`],
  ['between the file and the card', `await again(fitting(${sameOptions}, { ...storage.artifacts, put: async () => die() }))`],
])('killed %s, the model before it answers after the restart, and nothing is left over', async (_, body) => {
  const before = await kept()
  await killed(body)
  const penchant = await open()
  expect(penchant.status()).toMatchObject({ rankingModel: before.rankingModel, failures: [] })
  expect(await answerOf(penchant)).toEqual(before.answer)
  expect(models()).toHaveLength(1)
  expect(models()[0]).not.toContain('partial')
  await penchant.close()
})

it('killed once the card is written, the new model answers', async () => {
  const before = await kept()
  await killed(
    `await again(fitting(${sameOptions}, { ...storage.artifacts, put: async (...given) => { await storage.artifacts.put(...given); die() } }))`,
  )
  const penchant = await open()
  expect(penchant.status().rankingModel).toMatch(/^logistic-regression\.30\.1200\./)
  expect(penchant.status().rankingModel).not.toBe(before.rankingModel)
  expect(models()).toHaveLength(1)
  await penchant.close()
})

it.each([
  ['cut off', (path: string) => truncateSync(path, 1_000_000), /cut off|damaged/],
  ['damaged', (path: string) => writeFileSync(path, readFileSync(path).fill(1, 2_000_000, 2_000_004)), /damaged/],
  ['gone', (path: string) => rmSync(path), /cannot be read \(ENOENT\)/],
])('a file that is %s costs the model alone; it is said, and the next training makes it anew', async (_, harm, says) => {
  const { rankingModel } = await kept()
  harm(join(folder, 'models', models()[0] as string))
  writeFileSync(join(folder, 'models', 'other.safetensors.partial'), 'half of something')
  const penchant = await open()
  expect(penchant.status().rankingModel).toBeNull()
  expect(penchant.status().failures).toEqual([expect.stringMatching(says)])
  expect(models()).not.toContain('other.safetensors.partial')
  expect((await penchant.recommend({ user: 'p1', k: 5 })).items).toHaveLength(5)
  await penchant.train()
  expect(penchant.status()).toMatchObject({ rankingModel, failures: [] })
  await penchant.close()
})
