/** @file What every `Encoder` must do, as named cases for any test runner.
 *
 * @example
 * for (const { name, run } of encoderCases(() => loadLsa(trainLsa(items, config, { seed: 1, kernels }).artifact))) test(name, run)
 */

import assert from 'node:assert/strict'
import type { EncodableItem, Encoder } from '../embeddings/encoder.ts'
import { isPenchantError } from '../errors.ts'

export type EncoderCase = { readonly name: string; readonly run: () => Promise<void> }

/** The cases. @param make a new encoder each time, always with the same version. */
export function encoderCases(make: () => Encoder | Promise<Encoder>): readonly EncoderCase[] {
  return Object.entries(checks).map(([name, check]) => ({ name, run: async () => check(await make(), make) }))
}

const items: readonly EncodableItem[] = [
  { id: 'a', title: 'The Quiet Harbour', text: 'A fisher waits for a ship that is long overdue.', words: ['drama', 'sea'] },
  { id: 'b', title: 'Night Train', text: 'Strangers on a train share one secret.', words: ['thriller', 'train', 'one night'] },
  { id: 'c', title: '夜の列車', words: [] },
]
const texts = ['a ship at sea', 'a thriller on a train', 'Amélie ÉTÉ', '']

/** Texts that a person, an importer or an attacker may send. */
const hostile: Readonly<Record<string, string>> = {
  empty: '',
  blank: ' \n\t ',
  NUL: 'sea\0ship',
  'a lone surrogate': 'sea \ud800 ship',
  'one megabyte': 'the sea and the ship '.repeat(50_000),
  'one long word': 'x'.repeat(1_000_000),
  'names of object members': '__proto__ constructor toString hasOwnProperty',
  emoji: '🚢🌊👩‍👩‍👧',
}

const checks: Readonly<Record<string, (encoder: Encoder, make: () => Encoder | Promise<Encoder>) => Promise<void>>> = {
  'gives one row a text and an item, of length 1 or all zeros': async (encoder) => {
    checkRows(encoder, await encoder.encodeItems(items), items.length)
    checkRows(encoder, await encoder.encodeQueries(texts), texts.length)
    assert.equal((await encoder.encodeItems([])).length, 0)
    assert.equal((await encoder.encodeQueries([])).length, 0)
  },
  'is deterministic, and says so by its version': async (encoder, make) => {
    const again = await make()
    assert.equal(again.version, encoder.version)
    assert.equal(again.embeddingSize, encoder.embeddingSize)
    assert.deepEqual(await encoder.encodeItems(items), await encoder.encodeItems(items))
    assert.deepEqual(await again.encodeItems(items), await encoder.encodeItems(items))
    assert.deepEqual(await again.encodeQueries(texts), await encoder.encodeQueries(texts))
  },
  'gives a text the same row alone as in a batch': async (encoder) => {
    const size = encoder.embeddingSize
    const together = await encoder.encodeQueries(texts)
    for (const [at, text] of texts.entries()) {
      assert.deepEqual(await encoder.encodeQueries([text]), together.slice(at * size, (at + 1) * size))
    }
    const rows = await encoder.encodeItems(items)
    for (const [at, item] of items.entries()) assert.deepEqual(await encoder.encodeItems([item]), rows.slice(at * size, (at + 1) * size))
  },
  'gives zeros for a text that says nothing': async (encoder) => {
    const rows = await encoder.encodeQueries(['', '   '])
    assert.ok(rows.every((value) => value === 0))
    const nothing = await encoder.encodeItems([{ id: 'none', title: '', words: [] }])
    assert.ok(nothing.every((value) => value === 0))
  },
  'takes hostile texts, as queries and in items': async (encoder) => {
    const all = Object.entries(hostile)
    checkRows(encoder, await encoder.encodeQueries(all.map(([, text]) => text)), all.length)
    const asItems = all.map(([name, text]) => ({ id: name, title: text, text, words: [text] }))
    checkRows(encoder, await encoder.encodeItems(asItems), all.length)
  },
  'stops when aborted': async (encoder) => {
    const signal = AbortSignal.abort()
    await assert.rejects(encoder.encodeItems(items, signal), (error) => isPenchantError(error, 'aborted'))
    await assert.rejects(encoder.encodeQueries(texts, signal), (error) => isPenchantError(error, 'aborted'))
  },
}

function checkRows({ embeddingSize }: Encoder, rows: Float32Array, count: number): void {
  assert.ok(rows instanceof Float32Array)
  assert.equal(rows.length, count * embeddingSize)
  for (let at = 0; at < count; at++) {
    const row = rows.subarray(at * embeddingSize, (at + 1) * embeddingSize)
    const length = Math.hypot(...row)
    assert.ok(length === 0 || Math.abs(length - 1) < 1e-5, `row ${at} has the length ${length}`)
  }
}
