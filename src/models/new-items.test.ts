import { expect, test } from 'vitest'
import { createKernels } from '../math/kernels.ts'
import { atOnce } from '../math/steps.ts'
import { contentNeighbours, newItemSteps, scoreNewItems } from './new-items.ts'

const kernels = createKernels()
/** Unit rows in the plane: 0 and 1 stand at right angles, 2 between them, nearer to 0; 3 has no vector; 4 stands opposite to 0. */
const vectors = Float32Array.of(1, 0, 0, 1, 0.8, 0.6, 0, 0, -1, 0)
const content = { vectors, size: 2, matrix: kernels.load(vectors, 2), relative: (cosine: number) => Math.max(0, cosine) }
const found = (items: readonly number[], seen: readonly number[]) =>
  atOnce(newItemSteps(Int32Array.from(items), Uint8Array.from(seen), content))
const scored = (scores: readonly number[], of: ReturnType<typeof found>) => {
  const all = Float32Array.from(scores)
  scoreNewItems(all, of)
  return all
}

test('a new item has the mean of its neighbours’ scores, each by its similarity', () => {
  const of = found([2], [1, 1, 0, 1, 1])
  // Nearest first: .8 and .6; opposite by −.8, which is no similarity.
  expect([...of.neighbours.subarray(0, 3)]).toEqual([0, 1, 4])
  expect([...of.weights.subarray(0, 4)]).toEqual([0.8, 0.6, 0, 0].map(Math.fround))
  expect(scored([5, 12, Number.NaN, 1, 100], of)[2]).toBeCloseTo((0.8 * 5 + 0.6 * 12) / 1.4, 5)
})

test('a neighbour of which the model says nothing counts 0; where it says nothing of any there is no score', () => {
  const of = found([2], [1, 1, 0, 1, 1])
  expect(scored([Number.NaN, 12, Number.NaN, 1, 100], of)[2]).toBeCloseTo((0.6 * 12) / 1.4, 5)
  // That of the one opposite is not asked for.
  expect(scored([Number.NaN, Number.NaN, Number.NaN, 1, 100], of)[2]).toBeNaN()
})

test('an item without a vector, and one without neighbours, have no score; the others keep theirs', () => {
  expect([...scored([5, 12, Number.NaN, Number.NaN, 7], found([2, 3], [0, 0, 0, 0, 0]))]).toEqual([5, 12, Number.NaN, Number.NaN, 7])
})

test('what the model says of a new item itself stands', () => {
  expect(scored([5, 12, 7, 7, 7], found([2], [1, 1, 0, 1, 1]))[2]).toBe(7)
})

test('many items are looked up, each with its own twenty nearest', () => {
  const count = 60
  const round = Float32Array.from({ length: 2 * count }, (_, at) => (at % 2 === 0 ? Math.cos : Math.sin)(Math.floor(at / 2) / 100))
  const seen = Uint8Array.from({ length: count }, (_, item) => Number(item < 30))
  const items = Int32Array.from({ length: 30 }, (_, at) => at + 30)
  const circle = { vectors: round, size: 2, matrix: kernels.load(round, 2), relative: (cosine: number) => cosine }
  const of = atOnce(newItemSteps(items, seen, circle))
  for (const at of range(30)) {
    // On an arc, the nearest of the first thirty are its last ones.
    expect([...of.neighbours.subarray(at * contentNeighbours, (at + 1) * contentNeighbours)]).toEqual(range(20).map((place) => 29 - place))
    expect(of.weights[at * contentNeighbours]).toBeCloseTo(Math.cos((at + 1) / 100), 5)
  }
})

const range = (length: number) => Array.from({ length }, (_, at) => at)
