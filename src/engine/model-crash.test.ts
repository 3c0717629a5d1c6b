import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { Item } from '../data/item.ts'
import { openSqliteStorage } from '../storage/sqlite/open-sqlite-storage.ts'
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
    const dyingAt = (last) => async (name, bytes) => (name === last ? die() : storage.artifacts.put(name, bytes))
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
  ['once the card before is set aside', `await again(fitting(${sameOptions}, { ...storage.artifacts, put: dyingAt('model') }))`],
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
    `await again(fitting(${sameOptions}, { ...storage.artifacts, put: async (...given) => { await storage.artifacts.put(...given); if (given[0] === 'model') die() } }))`,
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
])(
  'a file that is %s costs the model alone, where there is none before it; it is said, and the next training makes it anew',
  async (_, harm, says) => {
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
  },
)

const damage = (path: string) => writeFileSync(path, readFileSync(path).fill(1, 2_000_000, 2_000_004))
const lost = (to: string) => ({ stage: 'rank', from: 'the newest fitted model', to, reason: expect.stringContaining('cannot be read') })

/** @returns the versions of two fits of the folder, and the file of the newest */
async function keptTwice() {
  const before = await kept()
  const [first] = models()
  const penchant = await open()
  await penchant.track('p1', { item: 'i2', type: 'like' })
  await penchant.train()
  const { rankingModel } = penchant.status()
  await penchant.close()
  return { before: before.rankingModel, newest: rankingModel, file: join(folder, 'models', models().find((name) => name !== first)!) }
}

it('a damaged model makes room for the one before it: every answer and the status say so, until a training heals it', async () => {
  const { before, newest, file } = await keptTwice()
  expect(models()).toHaveLength(2)
  damage(file)
  const penchant = await open()
  expect(penchant.status()).toMatchObject({ rankingModel: before, degraded: [lost('the model before it')], busy: [] })
  expect(penchant.status().failures).toEqual([expect.stringMatching(/damaged/)])
  const slate = await penchant.recommend({ user: 'p1', k: 5 })
  expect(slate.degraded).toEqual([lost('the model before it')])
  expect((await penchant.slate(slate.slateId))?.versions.models).toEqual([before])
  // A path is nobody's business who reads an answer.
  expect(JSON.stringify(slate.degraded)).not.toContain(folder)
  await penchant.train()
  expect(penchant.status()).toMatchObject({ rankingModel: newest, degraded: [], failures: [] })
  expect((await penchant.recommend({ user: 'p1', k: 5 })).degraded).toEqual([])
  await penchant.close()
  // What could not be read is not what the next one falls back to.
  damage(join(folder, 'models', models().find((name) => file.endsWith(name))!))
  const again = await open()
  expect(again.status().rankingModel).toBe(before)
  await again.close()
})

it('where neither can be read, it is fitted anew in the background as soon as the engine opens', async () => {
  const { newest } = await keptTwice()
  for (const name of models()) damage(join(folder, 'models', name))
  const { retrainAt: _, ...itself } = config
  const penchant = await createPenchant({ dataFolder: folder, clock, config: itself })
  expect(penchant.status()).toMatchObject({
    rankingModel: null,
    degraded: [lost('content and live counts')],
    busy: ['fitting the ranking model'],
  })
  expect((await penchant.recommend({ user: 'p1', k: 5 })).degraded).toEqual([lost('content and live counts')])
  await vi.waitFor(() => expect(penchant.status().degraded).toEqual([]), { timeout: 30_000 })
  expect(penchant.status()).toMatchObject({ rankingModel: newest, failures: [], refit: { last: { why: 'damaged' } } })
  await penchant.close()
})

it('what has seen somebody who was erased is not kept to fall back to', async () => {
  let now = clock.now()
  await kept()
  const penchant = await createPenchant({ dataFolder: folder, config, clock: { ...clock, now: () => ++now } })
  const [before] = models()
  await penchant.forget('p1')
  // Without their ten likes there would be too few to fit.
  for (let person = 2; person < 30; person++) await penchant.track(`p${person}`, { item: `i${(person + 1) % 30}`, type: 'like' })
  await penchant.train()
  expect(models()).toHaveLength(1)
  expect(models()).not.toContain(before)
  await penchant.close()
})

it('a note of what was learnt that cannot be read costs what was learnt, not the start', async () => {
  const { rankingModel } = await kept()
  const storage = await openSqliteStorage({ path: join(folder, 'penchant.db') })
  await storage.artifacts.put('learning', new TextEncoder().encode('{"version":'))
  await storage.close()
  const penchant = await open()
  expect(penchant.status()).toMatchObject({ rankingModel, learning: null })
  await penchant.close()
})
