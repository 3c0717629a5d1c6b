import { expect, test } from 'vitest'
import { z } from 'zod'
import { isPenchantError } from '../errors.ts'
import { csrFromEntries } from '../math/csr.ts'
import { csrTensors, openModel, saveModel } from './artifact.ts'

const toy = { name: 'toy', config: z.strictObject({ k: z.int().positive() }) }
const matrix = csrFromEntries(2, 3, { rows: Int32Array.of(0, 1, 1), columns: Int32Array.of(2, 0, 1), values: Float32Array.of(1, 2, 3) })
const mismatch = expect.toSatisfy((error) => isPenchantError(error, 'artifact-mismatch'))

test('opens what was saved', () => {
  const opened = openModel(toy, saveModel('toy', { k: 3 }, 'a seed', csrTensors('matrix', matrix)))
  expect(opened.config).toEqual({ k: 3 })
  expect(opened.seed).toBe('a seed')
  expect(opened.csr('matrix')).toEqual(matrix)
})

test('refuses a config that it does not take, a tensor that is missing or of another length or kind', () => {
  expect(() => openModel(toy, saveModel('toy', { k: 0 }, 1, {}))).toThrow(mismatch)
  expect(() => openModel(toy, saveModel('other', { k: 1 }, 1, {}))).toThrow(mismatch)
  const { tensor } = openModel(toy, saveModel('toy', { k: 1 }, 1, { some: { shape: [2], data: Float32Array.of(1, 2) } }))
  expect(tensor('some', Float32Array, 2)).toHaveLength(2)
  expect(() => tensor('none', Float32Array)).toThrow(mismatch)
  expect(() => tensor('some', Float32Array, 3)).toThrow(mismatch)
  expect(() => tensor('some', Int32Array)).toThrow(mismatch)
})

test('refuses a matrix that would be read past its end', () => {
  for (const broken of [
    { ...matrix, indexes: Int32Array.of(2, 0, 3) },
    { ...matrix, indexes: Int32Array.of(-1, 0, 1) },
    { ...matrix, offsets: Int32Array.of(0, 5, 3) },
    { ...matrix, offsets: Int32Array.of(1, 1, 3) },
    { ...matrix, values: Float32Array.of(1) },
    { ...matrix, rows: 3 },
  ]) {
    expect(() => openModel(toy, saveModel('toy', { k: 1 }, 1, csrTensors('matrix', broken))).csr('matrix')).toThrow(mismatch)
  }
})
