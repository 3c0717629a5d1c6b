/** @file Artifacts: named tensors in the safetensors layout, sealed by a hash of header and data.
 *
 * Layout: 8 bytes header length (little-endian), JSON header, data. The header maps names to {dtype, shape, data_offsets} and `__metadata__` to texts,
 * among them `sha256`. Tensors start at multiples of 8, so that opened arrays are views, not copies. Cost of opening: one hash of the bytes.
 * Source: the format of github.com/huggingface/safetensors.
 */

import { createHash } from 'node:crypto'
import { PenchantError } from '../errors.ts'
import { atOnce, type Steps } from './steps.ts'

export type Tensor = Float32Array | Uint32Array | Int32Array | Float64Array

/** Bytes whose seal somebody has checked: the thread that wrote or opened them before. Hashing them again would only hold up the caller. */
export type CheckedBytes = { readonly checked: Uint8Array }
export type ArtifactBytes = Uint8Array | CheckedBytes

/** Texts about an artifact: what it is, of which format, from which config and seed. */
export type Metadata = { readonly format: string; readonly sha256?: string; readonly [name: string]: string | undefined }

export type Artifact = {
  readonly metadata: Metadata
  readonly tensors: ReadonlyMap<string, Tensor>
}

const kinds = { F32: Float32Array, F64: Float64Array, I32: Int32Array, U32: Uint32Array }
type Kind = keyof typeof kinds
type ShapedTensors = Readonly<Record<string, { readonly shape: readonly number[]; readonly data: Tensor }>>
const bytesAStep = 2 ** 22
type Entry = { readonly dtype: Kind; readonly shape: readonly number[]; readonly data_offsets: readonly [number, number] }

/** @param tensors by name, with their shapes; widest elements first where sizes are odd. */
export const writeArtifact = (metadata: Metadata, tensors: ShapedTensors): Uint8Array => atOnce(artifactSteps(metadata, tensors))

/** The same in steps: copying and hashing a large artifact take a tenth of a second. */
export function* artifactSteps(metadata: Metadata, tensors: ShapedTensors): Steps<Uint8Array> {
  const entries: Record<string, Entry> = {}
  let end = 0
  for (const [name, { shape, data }] of Object.entries(tensors)) {
    if (shape.reduce((product, length) => product * length, 1) !== data.length)
      throw new RangeError(`The shape of ${name} does not fit its data.`)
    const start = Math.ceil(end / 8) * 8
    end = start + data.byteLength
    entries[name] = { dtype: kindOf(data), shape, data_offsets: [start, end] }
  }
  const header = (sha256: string) => {
    const text = JSON.stringify({ __metadata__: { ...metadata, sha256 }, ...entries })
    const bytes = Buffer.from(text)
    return Buffer.concat([bytes, Buffer.alloc((8 - (bytes.length % 8)) % 8, ' ')])
  }
  const unsealed = header(noSeal)
  const whole = new Uint8Array(8 + unsealed.length + end)
  new DataView(whole.buffer).setBigUint64(0, BigInt(unsealed.length), true)
  whole.set(unsealed, 8)
  for (const [name, { data }] of Object.entries(tensors)) {
    const start = 8 + unsealed.length + entries[name]!.data_offsets[0]
    for (let from = 0; from < data.byteLength; from += bytesAStep) {
      whole.set(new Uint8Array(data.buffer, data.byteOffset + from, Math.min(bytesAStep, data.byteLength - from)), start + from)
      yield
    }
  }
  const hash = createHash('sha256')
  for (let from = 0; from < whole.length; from += bytesAStep) {
    hash.update(whole.subarray(from, from + bytesAStep))
    yield
  }
  whole.set(header(hash.digest('hex')), 8)
  return whole
}

/** The seal of an unsealed header, of the same length as a hash: the hash is taken over the artifact with this in its place. */
const noSeal = '0'.repeat(64)

/**
 * Opens an artifact; its tensors are views of its bytes where they are aligned.
 *
 * @param format what `metadata.format` must say.
 * @throws PenchantError `artifact-mismatch` when the bytes are no artifact, of another format, or damaged.
 */
export function readArtifact(given: ArtifactBytes, format: string): Artifact {
  const checked = 'checked' in given
  const bytes = checked ? given.checked : given
  const { header, length } = headerOf(bytes)
  const metadata = header.__metadata__
  if (metadata?.format !== format) throw refused(`is not of the format ${format}`)
  if (!checked) {
    const seal = metadata.sha256 ?? ''
    const at = seal.length === noSeal.length ? Buffer.from(bytes.buffer, bytes.byteOffset, 8 + length).indexOf(seal) : -1
    if (at < 0) throw refused('bears no seal')
    const hash = createHash('sha256').update(bytes.subarray(0, at)).update(noSeal)
    if (hash.update(bytes.subarray(at + noSeal.length)).digest('hex') !== seal) throw refused('is damaged: its hash differs')
  }
  const tensors = new Map<string, Tensor>()
  for (const [name, entry] of Object.entries(header)) {
    if (name !== '__metadata__') tensors.set(name, openTensor(bytes, 8 + length, entry as Entry))
  }
  return { metadata, tensors }
}

/** The hash that an artifact bears; not checked here. @throws PenchantError `artifact-mismatch` for other bytes. */
export function sealOf(bytes: Uint8Array): string {
  const seal = headerOf(bytes).header.__metadata__?.sha256
  if (seal === undefined) throw refused('bears no seal')
  return seal
}

type Header = Record<string, unknown> & { readonly __metadata__?: Metadata }

function headerOf(bytes: Uint8Array): { readonly header: Header; readonly length: number } {
  if (bytes.length < 8) throw refused('is too short')
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true))
  if (length > bytes.length - 8) throw refused('is cut off or of a foreign format')
  const text = Buffer.from(bytes.buffer, bytes.byteOffset + 8, length).toString()
  try {
    return { header: JSON.parse(text) as Header, length }
  } catch (cause) {
    throw refused('has an unreadable header', cause)
  }
}

const refused = (reason: string, cause?: unknown) =>
  new PenchantError('artifact-mismatch', `The artifact ${reason}. Train again, or restore it from a backup.`, { cause })

function openTensor(bytes: Uint8Array, dataStart: number, entry: Entry): Tensor {
  const [start, end] = entry.data_offsets
  const Elements = kinds[entry.dtype]
  const offset = bytes.byteOffset + dataStart + start
  const length = (end - start) / Elements.BYTES_PER_ELEMENT
  if (offset % Elements.BYTES_PER_ELEMENT === 0) return new Elements(bytes.buffer as ArrayBuffer, offset, length)
  return new Elements(bytes.slice(dataStart + start, dataStart + end).buffer, 0, length)
}

function kindOf(data: Tensor): Kind {
  for (const [kind, Elements] of Object.entries(kinds)) if (data instanceof Elements) return kind as Kind
  throw new RangeError('A tensor is a Float32Array, Float64Array, Int32Array or Uint32Array.')
}
