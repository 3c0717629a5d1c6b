/** @file The artifact of a model: tensors with the config they were fitted by, and sparse matrices among them. */

import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import { PenchantError } from '../errors.ts'
import type { Csr } from '../math/csr.ts'
import type { Inverse } from '../math/inverse.ts'
import { type ArtifactBytes, readArtifact, type Tensor, writeArtifact } from '../math/tensors.ts'

/** What did the dense algebra of a fit. */
export type FittedBy = Inverse['algebra']

type ShapedTensors = Readonly<Record<string, { readonly shape: readonly number[]; readonly data: Tensor }>>
type Named<C extends z.ZodObject> = { readonly name: string; readonly config: C }

const formatOf = (name: string) => `penchant-model-${name}/1`

export type OpenedModel<C extends z.ZodObject> = {
  readonly config: z.output<C>
  readonly seed: number | string
  readonly algebra: FittedBy | undefined
  /** As `CheckedBytes`. */
  readonly checked: boolean
  /** @throws PenchantError `artifact-mismatch` where it has another length or is of another kind. */
  tensor<T extends Tensor>(name: string, Elements: { new (length: number): T }, length?: number): T
  /** The matrix that `csrTensors` wrote under that name. @throws PenchantError `artifact-mismatch`. */
  csr(name: string): Csr
}

/** @param algebra of the fit, where its results differ in the last places. */
export function saveModel(
  name: string,
  config: unknown,
  seed: number | string,
  tensors: ShapedTensors,
  algebra?: FittedBy | undefined,
): Uint8Array {
  const metadata = { format: formatOf(name), config: JSON.stringify(config), seed: JSON.stringify(seed) }
  return writeArtifact({ ...metadata, ...(algebra && { algebra }) }, tensors)
}

/** Opens what `saveModel` wrote. @throws PenchantError `artifact-mismatch` for other bytes, and for a config that the model does not take any more. */
export function openModel<C extends z.ZodObject>({ name, config: schema }: Named<C>, bytes: ArtifactBytes): OpenedModel<C> {
  const checked = 'checked' in bytes
  const { metadata, tensors } = readArtifact(bytes, formatOf(name))
  const refuse = (reason: string, cause?: unknown) =>
    new PenchantError('artifact-mismatch', `The artifact of the model ${name} ${reason}. Fit it again.`, {
      details: { model: name },
      cause,
    })
  const config = schema.safeParse(JSON.parse(metadata.config ?? 'null'))
  if (!config.success) throw refuse('has a config that this version does not take', config.error)
  const tensor: OpenedModel<C>['tensor'] = (of, Elements, length) => {
    const found = tensors.get(of)
    if (!(found instanceof Elements) || (length !== undefined && found.length !== length)) throw refuse(`has no fitting tensor ${of}`)
    return found
  }
  return {
    config: config.data,
    seed: JSON.parse(metadata.seed ?? '0') as number | string,
    algebra: metadata.algebra === 'wasm' || metadata.algebra === 'onnx' ? metadata.algebra : undefined,
    checked,
    tensor,
    csr(of) {
      const [rows = 0, columns = 0] = tensor(`${of}.shape`, Int32Array, 2)
      const offsets = tensor(`${of}.offsets`, Int32Array, rows + 1)
      const indexes = tensor(`${of}.indexes`, Int32Array, offsets[rows])
      const sound = () =>
        offsets.every((offset, row) => (row === 0 ? offset === 0 : offset >= offsets[row - 1]!)) &&
        indexes.every((column) => column >= 0 && column < columns)
      if (!checked && !sound()) throw refuse(`has a broken matrix ${of}`)
      return { rows, columns, offsets, indexes, values: tensor(`${of}.values`, Float32Array, indexes.length) }
    },
  }
}

/**
 * What an earlier fit of this model found, for `fit` to start from: the tensors of its artifact, where its config is equal; undefined where it is another.
 * @throws PenchantError `artifact-mismatch` for other bytes.
 */
export function earlierFit<C extends z.ZodObject>(
  { name, config: schema }: Named<C>,
  config: z.output<C>,
  from: ArtifactBytes | undefined,
): ReadonlyMap<string, Tensor> | undefined {
  if (from === undefined) return undefined
  const { metadata, tensors } = readArtifact(from, formatOf(name))
  const before = schema.safeParse(JSON.parse(metadata.config ?? 'null'))
  return before.success && isDeepStrictEqual(before.data, config) ? tensors : undefined
}

/** The tensors of a sparse matrix, under a name of their own. */
export const csrTensors = (name: string, { rows, columns, offsets, indexes, values }: Csr): ShapedTensors => ({
  [`${name}.shape`]: { shape: [2], data: Int32Array.of(rows, columns) },
  [`${name}.offsets`]: { shape: [offsets.length], data: offsets },
  [`${name}.indexes`]: { shape: [indexes.length], data: indexes },
  [`${name}.values`]: { shape: [values.length], data: values },
})
