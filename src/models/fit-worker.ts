/** @file The worker's side of fit-in-worker.ts: fits one model and sends its artifact back without copying it. */

import { parentPort, workerData } from 'node:worker_threads'
import type { Dataset } from '../data/dataset.ts'
import { isPenchantError, PenchantError } from '../errors.ts'
import { createKernels } from '../math/kernels.ts'
import type { FitOrder, FromFitWorker } from './fit-messages.ts'
import { modelDefinitions } from './index.ts'
import { scoreUnit } from './score-unit.ts'

const port = parentPort
if (port === null) throw new PenchantError('invalid-input', 'This file is a worker: start it by fitInWorker.')
const reply = (message: FromFitWorker, transferred: readonly ArrayBuffer[] = []) => port.postMessage(message, transferred)

try {
  const { name, config, seed, columns } = workerData as FitOrder
  const definition = modelDefinitions[name]
  if (definition === undefined) throw new PenchantError('invalid-input', `There is no model ${name}.`)
  const users = columns.offsets.length - 1
  const dataset: Dataset = {
    name: 'the log',
    users: Array.from({ length: users }, (_, user) => String(user)),
    items: Array.from({ length: columns.items }, (_, item) => String(item)),
    offsets: columns.offsets,
    item: columns.item,
    value: new Float32Array(columns.item.length).fill(1),
    ratings: false,
    order: 'time',
    times: columns.times,
  }
  const kernels = createKernels()
  const progress = (share: number) => reply({ kind: 'progress', share })
  const model = await definition.fit(dataset, definition.config.parse(config), { kernels, seed, progress })
  const bytes = model.save()
  reply({ kind: 'fitted', bytes, unit: scoreUnit(model, dataset, seed) }, [bytes.buffer as ArrayBuffer])
} catch (error) {
  reply({
    kind: 'failed',
    code: isPenchantError(error) ? error.code : undefined,
    message: error instanceof Error ? error.message : String(error),
  })
}
