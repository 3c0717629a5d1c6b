/** @file penchant search: items by words. */

import { z } from 'zod'
import { commonOptions, defineCommand } from '../command.ts'
import { withEngine } from '../open-engine.ts'
import { requestOf, requestOptions } from '../requests.ts'
import { printJson, printSlate } from '../slate-text.ts'

export const search = defineCommand({
  name: 'search',
  summary: 'Find items by words',
  positional: ['words'],
  input: z.strictObject({ words: z.string().min(1).describe('What to look for'), ...requestOptions, ...commonOptions }),
  examples: ['search "deep under the sea"', 'search "quiet grief" --user ada --json'],
  async run({ words, dataDir, json, ...input }, surroundings) {
    const request = requestOf(input)
    await withEngine({ dataDir, bundled: true }, surroundings, async (penchant) => {
      const slate = await penchant.search(words, request)
      if (json) printJson(slate, surroundings.terminal)
      else printSlate(slate, surroundings.terminal)
    })
  },
})
