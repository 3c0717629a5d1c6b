/** @file The rankings that are compared: one engine each, the same but for the weights of the blend. A stranger gets the prior from all of them. */

import type { Item } from '../../src/data/item.ts'
import type { ConfigInput } from '../../src/engine/config.ts'
import { createPenchant } from '../../src/engine/create-penchant.ts'
import type { Penchant } from '../../src/engine/penchant.ts'
import { createMemoryStorage } from '../../src/storage/memory.ts'

const only = (name: 'prior' | 'content' | 'together'): ConfigInput => {
  const [none, all] = [
    [0, 0, 0, 0, 0, 0],
    [1, 1, 1, 1, 1, 1],
  ] as const
  const stranger = [1, 0, 0, 0, 0, 0] as const
  const known = [0, 1, 1, 1, 1, 1] as const
  const six = (part: 'content' | 'together') =>
    (name === part ? known : none) as unknown as [number, number, number, number, number, number]
  const prior = (name === 'prior' ? all : stranger) as unknown as [number, number, number, number, number, number]
  return { rank: { weights: { prior, content: six('content'), together: six('together') } } }
}

/** Popularity takes no notice of dislikes either. */
export const rankings: Readonly<Record<string, ConfigInput>> = {
  blend: {},
  fixed: { learnWeights: false },
  taste: only('content'),
  together: only('together'),
  popularity: { ...only('prior'), taste: { penalty: 0 } },
  learning: { rankingModel: 'factorization-machine', learnWeights: false },
  'as-fitted': { rankingModel: 'factorization-machine', learnWeights: false, learnLikes: false },
}

/** Those that a config may be laid under: all that stand beside each other with the same one. */
export const configurable: readonly string[] = ['blend', 'fixed', 'learning', 'as-fitted']

export type Movable = { readonly penchant: Penchant; readonly setNow: (now: number) => void }

/** An engine in memory with a clock to set, which keeps no slates. */
export async function openRanking(items: readonly Item[], config: ConfigInput): Promise<Movable> {
  let now = 0
  const storage = { ...createMemoryStorage(), slates: { ...createMemoryStorage().slates, put: async () => {} } }
  const penchant = await createPenchant({
    items,
    storage,
    clock: { now: () => now, elapsed: () => 0 },
    config: { groupCommitMs: 0, retrainAt: 'never', ...config },
  })
  return {
    penchant,
    setNow: (moment) => {
      now = moment
    },
  }
}
