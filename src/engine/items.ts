/** @file The catalogue's face: items in and out, checked; and when its encoder is trained again. */

import { checkShape } from '../data/check.ts'
import { isEmptyFilter } from '../data/filter.ts'
import { type Attributes, type Item, itemSchema } from '../data/item.ts'
import { messageOf, PenchantError } from '../errors.ts'
import { inSlices, type Steps } from '../math/steps.ts'
import type { LiveCatalogue } from './catalogue.ts'
import { facetsOf } from './facets.ts'
import type { Penchant } from './penchant.ts'
import {
  type FitReason,
  fewestLikes,
  type RefitConfig,
  type RefitState,
  type RefitStatus,
  refitDue,
  refitStatus,
} from './refit-schedule.ts'
import type { TrainOptions } from './training.ts'

/** The space is made anew once there are so many times the likes it was made from. */
const likesGrowth = 1.5
/** From this share of changed items on, an encoder says too little of the catalogue: training is waited for. */
const mostlyNew = 0.5
const itemsAStep = 100
const training = 'training the encoder'
const fitting = 'fitting the ranking model'

export type Items<A extends Attributes> = {
  readonly face: Penchant<A>['items']
  /** Reads the catalogue, with these items put into it; `open` of the catalogue comes next. */
  read(items: Iterable<Item<A>>): Promise<void>
  /** Trains in the background when enough has changed; what fails is told by `failure`. */
  trainInBackground(): void
  /** Fits the model anew in the background where what was kept of it could not be read. */
  heal(): void
  train(options?: Pick<TrainOptions, 'cold'>): Promise<void>
  readonly busy: () => readonly string[]
  /** Why the last training in the background failed, null when it did not: the encoder before it goes on serving. */
  readonly failure: () => string | null
  readonly refits: () => RefitStatus
  /** Stops a training that is under way. */
  close(): Promise<void>
}

export type TrainingSchedule = {
  /** How many likes there are now, and how often one was added or taken back so far. */
  readonly likes: { readonly total: number; readonly changes: number }
  readonly retrainAt: number | 'never'
  /** `never` also where there is no model to fit. */
  readonly refit: RefitConfig | 'never'
  /** Epoch milliseconds. */
  readonly now: () => number
}

export function createItems<A extends Attributes>(catalogue: LiveCatalogue, schedule: TrainingSchedule): Items<A> {
  const { likes, retrainAt, refit, now } = schedule
  /** One at a time, whatever it is. */
  let running: { readonly done: Promise<void>; readonly stop: AbortController; readonly what: string } | null = null
  let failure: string | null = null

  const check = (item: Item<A>) => checkShape(itemSchema, item, nameOf(item)) as Item<A>
  function* checkSteps(items: readonly Item<A>[]): Steps<readonly Item<A>[]> {
    const checked: Item<A>[] = []
    for (const item of items) {
      checked.push(check(item))
      if (checked.length % itemsAStep === 0) yield
    }
    return checked
  }
  const run = async (what: string, work: (signal: AbortSignal) => Promise<void>) => {
    while (running) await running.done.catch(() => undefined)
    const stop = new AbortController()
    const done = work(stop.signal)
    running = { done, stop, what }
    try {
      await done
      failure = null
    } catch (error) {
      failure = messageOf(error)
      throw error
    } finally {
      running = null
    }
  }
  const train = (why: FitReason, cold?: boolean) => run(training, (signal) => catalogue.train({ why, cold, signal }))
  const refitState = (): RefitState => {
    const { fitted, fittedAt, failedFit } = catalogue.trained()
    const failed = failedFit && { at: failedFit.at, changed: likes.changes - failedFit.changes }
    return { last: fitted?.record ?? null, likes: likes.total, changed: likes.changes - fittedAt, failed, now: now() }
  }
  const trainWhenDue = async () => {
    const { changedShare, pairs } = catalogue.trained()
    const moreLikes = likes.total >= Math.max(fewestLikes, pairs * likesGrowth)
    if (retrainAt !== 'never' && (changedShare >= retrainAt || moreLikes)) {
      if (changedShare >= mostlyNew) return train('catalogue')
      if (!running) train('catalogue').catch(recorded)
    } else if (refit !== 'never' && !running) {
      const why = refitDue(refit, refitState())
      if (why !== null) run(fitting, (signal) => catalogue.refit({ why, signal })).catch(recorded)
    }
  }
  const facets = catalogue.derived(({ items, schema }) => facetsOf(items, schema))

  return {
    read: (items) => catalogue.read([...items].map(check)),
    train: ({ cold } = {}) => train('asked', cold),
    trainInBackground: () => void trainWhenDue().catch(recorded),
    heal() {
      if (refit === 'never' || !catalogue.trained().modelLost || likes.total < fewestLikes) return
      run(fitting, (signal) => catalogue.refit({ why: 'damaged', signal })).catch(recorded)
    },
    busy: () => (running ? [running.what] : []),
    failure: () => failure,
    refits: () => refitStatus(refit, refitState()),
    async close() {
      running?.stop.abort()
      await running?.done.catch(() => undefined)
    },
    face: {
      async put(items) {
        const stored = await catalogue.put(await inSlices(checkSteps(items)))
        await trainWhenDue()
        return { stored }
      },
      async remove(ids) {
        const removed = await catalogue.remove(ids)
        await trainWhenDue()
        return { removed }
      },
      get(id) {
        const { items, indexOf } = catalogue.snapshot()
        return items[indexOf(id) ?? -1] as Item<A> | undefined
      },
      list({ after, k = 100, filter } = {}) {
        const { items, indexOf, filters } = catalogue.snapshot()
        const start = after === undefined ? 0 : (indexOf(after) ?? unknownItem(after)) + 1
        const admitted = filter === undefined || isEmptyFilter(filter) ? undefined : filters.admit(filter)
        const found: Item[] = []
        for (let index = start; index < items.length; index++) {
          const item = items[index]
          if (!item || admitted?.[index] === 0) continue
          if (found.length === k) return { items: found as Item<A>[], next: found.at(-1)!.id }
          found.push(item)
        }
        return { items: found as Item<A>[], next: null }
      },
      schema: () => catalogue.snapshot().schema,
      facets,
    },
  }
}

function nameOf(item: unknown): string {
  const id = typeof item === 'object' && item !== null && 'id' in item ? item.id : undefined
  return typeof id === 'string' ? `item ${JSON.stringify(id.slice(0, 80))}` : 'item'
}

function unknownItem(id: string): never {
  throw new PenchantError('unknown-item', 'The catalogue has no item of the id in "after". Start without it.', { details: { item: id } })
}

/** `train` has kept the reason for `failure`. */
function recorded(): void {}
