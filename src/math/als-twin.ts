/** @file The kernels of alternating least squares in plain TypeScript: the fallback where wasm is missing, and what als.wasm.ts is checked against, bit by bit.
 *
 * Arguments and memory as in assembly/als.ts. Each number goes through the same operations in the same order; tiles and panels are left out, since they
 * only decide which number has its turn first.
 */

import type { ThreadKernels } from './threads-messages.ts'

const { fround } = Math

export function createAlsTwin(buffer: ArrayBufferLike): ThreadKernels {
  const floats = new Float32Array(buffer)
  const integers = new Int32Array(buffer)
  const partial = new Float32Array(8)

  /** Eight partial sums, added up as the wasm kernel does. Places are of 4 bytes. */
  function dot(a: number, b: number, length: number): number {
    partial.fill(0)
    for (let at = 0; at < length; at++) partial[at & 7] = fround(partial[at & 7]! + fround(floats[a + at]! * floats[b + at]!))
    const [s = 0, t = 0, u = 0, v = 0, w = 0, x = 0, y = 0, z = 0] = partial
    return fround(fround(fround(s + w) + fround(t + x)) + fround(fround(u + y) + fround(v + z)))
  }

  function solve(h: number, width: number, g: number, spare: number): void {
    for (let k = 0; k < width; k++) floats[spare + k] = fround(floats[h + k * (width + 1)]! * fround(1e-6))
    for (let k = 0; k < width; k++) {
      const row = h + k * width
      const inverse = floats[row + k]! > floats[spare + k]! ? fround(1 / fround(Math.sqrt(floats[row + k]!))) : 0
      for (let j = k + 1; j < width; j++) floats[row + j] = fround(floats[row + j]! * inverse)
      for (let i = k + 1; i < width; i++) {
        const by = floats[row + i]!
        for (let j = i; j < width; j++) floats[h + i * width + j] = fround(floats[h + i * width + j]! - fround(by * floats[row + j]!))
      }
      floats[row + k] = inverse
    }
    for (let k = 0; k < width; k++) {
      const row = h + k * width
      const z = fround(floats[g + k]! * floats[row + k]!)
      for (let j = k + 1; j < width; j++) floats[g + j] = fround(floats[g + j]! - fround(z * floats[row + j]!))
      floats[spare + k] = z
    }
    for (let k = width - 1; k >= 0; k--) {
      const row = h + k * width
      const inverse = floats[row + k]!
      const from = k & ~7
      floats.fill(0, row + from, row + k + 1)
      floats.fill(0, g + from, g + k + 1)
      floats[g + k] = fround(fround(floats[spare + k]! - dot(row + from, g + from, width - from)) * inverse)
    }
  }

  function solveRow(
    x: number,
    entries: { readonly indexes: number; readonly weights: number; readonly count: number },
    shape: { readonly source: number; readonly stride: number; readonly block: number },
    gram: number,
    penalty: number,
    h: number,
  ): void {
    const { indexes, weights, count } = entries
    const { source, stride, block } = shape
    const whole = block === stride
    const g = h + block * block
    const spare = g + block
    const scores = spare + block + 2 * 64 * block
    const row = (entry: number) => source + integers[indexes + entry]! * stride
    for (let k = 0; k < count; k++) floats[scores + k] = whole ? 0 : dot(x, row(k), stride)
    for (let from = 0; from < stride; from += block) {
      const width = Math.min(block, stride - from)
      for (let i = 0; i < width; i++) {
        const line = gram + (from + i) * stride
        floats[g + i] = whole ? 0 : -fround(dot(line, x, stride) + fround(penalty * floats[x + from + i]!))
        for (let j = 0; j < width; j++) floats[h + i * width + j] = floats[line + from + j]!
        floats[h + i * (width + 1)] = fround(floats[h + i * (width + 1)]! + penalty)
      }
      for (let k = 0; k < count; k++) {
        const y = row(k) + from
        const weight = floats[weights + k]!
        const lift = fround(weight * fround(1 - floats[scores + k]!))
        for (let i = 0; i < width; i++) {
          floats[g + i] = fround(floats[g + i]! + fround(lift * floats[y + i]!))
          const by = fround(weight * floats[y + i]!)
          for (let j = i; j < width; j++) floats[h + i * width + j] = fround(floats[h + i * width + j]! + fround(by * floats[y + j]!))
        }
      }
      solve(h, width, g, spare)
      for (let i = 0; i < width; i++) floats[x + from + i] = fround(floats[x + from + i]! + floats[g + i]!)
      if (from + width === stride) break
      for (let k = 0; k < count; k++) floats[scores + k] = fround(floats[scores + k]! + dot(g, row(k) + from, width))
    }
  }

  return {
    gramPart(task, _worker, source, rows, stride, taskRows, out) {
      const part = out / 4 + task * stride * stride
      floats.fill(0, part, part + stride * stride)
      for (let row = task * taskRows; row < Math.min((task + 1) * taskRows, rows); row++) {
        const y = source / 4 + row * stride
        for (let i = 0; i < stride; i++) {
          for (let j = i; j < stride; j++) {
            floats[part + i * stride + j] = fround(floats[part + i * stride + j]! + fround(floats[y + i]! * floats[y + j]!))
          }
        }
      }
    },
    solveRows(task, worker, starts, offsets, indexes, weights, source, target, stride, block, gram, penalties, scratch, scratchBytes) {
      const [from, to] = [integers[starts / 4 + task]!, integers[starts / 4 + task + 1]!]
      for (let row = from; row < to; row++) {
        const first = integers[offsets / 4 + row]!
        const count = integers[offsets / 4 + row + 1]! - first
        const x = target / 4 + row * stride
        if (count === 0 || block === stride) floats.fill(0, x, x + stride)
        if (count === 0) continue
        const entries = { indexes: indexes / 4 + first, weights: weights / 4 + first, count }
        const shape = { source: source / 4, stride, block }
        solveRow(x, entries, shape, gram / 4, floats[penalties / 4 + row]!, (scratch + worker * scratchBytes) / 4)
      }
    },
    sumRows(task, _worker, starts, offsets, indexes, weights, source, target, stride, width, root) {
      for (let row = integers[starts / 4 + task]!; row < integers[starts / 4 + task + 1]!; row++) {
        const [first, last] = [integers[offsets / 4 + row]!, integers[offsets / 4 + row + 1]!]
        const factor = root && last > first ? fround(1 / fround(Math.sqrt(last - first))) : 1
        for (let at = 0; at < width; at++) {
          let sum = 0
          for (let entry = first; entry < last; entry++) {
            const y = source / 4 + integers[indexes / 4 + entry]! * stride
            sum = fround(sum + fround(floats[weights / 4 + entry]! * floats[y + at]!))
          }
          floats[target / 4 + row * stride + at] = fround(factor * sum)
        }
      }
    },
    turnRows(task, _worker, starts, offsets, target, stride, width, turn) {
      for (let row = integers[starts / 4 + task]!; row < integers[starts / 4 + task + 1]!; row++) {
        const count = integers[offsets / 4 + row + 1]! - integers[offsets / 4 + row]!
        if (count === 0) continue
        const factor = fround(1 / fround(Math.sqrt(count)))
        const x = floats.slice(target / 4 + row * stride, target / 4 + row * stride + width)
        for (let at = 0; at < width; at++) {
          let sum = 0
          for (let i = 0; i < (at | 7) + 1; i++) sum = fround(sum + fround(x[i]! * floats[turn / 4 + i * width + at]!))
          floats[target / 4 + row * stride + at] = fround(factor * sum)
        }
      }
    },
    scaleRows(task, _worker, starts, offsets, target, stride, width) {
      for (let row = integers[starts / 4 + task]!; row < integers[starts / 4 + task + 1]!; row++) {
        const count = integers[offsets / 4 + row + 1]! - integers[offsets / 4 + row]!
        for (let at = target / 4 + row * stride; at < target / 4 + row * stride + width; at++) floats[at] = fround(count * floats[at]!)
      }
    },
    lossPart(task, _worker, starts, offsets, indexes, weights, source, target, stride, out) {
      let sum = 0
      for (let row = integers[starts / 4 + task]!; row < integers[starts / 4 + task + 1]!; row++) {
        for (let entry = integers[offsets / 4 + row]!; entry < integers[offsets / 4 + row + 1]!; entry++) {
          const miss = dot(target / 4 + row * stride, source / 4 + integers[indexes / 4 + entry]! * stride, stride) - 1
          sum += floats[weights / 4 + entry]! * (miss * miss)
        }
      }
      new Float64Array(buffer, out + task * 8, 1)[0] = sum
    },
  }
}
