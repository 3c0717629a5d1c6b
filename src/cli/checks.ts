/** @file What doctor looks at: the machine, the data folder, the engine in it, the language model, the port. */

import { constants } from 'node:fs'
import { access, readdir, stat, statfs } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, resolve } from 'node:path'
import type { Degraded } from '../data/slate.ts'
import { type FitReason, fewestLikes, type RefitStatus } from '../engine/refit-schedule.ts'
import { isPenchantError, PenchantError } from '../errors.ts'
import { resolveModel } from '../llm/provider.ts'
import type { Surroundings } from './command.ts'
import { withEngine } from './open-engine.ts'

export type Check = {
  readonly name: string
  readonly state: 'ok' | 'warning' | 'failed' | 'skipped'
  readonly says: string
}

const leastNode = 24
const mebibyte = 1024 * 1024

export function checkNode(version: string): Check {
  const enough = Number.parseInt(version, 10) >= leastNode
  return {
    name: 'node',
    state: enough ? 'ok' : 'failed',
    says: enough ? `Node ${version}` : `Node ${version} is too old. Install ${leastNode} or newer.`,
  }
}

/** Whether the folder can be written, or made. Nothing is made. */
export async function checkFolder(folder: string): Promise<Check> {
  const name = 'folder'
  const there = await nearest(folder)
  try {
    await access(there, constants.W_OK)
    if (!(await stat(there)).isDirectory()) return { name, state: 'failed', says: `${there} is a file. Give a folder with --data-dir.` }
  } catch (error) {
    return { name, state: 'failed', says: `${there} cannot be written (${codeOf(error)}). Give another folder with --data-dir.` }
  }
  return { name, state: 'ok', says: there === resolve(folder) ? folder : `${folder} (will be made)` }
}

export async function checkDisk(folder: string): Promise<Check> {
  const { bavail, bsize } = await statfs(await nearest(folder))
  const free = Math.floor((bavail * bsize) / mebibyte)
  const says = `${free.toLocaleString('en')} MB free`
  if (free < 50) return { name: 'disk', state: 'failed', says: `${says}: too little to go on. Free some space.` }
  return free < 500 ? { name: 'disk', state: 'warning', says: `${says}: soon too little.` } : { name: 'disk', state: 'ok', says }
}

/** Opens what is in the folder; an empty one is left empty. */
export async function checkEngine(dataDir: string, online: boolean, surroundings: Surroundings): Promise<readonly Check[]> {
  const { model } = surroundings.environment
  const modelCheck = await checkModel(surroundings)
  if ((await contentOf(dataDir)).length === 0) {
    const says = 'Nothing is stored yet. The first command that needs it will make it.'
    return [{ name: 'database', state: 'skipped', says }, modelCheck]
  }
  const checks: Check[] = []
  try {
    await withEngine({ dataDir, bundled: false }, surroundings, async (penchant) => {
      const { items, people, storage, encoder, embeddingSize, rankingModel, refit, learning, weights, busy, failures, degraded } =
        penchant.status()
      checks.push({ name: 'database', state: 'ok', says: `opened (${storage})` })
      checks.push({
        name: 'catalogue',
        state: items > 0 ? 'ok' : 'warning',
        says: items > 0 ? `${items} items` : 'No items. See: penchant import --help',
      })
      checks.push({ name: 'people', state: 'ok', says: `${people} known` })
      const encoderSays =
        items === 0 ? 'Waits for items' : `${encoder}, ${embeddingSize} dimensions${busy.length > 0 ? `, ${busy.join(', ')}` : ''}`
      checks.push({ name: 'encoder', state: items === 0 ? 'skipped' : 'ok', says: encoderSays })
      checks.push({ name: 'weights', state: 'ok', says: weights.says })
      checks.push(
        checkFit(
          rankingModel,
          refit,
          degraded.find(({ stage }) => stage === 'rank'),
        ),
      )
      if (learning !== null) checks.push({ name: 'learning', state: 'ok', says: `${learning.learnt} likes learnt since the fit` })
      for (const failure of failures) checks.push({ name: 'engine', state: 'warning', says: failure })
      if (!online || model === undefined || modelCheck.state === 'failed') checks.push(modelCheck)
      else {
        const { degraded } = await penchant.chat({ message: 'hello', k: 1 }, { signal: surroundings.signal })
        const reason = degraded.find(({ stage }) => stage === 'reply')?.reason
        checks.push({ name: 'model', state: reason === undefined ? 'ok' : 'failed', says: reason ?? `${modelCheck.says}, and it answers` })
      }
    })
  } catch (error) {
    if (!(error instanceof PenchantError)) throw error
    const state = isPenchantError(error, 'storage-locked') ? 'warning' : 'failed'
    return [{ name: 'database', state, says: error.message }, modelCheck]
  }
  return checks
}

const causes: Readonly<Record<FitReason, string>> = {
  first: 'there was none',
  changed: 'enough likes had changed',
  time: 'it was time',
  catalogue: 'the encoder was trained anew',
  asked: 'it was asked for',
  damaged: 'what was kept of it could not be read',
}

/** When the ranking model was fitted, why, and when it will be again. */
function checkFit(
  rankingModel: string | null,
  { last, changedShare, nextAtShare, nextAt }: RefitStatus,
  lost: Degraded | undefined,
): Check {
  const name = 'ranking'
  if (lost !== undefined) {
    const mend = nextAtShare === null ? 'Run "penchant train".' : 'A running server fits it anew by itself; so does "penchant train".'
    return { name, state: 'warning', says: `What was kept of ${lost.from} cannot be read: ${rankingModel ?? lost.to} ranks. ${mend}` }
  }
  const share = (of: number) => `${(100 * of).toFixed(1)} %`
  const times = nextAt === null ? '' : `, or with any change from ${new Date(nextAt).toISOString()} on`
  const next = nextAtShare === null ? 'by "penchant train" alone' : `once ${share(nextAtShare)} of the likes have changed${times}`
  if (last === null || rankingModel === null) {
    const says =
      nextAtShare === null
        ? 'No model is fitted: content and live counts rank.'
        : `No model is fitted yet: with ${fewestLikes} likes, it is.`
    return { name, state: 'skipped', says }
  }
  const when = `fitted ${new Date(last.at).toISOString()} on ${last.likes} likes because ${causes[last.why]}${last.warm ? ', from the one before' : ''}`
  if (last.degraded !== undefined) return { name, state: 'warning', says: `${rankingModel}, ${when}. ${last.degraded}` }
  return {
    name,
    state: 'ok',
    says: `${rankingModel}, ${when}. ${share(changedShare ?? 0)} have changed since; the next is fitted ${next}.`,
  }
}

async function checkModel({ environment: { model, modelKeys } }: Surroundings): Promise<Check> {
  const name = 'model'
  if (model === undefined) return { name, state: 'skipped', says: 'None is set (PENCHANT_MODEL): the built-in sentences reply.' }
  try {
    return { name, state: 'ok', says: `${(await resolveModel(model, { keys: modelKeys })).name} is set` }
  } catch (error) {
    if (!(error instanceof PenchantError)) throw error
    return { name, state: 'failed', says: error.message }
  }
}

export async function checkPort(port: number): Promise<Check> {
  const server = createServer()
  const problem = await new Promise<string | undefined>((resolve) => {
    server.once('error', (error) => resolve(codeOf(error)))
    server.listen(port, '127.0.0.1', () => resolve(undefined))
  })
  server.close()
  if (problem === undefined) return { name: 'port', state: 'ok', says: `${port} is free` }
  const says =
    problem === 'EADDRINUSE'
      ? `${port} is in use, perhaps by penchant itself. Choose another with --port.`
      : `${port} cannot be opened (${problem}).`
  return { name: 'port', state: 'warning', says }
}

async function contentOf(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    // Not there, or not to be read: the check of the folder says which.
    if (error instanceof Error && 'code' in error) return []
    throw error
  }
}

/** The folder, or the nearest one above it that is there. */
async function nearest(folder: string): Promise<string> {
  let path = resolve(folder)
  for (;;) {
    try {
      await stat(path)
      return path
    } catch (error) {
      if (dirname(path) === path) throw error
      path = dirname(path)
    }
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
