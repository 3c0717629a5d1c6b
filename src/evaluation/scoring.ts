/** @file Asks a model about every case and hands each answer on as a ranking to be judged: history filtered, in batches, one turn of the event loop a batch.
 *
 * Shapes: batches of at most 256 queries and about 4 million scores. Cost: what the model costs, and one copy of a case's scores.
 */

import { PenchantError } from '../errors.ts'
import type { Model, ModelQuery } from '../models/model.ts'
import type { Case, Part } from './protocols/protocol.ts'

/** All that judging needs of a model, so that a fixed list of scores can be judged too. */
export type Scorer = Pick<Model, 'score' | 'scoreBatch' | 'items'>

export type Answer = {
  readonly one: Case
  /** Of all items, or of the case's candidates; NaN where filtered or without a score. Only valid until the next answer. Empty unless asked for. */
  readonly scores: Float32Array
  /** The item at each place of `scores`; undefined = the place itself. */
  readonly items: Int32Array | undefined
  /** Places of the targets in `scores`. */
  readonly targets: Int32Array
  /** Places that are NaN because the history holds the item. */
  readonly filtered: number
  /** Predictions of the case's `rated`; empty unless asked for. */
  readonly predicted: Float32Array
}

export type ScoringOptions = {
  readonly rankings: boolean
  readonly ratings: boolean
  /** Share done, 0..1. */
  readonly progress?: ((share: number) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

const mostQueries = 256
const mostScores = 2 ** 22

/** @throws PenchantError `aborted` */
export async function scoreCases(
  model: Scorer,
  { train, cases }: Part,
  visit: (answer: Answer) => void,
  { rankings, ratings, progress, signal }: ScoringOptions,
): Promise<void> {
  const { offsets } = train
  const queryOf = ({ user, history }: Case): ModelQuery => (offsets[user + 1]! > offsets[user]! ? { user, history } : { history })
  const scores = new Float32Array(model.items)
  const none = new Float32Array()
  const noItems = new Int32Array()
  const size = Math.max(1, Math.min(mostQueries, Math.floor(mostScores / Math.max(1, model.items))))

  function judge(one: Case, all: Float32Array | undefined): void {
    const { rated, candidates, history, targets } = one
    const predicted = !(ratings && rated)
      ? none
      : all
        ? Float32Array.from(rated.items, (item) => all[item] ?? Number.NaN)
        : model.score(queryOf(one), rated.items)
    if (!rankings) visit({ one, scores: none, items: undefined, targets: noItems, filtered: 0, predicted })
    else if (candidates) {
      const place = new Map(Array.from(candidates, (item, at) => [item, at]))
      const places = Int32Array.from(targets, (item) => place.get(item)!)
      visit({ one, scores: model.score(queryOf(one), candidates), items: candidates, targets: places, filtered: 0, predicted })
    } else {
      scores.set(all!)
      for (const item of history.items) scores[item] = Number.NaN
      visit({ one, scores, items: undefined, targets, filtered: new Set(history.items).size, predicted })
    }
  }

  for (let from = 0; from < cases.length; from += size) {
    if (signal?.aborted) throw new PenchantError('aborted', 'The evaluation was aborted by its caller.', { cause: signal.reason })
    const batch = cases.slice(from, from + size)
    const whole = batch.filter(({ candidates }) => rankings && !candidates)
    const together = model.scoreBatch && whole.length > 1 ? model.scoreBatch(whole.map(queryOf)) : undefined
    let at = 0
    for (const one of batch) {
      const all =
        !rankings || one.candidates ? undefined : (together?.subarray(at * model.items, ++at * model.items) ?? model.score(queryOf(one)))
      judge(one, all)
    }
    progress?.(Math.min(1, (from + size) / cases.length))
    await new Promise((resolve) => setImmediate(resolve))
  }
}
