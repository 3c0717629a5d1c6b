/** @file Reads files out of a zip archive, streaming, in any order.
 *
 * The directory at the archive's end is read first, so a truncated archive is refused before its first row; each file's length and CRC-32
 * are compared with it as the last bytes are read. Deflated and stored entries; no encryption, no zip64 (archives and entries below 4 GB).
 * Source: PKWARE APPNOTE 6.3, sections 4.3.7 (local header), 4.3.12 (directory), 4.3.16 (its end).
 */

import { type FileHandle, open } from 'node:fs/promises'
import { pipeline } from 'node:stream'
import { crc32, createInflateRaw } from 'node:zlib'
import { PenchantError } from '../../errors.ts'

export type ZipEntry = {
  readonly name: string
  /** Bytes in the archive, and unpacked. */
  readonly packedSize: number
  readonly size: number
  readonly crc: number
  readonly method: number
  readonly offset: number
}

export type Zip = {
  readonly entries: readonly ZipEntry[]
  /** The entry's unpacked bytes. `onBytes` is told of packed bytes as they are read. */
  read(entry: ZipEntry, onBytes: (count: number) => void): AsyncIterable<Uint8Array>
  close(): Promise<void>
}

const endSignature = 0x06054b50
const directorySignature = 0x02014b50
const localSignature = 0x04034b50
const endSize = 22
const longestComment = 0xffff
const zip64Marker = 0xffffffff
const stored = 0
const deflated = 8

/** @throws PenchantError `import-rejected` when the archive is truncated, damaged or of a kind that is not read. */
export async function openZip(path: string): Promise<Zip> {
  const file = await open(path)
  try {
    const entries = await readDirectory(file)
    return { entries, read: (entry, onBytes) => unpack(file, entry, onBytes), close: () => file.close() }
  } catch (error) {
    await file.close()
    throw error
  }
}

async function readDirectory(file: FileHandle): Promise<readonly ZipEntry[]> {
  const { size } = await file.stat()
  const tail = await readAt(file, Math.max(0, size - endSize - longestComment), Math.min(size, endSize + longestComment))
  const at = endOfDirectory(tail)
  const count = tail.readUInt16LE(at + 10)
  const directorySize = tail.readUInt32LE(at + 12)
  const directoryOffset = tail.readUInt32LE(at + 16)
  if (directoryOffset === zip64Marker || directorySize === zip64Marker || count === 0xffff)
    throw rejected('is a zip64 archive. Unpack it and import the folder')
  if (directoryOffset + directorySize > size) throw damaged()
  const directory = await readAt(file, directoryOffset, directorySize)
  const entries: ZipEntry[] = []
  for (let start = 0, index = 0; index < count; index++) {
    if (start + 46 > directory.length || directory.readUInt32LE(start) !== directorySignature) throw damaged()
    const nameLength = directory.readUInt16LE(start + 28)
    if (directory.readUInt16LE(start + 8) & 1) throw rejected('is encrypted. Unpack it and import the folder')
    entries.push({
      name: directory.toString('utf8', start + 46, start + 46 + nameLength),
      method: directory.readUInt16LE(start + 10),
      crc: directory.readUInt32LE(start + 16),
      packedSize: directory.readUInt32LE(start + 20),
      size: directory.readUInt32LE(start + 24),
      offset: directory.readUInt32LE(start + 42),
    })
    start += 46 + nameLength + directory.readUInt16LE(start + 30) + directory.readUInt16LE(start + 32)
  }
  return entries
}

/** The end record is the one whose comment reaches exactly to the end of the file. */
function endOfDirectory(tail: Buffer): number {
  for (let at = tail.length - endSize; at >= 0; at--)
    if (tail.readUInt32LE(at) === endSignature && at + endSize + tail.readUInt16LE(at + 20) === tail.length) return at
  throw rejected('has no directory at its end: it is truncated or no zip. Download it again')
}

async function* unpack(file: FileHandle, entry: ZipEntry, onBytes: (count: number) => void): AsyncGenerator<Uint8Array> {
  if (entry.method !== stored && entry.method !== deflated)
    throw rejected(`packs ${entry.name} by method ${entry.method}, which is not read. Unpack it and import the folder`)
  const header = await readAt(file, entry.offset, 30)
  if (header.readUInt32LE(0) !== localSignature) throw damaged()
  const start = entry.offset + 30 + header.readUInt16LE(26) + header.readUInt16LE(28)
  let crc = 0
  let size = 0
  for await (const chunk of entry.method === stored ? packed(file, start, entry, onBytes) : inflated(file, start, entry, onBytes)) {
    crc = crc32(chunk, crc)
    size += chunk.length
    if (size > entry.size) break
    yield chunk
  }
  if (size !== entry.size || crc !== entry.crc) throw damaged(entry.name)
}

async function* packed(file: FileHandle, start: number, entry: ZipEntry, onBytes: (count: number) => void): AsyncGenerator<Buffer> {
  const step = 256 * 1024
  for (let done = 0; done < entry.packedSize; done += step) {
    const chunk = await readAt(file, start + done, Math.min(step, entry.packedSize - done))
    onBytes(chunk.length)
    yield chunk
  }
}

async function* inflated(file: FileHandle, start: number, entry: ZipEntry, onBytes: (count: number) => void): AsyncGenerator<Buffer> {
  const inflate = createInflateRaw()
  // The outcome reaches the reader below: pipeline destroys `inflate` with the error.
  pipeline(packed(file, start, entry, onBytes), inflate, () => undefined)
  try {
    for await (const chunk of inflate) yield chunk as Buffer
  } catch (error) {
    if (error instanceof PenchantError) throw error
    throw damaged(entry.name, error)
  }
}

async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  const { bytesRead } = await file.read(buffer, 0, length, position)
  if (bytesRead !== length) throw damaged()
  return buffer
}

function damaged(entry?: string, cause?: unknown): PenchantError {
  return rejected(`is damaged${entry === undefined ? '' : ` at ${entry}`}. Download it again`, cause)
}

function rejected(what: string, cause?: unknown): PenchantError {
  return new PenchantError('import-rejected', `The zip archive ${what}. Nothing was imported.`, cause === undefined ? {} : { cause })
}
