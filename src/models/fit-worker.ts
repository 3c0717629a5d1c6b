/** @file The worker's side of fit-in-worker.ts: fits or opens one model, and sends its artifact back without copying it. */

import { parentPort, workerData } from 'node:worker_threads'
import type { Dataset } from '../data/dataset.ts'
import { isPenchantError, messageOf, PenchantError } from '../errors.ts'
import { createKernels } from '../math/kernels.ts'
import { openKernels } from '../math/onnx/algebra.ts'
import { sealOf } from '../math/tensors.ts'
import type { FitColumns, FitOrder, Fitted, FromFitWorker, KeptArtifact, Opened, OpenOrder, WorkerOrder } from './fit-messages.ts'
import { modelDefinitions } from './index.ts'
import type { FitContext, Model, ModelDefinition } from './model.ts'
import { readModelFile, writeModelFile } from './model-file.ts'
import { scoreUnit } from './score-unit.ts'

const port = parentPort
if (port === null) throw new PenchantError('invalid-input', 'This file is a worker: start it by fitInWorker.')
const reply = (message: FromFitWorker, transferred: readonly ArrayBuffer[] = []) => port.postMessage(message, transferred)

try {
  const order = workerData as WorkerOrder
  const definition = modelDefinitions[order.name]
  if (definition === undefined) throw new PenchantError('invalid-input', `There is no model ${order.name}.`)
  const done = order.kind === 'fit' ? await fitted(definition, order) : opened(definition, order)
  reply(done, [done.bytes.buffer])
} catch (error) {
  reply({
    kind: 'failed',
    code: isPenchantError(error) ? error.code : undefined,
    message: messageOf(error),
  })
}

async function fitted(definition: ModelDefinition, { name, config, seed, algebra, columns, from, folder }: FitOrder): Promise<Fitted> {
  const { kernels, degraded } = await openKernels(algebra)
  const dataset = datasetOf(columns)
  const context = { kernels, seed, progress: (share: number) => reply({ kind: 'progress', share }) }
  const fitFrom = (start: Pick<FitContext, 'from'>) => definition.fit(dataset, definition.config.parse(config), { ...context, ...start })
  const { model, warm } = await startedFrom(from, fitFrom)
  // Of its own, so that it can be sent away: a model may save views of what it holds.
  const saved = model.save()
  const bytes = saved.byteLength === saved.buffer.byteLength ? (saved as Uint8Array<ArrayBuffer>) : saved.slice()
  const file = folder === undefined ? undefined : writeModelFile(folder, name, bytes)
  return { kind: 'fitted', bytes, seal: sealOf(bytes), file, unit: scoreUnit(model, dataset, seed), warm, degraded: degraded() }
}

type Fit = (start: Pick<FitContext, 'from'>) => Model | Promise<Model>

/** A start that is damaged, or of another version, costs the start alone; `warm` says so. */
async function startedFrom(from: KeptArtifact | undefined, fitFrom: Fit): Promise<{ readonly model: Model; readonly warm: boolean }> {
  if (from !== undefined) {
    try {
      return { model: await fitFrom({ from: bytesOf(from) }), warm: true }
    } catch (error) {
      if (!isPenchantError(error, 'artifact-mismatch')) throw error
    }
  }
  return { model: await fitFrom({}), warm: false }
}

function opened(definition: ModelDefinition, { artifact, seal }: OpenOrder): Opened {
  const bytes = bytesOf(artifact)
  definition.load(bytes, createKernels())
  if (sealOf(bytes) !== seal) throw new PenchantError('artifact-mismatch', `The artifact of the model ${definition.name} is another one.`)
  return { kind: 'opened', bytes }
}

function bytesOf(artifact: KeptArtifact): Uint8Array<ArrayBuffer> {
  return 'file' in artifact ? readModelFile(artifact.file) : artifact.bytes
}

function datasetOf({ items, offsets, item, times }: FitColumns): Dataset {
  return {
    name: 'the log',
    users: Array.from({ length: offsets.length - 1 }, (_, user) => String(user)),
    items: Array.from({ length: items }, (_, one) => String(one)),
    offsets,
    item,
    value: new Float32Array(item.length).fill(1),
    ratings: false,
    order: 'time',
    times,
  }
}
