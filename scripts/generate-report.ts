/** @file The report of an evaluation as a table: every field by its path, from the schema that writes and reads it. */
import { z } from 'zod'
import { reportSchema } from '../src/evaluation/report.ts'

type Field = {
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Field[]
  readonly description?: string
  readonly properties?: Readonly<Record<string, Field>>
  readonly required?: readonly string[]
  readonly items?: Field
  readonly additionalProperties?: Field | boolean
}

export function reportTable(): string {
  const rows = rowsOf(z.toJSONSchema(reportSchema) as Field, '')
  return ['| Field | Value | Meaning |', '| --- | --- | --- |', ...rows].join('\n')
}

/** A field of many keys is written `*`, one of a list `[]`; figures are alike everywhere and stand once, at their first place. */
function rowsOf(field: Field, path: string, seen = new Set<string>()): readonly string[] {
  const { properties, required = [], items, additionalProperties } = field
  if (properties) {
    const shape = JSON.stringify(properties)
    const isFigure = 'low' in properties
    if (isFigure && seen.has(shape)) return []
    if (isFigure) seen.add(shape)
    return Object.entries(properties).flatMap(([name, inner]) => {
      const place = path === '' ? name : `${path}.${name}`
      const left = required.includes(name) ? '' : ' (optional)'
      return [`| \`${place}\`${left} | ${textOf(inner)} | ${inner.description ?? ''} |`, ...rowsOf(inner, place, seen)]
    })
  }
  if (items) return rowsOf(items, `${path}[]`, seen)
  return typeof additionalProperties === 'object' ? rowsOf(additionalProperties, `${path}.*`, seen) : []
}

function textOf({ type, anyOf, enum: choices, const: fixed, properties, items, additionalProperties }: Field): string {
  if (fixed !== undefined) return `\`${JSON.stringify(fixed)}\``
  if (anyOf) return anyOf.map(textOf).join(' or ')
  if (choices) return choices.map((choice) => `\`${String(choice)}\``).join(' or ')
  if (properties) return 'low' in properties ? 'figure' : ''
  if (items) return `list${items.properties ? '' : ` of ${textOf(items)}`}`
  if (typeof additionalProperties === 'object')
    return `by name${additionalProperties.properties ? '' : ` ${textOf(additionalProperties)}`}`.trim()
  const types = [type ?? ''].flat()
  return types.map((one) => (one === 'integer' ? 'whole number' : one)).join(' or ')
}
