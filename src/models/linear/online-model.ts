/** @file A model that learns event by event over hashed features: the loop that the logistic regression and the factorization machine share.
 *
 * Examples: each liked event is a positive; beside it the model learns `negatives` items as negatives, drawn evenly from the known items without the event's and
 * the history's. So its probabilities are against such draws, not of a click. With `likedFrom` a dataset's ratings are labels instead, and none are drawn.
 * In the fit a person stands before an event with what they had done before it. The first pass is validated progressively: predicted first, then learnt.
 */

import type { Dataset } from '../../data/dataset.ts'
import { createRandom, hash32 } from '../../math/random.ts'
import type { Steps } from '../../math/steps.ts'
import { type OpenedModel, saveModel } from '../artifact.ts'
import type { FitContext, History } from '../model.ts'
import { orderEvents } from './event-order.ts'
import { createFeatures, createFeatureWriter, type HashedRows, hashAttributes, hashRows, type Person } from './hashed-features.ts'
import type { Learner } from './learners.ts'
import type { Heard, OnlineModel, OnlineQuery, ProgressiveValidation } from './online.ts'
import { validationOf } from './progressive-validation.ts'

export type OnlineConfig = {
  readonly bits: number
  readonly negatives: number
  readonly historySize: number
  readonly userFeatures: boolean
  readonly likedFrom: number | null
  readonly epochs: number
}

export type OnlineParts = {
  readonly name: string
  readonly crossed: boolean
  readonly config: OnlineConfig
  readonly seed: number | string
  readonly learner: Learner
  readonly users: HashedRows
  readonly items: HashedRows
  /** 1 for an item that can be scored: somebody touched it, or it has attributes, [I]. */
  readonly known: Int32Array
  /** Values of histories are ratings. */
  readonly ratings: boolean
  /** Events learnt so far: what the next draw depends on. */
  learnt: number
  validation: ProgressiveValidation
}

const sigmoid = (logit: number) => 1 / (1 + Math.exp(-logit))

/** What turns people and events into examples and has them learnt. */
function createTeacher(parts: OnlineParts) {
  const { config, known, learner, crossed, users, items: itemRows, ratings } = parts
  const items = known.length
  const writer = createFeatureWriter({ bits: config.bits, crossed, userFeatures: config.userFeatures, items: itemRows, users })
  const [ofPerson, ofItem] = [createFeatures(), createFeatures()]
  const seed = hash32(String(parts.seed))
  const drawable = Array.from(known.keys()).filter((item) => known[item] === 1)

  /** The newest known items before the place `end`. */
  function personOf(user: number | undefined, history: Pick<History, 'items' | 'values'>, end: number, context: readonly number[]): Person {
    const done: number[] = []
    const liked: boolean[] = []
    for (let at = end - 1; at >= 0 && done.length < config.historySize; at--) {
      const item = history.items[at]!
      if (known[item] !== 1 || done.includes(item)) continue
      done.push(item)
      liked.push(!ratings || config.likedFrom === null || history.values[at]! >= config.likedFrom)
    }
    const inFit = user !== undefined && user >= 0 && user + 1 < users.offsets.length
    return { user: inFit ? user : undefined, items: done.reverse(), liked: liked.reverse(), context }
  }

  function stand(person: Person): void {
    writer.person(person, ofPerson)
    learner.begin(ofPerson)
  }

  function logit(person: Person, item: number): number {
    writer.item(person, item, ofItem)
    return learner.logit(ofItem)
  }

  /** Items to learn as passed over. */
  function draw(person: Person, item: number): Int32Array {
    const random = createRandom(seed + parts.learnt)
    const drawn: number[] = []
    for (let tries = 0; drawn.length < config.negatives && tries < 4 * config.negatives; tries++) {
      const other = drawable[random.integer(drawable.length)]!
      if (other !== item && !person.items.includes(other)) drawn.push(other)
    }
    return Int32Array.from(drawn)
  }

  /** @param heard is told each probability before its example is learnt. */
  function teach(person: Person, item: number, liked: boolean, passed: Int32Array, heard?: Heard): void {
    const examples: readonly (readonly [number, number])[] = [[item, Number(liked)], ...Array.from(passed, (other) => [other, 0] as const)]
    for (const [asked, label] of examples) {
      stand(person)
      const probability = sigmoid(logit(person, asked))
      heard?.(probability, label)
      learner.update(probability - label)
    }
    parts.learnt++
  }

  return {
    personOf,
    stand,
    logit,
    draw,
    teach,
    know(item: number) {
      if (known[item] === 1) return
      known[item] = 1
      // In order, so that a copy and what is loaded draw the same.
      const place = drawable.findIndex((other) => other > item)
      drawable.splice(place < 0 ? drawable.length : place, 0, item)
    },
    exists: (item: number) => Number.isInteger(item) && item >= 0 && item < items,
  }
}

/** Learns all events of a dataset. The learner of `parts` is new. */
export function* teachDataset(parts: OnlineParts, dataset: Dataset, { progress }: Pick<FitContext, 'progress'>): Steps<OnlineModel> {
  const { config } = parts
  const teacher = createTeacher(parts)
  yield
  const { order, user, item, value } = orderEvents(dataset, parts.seed)
  yield
  const rated = dataset.ratings && config.likedFrom !== null
  const probabilities: number[] = []
  const labels: number[] = []
  const heard = (probability: number, label: number) => {
    probabilities.push(probability)
    labels.push(label)
  }
  for (let epoch = 0; epoch < config.epochs; epoch++) {
    for (const [done, place] of order.entries()) {
      const start = dataset.offsets[user[place]!]!
      const row = { items: item.subarray(start, place), values: value.subarray(start, place) }
      const person = teacher.personOf(user[place]!, row, place - start, [])
      const passed = rated ? new Int32Array(0) : teacher.draw(person, item[place]!)
      teacher.teach(person, item[place]!, !rated || value[place]! >= config.likedFrom!, passed, epoch === 0 ? heard : undefined)
      if (done % 32 === 0) {
        progress?.((epoch + done / order.length) / config.epochs)
        yield
      }
    }
  }
  parts.validation = validationOf(Float64Array.from(probabilities), Uint8Array.from(labels))
  return createOnlineModel(parts)
}

export function createOnlineModel(parts: OnlineParts): OnlineModel {
  const { name, config, known, learner } = parts
  const items = known.length
  const teacher = createTeacher(parts)
  const personOf = ({ user, history, context }: OnlineQuery) =>
    teacher.personOf(user, history, history.items.length, hashAttributes('context', context ?? {}))
  return {
    name,
    items,
    get validation() {
      return parts.validation
    },
    score(query, chosen) {
      const person = personOf(query)
      const scores = new Float32Array(chosen?.length ?? items).fill(Number.NaN)
      if (person.items.length === 0) return scores
      teacher.stand(person)
      for (let n = 0; n < scores.length; n++) {
        const item = chosen?.[n] ?? n
        if (known[item] === 1) scores[n] = teacher.logit(person, item)
      }
      return scores
    },
    learn({ query, item, liked = true, passed }, heard) {
      if (!teacher.exists(item)) return Number.NaN
      const person = personOf(query)
      let before = Number.NaN
      const others = liked
        ? (passed?.filter((other) => other !== item && teacher.exists(other)) ?? teacher.draw(person, item))
        : new Int32Array(0)
      teacher.know(item)
      teacher.teach(person, item, liked, others, (probability, label) => {
        if (Number.isNaN(before)) before = probability
        heard?.(probability, label)
      })
      return before
    },
    copy: () => createOnlineModel({ ...parts, learner: learner.copy(), known: known.slice() }),
    save: () =>
      saveModel(name, config, parts.seed, {
        validation: { shape: [4], data: Float64Array.from(Object.values(parts.validation)) },
        counts: { shape: [2], data: Float64Array.of(parts.learnt, Number(parts.ratings)) },
        known: { shape: [items], data: known },
        ...Object.fromEntries(
          Object.entries({ users: parts.users, items: parts.items }).flatMap(([of, { offsets, hashes }]) => [
            [`${of}.offsets`, { shape: [offsets.length], data: offsets }],
            [`${of}.hashes`, { shape: [hashes.length], data: hashes }],
          ]),
        ),
        ...Object.fromEntries(Object.entries(learner.state).map(([of, data]) => [`state.${of}`, { shape: [data.length], data }])),
      }),
  }
}

/** Everything but the learner, for a new fit. */
export function partsFor(dataset: Dataset): Pick<OnlineParts, 'users' | 'items' | 'known' | 'ratings' | 'learnt' | 'validation'> {
  const items = hashRows('item', dataset.itemAttributes ?? dataset.items.map(() => undefined))
  const known = Int32Array.from(dataset.items, (_, item) => Number(items.offsets[item + 1]! > items.offsets[item]!))
  for (const item of dataset.item) known[item] = 1
  const users = hashRows('user', dataset.userAttributes ?? dataset.users.map(() => undefined))
  return { users, items, known, ratings: dataset.ratings, learnt: 0, validation: validationOf(new Float64Array(0), new Uint8Array(0)) }
}

/** Everything but the learner, and its state by the lengths it must have. @throws PenchantError `artifact-mismatch`. */
export function openParts(
  opened: Pick<OpenedModel<never>, 'tensor'>,
  lengths: Readonly<Record<string, number>>,
): ReturnType<typeof partsFor> & { readonly state: Learner['state'] } {
  const { tensor } = opened
  const rows = (of: string, length?: number): HashedRows => {
    const offsets = tensor(`${of}.offsets`, Int32Array, length)
    return { offsets, hashes: tensor(`${of}.hashes`, Int32Array, offsets.at(-1)) }
  }
  const [examples = 0, logLoss = 0, baseLogLoss = 0, auc = 0] = tensor('validation', Float64Array, 4)
  const [learnt = 0, ratings = 0] = tensor('counts', Float64Array, 2)
  // Copies: the model learns on, the bytes stay as they are.
  const known = tensor('known', Int32Array).slice()
  return {
    users: rows('users'),
    items: rows('items', known.length + 1),
    known,
    ratings: ratings === 1,
    learnt,
    validation: { examples, logLoss, baseLogLoss, auc },
    state: Object.fromEntries(Object.entries(lengths).map(([of, length]) => [of, tensor(`state.${of}`, Float32Array, length).slice()])),
  }
}
