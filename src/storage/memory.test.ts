import { test } from 'vitest'
import { storageCases } from '../testing/storage.ts'
import { createMemoryStorage } from './memory.ts'

for (const { name, run } of storageCases({ open: async () => createMemoryStorage() })) test(name, run)
