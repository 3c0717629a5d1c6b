/** @file The mapping language: which column becomes what, in one line.
 *
 *   id=movie_id, title=name, attributes.genres=genres|split(;)|lower, attributes.year=year
 *   user=who, item=movie_id, type='rating', value=stars|scale(1,10), occurredAt=when
 *
 * An entry is `target=source`, then steps after `|`. Entries are separated by commas.
 * Targets of an item: id, title, text, prior, releasedAt, attributes.NAME. Of an interaction: user, item, type, value, occurredAt, orderId, eventId;
 *   without a type it is a rating with a value, a purchase with an order, else a view.
 * A source is a column (in JSON a path: `crew.director`), `"a column, quoted"`, or `'a fixed text'`.
 * Steps: split(SEPARATOR) to a set of words · lower · number · flag (true/false, yes/no, 1/0) · text (a number stays text) · default(VALUE)
 *   when empty · scale(FROM,TO) a rating to 1..5 · seconds, milliseconds for times without a unit (otherwise ISO 8601, or epoch told by size).
 */

import { PenchantError } from '../../errors.ts'

export type Mapping = { readonly of: 'item' | 'interaction'; readonly fields: readonly MappedField[] }

type MappedField = { readonly target: string; readonly source: Source; readonly steps: readonly Step[] }
type Source = { readonly column: string } | { readonly fixed: string }
type Value = { readonly value: unknown } | { readonly problem: string }
type Step = (value: unknown) => Value

export const itemTargets: readonly string[] = ['id', 'title', 'text', 'prior', 'releasedAt']
const interactionTargets = ['user', 'item', 'type', 'value', 'occurredAt', 'eventId', 'orderId']
const timeTargets = ['releasedAt', 'occurredAt']
const numberTargets = ['prior', 'value']

/** @throws PenchantError `invalid-input` saying which entry is wrong and what is possible. */
export function parseMapping(text: string): Mapping {
  const fields = entriesOf(text).map(parseEntry)
  const targets = fields.map(({ target }) => target)
  const repeated = targets.find((target, index) => targets.indexOf(target) !== index)
  if (repeated !== undefined) throw wrong(`"${repeated}" is given twice`)
  const unlike = targets.filter((target) => interactionTargets.includes(target) !== interactionTargets.includes(targets[0] as string))
  if (unlike.length > 0) throw wrong(`"${targets[0]}" and "${unlike[0]}" are of an item and of an interaction: import them from two files`)
  return complete({ of: interactionTargets.includes(targets[0] as string) ? 'interaction' : 'item', fields })
}

function complete(mapping: Mapping): Mapping {
  const missing = (mapping.of === 'item' ? ['id', 'title'] : ['user', 'item']).filter(
    (name) => !mapping.fields.some(({ target }) => target === name),
  )
  if (missing.length > 0)
    throw wrong(`nothing becomes the ${missing.join(' or the ')} of an ${mapping.of}. Map a column: ${missing[0]}=COLUMN`)
  return mapping
}

const isItemTarget = (name: string) => itemTargets.includes(name) || /^attributes\.[\w-]+$/.test(name)

/**
 * The mapping of columns that bear the targets' own names; every other column of an item is an attribute.
 *
 * @throws PenchantError `invalid-input` when a column of an interaction is no target, or a column that must be there is not.
 */
export function mappingByName(columns: readonly string[]): Mapping {
  const of = columns.includes('user') && columns.includes('item') ? 'interaction' : 'item'
  const fields = columns.map((column): MappedField => {
    const known = of === 'interaction' ? interactionTargets.includes(column) : isItemTarget(column)
    if (!known && of === 'interaction')
      throw wrong(`the column "${column}" is no part of an interaction. Say with a mapping what each column is`)
    return { target: known ? column : `attributes.${column.replaceAll(/[^\w-]+/g, '_')}`, source: { column }, steps: [] }
  })
  return complete({ of, fields })
}

export type Mapped = { readonly user: unknown; readonly candidate: Readonly<Record<string, unknown>> } | { readonly problem: string }

/**
 * One row through the mapping: an item, or a person's interaction, not yet checked.
 *
 * @param read the value of a column, undefined when the row has none.
 * @param textual true when all values are text (CSV): attributes written as a number then count as numbers.
 */
export function applyMapping(mapping: Mapping, read: (column: string) => unknown, textual: boolean): Mapped {
  const values: Record<string, unknown> = {}
  const attributes: Record<string, unknown> = {}
  for (const { target, source, steps } of mapping.fields) {
    const mapped = mapValue('fixed' in source ? source.fixed : read(source.column), steps, target, textual)
    if ('problem' in mapped) return { problem: `${target}: ${mapped.problem}` }
    if (isEmpty(mapped.value)) continue
    if (target.startsWith('attributes.')) attributes[target.slice('attributes.'.length)] = mapped.value
    else values[target] = mapped.value
  }
  if (mapping.of === 'item') return { user: undefined, candidate: { ...values, attributes } }
  const { user, ...interaction } = values
  const type = interaction.value !== undefined ? 'rating' : interaction.orderId !== undefined ? 'purchase' : 'view'
  return { user, candidate: { type, ...interaction } }
}

function mapValue(read: unknown, steps: readonly Step[], target: string, textual: boolean): Value {
  let value = typeof read === 'string' ? read.trim() : read
  for (const step of steps) {
    const next = step(value)
    if ('problem' in next) return next
    value = next.value
  }
  if (isEmpty(value)) return { value: undefined }
  if (timeTargets.includes(target)) return timeOf(value)
  if (numberTargets.includes(target)) return numberOf(value)
  if (!target.startsWith('attributes.')) return { value: typeof value === 'number' ? String(value) : value }
  const isNumber = textual && steps.length === 0 && typeof value === 'string' && /^-?(0|[1-9]\d*)(\.\d+)?$/.test(value)
  return { value: isNumber ? Number(value) : value }
}

const isEmpty = (value: unknown) => value === undefined || value === null || value === ''

function numberOf(value: unknown): Value {
  const number = typeof value === 'string' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? { value: number } : { problem: 'not a number' }
}

/** ISO 8601 (UTC where no zone is written), or an epoch: below 10^11 it counts seconds, else milliseconds (1973 and later). */
function timeOf(value: unknown): Value {
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/.test(value)) {
    const zoned = /(Z|[+-]\d\d:?\d\d)$/.test(value.slice(10)) || value.length === 10
    const time = Date.parse(zoned ? value : `${value}Z`)
    return Number.isNaN(time) ? { problem: 'no such time' } : { value: time }
  }
  const number = numberOf(value)
  if ('problem' in number) return { problem: 'neither an ISO 8601 time nor an epoch' }
  const epoch = number.value as number
  return { value: Math.round(Math.abs(epoch) < 1e11 ? epoch * 1_000 : epoch) }
}

const onText =
  (change: (text: string) => Value): Step =>
  (value) =>
    typeof value === 'string' ? change(value) : Array.isArray(value) ? overList(value, change) : { value }

function overList(values: readonly unknown[], change: (text: string) => Value): Value {
  const changed = values.map((value) => (typeof value === 'string' ? change(value) : { value }))
  return changed.find((value) => 'problem' in value) ?? { value: changed.map((value) => ('value' in value ? value.value : undefined)) }
}

const flags: Readonly<Record<string, boolean>> = { true: true, yes: true, 1: true, false: false, no: false, 0: false }

/** What each step does to a value, by its name; the argument is what stood in its brackets. */
const stepMakers: Readonly<Record<string, (argument: string | undefined) => Step | string>> = {
  split: (separator) =>
    separator
      ? (value) => ({
          value:
            typeof value === 'string' && value !== ''
              ? value
                  .split(separator)
                  .map((word) => word.trim())
                  .filter(Boolean)
              : value,
        })
      : 'needs a separator: split(;)',
  lower: () => onText((text) => ({ value: text.toLowerCase() })),
  number: () => (value) => (isEmpty(value) ? { value } : numberOf(value)),
  flag: () => (value) => {
    if (isEmpty(value) || typeof value === 'boolean') return { value }
    const flag = flags[String(value).toLowerCase()]
    return flag === undefined ? { problem: 'neither yes nor no' } : { value: flag }
  },
  text: () => (value) => ({ value: typeof value === 'number' ? String(value) : value }),
  default: (fallback) => (fallback === undefined ? 'needs a value: default(0)' : (value) => ({ value: isEmpty(value) ? fallback : value })),
  scale: (range) => {
    const [from, to, more] = (range ?? '').split(',').map(Number)
    if (from === undefined || to === undefined || more !== undefined || !(from < to))
      return 'needs the lowest and the highest rating: scale(1,10)'
    return (value) => {
      const number = isEmpty(value) ? { value } : numberOf(value)
      if ('problem' in number || isEmpty(number.value)) return number
      const rating = number.value as number
      return rating < from || rating > to ? { problem: 'outside the scale' } : { value: 1 + (4 * (rating - from)) / (to - from) }
    }
  },
  seconds: () => inUnit(1_000),
  milliseconds: () => inUnit(1),
}

function inUnit(unitMs: number): Step {
  return (value) => {
    const number = isEmpty(value) ? { value } : numberOf(value)
    if ('problem' in number || isEmpty(number.value)) return number
    // As text in ISO 8601 the time keeps its unit on its way to the target.
    const time = new Date((number.value as number) * unitMs)
    return Number.isNaN(time.getTime()) ? { problem: 'no such time' } : { value: time.toISOString() }
  }
}

/** Splits at commas, but not inside brackets or quotes. */
function entriesOf(text: string): readonly string[] {
  const entries = text.match(/(?:"[^"]*"|'[^']*'|\([^)]*\)|[^,])+/g) ?? []
  const written = entries.map((entry) => entry.trim()).filter(Boolean)
  if (written.length === 0) throw wrong('it is empty')
  return written
}

const entryPattern =
  /^(?<target>[\w.-]+)\s*=\s*(?:"(?<quoted>[^"]+)"|'(?<fixed>[^']*)'|(?<column>[^|"']+?))\s*(?<steps>(?:\|\s*[a-z]+\s*(?:\([^)]*\))?\s*)*)$/

function parseEntry(entry: string): MappedField {
  const parts = entryPattern.exec(entry)?.groups
  if (!parts?.target) throw wrong(`"${entry}" is not target=column or target=column|step`)
  const { target } = parts
  if (!isItemTarget(target) && !interactionTargets.includes(target))
    throw wrong(`"${target}" is no target. Targets are ${[...itemTargets, 'attributes.NAME', ...interactionTargets].join(', ')}`)
  const steps = [...(parts.steps ?? '').matchAll(/\|\s*([a-z]+)\s*(?:\(([^)]*)\))?/g)].map(([, name, argument]) => {
    const make = Object.hasOwn(stepMakers, name as string) ? stepMakers[name as string] : undefined
    if (!make) throw wrong(`"${name}" is no step. Steps are ${Object.keys(stepMakers).join(', ')}`)
    const step = make(argument)
    if (typeof step === 'string') throw wrong(`the step ${name} ${step}`)
    return step
  })
  const source = parts.fixed === undefined ? { column: (parts.quoted ?? parts.column) as string } : { fixed: parts.fixed }
  return { target, source, steps }
}

function wrong(what: string): PenchantError {
  return new PenchantError('invalid-input', `The mapping cannot be read: ${what}.`)
}
