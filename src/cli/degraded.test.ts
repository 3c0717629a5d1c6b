import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { readEnvironment } from '../engine/environment.ts'
import type { EngineStatus } from '../engine/penchant.ts'
import { checkEngine } from './checks.ts'
import type { Command, Surroundings } from './command.ts'
import { evaluate } from './commands/evaluate.ts'
import { train } from './commands/train.ts'
import { tuneCommand } from './commands/tune.ts'
import type * as openEngine from './open-engine.ts'
import { createTerminal } from './terminal.ts'

const broken = 'onnxruntime-node does not load. The wasm kernels serve in its place.'
const status: EngineStatus = {
  ...{ version: '1', snapshot: 's', items: 6, people: 20, encoder: 'lsa', embeddingSize: 8, storage: 'sqlite', model: null },
  rankingModel: 'ease.6.1000.seal',
  refit: {
    last: { at: 0, why: 'asked', likes: 1_000, warm: false, degraded: broken },
    ...{ changedShare: 0, nextAtShare: 0.2, nextAt: null },
  },
  learning: null,
  weights: { version: null, moments: 0, people: 0, learnt: null, untrained: null, says: 'as they stand' },
  ...{ busy: [], failures: [], degraded: [] },
}

vi.mock(import('../math/onnx/algebra.ts'), async (original) => {
  const algebra = await original()
  return { ...algebra, openKernels: async () => ({ ...(await algebra.openKernels('wasm')), degraded: () => broken }) }
})
vi.mock(
  './open-engine.ts',
  (): Partial<typeof openEngine> => ({
    withEngine: (_options, _surroundings, use) => use({ status: () => status, train: async () => {} } as never),
  }),
)

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'penchant-degraded-'))
  const rows = Array.from({ length: 100 }, (_, at) => `u${at % 20},i${((at % 20) + Math.floor(at / 20)) % 6},${1_700_000_000 + at}`)
  writeFileSync(join(folder, 'clicks.csv'), `user,item,occurredAt\n${rows.join('\n')}\n`)
})
afterAll(() => rmSync(folder, { recursive: true }))

function surroundings() {
  const streams = { stdin: new PassThrough(), stdout: new PassThrough(), stderr: new PassThrough() }
  const given: Surroundings = {
    terminal: createTerminal(streams as never, true),
    environment: readEnvironment({}),
    clock: { now: () => Date.UTC(2026, 0, 1), elapsed: () => 0 },
    signal: new AbortController().signal,
  }
  const said = () => `${streams.stdout.read() ?? ''}${streams.stderr.read() ?? ''}`
  return { given, said }
}
const run = async (command: Command, input: Readonly<Record<string, unknown>>) => {
  const { given, said } = surroundings()
  await command.run(command.input.parse(input), given)
  return said()
}

it('is said by every command whose algebra another did', async () => {
  const data = `csv:${join(folder, 'clicks.csv')}`
  expect(await run(evaluate, { data, models: 'most-popular' })).toContain(broken)
  expect(await run(tuneCommand, { data, model: 'item-knn', trials: 2 })).toContain(broken)
  expect(await run(train, { dataDir: folder })).toContain(broken)
  const checks = await checkEngine(folder, false, surroundings().given)
  expect(checks.find(({ name }) => name === 'ranking')).toMatchObject({ state: 'warning', says: expect.stringContaining(broken) })
})
