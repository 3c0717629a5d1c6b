import { existsSync, mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateText, streamText } from 'ai'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type TinyModel, writeTinyGguf } from '../../test/llama/tiny-gguf.ts'
import { createPenchant } from '../engine/create-penchant.ts'
import type { ChatEvent, Penchant } from '../engine/penchant.ts'
import { createLlamaModel } from './llama.ts'
import { resolveModel } from './provider.ts'

const installed = existsSync(join(import.meta.dirname, '../../node_modules/node-llama-cpp'))
const folder = mkdtempSync(join(tmpdir(), 'penchant-llama-'))
const secret = 'my-private-wish'
const items = ['Fargo', 'Big Night', 'Heat', 'Chinatown', 'Aliens', 'Stalker', 'The Big Sleep'].map((title, at) => ({
  id: `i${at}`,
  title,
  text: `A tale of ${title}.`,
  attributes: { year: 1970 + at },
}))

const undo: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step()
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

function file(name: string, tiny: TinyModel): string {
  const path = join(folder, `${name}.gguf`)
  writeTinyGguf(path, tiny)
  return path
}

const timeoutMs = 60_000
async function engine(path: string): Promise<Penchant> {
  const penchant = await createPenchant({ items, model: `llama/${path}`, config: { modelTimeoutMs: timeoutMs } })
  undo.push(() => penchant.close())
  return penchant
}

async function chat(penchant: Penchant, signal?: AbortSignal): Promise<readonly ChatEvent[]> {
  const events: ChatEvent[] = []
  for await (const event of penchant.chatStream({ message: secret, k: 2 }, signal && { signal })) events.push(event)
  return events
}

function answerOf(events: readonly ChatEvent[]) {
  const last = events.at(-1)
  if (last?.type !== 'done') throw new Error('The chat has no end.')
  return last.answer
}

/** Processes started by this one, where the system tells. */
const children = () => {
  const path = `/proc/${process.pid}/task/${process.pid}/children`
  return existsSync(path) ? readFileSync(path, 'utf8').split(' ').filter(Boolean).length : undefined
}

describe.runIf(installed)('a model file', { timeout: timeoutMs }, () => {
  let said = ''
  beforeAll(() => {
    said = file('said', { seed: 1, says: ['▁Begin', '▁with', '▁[1]', '.', '▁[2]', '▁is', '▁warmer', '!'] })
  })

  test('phrases the reply, sentence by sentence, outside this process', async () => {
    const penchant = await engine(said)
    expect(penchant.status().model).toBe('llama/said.gguf')
    const events = await chat(penchant)
    const { reply, served, tier, degraded, items: cards } = answerOf(events)
    expect(events.flatMap((event) => (event.type === 'text' ? [event.text] : []))).toEqual([
      `Begin with ${cards[0]?.item.title}.`,
      ` ${cards[1]?.item.title} is warmer!`,
    ])
    expect({ reply, tier, degraded, by: served.reply }).toEqual({
      reply: `Begin with ${cards[0]?.item.title}. ${cards[1]?.item.title} is warmer!`,
      tier: 'llm',
      degraded: [],
      by: 'llama/said.gguf',
    })
    // A prompt takes llama.cpp hundreds of milliseconds, none of them on the event loop of the engine: it is not even loaded here.
    const { sharedObjects } = process.report.getReport() as unknown as { readonly sharedObjects: readonly string[] }
    expect(sharedObjects.filter((path) => /llama|ggml/.test(path))).toEqual([])
    expect([1, undefined]).toContain(children())
    await penchant.close()
    expect([0, undefined]).toContain(children())
  })

  test('random weights: an answer over the cards, or the built-in reply and why', async () => {
    for (const seed of [1, 2]) {
      const penchant = await engine(file(`random${seed}`, { seed }))
      const { reply, served, degraded, items: cards } = answerOf(await chat(penchant))
      const named = items.map(({ title }) => title).filter((title) => reply.includes(title))
      const shown = cards.map(({ item }) => item.title)
      expect(named.filter((title) => !shown.includes(title))).toEqual([])
      if (served.reply === 'built-in') {
        expect(degraded).toEqual([{ stage: 'reply', from: `llama/random${seed}.gguf`, to: 'built-in', reason: expect.any(String) }])
        expect(degraded[0]?.reason).toMatch(/^The language model (gave|broke off)/)
      } else expect(degraded).toEqual([])
    }
  })

  test('one that never ends is cut off, one that is stopped takes the next message', async () => {
    const penchant = await engine(file('endless', { seed: 1, says: ['▁[1]', '▁is', '▁good', '.'], forEver: true }))
    const events = await chat(penchant)
    expect(events.filter(({ type }) => type === 'restart')).toHaveLength(1)
    expect(answerOf(events)).toMatchObject({
      served: { reply: 'built-in' },
      degraded: [{ reason: 'The language model broke off (length).' }],
    })
    const stop = new AbortController()
    const left = (async () => {
      for await (const event of penchant.chatStream({ message: secret, k: 2 }, { signal: stop.signal }))
        if (event.type === 'text') stop.abort()
    })()
    await expect(left).rejects.toMatchObject({ code: 'aborted' })
    expect((await chat(penchant)).filter(({ type }) => type === 'text').length).toBeGreaterThan(1)
  })

  test('a reply that is stopped ends in llama.cpp too', async () => {
    const { model, close } = createLlamaModel(file('on', { seed: 1, says: ['▁one', '▁two', '▁three', '▁four', '▁five'], forEver: true }))
    undo.push(close)
    const stop = new AbortController()
    const asked = { model, instructions: 'Speak.', prompt: secret, maxRetries: 0 }
    // Nothing but the stop ends it: it may say as much as it likes.
    for await (const text of streamText({ ...asked, abortSignal: stop.signal, onError: () => {} }).textStream) if (text !== '') stop.abort()
    const { text, finishReason } = await generateText({ ...asked, maxOutputTokens: 4 })
    expect([text.trim(), finishReason]).toEqual(['one two three four', 'length'])
  })

  test('a file that is gone by now is told by its name', async () => {
    const { model, close } = createLlamaModel(join(folder, 'gone.gguf'))
    undo.push(close)
    const asked = generateText({ model, instructions: 'Speak.', prompt: secret, maxRetries: 0 })
    await expect(asked).rejects.toMatchObject({
      code: 'model-unavailable',
      message: expect.stringMatching(/cannot load gone\.gguf: .*'gone\.gguf'/),
    })
  })

  test('a deadline that passes while the model is loaded costs that reply alone', async () => {
    const { model, close } = createLlamaModel(said)
    undo.push(close)
    await expect(
      generateText({ model, instructions: 'Speak.', prompt: secret, maxRetries: 0, abortSignal: AbortSignal.timeout(1) }),
    ).rejects.toThrow()
    const { text, finishReason } = await generateText({ model, instructions: 'Speak.', prompt: secret, maxRetries: 0 })
    expect([text.trim(), finishReason]).toEqual(['Begin with [1]. [2] is warmer!', 'stop'])
  })

  test('a damaged file is told without where it lies, and without what was said', async () => {
    const damaged = file('damaged', { seed: 1 })
    truncateSync(damaged, 60_000)
    const { degraded, served } = answerOf(await chat(await engine(damaged)))
    expect(served.reply).toBe('built-in')
    expect(degraded[0]?.reason).toMatch(/^llama\.cpp cannot load damaged\.gguf: /)
    expect(JSON.stringify(degraded)).not.toContain(folder)
    expect(JSON.stringify(degraded)).not.toContain(secret)
  })

  test('what it cannot read is refused, and a closed one starts again', async () => {
    const { model, close } = createLlamaModel(said)
    undo.push(close)
    await expect(generateText({ model, prompt: 'no instructions', maxRetries: 0 })).rejects.toMatchObject({ code: 'invalid-input' })
    const running = generateText({ model, instructions: 'Speak.', prompt: secret, maxRetries: 0 })
    const outcome = expect(running).rejects.toMatchObject({ message: 'The language model is closed.' })
    await new Promise(setImmediate)
    await close()
    await outcome
    expect((await generateText({ model, instructions: 'Speak.', prompt: secret, maxRetries: 0 })).text).toContain('warmer')
  })
})

test('a file that is not there is told before anything is loaded', async () => {
  await expect(resolveModel('llama/gone/away.gguf', { keys: {} })).rejects.toMatchObject({
    code: 'invalid-input',
    message: 'The model file away.gguf does not exist. Write llama/ and the whole path of a .gguf file.',
  })
})
