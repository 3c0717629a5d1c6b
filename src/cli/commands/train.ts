/** @file penchant train: the encoder, the space of taste, the ranking model and the weights of the ranking anew, from the catalogue and the log as they are now. */

import { z } from 'zod'
import { isPenchantError, PenchantError } from '../../errors.ts'
import { commonOptions, defineCommand } from '../command.ts'
import { withEngine } from '../open-engine.ts'
import { printJson } from '../slate-text.ts'
import { harmless } from '../terminal.ts'
import { defaultPort } from './serve.ts'

const askServer = `curl -X POST http://127.0.0.1:${defaultPort}/v1/train -H "Authorization: Bearer KEY" -H "Content-Type: application/json" -d "{}"`
const notes = `Which model is fitted says penchant.json in the data folder, for example { "rankingModel": "ease", "rankingModelOptions": { "regularization": 200 } }.
A model that can (see its page) starts from the one before it and takes fewer rounds; --cold fits it anew.
A running server trains by itself once enough has changed, and keeps the folder to itself. To make it train now, ask it, with one of its PENCHANT_KEYS
(without that header where it has none):
  ${askServer}`

export const train = defineCommand({
  name: 'train',
  summary: 'Train the encoder and fit the model that the config names on the log',
  input: z.strictObject({
    cold: z.boolean().default(false).describe('Fit the model anew, also where it could start from the one before it'),
    ...commonOptions,
  }),
  examples: ['train', 'train --cold', 'train --data-dir ./shop --json'],
  notes,
  async run({ cold, dataDir, json }, surroundings) {
    const { terminal, clock, signal } = surroundings
    const training = withEngine({ dataDir, bundled: true }, surroundings, async (penchant) => {
      const before = penchant.status()
      const started = clock.elapsed()
      terminal.status('Training')
      // Closing stops the training; what was there before stays.
      signal.addEventListener('abort', () => void penchant.close(), { once: true })
      await penchant.train({ cold })
      terminal.status('')
      const { items, people, encoder, embeddingSize, rankingModel, refit, weights, failures } = penchant.status()
      const seconds = (clock.elapsed() - started) / 1_000
      if (json)
        return printJson(
          { items, people, encoder, embeddingSize, rankingModel, before: before.rankingModel, refit, weights, failures, seconds },
          terminal,
        )
      const count = (number: number) => number.toLocaleString('en')
      terminal.out(`Encoder  ${encoder}, ${embeddingSize} numbers an item, on ${count(items)} items`)
      terminal.out(
        `Model    ${rankingModel === null ? 'none: content and live counts rank' : `${rankingModel}, on the likes of ${count(people)} people${refit.last?.warm ? ', from the one before' : ''}`}`,
      )
      terminal.out(`Weights  ${weights.says}`)
      if (refit.last?.degraded !== undefined) terminal.out(terminal.paint('yellow', `Degraded ${harmless(refit.last.degraded)}`))
      for (const failure of failures) terminal.out(terminal.paint('yellow', `Failed   ${harmless(failure)}`))
      terminal.out(terminal.paint('dim', `in ${seconds.toFixed(1)} s`))
    })
    await training.catch((error: unknown) => {
      if (!isPenchantError(error, 'storage-locked')) throw error
      const says = `${error.message} Where that is a penchant server, it trains while it serves: ${askServer}`
      throw new PenchantError('storage-locked', says, { cause: error })
    })
  },
})
