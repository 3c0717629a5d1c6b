import { expect, test } from 'vitest'
import type { Item } from '../data/item.ts'
import { createMemoryStorage } from '../storage/memory.ts'
import type { Storage } from '../storage/storage.ts'
import { createPenchant } from './create-penchant.ts'

const things = (count: number): readonly Item[] =>
  Array.from({ length: count }, (_, n) => ({ id: `thing-${n}`, title: `Thing ${n}`, text: `number ${n % 7}`, attributes: {} }))

/** Notes how many items each write brings; fails from the given one on. */
function counted(failFrom: number): { readonly storage: Storage; readonly writes: number[] } {
  const storage = createMemoryStorage()
  const writes: number[] = []
  const put: Storage['catalogue']['put'] = (items) => {
    if (items.length > 0) writes.push(items.length)
    return writes.length < failFrom ? storage.catalogue.put(items) : Promise.reject(new Error('the disk is full'))
  }
  return { storage: { ...storage, catalogue: { ...storage.catalogue, put } }, writes }
}

test('many items are stored a thousand at a time and appear together', async () => {
  const { storage, writes } = counted(Number.POSITIVE_INFINITY)
  const penchant = await createPenchant({ storage, config: { retrainAt: 'never' } })
  const putting = penchant.items.put(things(2_500))
  expect(penchant.items.get('thing-0')).toBeUndefined()
  expect(await putting).toEqual({ stored: 2_500 })
  expect(writes).toEqual([1_000, 1_000, 500])
  expect(penchant.items.get('thing-2499')?.title).toBe('Thing 2499')
  expect(penchant.status()).toMatchObject({ items: 2_500 })
  await penchant.close()
})

test('what was stored before a write failed is in the catalogue, nothing else is', async () => {
  const { storage } = counted(2)
  const penchant = await createPenchant({ storage, config: { retrainAt: 'never' } })
  await expect(penchant.items.put(things(1_500))).rejects.toThrow('the disk is full')
  expect(penchant.status().items).toBe(1_000)
  expect(penchant.items.get('thing-999')).toBeDefined()
  expect(penchant.items.get('thing-1000')).toBeUndefined()
  expect((await penchant.search('number 3', { k: 5 })).items).toHaveLength(5)
  await penchant.close()
})
