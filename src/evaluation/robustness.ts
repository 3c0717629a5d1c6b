/** @file How a model bears what logs are full of: wrong labels, and profiles made up to push an item; and whose items it shows.
 *
 * Sources: O'Mahony et al., TOIT 2004 (attacks by injected profiles; shift of the pushed item); Burke et al., UMUAI 2020 (exposure by provider).
 */

import type { Dataset } from '../data/dataset.ts'
import type { Attributes } from '../data/item.ts'
import { PenchantError } from '../errors.ts'
import { createRandom } from '../math/random.ts'
import type { Figure } from './columns.ts'
import { type EvaluateOptions, evaluate } from './evaluate.ts'
import { peopleByItem } from './popularity.ts'
import { withTest } from './protocols/create-split.ts'
import type { Split } from './protocols/protocol.ts'

type Options = Omit<EvaluateOptions, 'splits' | 'part' | 'slices' | 'keepLists'> & { readonly split: Split }

export type Degradation = { readonly share: number; readonly metrics: Readonly<Record<string, Figure>> }

/** The figures with each share of the interactions learnt from replaced by random ones; what is shown and to be found stays true. */
export async function degradation({ split, ...options }: Options, shares: readonly number[]): Promise<readonly Degradation[]> {
  const found: Degradation[] = []
  for (const share of shares) {
    const { metrics } = await evaluate({ ...options, splits: [noisyTraining(split, share, options.context.seed)] })
    found.push({ share, metrics })
  }
  return found
}

/** Items of randomly chosen interactions of the training replaced by items drawn evenly from those the user does not have there. */
export function noisyTraining(split: Split, share: number, seed: number | string): Split {
  const random = createRandom(`${seed} noise`)
  const { train, cases } = split.test
  const item = train.item.slice()
  for (let user = 0; user < train.users.length; user++) {
    const [from, to] = [train.offsets[user]!, train.offsets[user + 1]!]
    const held = new Set(item.subarray(from, to))
    for (let place = from; place < to; place++) {
      if (random.next() >= share || held.size >= train.items.length) continue
      let drawn = random.integer(train.items.length)
      while (held.has(drawn)) drawn = random.integer(train.items.length)
      item[place] = drawn
      held.add(drawn)
    }
  }
  return withTest(split, { train: { ...train, item }, cases }, `${Math.round(share * 100)} % of the training replaced at random.`)
}

export type Promotion = {
  readonly item: string
  readonly bots: number
  /** Share of users whose first k items hold it, without and with the bots. */
  readonly before: number
  readonly after: number
}

export type Attack = {
  /** Integer of the item to push; a seldom chosen one where left out. */
  readonly item?: number | undefined
  /** Made-up users as a share of the users. */
  readonly share?: number | undefined
  readonly k?: number | undefined
}

/** How far made-up profiles get an item into people's lists: each holds it and popular items, as many as people have on average. */
export async function promotion({ split, ...options }: Options, attack: Attack = {}): Promise<Promotion> {
  const { share = 0.01, k = 10 } = attack
  const { train } = split.test
  const item = attack.item ?? seldomChosen(train, options.context.seed)
  const bots = Math.max(1, Math.round(share * train.users.length))
  const exposure = async (of: Split) => {
    const { lists = [] } = await evaluate({ ...options, splits: [of], keepLists: k })
    const open = of.test.cases.map(({ history }) => !history.items.includes(item))
    return lists.filter((list, at) => open[at] && list.includes(item)).length / (open.filter(Boolean).length || Number.NaN)
  }
  const attacked = injectedProfiles(split, { item, bots, seed: options.context.seed })
  return { item: train.items[item]!, bots, before: await exposure(split), after: await exposure(attacked) }
}

/** The training with made-up users after all others, their profiles at the newest moment. */
export function injectedProfiles(
  split: Split,
  { item, bots, seed }: { readonly item: number; readonly bots: number; readonly seed: number | string },
): Split {
  const random = createRandom(`${seed} bots`)
  const { train, cases } = split.test
  const length = Math.max(2, Math.round(train.item.length / train.users.length))
  const added = Array.from({ length: bots }, () => {
    // A place of the columns drawn evenly is an item drawn by its popularity.
    const profile = new Set([item])
    for (let draw = 0; draw < 10 * length && profile.size < length; draw++) profile.add(train.item[random.integer(train.item.length)]!)
    return random.shuffle([...profile])
  })
  const items = added.flat()
  const highest = train.value.reduce((most, value) => Math.max(most, value), 0)
  const newest = train.times?.reduce((most, time) => Math.max(most, time), 0) ?? 0
  let end = train.item.length
  const extended = {
    ...train,
    users: [...train.users, ...namesFor(train.users, bots)],
    offsets: Int32Array.from([...train.offsets, ...added.map((profile) => (end += profile.length))]),
    item: Int32Array.from([...train.item, ...items]),
    value: Float32Array.from([...train.value, ...items.map(() => highest)]),
    ...(train.times && { times: Float64Array.from([...train.times, ...items.map(() => newest)]) }),
    ...(train.baskets && { baskets: Int32Array.from([...train.baskets, ...items.map(() => -1)]) }),
    ...(train.userAttributes && { userAttributes: [...train.userAttributes, ...added.map((): Attributes => ({}))] }),
  }
  return withTest(split, { train: extended, cases }, `${bots} made-up profiles push one item.`)
}

function namesFor(users: readonly string[], bots: number): readonly string[] {
  const taken = new Set(users)
  const names: string[] = []
  for (let at = 1; names.length < bots; at++) if (!taken.has(`bot-${at}`)) names.push(`bot-${at}`)
  return names
}

function seldomChosen(train: Dataset, seed: number | string): number {
  const people = peopleByItem(train)
  const warm = Array.from(people, (_, item) => item).filter((item) => people[item]! > 0)
  const least = warm.toSorted((a, b) => people[a]! - people[b]!).slice(0, Math.max(1, Math.ceil(warm.length / 10)))
  return least[createRandom(`${seed} pushed item`).integer(least.length)]!
}

export type ProviderExposure = {
  readonly provider: string
  /** Of the catalogue, of the interactions learnt from, and of the places in people's lists: each sums to 1 over the providers. */
  readonly items: number
  readonly interactions: number
  readonly exposure: number
}

/**
 * Whose items are shown. An item of several providers counts in equal parts; items without one are left out.
 *
 * @param attribute of the items that names the provider
 * @throws PenchantError `invalid-input` where no item has it
 */
export function exposureByProvider(lists: readonly Int32Array[], train: Dataset, attribute: string): readonly ProviderExposure[] {
  const providersOf = (item: number): readonly string[] => {
    const value = train.itemAttributes?.[item]?.[attribute]
    return value === undefined ? [] : Array.isArray(value) ? value : [String(value)]
  }
  const sharesOf = (items: Iterable<number>): ReadonlyMap<string, number> => {
    const shares = new Map<string, number>()
    let total = 0
    for (const item of items) {
      const providers = providersOf(item)
      for (const provider of providers) shares.set(provider, (shares.get(provider) ?? 0) + 1 / providers.length)
      if (providers.length > 0) total++
    }
    return new Map([...shares].map(([provider, share]) => [provider, share / total]))
  }
  const items = sharesOf(train.items.keys())
  if (items.size === 0)
    throw new PenchantError('invalid-input', `No item of ${train.name} has the attribute ${attribute}. Name one that they have.`)
  const interactions = sharesOf(train.item)
  const exposure = sharesOf(lists.flatMap((list) => [...list]))
  return [...items]
    .map(([provider, share]) => ({
      provider,
      items: share,
      interactions: interactions.get(provider) ?? 0,
      exposure: exposure.get(provider) ?? 0,
    }))
    .sort((a, b) => b.exposure - a.exposure || (a.provider < b.provider ? -1 : 1))
}
