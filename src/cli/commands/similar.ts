/** @file penchant similar and penchant also-bought: items like one item, and what is bought together with it. */

import { z } from 'zod'
import type { Penchant } from '../../engine/penchant.ts'
import { commonOptions, defineCommand } from '../command.ts'
import { withEngine } from '../open-engine.ts'
import { requestOf, requestOptions } from '../requests.ts'
import { printJson, printSlate } from '../slate-text.ts'

type About = { readonly name: string; readonly summary: string; readonly ask: (penchant: Penchant) => Penchant['similar'] }

const about = ({ name, summary, ask }: About) =>
  defineCommand({
    name,
    summary,
    positional: ['item'],
    input: z.strictObject({ item: z.string().min(1).describe('Id of the item'), ...requestOptions, ...commonOptions }),
    examples: [`${name} ITEM`, `${name} ITEM --user ada --k 3 --json`],
    async run({ item, dataDir, json, ...input }, surroundings) {
      const request = requestOf(input)
      await withEngine({ dataDir, bundled: true }, surroundings, async (penchant) => {
        const slate = await ask(penchant)(item, request)
        if (json) printJson(slate, surroundings.terminal)
        else printSlate(slate, surroundings.terminal)
      })
    },
  })

export const similar = about({ name: 'similar', summary: 'Show items like an item', ask: (penchant) => penchant.similar })
export const alsoBought = about({
  name: 'also-bought',
  summary: 'Show what was bought in one order with an item',
  ask: (penchant) => penchant.alsoBought,
})
