import { describe, test } from 'vitest'
import { modelCases } from '../../testing/model.ts'
import { itemKnn } from './item-knn.ts'

describe('conformance', () => {
  for (const { name, run } of modelCases(itemKnn)) test(name, run)
})
