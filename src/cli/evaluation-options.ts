/** @file Options that evaluate and tune share: on what data, split how, with what seed; and what they make of them. */

import { z } from 'zod'
import type { LoadedDataset } from '../data/loaders/dataset-kind.ts'
import type { DatasetRequest } from '../data/loaders/dataset-kinds.ts'
import { PenchantError } from '../errors.ts'
import { algebras } from '../math/kernels-contract.ts'
import { commonOptions, type Surroundings } from './command.ts'
import { entryOf, type Named, parseNamed } from './named-options.ts'
import { progressLine } from './progress.ts'
import { harmless } from './terminal.ts'

export const evaluationOptions = {
  data: z
    .string({ error: 'say on what: KIND or KIND:PATH' })
    .min(1)
    .describe('What to evaluate on: see below')
    .meta({ placeholder: 'kind[:path]' }),
  map: z.string().optional().describe('With csv and jsonl: what becomes of each column, as in import').meta({ placeholder: 'mapping' }),
  minInteractions: z
    .number()
    .int()
    .min(1)
    .optional()
    .describe('Only users and items with so many interactions or more, until all have them'),
  minRating: z.number().optional().describe('Only ratings of so much or more, which then count as interactions'),
  protocol: z
    .string()
    .min(1)
    .default('leave-last-out')
    .describe(
      'How it is split: leave-last-out, temporal, k-fold, given, cross-fold, one-of-n or cold-items; options follow: name:option=value,…',
    )
    .meta({ placeholder: 'name' }),
  split: z
    .string()
    .min(1)
    .optional()
    .describe('With given and one-of-n: which split of the data; its usual one when left out')
    .meta({ placeholder: 'name' }),
  seed: z.number().int().min(0).default(1).describe("Seed of the models; a protocol's own is its option seed"),
  threads: z.number().int().min(1).max(64).default(1).describe('Threads that a model may use; the figures are the same for any'),
  algebra: z
    .enum(algebras)
    .default('auto')
    .describe('What does dense algebra: wasm, onnx (the package onnxruntime-node), or auto: that one where it is there and faster'),
  json: commonOptions.json,
}

type EvaluationInput = {
  readonly data: string
  readonly map?: string | undefined
  readonly minInteractions?: number | undefined
  readonly minRating?: number | undefined
  readonly protocol: string
  readonly split?: string | undefined
  readonly json: boolean
}

export const evaluationNotes = `Data: movielens-100k, movielens-latest-small, movielens-1m, gowalla, amazon-2014-beauty, amazon-2014-sports, llmrank-games-6k, coat: each in a
folder of its name in PENCHANT_DATA (both of amazon-2014 in that one), or KIND:FOLDER.
csv:FILE and jsonl:FILE are a log of your own: user, item, value, occurredAt; see import.`

/** The protocol, checked before anything is loaded. */
export async function protocolOf(text: string): Promise<Named> {
  const { protocols } = await import('../evaluation/protocols/index.ts')
  const named = parseNamed(text, '--protocol')
  entryOf(named, protocols, 'protocol', ({ options }) => options)
  return named
}

/** Loads the data with the split that the protocol needs, and tells of the rows left out. */
export async function loadData(input: EvaluationInput, protocol: string, surroundings: Surroundings): Promise<LoadedDataset> {
  const { loadDataset } = await import('../data/loaders/dataset-kinds.ts')
  const { dataSplit } = await import('../evaluation/protocols/index.ts')
  const { terminal, clock, environment, signal } = surroundings
  const draw = progressLine(terminal, clock, !input.json)
  const filtered = input.minInteractions !== undefined || input.minRating !== undefined
  const request: DatasetRequest = {
    ...{ now: clock.now(), map: input.map, benchmarks: environment.benchmarkFolder },
    ...{ minInteractions: input.minInteractions, minRating: input.minRating, split: input.split ?? dataSplit(protocol, filtered) },
    onProgress: ({ file, bytes, total }) => {
      if (signal.aborted) throw new PenchantError('aborted', 'Stopped while reading the data. Run the same again.')
      draw(`Reading ${file}`, bytes, total)
    },
  }
  const loaded = await loadDataset(input.data, request)
  terminal.status('')
  for (const { reason, count, places } of loaded.leftOut) {
    const [first] = places
    terminal.note(
      `Left out ${count.toLocaleString('en')} rows: ${harmless(reason)}${first ? ` (first at ${harmless(first.file)}:${first.line})` : ''}`,
    )
  }
  return loaded
}
