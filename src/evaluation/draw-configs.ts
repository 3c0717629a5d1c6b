/** @file Draws configurations out of the values worth trying of each option, without repetition. */

import { createRandom } from '../math/random.ts'

type Config = Readonly<Record<string, unknown>>

export type DrawOptions = {
  /** Values by option. */
  readonly search: Readonly<Record<string, readonly unknown[]>>
  /** Options that stay fixed and are not drawn. */
  readonly base: Config
  readonly count: number
  readonly seed: number | string
  /** Fills in the defaults: what comes out equal is one configuration. */
  readonly complete: (config: Config) => Config
}

/** The defaults first, then distinct draws; all combinations where there are no more than `count`. */
export function drawConfigs({ search, base, count, seed, complete }: DrawOptions): readonly Config[] {
  const axes = Object.entries(search).filter(([option, values]) => !Object.hasOwn(base, option) && values.length > 0)
  const total = axes.reduce((product, [, values]) => product * values.length, 1)
  const random = createRandom(`${seed} configurations`)
  const combinations = new Set<number>()
  if (total <= count) for (const at of random.shuffle(Array.from({ length: total }, (_, place) => place))) combinations.add(at)
  while (combinations.size < Math.min(total, count)) combinations.add(Math.floor(random.next() * total))
  const drawn = new Map<string, Config>()
  for (const config of [{}, ...Array.from(combinations, configOf)]) {
    const key = JSON.stringify(complete({ ...base, ...config }))
    if (!drawn.has(key)) drawn.set(key, config)
  }
  return [...drawn.values()].slice(0, count)

  /** A number below the total is one combination: its digits, the first axis turning fastest. */
  function configOf(combination: number): Config {
    let rest = combination
    const chosen = axes.map(([option, values]) => {
      const value = values[rest % values.length]
      rest = Math.floor(rest / values.length)
      return [option, value] as const
    })
    return Object.fromEntries(chosen)
  }
}
