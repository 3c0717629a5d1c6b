/** @file penchant/ai: models of AI SDK 7 as encoder and replier. Needs the optional package `ai` and one of its providers. */

export { aiSdkEncoder } from './embeddings/ai-sdk.ts'
export { createModelReplier, type ModelReplierOptions } from './llm/reply.ts'
