/** @file Where a loader finds its files: one file, a folder or a zip archive, each file possibly gzip. */

import { createReadStream } from 'node:fs'
import { open, readdir, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { PenchantError } from '../../errors.ts'
import { openZip } from './zip.ts'

export type SourceFile = {
  /** The file's own name, without folders and without `.gz`. */
  readonly name: string
  /** Bytes on disk. */
  readonly size: number
  read(onBytes: (count: number) => void): AsyncIterable<Uint8Array>
}

export type SourceFiles = { readonly files: readonly SourceFile[]; close(): Promise<void> }

/**
 * The files of a folder (not of its subfolders) or of a zip archive; a single file stands for itself.
 *
 * @throws PenchantError `invalid-input` when nothing is there or it may not be read, `import-rejected` for a damaged archive.
 */
export async function openFiles(path: string): Promise<SourceFiles> {
  try {
    const there = await stat(path)
    if (there.isDirectory()) return { files: await folderFiles(path), close: async () => undefined }
    if (!(await startsAsZip(path))) return { files: [fileOf(path, there.size)], close: async () => undefined }
    const zip = await openZip(path)
    const files = zip.entries
      .filter(({ name }) => !name.endsWith('/') && !name.startsWith('__MACOSX/'))
      .map((entry) => ({
        name: basename(entry.name),
        size: entry.packedSize,
        read: (onBytes: (count: number) => void) => zip.read(entry, onBytes),
      }))
    return { files, close: zip.close }
  } catch (error) {
    throw unreadable(error, path)
  }
}

async function folderFiles(path: string): Promise<readonly SourceFile[]> {
  const entries = await readdir(path, { withFileTypes: true })
  const names = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name)
  return Promise.all(names.sort().map(async (name) => fileOf(join(path, name), (await stat(join(path, name))).size)))
}

function fileOf(path: string, size: number): SourceFile {
  const packed = path.endsWith('.gz')
  const name = basename(path, packed ? '.gz' : '')
  return { name, size, read: (onBytes) => (packed ? unpacked(path, onBytes) : plain(path, onBytes)) }
}

async function* plain(path: string, onBytes: (count: number) => void): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 })) {
      onBytes((chunk as Buffer).length)
      yield chunk as Buffer
    }
  } catch (error) {
    throw unreadable(error, path)
  }
}

async function* unpacked(path: string, onBytes: (count: number) => void): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip()
  // The outcome reaches the reader below: pipeline destroys `gunzip` with the error.
  pipeline(plain(path, onBytes), gunzip, () => undefined)
  try {
    for await (const chunk of gunzip) yield chunk as Buffer
  } catch (error) {
    throw unreadable(error, path)
  }
}

async function startsAsZip(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(4), 0, 4, 0)
    return path.endsWith('.zip') || (bytesRead === 4 && buffer.readUInt32LE(0) === 0x04034b50)
  } finally {
    await file.close()
  }
}

function unreadable(error: unknown, path: string): unknown {
  if (error instanceof PenchantError) return error
  const { code } = error as NodeJS.ErrnoException
  if (code === 'ENOENT') return new PenchantError('invalid-input', `There is no file or folder ${path}. Check the path.`, { cause: error })
  if (code === 'EACCES' || code === 'EPERM')
    return new PenchantError('invalid-input', `${path} may not be read by this user. Check its permissions.`, { cause: error })
  if (code?.startsWith('Z_'))
    return new PenchantError('import-rejected', `${path} is damaged or truncated gzip. Download it again. Nothing was imported.`, {
      cause: error,
    })
  return error
}
