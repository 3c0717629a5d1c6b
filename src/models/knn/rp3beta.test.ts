import { describe, test } from 'vitest'
import { modelCases } from '../../testing/model.ts'
import { rp3beta } from './rp3beta.ts'

describe('conformance', () => {
  for (const { name, run } of modelCases(rp3beta)) test(name, run)
})
