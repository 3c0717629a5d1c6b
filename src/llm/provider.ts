/** @file From the name of a language model to the model: `openai/…`, `anthropic/…`, `google/…`, `ollama/…`, a model file as `llama/PATH`, or any
 * OpenAI-compatible `URL#model`.
 *
 * The packages that speak to providers are optional and are loaded only when one is named.
 */

import { existsSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import { basename, resolve } from 'node:path'
import type { LanguageModel } from 'ai'
import { PenchantError } from '../errors.ts'
import { createLlamaModel } from './llama.ts'

export type ModelKeys = {
  readonly openai?: string | undefined
  readonly anthropic?: string | undefined
  readonly google?: string | undefined
  /** Of a server named by its URL; many need none. */
  readonly compatible?: string | undefined
}

export type ResolvedModel = {
  /** As it may be shown: without a password or a folder of this machine. */
  readonly name: string
  readonly model: LanguageModel
  /** Ends what runs for the model on this machine. */
  readonly close?: (() => Promise<void>) | undefined
}

const ollamaUrl = 'http://127.0.0.1:11434/v1'

/**
 * Loads the named model. Nothing is sent yet.
 *
 * @throws PenchantError `invalid-input` for a name of another form or a missing key, `model-unavailable` when the provider's package is not installed.
 * @example
 * const model = await resolveModel('ollama/llama3.2', { keys: {} })
 */
export async function resolveModel(name: string, { keys }: { readonly keys: ModelKeys }): Promise<ResolvedModel> {
  if (/^https?:\/\//.test(name)) return { name: shownName(name), model: await compatibleModel(name, keys.compatible) }
  const slash = name.indexOf('/')
  const provider = name.slice(0, Math.max(0, slash))
  const id = name.slice(slash + 1)
  if (slash < 0 || id === '') throw badName(name)
  if (provider === 'openai') {
    const apiKey = needKey(keys.openai, 'OPENAI_API_KEY', provider)
    const { createOpenAI } = await load('@ai-sdk/openai', () => import('@ai-sdk/openai'))
    return { name, model: createOpenAI({ apiKey })(id) }
  }
  if (provider === 'anthropic') {
    const apiKey = needKey(keys.anthropic, 'ANTHROPIC_API_KEY', provider)
    const { createAnthropic } = await load('@ai-sdk/anthropic', () => import('@ai-sdk/anthropic'))
    return { name, model: createAnthropic({ apiKey })(id) }
  }
  if (provider === 'google') {
    const apiKey = needKey(keys.google, 'GOOGLE_GENERATIVE_AI_API_KEY', provider)
    const { createGoogleGenerativeAI } = await load('@ai-sdk/google', () => import('@ai-sdk/google'))
    return { name, model: createGoogleGenerativeAI({ apiKey })(id) }
  }
  if (provider === 'ollama') return { name, model: await compatibleModel(`${ollamaUrl}#${id}`, undefined) }
  if (provider === 'llama') return fileModel(id)
  throw badName(name)
}

/** A relative path starts at the folder that the process runs in. */
async function fileModel(given: string): Promise<ResolvedModel> {
  const path = resolve(given)
  if (!existsSync(path))
    throw new PenchantError(
      'invalid-input',
      `The model file ${basename(path)} does not exist. Write llama/ and the whole path of a .gguf file.`,
    )
  await load('node-llama-cpp', async () => findPackageJSON('node-llama-cpp', import.meta.url))
  return { name: shownModel(`llama/${path}`), ...createLlamaModel(path) }
}

async function compatibleModel(address: string, apiKey: string | undefined): Promise<LanguageModel> {
  const url = URL.parse(address)
  const id = decodeURIComponent(url?.hash.slice(1) ?? '')
  if (url === null || id === '') throw badName(shownName(address))
  url.hash = ''
  const { createOpenAICompatible } = await load('@ai-sdk/openai-compatible', () => import('@ai-sdk/openai-compatible'))
  return createOpenAICompatible({ name: 'compatible', baseURL: url.href.replace(/\/$/, ''), ...(apiKey && { apiKey }) })(id)
}

/** Loads an optional package, or says how to get it. */
export async function load<T>(name: string, importPackage: () => Promise<T>): Promise<T> {
  try {
    return await importPackage()
  } catch (error) {
    const missing = error instanceof Error && 'code' in error && error.code === 'ERR_MODULE_NOT_FOUND'
    const message = missing
      ? `This language model needs the package ${name}. Run: npm install ai ${name}`
      : `The package ${name} could not be loaded.`
    throw new PenchantError('model-unavailable', message, { details: { package: name }, cause: error })
  }
}

function needKey(key: string | undefined, variable: string, provider: string): string {
  if (key !== undefined && key !== '') return key
  throw new PenchantError('invalid-input', `A model of ${provider} needs a key. Set ${variable}.`, { details: { provider, variable } })
}

function badName(name: string): PenchantError {
  const forms = 'openai/MODEL, anthropic/MODEL, google/MODEL, ollama/MODEL, llama/PATH or http://HOST/v1#MODEL'
  return new PenchantError('invalid-input', `“${name.slice(0, 100)}” names no language model. Write ${forms}.`)
}

/** The name of a model as it may be told to whoever chats: without a password in an address, without the folder of a file. */
export function shownModel(name: string): string {
  return name.startsWith('llama/') ? `llama/${basename(name)}` : name.replace(/\/\/[^/@]*@/, '//')
}

/** Without a password that the address may hold. */
function shownName(address: string): string {
  const url = URL.parse(address)
  return url === null ? address.replace(/\/\/[^/@]*@/, '//') : `${url.host}${url.pathname}${url.hash}`
}
