/** @file A model for the harness's own tests: it scores as the test says and counts how often it is fitted and asked. */

import { z } from 'zod'
import type { Dataset } from '../data/dataset.ts'
import { chosenScores, defineModel, type FitContext, type ModelDefinition, type ModelQuery } from '../models/model.ts'

export type FakeScores = (query: ModelQuery, train: Dataset, config: { readonly level: number }) => ArrayLike<number>

export type FakeCalls = { fits: Dataset[]; queries: ModelQuery[]; batches: number }

/** Scores of all items by `scoresOf`; its only option is `level`, with 1, 2 and 3 worth trying. */
export function fakeModel(
  scoresOf: FakeScores,
  options: { readonly name?: string; readonly batches?: boolean; readonly onFit?: (context: FitContext, level: number) => void } = {},
): { readonly definition: ModelDefinition; readonly calls: FakeCalls } {
  const { name = 'fake', batches = false, onFit } = options
  const calls: FakeCalls = { fits: [], queries: [], batches: 0 }
  const definition = defineModel({
    name,
    summary: 'Scores as a test says.',
    config: z.strictObject({ level: z.number().min(0).default(1).describe('What the test makes of it') }),
    search: { level: [1, 2, 3] },
    needs: [],
    predicts: 'ranking',
    fit(train, config, context) {
      calls.fits.push(train)
      onFit?.(context, config.level)
      const ask = (query: ModelQuery) => {
        calls.queries.push(query)
        return Float32Array.from(scoresOf(query, train, config))
      }
      return {
        name,
        items: train.items.length,
        score: (query, items) => chosenScores(ask(query), items),
        ...(batches && {
          scoreBatch: (queries: readonly ModelQuery[]) => {
            calls.batches++
            return Float32Array.from(queries.flatMap((query) => [...ask(query)]))
          },
        }),
        save: () => new Uint8Array(),
      }
    },
    load: () => {
      throw new Error('A fake is not loaded.')
    },
  })
  return { definition: definition as unknown as ModelDefinition, calls }
}
