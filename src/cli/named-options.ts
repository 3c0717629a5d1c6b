/** @file `name:option=value,…`: how the command line names a model or a protocol with its options. */

import type { z } from 'zod'
import { PenchantError } from '../errors.ts'

export type Named = { readonly name: string; readonly options: Readonly<Record<string, unknown>> }

/** `a,b:x=1,y=[2,3],c` → a, b with x and y, c. Commas inside brackets and quotes belong to a value. @throws PenchantError `invalid-input`. */
export function parseNamedList(text: string, option: string): readonly Named[] {
  const list: { name: string; options: Record<string, unknown> }[] = []
  for (const part of splitAtCommas(text)) {
    const [, name, rest] = /^([a-z0-9-]+)(?::(.*))?$/is.exec(part) ?? []
    if (name !== undefined) list.push({ name, options: {} })
    const setting = name === undefined ? part : rest
    if (setting === undefined) continue
    const [, key, value] = /^([a-zA-Z0-9]+)=(.+)$/s.exec(setting) ?? []
    const last = list.at(-1)
    if (key === undefined || value === undefined || !last)
      throw new PenchantError('invalid-input', `${option} is wrong at "${part}": write name, or name:option=value,option=value.`)
    last.options[key] = readValue(value)
  }
  if (list.length === 0) throw new PenchantError('invalid-input', `${option} names nothing.`)
  return list
}

/** Exactly one. */
export function parseNamed(text: string, option: string): Named {
  const [first, second] = parseNamedList(text, option)
  if (first && !second) return first
  throw new PenchantError('invalid-input', `${option} names several: give one, with its options after a colon.`)
}

/**
 * The entry of that name, once its options are known to be right.
 *
 * @param schemaOf the options that an entry takes.
 * @throws PenchantError `invalid-input` that lists what there is.
 */
export function entryOf<T>(
  { name, options }: Named,
  entries: Readonly<Record<string, T>>,
  what: string,
  schemaOf: (entry: T) => z.ZodObject,
): T {
  const entry = Object.hasOwn(entries, name) ? entries[name] : undefined
  if (entry === undefined)
    throw new PenchantError('invalid-input', `There is no ${what} "${name}". There are ${Object.keys(entries).join(', ')}.`)
  const schema = schemaOf(entry)
  const known = Object.keys(schema.shape)
  const unknown = Object.keys(options).find((key) => !known.includes(key))
  if (unknown !== undefined) {
    const has = known.length === 0 ? 'It has none' : `Its options are ${known.join(', ')}`
    throw new PenchantError('invalid-input', `The ${what} ${name} has no option "${unknown}". ${has}.`)
  }
  const parsed = schema.safeParse(options)
  if (parsed.success) return entry
  const issue = parsed.error.issues[0]
  throw new PenchantError('invalid-input', `The option ${issue?.path.join('.')} of the ${what} ${name} is wrong: ${issue?.message}.`)
}

/** As it would be typed: `ease:lambda=500`. */
export function textOfNamed({ name, options }: Named): string {
  const settings = Object.entries(options).map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
  return settings.length === 0 ? name : `${name}:${settings.join(',')}`
}

function splitAtCommas(text: string): readonly string[] {
  return (text.match(/(?:"[^"]*"|\[[^\]]*\]|\{[^}]*\}|[^,])+/g) ?? []).map((part) => part.trim()).filter(Boolean)
}

/** JSON where it is JSON (a number, true, a list), else the text itself. */
function readValue(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    if (error instanceof SyntaxError) return text
    throw error
  }
}
