import { expect, test } from 'vitest'
import { createConversationMemory, type Remembered } from './memory.ts'

const entry = (slateId: string) => ({ slateId }) as Remembered

test('the least lately used conversation goes first', () => {
  const memory = createConversationMemory(() => 0, { capacity: 2 })
  memory.remember('a', entry('1'))
  memory.remember('b', entry('2'))
  memory.recall('a')
  memory.remember('c', entry('3'))
  expect([memory.recall('a')?.slateId, memory.recall('b'), memory.recall('c')?.slateId]).toEqual(['1', undefined, '3'])
})

test('a conversation that was silent too long starts anew', () => {
  let now = 0
  const memory = createConversationMemory(() => now, { silenceMs: 10 })
  memory.remember('a', entry('1'))
  now = 10
  expect(memory.recall('a')?.slateId).toBe('1')
  now = 11
  expect(memory.recall('a')).toBeUndefined()
})
