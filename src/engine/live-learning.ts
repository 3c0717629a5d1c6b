/** @file A fitted model that goes on learning: every like after the fit is taught at once and counts at the next request.
 *
 * What it has learnt is a view: the fitted model, and after it the likes since, in the order of the log, as they stand. A like that comes last is taught to
 * the copy that serves. One that is taken back, erased, merged or late makes the copy anew from the fitted one, in slices; until it is there the former one
 * serves, but who took something back waits for it. So the same log gives the same bytes, on any way and after a restart.
 * What the fit itself has seen of somebody who was erased is gone at the next fit. Items that came after the fit are learnt from the next one on.
 * Cost: a copy of the model's table in memory; an event O((1 + negatives) · features), anew so much for each event since the fit.
 */

import { z } from 'zod'
import type { Evidence } from '../data/evidence.ts'
import { messageOf } from '../errors.ts'
import { isOnline, type OnlineModel, type ProgressiveValidation } from '../models/linear/online.ts'
import { validationOf } from '../models/linear/progressive-validation.ts'
import type { PromotedModel, Snapshot } from '../pipeline/snapshot.ts'
import type { TasteConfig } from '../profile/config.ts'
import type { IndexOf } from '../profile/signal.ts'
import type { ArtifactStore } from '../storage/storage.ts'
import type { LiveCatalogue } from './catalogue.ts'
import { type LikeSince, likesSince } from './likes-since.ts'

/** How good the model's guesses were, each made before it learnt: log loss of examples, that of guessing the share of likes, and the area under the curve. */
export type GuessesStatus = {
  readonly examples: number
  readonly logLoss: number | null
  readonly baseLogLoss: number | null
  readonly auc: number | null
}

export type LearningStatus = {
  /** Likes learnt since the fit. */
  readonly learnt: number
  /** Of the fit's first pass, and of the newest examples since. */
  readonly fit: GuessesStatus
  readonly since: GuessesStatus
}

export type LiveLearning = {
  /** Reads since when the model that was kept has learnt. */
  load(): Promise<void>
  /** Takes in how far each person's log goes, after `load` and before anything is fitted. */
  met(user: string, evidence: Evidence): void
  /** What was learnt since the fit that was kept, learnt again. */
  open(): Promise<void>
  /** To be called when the likes are read for a fit: what comes later is learnt after it. */
  reading(): void
  /** The catalogue, but that a model which comes of its training learns on. */
  after(catalogue: LiveCatalogue): LiveCatalogue
  /** Takes in what was just made durable, in log order. */
  committed(user: string, evidence: Evidence): void
  erased(user: string): void
  /** The snapshot with the model as it is after the last like. */
  live(snapshot: Snapshot): Snapshot
  /** Resolves once what this person took back is out of the model. */
  settled(user: string | undefined): Promise<void>
  /** Why the copy could not be made anew, null when it could. */
  readonly failure: () => string | null
  /** Null where no model learns on. */
  status(): LearningStatus | null
  close(): Promise<void>
}

export type LiveLearningParts = {
  readonly artifacts: ArtifactStore
  readonly evidence: (user: string) => Promise<Evidence>
  readonly snapshot: () => Snapshot
  readonly indexOf: IndexOf
  readonly config: TasteConfig
  /** False leaves every model as it was fitted. */
  readonly learnsOn: boolean
}

type Fitted = { readonly promoted: PromotedModel; readonly model: OnlineModel; readonly seq: number }
type Guesses = { readonly probabilities: number[]; readonly labels: number[] }
type Copy = {
  readonly of: Fitted
  readonly model: OnlineModel
  readonly seen: Uint8Array
  readonly taught: LikeSince[]
  readonly guesses: Guesses
}

const artifactKey = 'learning'
const guessesKept = 5_000
const likesASlice = 16

export function createLiveLearning(parts: LiveLearningParts): LiveLearning {
  const { artifacts, evidence: evidenceOf, snapshot, indexOf, config, learnsOn } = parts
  let newest = 0
  let readAt: number | undefined
  let kept: { readonly version: string; readonly seq: number } | undefined
  /** Who has acted since the likes were read for a fit; undefined while there is none whose likes were read. */
  let acted: Set<string> | undefined
  let fitted: Fitted | undefined
  let byPerson = new Map<string, readonly LikeSince[]>()
  /** Whose likes since the fit are still to be read. */
  let unread = new Set<string>()
  let copy: Copy | undefined
  let building: Promise<void> | undefined
  const waiting = new Set<string>()
  let closed = false
  let failure: string | null = null
  let shown: { readonly of: Snapshot; readonly learnt: number; readonly copy: Copy; readonly snapshot: Snapshot } | undefined

  const teach = ({ model, seen, taught, guesses }: Copy, like: LikeSince) => {
    const history = { items: like.history, values: new Float32Array(like.history.length).fill(1) }
    model.learn({ query: { history }, item: like.item }, (probability, label) => {
      guesses.probabilities.push(probability)
      guesses.labels.push(label)
    })
    if (guesses.labels.length > 2 * guessesKept)
      for (const kept of [guesses.probabilities, guesses.labels]) kept.splice(0, kept.length - guessesKept)
    if (like.item < seen.length) seen[like.item] = 1
    taught.push(like)
  }
  const startOf = (of: Fitted): Copy => ({
    of,
    model: of.model.copy(),
    seen: of.promoted.seen.slice(),
    taught: [],
    guesses: { probabilities: [], labels: [] },
  })
  const take = (user: string, likes: readonly LikeSince[]): readonly LikeSince[] => {
    const next = sharing(byPerson.get(user) ?? [], likes)
    if (next.length > 0) byPerson.set(user, next)
    else byPerson.delete(user)
    return next
  }
  const inOrder = () => [...byPerson.values()].flat().sort((a, b) => a.seq - b.seq)

  const build = async () => {
    let next: Copy | undefined
    while (!closed && fitted !== undefined) {
      const of: Fitted = fitted
      for (const user of unread) {
        const evidence = await evidenceOf(user)
        // Somebody who acted in the meantime is read already.
        if (fitted === of && unread.delete(user)) take(user, likesSince(evidence, of.seq, indexOf, config))
      }
      const order = inOrder()
      if (next?.of !== fitted || !next.taught.every((like, at) => order[at] === like)) next = startOf(fitted)
      if (next.taught.length === order.length && unread.size === 0) {
        copy = next
        break
      }
      for (const like of order.slice(next.taught.length, next.taught.length + likesASlice)) teach(next, like)
      await turn()
    }
  }
  const rebuild = () => {
    building ??= build()
      .then(() => {
        failure = null
      })
      .catch((error: unknown) => {
        // The fitted model serves as it is; the next event, or fit, tries again.
        copy = undefined
        failure = `What came after the fit could not be learnt: ${messageOf(error)}`
      })
      .finally(() => {
        building = undefined
        waiting.clear()
      })
  }
  const adopt = async (promoted: PromotedModel | undefined, seq: number | undefined) => {
    const since = acted
    acted = undefined
    if (!learnsOn || promoted === undefined || seq === undefined || promoted === fitted?.promoted || !isOnline(promoted.model)) return
    fitted = { promoted, model: promoted.model, seq }
    byPerson = new Map()
    unread = new Set(since)
    rebuild()
    // Lost in a crash, it costs what was learnt until the next fit.
    await artifacts.put(artifactKey, Buffer.from(JSON.stringify({ version: promoted.version, seq })))
    await building
  }
  const change = (user: string, likes: readonly LikeSince[]) => {
    const before = byPerson.get(user) ?? []
    unread.delete(user)
    const next = take(user, likes)
    if (next.length === before.length && next.every((like, at) => like === before[at])) return
    const come = next.slice(before.length)
    const last = copy?.taught.at(-1)?.seq ?? 0
    if (
      building === undefined &&
      copy !== undefined &&
      before.every((like, at) => like === next[at]) &&
      come.every(({ seq }) => seq > last)
    ) {
      for (const like of come) teach(copy, like)
      return
    }
    waiting.add(user)
    rebuild()
  }

  return {
    async load() {
      const found = await artifacts.get(artifactKey)
      kept = found === undefined ? undefined : read(found)
    },
    met(user, evidence) {
      newest = Math.max(newest, evidence.revision)
      if (kept === undefined || evidence.revision <= kept.seq) return
      acted ??= new Set()
      acted.add(user)
    },
    async open() {
      const { trained } = snapshot()
      await adopt(trained, readAt ?? (kept?.version === trained?.version ? kept?.seq : undefined))
    },
    reading() {
      readAt = newest
      acted = new Set()
    },
    after: (catalogue) => ({
      ...catalogue,
      async train(options) {
        await catalogue.train(options)
        await adopt(snapshot().trained, readAt)
      },
      async refit(options) {
        await catalogue.refit(options)
        await adopt(snapshot().trained, readAt)
      },
    }),
    committed(user, evidence) {
      newest = Math.max(newest, evidence.revision)
      acted?.add(user)
      if (fitted !== undefined) change(user, likesSince(evidence, fitted.seq, indexOf, config))
    },
    erased(user) {
      acted?.delete(user)
      if (fitted !== undefined) change(user, [])
    },
    live(of) {
      if (copy === undefined || copy.of.promoted !== of.trained) return of
      const learnt = copy.taught.length
      if (shown?.of !== of || shown.copy !== copy || shown.learnt !== learnt) {
        const { model, seen } = copy
        const trained = { ...of.trained, model, seen, version: learnt === 0 ? of.trained.version : `${of.trained.version}+${learnt}` }
        shown = { of, learnt, copy, snapshot: { ...of, trained } }
      }
      return shown.snapshot
    },
    async settled(user) {
      while (user !== undefined && waiting.has(user)) await building
    },
    failure: () => failure,
    status() {
      if (copy === undefined || copy.of !== fitted) return null
      const { taught, guesses, of } = copy
      const [probabilities, labels] = [guesses.probabilities.slice(-guessesKept), guesses.labels.slice(-guessesKept)]
      const since = validationOf(Float64Array.from(probabilities), Uint8Array.from(labels))
      return { learnt: taught.length, fit: statusOf(of.model.validation), since: statusOf(since) }
    },
    async close() {
      closed = true
      await building
    },
  }
}

const keptSchema = z.object({ version: z.string(), seq: z.number() })

/** Undefined for what is damaged or of another version: it costs what was learnt until the next fit. */
function read(found: Uint8Array): z.output<typeof keptSchema> | undefined {
  try {
    return keptSchema.parse(JSON.parse(Buffer.from(found).toString()))
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof z.ZodError) return undefined
    throw error
  }
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

const statusOf = ({ examples, logLoss, baseLogLoss, auc }: ProgressiveValidation): GuessesStatus => {
  const known = (figure: number) => (Number.isNaN(figure) ? null : figure)
  return { examples, logLoss: known(logLoss), baseLogLoss: known(baseLogLoss), auc: known(auc) }
}

/** `after` with the objects of `before` where they say the same, so that what was taught is known again. */
function sharing(before: readonly LikeSince[], after: readonly LikeSince[]): readonly LikeSince[] {
  return after.map((like, at) => {
    const known = before[at]
    const isSame =
      known !== undefined &&
      known.item === like.item &&
      known.seq === like.seq &&
      known.history.length === like.history.length &&
      known.history.every((item, place) => item === like.history[place])
    return isSame ? known : like
  })
}
