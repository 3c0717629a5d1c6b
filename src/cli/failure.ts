/** @file How a failed command ends: one line of what happened and one of what to do, exit code 2 for wrong usage and 1 for all else. */

import { CommanderError } from 'commander'
import { type ErrorCode, messageOf, PenchantError } from '../errors.ts'
import { harmless, type Terminal } from './terminal.ts'

const hints: Partial<Readonly<Record<ErrorCode, string>>> = {
  'unknown-item': 'Find ids with: penchant search "words of its title"',
  'storage-locked': 'Stop the other penchant (a demo or server?), or give another folder with --data-dir.',
  'storage-read-only': 'Give a folder that you may write with --data-dir.',
  'storage-unavailable': 'See what is wrong with: penchant doctor',
  'model-unavailable': 'See what is wrong with: penchant doctor --online',
}

type Failure = { readonly exitCode: 0 | 1 | 2; readonly code: string; readonly message: string; readonly hint: string | undefined }

function failureOf(error: unknown): Failure {
  if (error instanceof CommanderError) return { exitCode: error.exitCode === 0 ? 0 : 2, code: 'usage', message: '', hint: undefined }
  if (error instanceof PenchantError) {
    const { code, message } = error
    return { exitCode: code === 'invalid-input' ? 2 : 1, code, message, hint: hints[code] }
  }
  const message = `Something unexpected happened: ${messageOf(error)}`
  return { exitCode: 1, code: 'unexpected', message, hint: 'Run it again with PENCHANT_DEBUG=1 to see where, and report that.' }
}

/** Tells the failure on stderr, as JSON where JSON was asked for; the stack only with `debug`. */
export function tellFailure(
  error: unknown,
  terminal: Terminal,
  { json, debug }: { readonly json: boolean; readonly debug: boolean },
): number {
  const { exitCode, code, message, hint } = failureOf(error)
  terminal.status('')
  // Commander has told of wrong usage already.
  if (message === '') return exitCode
  if (json) {
    terminal.note(JSON.stringify({ error: { code, message, ...(hint !== undefined && { hint }) } }))
  } else {
    terminal.note(`penchant: ${harmless(message)}`)
    if (hint !== undefined) terminal.note(`  ${hint}`)
  }
  if (debug) terminal.note(error instanceof Error ? (error.stack ?? '') : '')
  return exitCode
}
