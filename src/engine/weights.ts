/** @file The weights of the blend: learnt from the log after each training, in the background; kept as a versioned document, served where they were worth it.
 *
 * Until a document says otherwise, and wherever it was learnt for another config, or beside another model, the untrained weights serve.
 */

import { z } from 'zod'
import type { Document } from '../data/document.ts'
import { messageOf } from '../errors.ts'
import { hash32 } from '../math/random.ts'
import { inSlices } from '../math/steps.ts'
import type { Snapshot } from '../pipeline/snapshot.ts'
import type { TasteConfig } from '../profile/config.ts'
import { type BlendWeights, blendWeightsSchema, type RankConfig } from '../ranking/config.ts'
import { fewestMoments, fewestPeople, learnWeights } from '../ranking/learn-weights.ts'
import type { DocumentStore } from '../storage/storage.ts'
import type { LiveCatalogue } from './catalogue.ts'
import { type LookingBack, lookBack } from './look-back.ts'

export type WeightsStatus = {
  /** The document that serves, null while the untrained ones do. */
  readonly version: string | null
  /** Moments that the last learning looked back on, and of how many people; 0 before the first. */
  readonly moments: number
  readonly people: number
  /** NDCG@10 of what was learnt and of the untrained weights, on people that it was not learnt from; null where there was too little to say. */
  readonly learnt: number | null
  readonly untrained: number | null
  /** The same for people. */
  readonly says: string
}

export type Weights = {
  /** Reads what was kept. */
  open(): Promise<void>
  /** What serves beside a model; undefined = the untrained. */
  current(snapshot: Snapshot): { readonly weights: BlendWeights; readonly version: string } | undefined
  /** The catalogue, but that after each training the weights are learnt on it and the log as they are then, in the background; what is under way stops. */
  after(catalogue: LiveCatalogue): LiveCatalogue
  /** Resolves once nothing is under way. */
  settled(): Promise<void>
  readonly busy: () => readonly string[]
  /** Why the last learning failed, null when it did not: what served before goes on. */
  readonly failure: () => string | null
  status(snapshot: Snapshot): WeightsStatus
  close(): Promise<void>
}

export type WeightsParts = Pick<LookingBack, 'evidence' | 'sources' | 'kernels' | 'fitModel'> & {
  readonly documents: DocumentStore
  readonly likes: () => LookingBack['likes']
  readonly snapshot: () => Snapshot
  /** Epoch milliseconds. */
  readonly now: () => number
  readonly config: LookingBack['config'] & { readonly learnWeights: boolean }
}

const kind = 'weights'
const name = 'blend'
const seed = 1
const learning = 'learning the weights'

const bodySchema = z.object({
  /** Of the config that they were learnt for. */
  basis: z.string(),
  /** The model that ranked beside, null where none did. */
  model: z.string().nullable(),
  moments: z.int(),
  people: z.int(),
  choice: z.enum(['untrained', 'blend', 'prior', 'content', 'together', 'trained']),
  weights: blendWeightsSchema.nullable(),
  ndcg: z.partialRecord(z.enum(['untrained', 'blend', 'prior', 'content', 'together', 'trained']), z.number()).nullable(),
})
type Kept = { readonly version: number; readonly body: z.output<typeof bodySchema> }

export function createWeights(parts: WeightsParts): Weights {
  const { documents, config } = parts
  const basis = basisOf(config)
  const isLearning = config.learnWeights && config.rank.weights === undefined
  let kept: Kept | undefined
  let newest = 0
  let failure: string | null = null
  let running: { readonly done: Promise<void>; readonly stop: AbortController } | null = null

  const take = ({ version, body }: Pick<Document, 'version' | 'body'>) => {
    newest = version
    const parsed = bodySchema.safeParse(body)
    // Of another version of this package: the next training learns anew.
    kept = parsed.success && parsed.data.basis === basis ? { version, body: parsed.data } : undefined
  }
  const learn = async (signal: AbortSignal) => {
    const snapshot = parts.snapshot()
    const cases = await lookBack({ ...parts, likes: parts.likes(), snapshot, seed, signal })
    const learnt = await inSlices(learnWeights(cases, { seed }))
    signal.throwIfAborted()
    const body = { basis, model: modelOf(snapshot), ...learnt }
    take(await documents.publish({ kind, name, parent: newest, body, publishedAt: parts.now() }))
  }
  const run = async (stop: AbortController, before: Promise<void> | undefined) => {
    await before
    if (stop.signal.aborted) return
    try {
      await learn(stop.signal)
      failure = null
    } catch (error) {
      if (!stop.signal.aborted) failure = `The weights could not be learnt: ${messageOf(error)}`
    }
    if (running?.stop === stop) running = null
  }
  const learnInBackground = () => {
    if (!isLearning) return
    running?.stop.abort()
    const stop = new AbortController()
    running = { stop, done: run(stop, running?.done) }
  }
  const fitting = (snapshot: Snapshot) => (isLearning && kept?.body.model === modelOf(snapshot) ? kept : undefined)
  const current: Weights['current'] = (snapshot) => {
    const found = fitting(snapshot)
    return found?.body.weights ? { weights: found.body.weights, version: versionOf(found) } : undefined
  }

  return {
    async open() {
      const found = await documents.get(kind, name)
      if (found) take(found)
    },
    current,
    after: (catalogue) => ({
      ...catalogue,
      async train(options) {
        await catalogue.train(options)
        learnInBackground()
      },
      async refit(options) {
        await catalogue.refit(options)
        learnInBackground()
      },
    }),
    async settled() {
      while (running) await running.done
    },
    busy: () => (running ? [learning] : []),
    failure: () => failure,
    status(snapshot) {
      const { moments = 0, people = 0, choice = 'untrained', ndcg = null } = fitting(snapshot)?.body ?? {}
      const learnt = ndcg?.[choice === 'untrained' ? 'blend' : choice] ?? null
      const about = { moments, people, learnt, untrained: ndcg?.untrained ?? null }
      const says =
        config.rank.weights !== undefined
          ? 'as configured'
          : config.learnWeights
            ? saying(about, choice)
            : 'untrained: the config turns learning off'
      return { version: current(snapshot)?.version ?? null, ...about, says }
    },
    async close() {
      running?.stop.abort()
      await running?.done
    },
  }
}

const versionOf = ({ version }: Kept) => `${kind}/${name}@${version}`
const modelOf = ({ trained }: Snapshot) => trained?.model.name ?? null

/** A hash of what the features and the untrained weights follow from. */
function basisOf({
  taste,
  rank: { weights: _, ...rank },
  candidates,
}: {
  readonly taste: TasteConfig
  readonly rank: RankConfig
  readonly candidates: number
}): string {
  return (hash32(JSON.stringify([taste, rank, candidates])) >>> 0).toString(36)
}

function saying({ moments, people, learnt, untrained }: Omit<WeightsStatus, 'version' | 'says'>, choice: string): string {
  if (moments === 0) return 'untrained: nothing could be learnt yet'
  const count = (number: number) => number.toLocaleString('en')
  const from = `${count(moments)} moments of ${count(people)} people`
  if (learnt === null || untrained === null) return `untrained: ${from} are too few, ${count(fewestMoments)} of ${fewestPeople} are needed`
  const figures = `NDCG@10 ${learnt.toFixed(4)} against ${untrained.toFixed(4)} untrained`
  if (choice === 'untrained') return `untrained: those learnt from ${from} were not surely better, ${figures}`
  return choice === 'blend' ? `learnt from ${from}, ${figures}` : `${choice} alone, best on ${from}, ${figures}`
}
