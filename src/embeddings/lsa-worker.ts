/** @file The worker's side of train-in-worker.ts: gathers the items that come in chunks, trains, sends the arrays back without copying them.
 *
 * The results go as plain arrays and artifact bytes, so that the caller parses nothing.
 */

import { parentPort } from 'node:worker_threads'
import { isPenchantError, messageOf, PenchantError } from '../errors.ts'
import { createKernels } from '../math/kernels.ts'
import { trainCollaborative } from './collaborative.ts'
import type { EncodableItem } from './encoder.ts'
import { createItemSpace, type Part } from './item-space.ts'
import { trainLsa } from './lsa-train.ts'
import type { FromWorker, ToWorker, TrainingOrder } from './training-messages.ts'

const port = parentPort
if (port === null) throw new PenchantError('invalid-input', 'This file is a worker: start it by trainInWorker.')
const reply = (message: FromWorker, transferred: readonly ArrayBuffer[] = []) => port.postMessage(message, transferred)
const gathered: (EncodableItem | undefined)[] = []

port.on('message', (message: ToWorker) => {
  if (message.kind === 'items') {
    for (const item of message.items) gathered.push(item)
    return
  }
  try {
    train(message)
  } catch (error) {
    reply({
      kind: 'failed',
      code: isPenchantError(error) ? error.code : undefined,
      message: messageOf(error),
    })
  }
})

function train(order: TrainingOrder): void {
  const kernels = createKernels()
  const { seed } = order
  const share = order.pairs === undefined ? 0.9 : 0.6
  const progress = (done: number) => reply({ kind: 'progress', share: done })
  const learnt = order.text === undefined ? learnText(order, (done) => progress(share * done)) : { text: order.text, artifact: undefined }
  const collaborative =
    order.pairs &&
    trainCollaborative(order.pairs, learnt.text, { seed, kernels, progress: (done) => progress(share + (0.9 - share) * done) })
  const space = createItemSpace({ text: learnt.text, collaborative, seed, version: order.version, kernels })
  progress(1)
  const arrays = [space.vectors, space.text.vectors, space.topics.centroids, space.topics.of, space.fromText, learnt.artifact].filter(
    (array) => array !== undefined,
  )
  reply({ kind: 'trained', space, artifact: learnt.artifact }, [...new Set(arrays.map(({ buffer }) => buffer as ArrayBuffer))])

  function learnText({ config }: TrainingOrder, report: (done: number) => void): { readonly text: Part; readonly artifact: Uint8Array } {
    const present = gathered.filter((item) => item !== undefined)
    const { artifact, vectors } = trainLsa(present, config, { seed, kernels, progress: report })
    const size = config.embeddingSize
    if (present.length === gathered.length) return { text: { size, vectors }, artifact }
    const spread = new Float32Array(gathered.length * size)
    let from = 0
    for (const [at, item] of gathered.entries()) {
      if (item !== undefined) spread.set(vectors.subarray(from * size, ++from * size), at * size)
    }
    return { text: { size, vectors: spread }, artifact }
  }
}
