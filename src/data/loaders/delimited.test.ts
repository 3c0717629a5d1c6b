import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readDelimited } from './delimited.ts'
import { readLines } from './lines.ts'

async function* inChunks(text: string, size: number): AsyncGenerator<Uint8Array> {
  const bytes = Buffer.from(text)
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size)
}

const quoted = (field: string) => (/[",\n]/.test(field) || field.trim() !== field ? `"${field.replaceAll('"', '""')}"` : field)

test('reads what csv-parse reads, however the bytes are cut', async () => {
  const field = fc.string({ unit: fc.constantFrom('a', ' ', '"', ',', '\n', 'é', '漢', ';'), maxLength: 6 })
  const table = fc
    .integer({ min: 2, max: 4 })
    .chain((width) => fc.array(fc.array(field, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }))
  await fc.assert(
    fc.asyncProperty(table, fc.integer({ min: 1, max: 9 }), fc.constantFrom('\n', '\r\n'), async (rows, size, end) => {
      const text = rows.map((fields) => fields.map(quoted).join(',')).join(end)
      const read = await Array.fromAsync(readDelimited(readLines(inChunks(text, size), 'utf-8'), ','))
      const theirs: string[][] = parse(text, { skip_empty_lines: true, record_delimiter: end })
      expect(read.map((record) => ('fields' in record ? record.fields : record.problem))).toEqual(theirs)
    }),
    { seed: 11, numRuns: 400 },
  )
})

test('a record of a thousand lines is a quote that was never closed', async () => {
  const text = `a,"${'x\n'.repeat(1_500)}"\nb,B`
  const read = await Array.fromAsync(readDelimited(readLines(inChunks(text, 4_096), 'utf-8'), ','))
  expect(read[0]).toEqual({ line: 1, problem: 'A quote is never closed' })
  expect(read.at(-1)).toEqual({ line: 1_502, fields: ['b', 'B'] })
})
