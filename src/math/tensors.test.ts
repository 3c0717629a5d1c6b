import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { isPenchantError } from '../errors.ts'
import { readArtifact, sealOf, writeArtifact } from './tensors.ts'

const written = () =>
  writeArtifact(
    { format: 'demo-1', note: 'né' },
    {
      odd: { shape: [3], data: Int32Array.of(1, -2, 3) },
      grid: { shape: [2, 2], data: Float32Array.of(1, 2, 3, 4) },
      wide: { shape: [1], data: Float64Array.of(0.1) },
    },
  )

const refusal = (bytes: Uint8Array, format = 'demo-1') => {
  try {
    readArtifact(bytes, format)
    return 'none'
  } catch (error) {
    return isPenchantError(error, 'artifact-mismatch') ? error.message : error
  }
}

test('what is written is read, as views of the bytes', () => {
  const bytes = written()
  const { metadata, tensors } = readArtifact(bytes, 'demo-1')
  expect(metadata.note).toBe('né')
  expect(tensors.get('odd')).toEqual(Int32Array.of(1, -2, 3))
  expect(tensors.get('grid')).toEqual(Float32Array.of(1, 2, 3, 4))
  expect(tensors.get('wide')).toEqual(Float64Array.of(0.1))
  expect(tensors.get('grid')!.buffer).toBe(bytes.buffer)
})

test('the layout is that of safetensors: header length, JSON with offsets, data', () => {
  const bytes = written()
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true))
  const header = JSON.parse(Buffer.from(bytes.subarray(8, 8 + length)).toString())
  expect(header.grid).toEqual({ dtype: 'F32', shape: [2, 2], data_offsets: [16, 32] })
  expect(bytes.length).toBe(8 + length + 40)
  // The seal is the hash of all bytes with zeros in its place.
  const unsealed = Buffer.from(bytes)
  unsealed.write('0'.repeat(64), unsealed.indexOf(header.__metadata__.sha256))
  expect(createHash('sha256').update(unsealed).digest('hex')).toBe(header.__metadata__.sha256)
})

test('bytes at an odd offset are read too', () => {
  const bytes = written()
  const shifted = new Uint8Array(bytes.length + 3)
  shifted.set(bytes, 3)
  expect(readArtifact(shifted.subarray(3), 'demo-1').tensors.get('odd')).toEqual(Int32Array.of(1, -2, 3))
})

test('damage anywhere, a cut, a foreign file and another format are refused', () => {
  for (let at = 0; at < written().length; at++) {
    const bytes = written()
    bytes[at] = bytes[at]! ^ 1
    expect(refusal(bytes), `byte ${at}`).toMatch(/Train again/)
  }
  expect(refusal(written().subarray(0, -1))).toContain('damaged')
  expect(refusal(new Uint8Array(4))).toContain('too short')
  expect(refusal(Buffer.from('PK\x03\x04 this is a zip file'))).toContain('foreign')
  expect(refusal(Buffer.from('\x02\0\0\0\0\0\0\0{}'))).toContain('not of the format')
  expect(refusal(written(), 'demo-2')).toContain('demo-2')
})

test('bytes that somebody has checked are not hashed again; their seal can be read', () => {
  const bytes = written()
  const seal = sealOf(bytes)
  const whole = Buffer.from(bytes)
  whole.write('0'.repeat(64), whole.indexOf(seal))
  expect(seal).toBe(createHash('sha256').update(whole).digest('hex'))
  bytes[bytes.length - 1]! ^= 1
  expect(refusal(bytes)).toContain('damaged')
  expect(readArtifact({ checked: bytes }, 'demo-1').tensors.get('odd')).toEqual(Int32Array.of(1, -2, 3))
  expect(() => sealOf(new Uint8Array(20))).toThrow(/foreign|unreadable/)
})

test('a shape that does not fit its data is refused', () => {
  expect(() => writeArtifact({ format: 'x' }, { a: { shape: [2], data: new Float32Array(3) } })).toThrow('shape of a')
})
