/** @file penchant recommend: a list for one person, or for a stranger. */

import { z } from 'zod'
import { commonOptions, defineCommand } from '../command.ts'
import { withEngine } from '../open-engine.ts'
import { requestOf, requestOptions } from '../requests.ts'
import { printJson, printSlate } from '../slate-text.ts'

export const recommend = defineCommand({
  name: 'recommend',
  summary: 'Recommend items to a person',
  input: z.strictObject({
    ...requestOptions,
    like: z.string().optional().describe('Ids of items to be like, separated by commas').meta({ placeholder: 'ids' }),
    unlike: z.string().optional().describe('Ids of items to be unlike').meta({ placeholder: 'ids' }),
    diversity: z.number().min(0).max(1).optional().describe('0 for relevance alone, 1 for variety alone'),
    ...commonOptions,
  }),
  examples: ['recommend --user ada', 'recommend --user ada --k 5 --filter \'{"year":{"gte":1990}}\' --json'],
  async run({ like, unlike, diversity, dataDir, json, ...input }, surroundings) {
    const request = { ...requestOf(input), seeds: idsOf(like), unlike: idsOf(unlike), diversity }
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
