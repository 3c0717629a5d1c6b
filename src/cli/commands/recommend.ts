/** @file penchant recommend: a list for one person, or for a stranger. */

import { z } from 'zod'
import { type Knobs, knobsSchema } from '../../pipeline/knobs.ts'
import { commonOptions, defineCommand } from '../command.ts'
import { withEngine } from '../open-engine.ts'
import { requestOf, requestOptions } from '../requests.ts'
import { printJson, printSlate } from '../slate-text.ts'

const knobs = knobsSchema.shape

export const recommend = defineCommand({
  name: 'recommend',
  summary: 'Recommend items to a person',
  input: z.strictObject({
    ...requestOptions,
    like: z.string().optional().describe('Ids of items to be like, separated by commas').meta({ placeholder: 'ids' }),
    unlike: z.string().optional().describe('Ids of items to be unlike').meta({ placeholder: 'ids' }),
    diversity: z.number().min(0).max(1).optional().describe('0 for relevance alone, 1 for variety alone'),
    explore: knobs.explore.describe('Share of the places that explore topics, 0 to 1'),
    r: knobs.r.describe('Share of the places drawn from the whole catalogue'),
    mu: knobs.mu.describe('How far interests reach towards topics beside them'),
    alpha: knobs.alpha.describe('Towards how many of them: 0 one, 1 four'),
    threshold: knobs.threshold.describe('How near to an interest its candidates must be'),
    rotation: knobs.rotation.describe('How soon what was shown on earlier visits makes room, 0 to 1'),
    ...commonOptions,
  }),
  examples: [
    'recommend --user ada',
    'recommend --user ada --k 5 --filter \'{"year":{"gte":1990}}\' --json',
    'recommend --user ada --explore 0.2',
  ],
  async run({ like, unlike, diversity, explore, r, mu, alpha, threshold, rotation, dataDir, json, ...input }, surroundings) {
    const request = {
      ...requestOf(input),
      ...{ seeds: idsOf(like), unlike: idsOf(unlike), diversity },
      knobs: { explore, r, mu, alpha, threshold, rotation } satisfies Record<keyof Knobs, number | undefined>,
    }
    await withEngine({ dataDir, bundled: true }, surroundings, async (penchant) => {
      const slate = await penchant.recommend(request)
      if (json) printJson(slate, surroundings.terminal)
      else printSlate(slate, surroundings.terminal)
    })
  },
})

function idsOf(text: string | undefined): readonly string[] | undefined {
  return text
    ?.split(',')
    .map((id) => id.trim())
    .filter(Boolean)
}
