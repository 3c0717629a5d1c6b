/** @file Where alternating least squares starts: in the leading directions of D_U^−½ R D_I^−½, the observed pairs by weight, each over the root of both its numbers.
 *
 * From random embeddings the first sweeps do little more than find these directions, by full solves; here sums over the entries find them, many times cheaper.
 * Divided by the roots, popular items and busy people do not fill all of them.
 * Shapes: Q [U × D] orthonormal, P = D_I^−½ Rᵀ D_U^−½ Q [I × D]; X = D_U^½ Q, Y = D_I^½ P, so that X Yᵀ is the best guess at R within the directions.
 * Cost: 4 sums O(|S| D), 3 turns O((U + I) D²). Source: subspace iteration as in Halko, Martinsson, Tropp, SIAM Review 53 (2011), algorithm 4.4, one
 * iteration; the normalised matrix as in Shen et al., CIKM 2021 ("GF-CF"), equation 7. Checked against: the singular vectors of math/svd.ts.
 */

import type { Side } from './als-side.ts'
import { inverseFactor } from './dense.ts'
import { strideOf, type TaskPool } from './threads.ts'

/** Coordinates beyond so many keep their random numbers: few directions lead, and to keep them apart costs their number cubed on one thread. */
export const mostDirections = 128
const iterations = 1
/** Keeps directions that the data does not have apart from rounding, as a share of the mean diagonal. */
const ridge = 1e-5

type Start = {
  readonly users: Side
  /** Its random embeddings are where the directions are looked for first. */
  readonly items: Side
  readonly embeddingSize: number
  /** The Gram matrix of a side's embeddings, [D × D]. */
  gramOf(side: Side): Promise<Float32Array>
}

/** Overwrites the embeddings of both sides. @throws PenchantError `aborted`. */
export async function startInLeadingDirections(pool: TaskPool, { users, items, embeddingSize, gramOf }: Start): Promise<void> {
  const stride = strideOf(embeddingSize)
  const width = Math.min(stride, mostDirections)
  const turnAt = pool.reserve(width * width * 4)

  /** Σ over each row's entries, over √n where `root` is 1. */
  const sum = (side: Side, other: Side, root: 0 | 1) =>
    pool.run(
      ...(['sumRows', side.tasks, side.starts, side.offsets, side.indexes, side.weights] as const),
      ...([other.factors, side.factors, stride, width, root] as const),
    )

  /** D^−½ of an orthonormal basis of the sums' span. */
  async function basis(side: Side, other: Side): Promise<void> {
    await sum(side, other, 1)
    pool.floats(turnAt, width * width).set(turnOf(await gramOf(side), embeddingSize, width))
    await pool.run('turnRows', side.tasks, side.starts, side.offsets, side.factors, stride, width, turnAt)
  }

  pool.floats(turnAt, width * width).set(identity(width))
  await pool.run('turnRows', items.tasks, items.starts, items.offsets, items.factors, stride, width, turnAt)
  await basis(users, items)
  for (let iteration = 0; iteration < iterations; iteration++) {
    await basis(items, users)
    await basis(users, items)
  }
  await sum(items, users, 0)
  await pool.run('scaleRows', users.tasks, users.starts, users.offsets, users.factors, stride, width)
}

/** T [width × width] so that the columns of A T are orthonormal, AᵀA = gram [size × size]; the identity where A is nothing. */
function turnOf(gram: Float32Array, size: number, width: number): Float64Array {
  const used = Math.min(size, width)
  const leading = new Float64Array(used * used)
  let trace = 0
  for (let i = 0; i < used; i++) {
    for (let j = 0; j < used; j++) leading[i * used + j] = gram[i * size + j]!
    trace += leading[i * (used + 1)]!
  }
  for (let i = 0; i < used; i++) leading[i * (used + 1)]! += (ridge * trace) / used
  const factor = inverseFactor(leading, used)
  const turn = new Float64Array(width * width)
  for (let i = 0; i < used; i++)
    for (let j = i; j < used; j++) turn[i * width + j] = factor === undefined ? Number(i === j) : factor[i * used + j]!
  return turn
}

const identity = (width: number) => Float32Array.from({ length: width * width }, (_, at) => Number(at % (width + 1) === 0))
