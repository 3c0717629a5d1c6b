/** @file What a command of the CLI is: a name, one schema of its arguments and options (parsing, checks and help come from it), and what it does. */

import { type Command as Commander, Option } from 'commander'
import { z } from 'zod'
import type { Clock } from '../engine/clock.ts'
import type { Environment } from '../engine/environment.ts'
import { PenchantError } from '../errors.ts'
import type { Terminal } from './terminal.ts'

/** What a command is given instead of reaching for it. */
export type Surroundings = {
  readonly terminal: Terminal
  readonly environment: Environment
  readonly clock: Clock
  /** Aborts when the person presses Ctrl-C or the system asks to stop. */
  readonly signal: AbortSignal
}

export type Command<I extends z.ZodObject = z.ZodObject> = {
  readonly name: string
  readonly summary: string
  /** Names of fields of `input` that are given without a dash, in order; the others are options. */
  readonly positional?: readonly string[] | undefined
  /** Fields in camel case become `--kebab-case`; `.describe` is the help text, `.meta({ placeholder, short })` the rest of it. */
  readonly input: I
  readonly examples: readonly string[]
  /** Longer help, after the options. */
  readonly notes?: string | undefined
  run(input: z.output<I>, surroundings: Surroundings): Promise<void>
}

/** The options that every command has. */
export const commonOptions = {
  json: z.boolean().default(false).describe('Print JSON for programs instead of text for people'),
  dataDir: z
    .string()
    .min(1)
    .optional()
    .describe("Folder of the database; PENCHANT_DATA_DIR or the system's folder for application data when left out")
    .meta({ placeholder: 'folder' }),
}

/** Gives the type of the input to `run`. */
export function defineCommand<I extends z.ZodObject>(command: Command<I>): Command {
  return command as unknown as Command
}

type Property = {
  readonly type?: string
  readonly enum?: readonly string[]
  readonly default?: unknown
  readonly description?: string
  readonly placeholder?: string
  readonly short?: string
}

/** Adds the command to the program; `start` runs it with checked input. */
export function register(
  program: Commander,
  command: Command,
  start: (run: (surroundings: Surroundings) => Promise<void>) => Promise<void>,
) {
  const { properties = {}, required = [] } = z.toJSONSchema(command.input, { io: 'input', unrepresentable: 'any' })
  const fields = Object.entries(properties) as [string, Property][]
  const positional = command.positional ?? []
  const registered = program.command(command.name).description(command.summary)
  for (const name of positional) {
    const property = properties[name] as Property
    registered.argument(required.includes(name) ? `<${name}>` : `[${name}]`, describe(property))
  }
  for (const [name, property] of fields) if (!positional.includes(name)) registered.addOption(optionOf(name, property))
  const examples = command.examples.map((example) => `  penchant ${example}`).join('\n')
  registered.addHelpText('after', `\nExamples:\n${examples}${command.notes === undefined ? '' : `\n\n${command.notes}`}`)
  registered.action(async (...received: readonly unknown[]) => {
    const options = received[positional.length] as Readonly<Record<string, unknown>>
    const named = Object.fromEntries(positional.map((name, index) => [name, received[index]]))
    const input = checked(command, { ...options, ...named }, properties as Readonly<Record<string, Property>>)
    await start((surroundings) => command.run(input, surroundings))
  })
}

function optionOf(name: string, property: Property): Option {
  const long = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
  if (property.type === 'boolean') return new Option(property.default === true ? `--no-${long}` : `--${long}`, describe(property))
  const short = property.short === undefined ? '' : `-${property.short}, `
  return new Option(`${short}--${long} <${property.placeholder ?? (isNumber(property) ? 'n' : 'text')}>`, describe(property))
}

const isNumber = ({ type }: Property) => type === 'number' || type === 'integer'

function describe({ type, default: preset, description = '', enum: choices }: Property): string {
  const remarks = [
    choices && `one of ${choices.join(', ')}`,
    preset !== undefined && type !== 'boolean' && `default ${String(preset)}`,
  ].filter(Boolean)
  return remarks.length === 0 ? description : `${description} (${remarks.join('; ')})`
}

function checked(command: Command, given: Readonly<Record<string, unknown>>, properties: Readonly<Record<string, Property>>): never {
  const present = Object.entries(given).filter(([, value]) => value !== undefined)
  const typed = present.map(([name, value]) => {
    const numeric = isNumber(properties[name] ?? {}) && typeof value === 'string' && value.trim() !== ''
    return [name, numeric ? Number(value) : value]
  })
  const parsed = command.input.safeParse(Object.fromEntries(typed))
  if (parsed.success) return parsed.data as never
  const issue = parsed.error.issues[0] as z.core.$ZodIssue
  const notANumber = typed.some(([name, value]) => name === issue.path[0] && Number.isNaN(value))
  const name = String(issue.path[0] ?? '')
  const shown = command.positional?.includes(name) ? `<${name}>` : `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
  throw new PenchantError('invalid-input', `${shown} is wrong: ${notANumber ? 'it is not a number' : issue.message}.`)
}
