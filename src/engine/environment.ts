/** @file The environment: the one place that reads environment variables. */

import { homedir } from 'node:os'
import { join } from 'node:path'

export type Environment = {
  /** PENCHANT_DATA_DIR, or the platform's folder for application data. */
  readonly dataFolder: string
  /** PENCHANT_DATA: the folder that holds the public data sets, each in a folder of its name. */
  readonly benchmarkFolder: string | undefined
  /** PENCHANT_MODEL: `openai/…`, `anthropic/…`, `google/…`, `ollama/…`, `llama/PATH` or `URL#model`; undefined for the built-in replies. */
  readonly model: string | undefined
  /** Keys of language-model providers by the provider's name. Never logged. */
  readonly modelKeys: Readonly<Record<string, string | undefined>>
  /** PENCHANT_KEYS: server keys, separated by commas. */
  readonly serverKeys: readonly string[]
  /** PENCHANT_SECRET: signs user tokens; several separated by commas while rotating, the first signs. */
  readonly tokenSecrets: readonly string[]
  /** PENCHANT_DEBUG: stacks are printed. */
  readonly debug: boolean
  /** NO_COLOR (no-color.org). */
  readonly plain: boolean
}

/** Reads the variables once; the caller passes the result on. */
export function readEnvironment(variables: NodeJS.ProcessEnv = process.env): Environment {
  const list = (value: string | undefined) =>
    (value ?? '')
      .split(',')
      .map((part) => part.trim())
      .filter(Boolean)
  return {
    dataFolder: variables.PENCHANT_DATA_DIR || join(platformDataFolder(variables), 'penchant'),
    benchmarkFolder: variables.PENCHANT_DATA || undefined,
    model: variables.PENCHANT_MODEL || undefined,
    modelKeys: {
      openai: variables.OPENAI_API_KEY,
      anthropic: variables.ANTHROPIC_API_KEY,
      google: variables.GOOGLE_GENERATIVE_AI_API_KEY,
      compatible: variables.PENCHANT_MODEL_KEY,
    },
    serverKeys: list(variables.PENCHANT_KEYS),
    tokenSecrets: list(variables.PENCHANT_SECRET),
    debug: Boolean(variables.PENCHANT_DEBUG),
    plain: Boolean(variables.NO_COLOR),
  }
}

function platformDataFolder(variables: NodeJS.ProcessEnv): string {
  if (process.platform === 'win32') return variables.APPDATA || join(homedir(), 'AppData', 'Roaming')
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support')
  return variables.XDG_DATA_HOME || join(homedir(), '.local', 'share')
}
