/** @file What passes between writer-thread.ts and the thread itself. */

import type { Writer } from './database.ts'
import type { PlainError } from './plain-error.ts'

export type WriterRequest = { readonly id: number; readonly method: keyof Writer; readonly input: readonly unknown[] }
export type WriterAnswer = { readonly id: number; readonly value: unknown } | { readonly id: number; readonly error: PlainError }
