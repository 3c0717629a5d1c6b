/** @file The file of a fitted model: there as a whole or not at all, whenever the process ends. Written and read by the worker, never by the caller's thread.
 *
 * A file is written beside its place, synced, and then renamed into it. It bears the seal of its artifact in its name, so that no two models share one and
 * whoever remembers the name knows what is to be in it.
 */

import { closeSync, existsSync, fstatSync, fsyncSync, mkdirSync, openSync, readSync, renameSync, writeSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { PenchantError } from '../errors.ts'
import { sealOf } from '../math/tensors.ts'

const bytesAtOnce = 2 ** 26
const partial = '.partial'

/** Writes the artifact into the folder, which is made when missing. @returns the name of the file. @throws PenchantError `storage-full`, `storage-unavailable`. */
export function writeModelFile(folder: string, model: string, bytes: Uint8Array): string {
  const name = `${model}-${sealOf(bytes).slice(0, 16)}.safetensors`
  const path = join(folder, name)
  try {
    if (!existsSync(folder)) mkdirSync(folder)
    const file = openSync(path + partial, 'w')
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at, Math.min(bytesAtOnce, bytes.length - at))
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(path + partial, path)
    syncFolder(folder)
  } catch (cause) {
    const full = codeOf(cause) === 'ENOSPC'
    throw new PenchantError(
      full ? 'storage-full' : 'storage-unavailable',
      `The fitted model could not be written to ${path} (${codeOf(cause)}). ${full ? 'Free some space' : 'Check the folder'}, then train again.`,
      { cause },
    )
  }
  return name
}

/** @throws PenchantError `artifact-mismatch` where there is no such file; its bytes are not checked here. */
export function readModelFile(path: string): Uint8Array<ArrayBuffer> {
  try {
    const file = openSync(path, 'r')
    try {
      const bytes = new Uint8Array(fstatSync(file).size)
      for (let at = 0, read = 1; at < bytes.length && read > 0; at += read)
        read = readSync(file, bytes, at, Math.min(bytesAtOnce, bytes.length - at), at)
      return bytes
    } finally {
      closeSync(file)
    }
  } catch (cause) {
    throw new PenchantError('artifact-mismatch', `The file of the fitted model, ${path}, cannot be read (${codeOf(cause)}). Train again.`, {
      cause,
    })
  }
}

/** Removes what an earlier process, or an earlier model, has left in the folder. @param keep the files that stay. */
export async function tidyModelFiles(folder: string, keep: readonly (string | undefined)[]): Promise<void> {
  if (!existsSync(folder)) return
  for (const name of await readdir(folder)) if (!keep.includes(name)) await rm(join(folder, name), { force: true })
}

/** A new name is durable once its folder is. Windows has no such call, and keeps names in a journal. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return
  const directory = openSync(folder, 'r')
  try {
    fsyncSync(directory)
  } finally {
    closeSync(directory)
  }
}

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? String(error.code) : String(error))
