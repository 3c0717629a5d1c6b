/** @file The registry: every model by the name that commands, configs and artifacts use. */

import { mostPopular } from './baseline/most-popular.ts'
import { random } from './baseline/random.ts'
import { recent } from './baseline/recent.ts'
import { alsoBought } from './content/also-bought.ts'
import { attributeKnn } from './content/attribute-knn.ts'
import { contentKnn } from './content/content-knn.ts'
import { biasedMf } from './factorization/biased-mf.ts'
import { bprMf } from './factorization/bpr-mf.ts'
import { ials } from './factorization/ials.ts'
import { svdPlusPlus } from './factorization/svd-plus-plus.ts'
import { defineLearnedBlend } from './fusion/learned-blend.ts'
import { defineReciprocalRankFusion } from './fusion/reciprocal-rank-fusion.ts'
import { gfCf } from './graph/gf-cf.ts'
import { itemKnn } from './knn/item-knn.ts'
import { rp3beta } from './knn/rp3beta.ts'
import { userKnn } from './knn/user-knn.ts'
import { ease } from './linear/ease.ts'
import { factorizationMachine } from './linear/factorization-machine.ts'
import { logisticRegression } from './linear/logistic-regression.ts'
import { slim } from './linear/slim.ts'
import type { ModelDefinition } from './model.ts'
import { markov } from './sequential/markov.ts'
import { sequenceRules } from './sequential/sequence-rules.ts'
import { transitionRegression } from './sequential/transition-regression.ts'

const byName = (definitions: readonly ModelDefinition[]): Readonly<Record<string, ModelDefinition>> =>
  Object.fromEntries(definitions.map((definition) => [definition.name, definition]))

const single = byName([
  random,
  mostPopular,
  recent,
  itemKnn,
  userKnn,
  rp3beta,
  sequenceRules,
  markov,
  transitionRegression,
  ease,
  slim,
  ials,
  bprMf,
  gfCf,
  contentKnn,
  attributeKnn,
  alsoBought,
  biasedMf,
  svdPlusPlus,
  logisticRegression,
  factorizationMachine,
] as readonly ModelDefinition[])

export const modelDefinitions: Readonly<Record<string, ModelDefinition>> = {
  ...single,
  ...byName([defineReciprocalRankFusion(single, 'item-knn+gf-cf'), defineLearnedBlend(single, 'item-knn+gf-cf')]),
}
