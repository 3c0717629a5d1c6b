import { describe, test } from 'vitest'
import { modelCases } from '../../testing/model.ts'
import { bprMf } from './bpr-mf.ts'

describe('conformance', () => {
  for (const { name, run } of modelCases(bprMf, { config: { embeddingSize: 8, epochs: 100, regularization: 0.1 } })) test(name, run)
})
