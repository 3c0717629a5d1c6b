import { expect, test } from 'vitest'
import { load, resolveModel } from './provider.ts'

const keys = { openai: 'k1', anthropic: 'k2', google: 'k3' }

test.each([
  ['openai/gpt-x', 'gpt-x'],
  ['anthropic/claude-x', 'claude-x'],
  ['google/gemini-x', 'gemini-x'],
  ['ollama/llama3.2', 'llama3.2'],
  ['http://127.0.0.1:8080/v1#tiny', 'tiny'],
  ['https://example.com/api/v1#org%2Ftiny', 'org/tiny'],
])('%s is resolved', async (name, id) => {
  const { model } = await resolveModel(name, { keys })
  expect(model).toMatchObject({ modelId: id })
})

test.each(['gpt-x', 'nobody/x', 'openai/', 'http://127.0.0.1/v1', 'http://#'])('%s names no model', async (name) => {
  await expect(resolveModel(name, { keys })).rejects.toMatchObject({
    code: 'invalid-input',
    message: expect.stringContaining('ollama/MODEL'),
  })
})

test('a missing key is said, not looked for', async () => {
  await expect(resolveModel('openai/gpt-x', { keys: {} })).rejects.toMatchObject({
    code: 'invalid-input',
    message: 'A model of openai needs a key. Set OPENAI_API_KEY.',
  })
})

test('the name does not show a password', async () => {
  expect((await resolveModel('http://me:pw@127.0.0.1/v1#tiny', { keys })).name).toBe('127.0.0.1/v1#tiny')
})

test('a package that is not installed is named', async () => {
  const missing = () => Promise.reject(Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' }))
  await expect(load('@ai-sdk/x', missing)).rejects.toMatchObject({
    code: 'model-unavailable',
    message: expect.stringContaining('npm install ai @ai-sdk/x'),
  })
})
