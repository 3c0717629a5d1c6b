/** @file All retrieval sources, by the name that candidates and traces carry. */

import type { SourceName } from '../pipeline/candidate.ts'
import type { Source } from '../pipeline/source.ts'
import { boughtSource } from './bought.ts'
import { freshSource } from './fresh.ts'
import { popularSource } from './popular.ts'
import { similarSource } from './similar.ts'
import { tasteSource } from './taste.ts'
import { togetherSource } from './together.ts'
import { trainedSource } from './trained.ts'
import { wordsSource } from './words.ts'

export const sources: Readonly<Record<SourceName, Source>> = {
  taste: tasteSource,
  words: wordsSource,
  similar: similarSource,
  bought: boughtSource,
  together: togetherSource,
  trained: trainedSource,
  popular: popularSource,
  fresh: freshSource,
}
