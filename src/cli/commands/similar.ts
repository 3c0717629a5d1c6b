/** @file penchant similar: items like one item. */

import { z } from 'zod'
import { commonOptions, defineCommand } from '../command.ts'
import { withEngine } from '../open-engine.ts'
import { requestOf, requestOptions } from '../requests.ts'
import { printJson, printSlate } from '../slate-text.ts'

export const similar = defineCommand({
  name: 'similar',
  summary: 'Show items like an item',
  positional: ['item'],
  input: z.strictObject({ item: z.string().min(1).describe('Id of the item'), ...requestOptions, ...commonOptions }),
  examples: ['similar ITEM', 'similar ITEM --user ada --k 3 --json'],
  async run({ item, dataDir, json, ...input }, surroundings) {
    const request = requestOf(input)
    await withEngine({ dataDir, bundled: true }, surroundings, async (penchant) => {
      const slate = await penchant.similar(item, request)
      if (json) printJson(slate, surroundings.terminal)
      else printSlate(slate, surroundings.terminal)
    })
  },
})
