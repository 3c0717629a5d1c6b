/** @file Writes what the documents take from the code: examples, tables of settings, the commands' help, the HTTP API. With --check it writes nothing and fails on what is stale.
 *
 * Usage: node scripts/generate.ts [--check]
 * A document marks the place with an HTML comment, `generated` and what is to stand there, and ends it with one of `/generated`. In both modes every
 * relative link of the documents must lead to a file, and to a heading of it.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { z } from 'zod'
import { createGrammar, passedOver } from '../src/conversation/grammar.ts'
import { inferSchema } from '../src/data/catalogue-schema.ts'
import { bundledCatalogue, bundledWords } from '../src/data/loaders/bundled.ts'
import { datasetKinds } from '../src/data/loaders/dataset-kinds.ts'
import type { Rule } from '../src/data/rule.ts'
import { configSchema } from '../src/engine/config.ts'
import { createPenchant } from '../src/engine/create-penchant.ts'
import { metricNames } from '../src/evaluation/metrics/index.ts'
import { protocols } from '../src/evaluation/protocols/index.ts'
import { createFilterIndex } from '../src/filtering/filter-index.ts'
import { modelDefinitions } from '../src/models/index.ts'
import { createApp } from '../src/server/app.ts'
import { serveConfigSchema } from '../src/server/config.ts'
import { apiText } from './generate-api.ts'
import { measuredText, modelsIndex, modelText } from './generate-models.ts'
import { reportTable } from './generate-report.ts'

const root = join(import.meta.dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** What stands in a section, by the first word after `generated`; the other words are its arguments. */
const makers: Readonly<Record<string, (args: readonly string[]) => string | Promise<string>>> = {
  example: ([file = '', ...regions]) => `\`\`\`ts\n${regionsOf(read(`examples/${file}`), regions)}\n\`\`\``,
  options: () => optionsTable(read('src/engine/create-penchant.ts')),
  settings: ([part = '', file = '']) => settingsTable(part, read(file)),
  'server-settings': () => propertyTable(toProperties(serveConfigSchema), commentsOf(read('src/server/config.ts')), ''),
  help: () => helpText(),
  datasets: () => datasetsTable(),
  protocols: () => describedTable('Protocol', protocols, ({ options }) => options),
  models: () => describedTable('Model', modelDefinitions, ({ config }) => config),
  'models-index': () => modelsIndex(),
  model: ([name = '']) => modelText(name),
  measured: ([name = '']) => measuredText(name),
  metrics: () => metricNames.map((name) => `\`${name}\``).join(', '),
  report: () => reportTable(),
  understood: () => understoodTable(),
  api: async () => {
    const penchant = await createPenchant()
    const app = createApp(penchant, { demo: true, tokenSecrets: ['only to describe the routes of sessions'] })
    const described = await app.request('/openapi.json')
    await penchant.close()
    return apiText((await described.json()) as Parameters<typeof apiText>[0], fieldMeaning)
  },
}

/** The lines between `// #region NAME` and `// #endregion`, of each name in turn, with an empty line between. */
export function regionsOf(code: string, names: readonly string[]): string {
  const regions = new Map(
    [...code.matchAll(/^\/\/ #region (\w+)\n([\s\S]*?)^\/\/ #endregion$/gm)].map(([, name = '', lines = '']) => [name, lines.trimEnd()]),
  )
  return names.map((name) => regions.get(name) ?? fail(`no example has a region "${name}"`)).join('\n\n')
}

/** The text with its sections filled anew. */
export async function filled(text: string, make: (words: readonly string[]) => string | Promise<string>): Promise<string> {
  const parts = text.split(/(<!-- generated [^\n]+? -->\n)[\s\S]*?(<!-- \/generated -->)/)
  const made = parts.map(async (part) => {
    const words = /^<!-- generated (.+) -->\n$/.exec(part)?.[1]
    return words === undefined ? part : `${part}${await make(words.split(' '))}\n`
  })
  return (await Promise.all(made)).join('')
}

type Property = {
  readonly type?: string
  readonly const?: unknown
  readonly default?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Property[]
  readonly properties?: Readonly<Record<string, Property>>
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
}
const toProperties = (schema: z.ZodType): Readonly<Record<string, Property>> =>
  (z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Property).properties ?? {}

/** @param part a part of the configuration ("taste"), or "engine" for the settings that belong to no part. */
function settingsTable(part: string, source: string): string {
  const all = toProperties(configSchema)
  const own = Object.fromEntries(Object.entries(all).filter(([, { properties }]) => properties === undefined))
  const properties = part === 'engine' ? own : (all[part]?.properties ?? fail(`the configuration has no part "${part}"`))
  return propertyTable(properties, commentsOf(source), part === 'engine' ? '' : `${part}.`)
}

function propertyTable(properties: Readonly<Record<string, Property>>, comments: ReadonlyMap<string, string>, prefix: string): string {
  const rows = (of: Readonly<Record<string, Property>>, path: string): string[] =>
    Object.entries(of).flatMap(([name, property]) => {
      const inner = property.properties
      const row = (value: string, preset: string) => `| \`${path}${name}\` | ${value} | ${preset} | ${comments.get(name) ?? ''} |`
      if (inner === undefined)
        return [row(rangeOf(property), property.default === undefined ? '' : `\`${JSON.stringify(property.default)}\``)]
      return [...(comments.has(name) ? [row('', '')] : []), ...rows(inner, `${path}${name}.`)]
    })
  return ['| Setting | Value | Default | Meaning |', '| --- | --- | --- | --- |', ...rows(properties, prefix)].join('\n')
}

function rangeOf({ type, anyOf, enum: choices, const: fixed, minimum, maximum, exclusiveMinimum }: Property): string {
  if (fixed !== undefined) return `\`${JSON.stringify(fixed)}\``
  if (anyOf) return anyOf.map(rangeOf).join(' or ')
  if (choices) return choices.map((choice) => `\`${String(choice)}\``).join(', ')
  if (type === 'array') return 'list'
  if (type !== 'number' && type !== 'integer') return type ?? ''
  const shown = (limit: number | undefined) => (limit === undefined || Math.abs(limit) >= Number.MAX_SAFE_INTEGER ? undefined : limit)
  const [low, high] = [shown(minimum), shown(maximum)]
  const limits =
    low !== undefined && high !== undefined ? `${low} to ${high}` : low !== undefined ? `≥ ${low}` : high !== undefined ? `≤ ${high}` : ''
  return `${type === 'integer' ? 'whole number' : 'number'} ${exclusiveMinimum === undefined ? limits : `> ${exclusiveMinimum}`}`.trim()
}

/** The fields of a type by their comments. */
function optionsTable(source: string): string {
  const start = source.indexOf('export type PenchantOptions')
  const comments = commentsOf(source.slice(start, source.indexOf('\n}', start)))
  return ['| Option | Meaning |', '| --- | --- |', ...[...comments].map(([name, text]) => `| \`${name}\` | ${text} |`)].join('\n')
}

/** The comment above each property of a source file, by the property's name. */
function commentsOf(source: string): ReadonlyMap<string, string> {
  const found = source.matchAll(/\/\*\*((?:(?!\*\/)[\s\S])+)\*\/\n\s+(?:readonly )?(\w+)\??:/g)
  return new Map(
    [...found].map(([, text = '', name = '']) => [
      name,
      text
        .replace(/\s*\n\s*\* ?/g, ' ')
        .trim()
        .replaceAll('|', '\\|'),
    ]),
  )
}

/** The types that the shapes of the API are made from, and shapes that bear another name there. */
const typeFiles = [
  ...['data/item.ts', 'data/interaction.ts', 'data/rule.ts', 'data/slate.ts', 'data/catalogue-schema.ts'],
  ...['pipeline/plan.ts', 'pipeline/recommender.ts', 'pipeline/knobs.ts', 'engine/penchant.ts'],
]
const typeNames: Readonly<Record<string, string>> = { Profile: 'ProfileView', Status: 'EngineStatus' }

/** What the comment above a field of the library's own type says, '' where there is none. */
function fieldMeaning(shape: string, field: string): string {
  const start = new RegExp(`^export (?:type|interface) ${typeNames[shape] ?? shape}\\b[^\\n]*\\{$`, 'm')
  for (const file of typeFiles) {
    const source = read(`src/${file}`)
    const at = source.search(start)
    if (at >= 0) return commentsOf(source.slice(at, source.indexOf('\n}', at))).get(field) ?? ''
  }
  return ''
}

/** Messages that show what the grammar reads, each on its own. The answer before them showed Fargo, Heat and Alien; the rule "no horror" is in force. */
const messages = [
  ...[
    'no horror, something funny after 1990 like Fargo',
    'a Japanese film about grief',
    'a comedy with Frances McDormand',
    'directed by Ang Lee',
  ],
  ...['under two hours, from the late nineties', 'always in French', 'I love westerns', 'anything but drama', 'nothing like Titanic'],
  ...['something tense tonight', 'I loved Heat, seen Alien', 'like the second one but funnier', 'shorter', 'more', 'why the second one?'],
  ...['Godfahter', 'horror is fine after all', 'undo', 'forget all my rules'],
]

async function understoodTable(): Promise<string> {
  const items = await bundledCatalogue()
  const schema = inferSchema(items)
  const places = new Map(items.map(({ id }, place) => [id, place]))
  const filters = createFilterIndex(items, schema, (id) => places.get(id))
  const grammar = createGrammar(items, schema, { filters, ...bundledWords })
  const shown = ['fargo-1996', 'heat-1995', 'alien-1979'].flatMap((id) => items.find((item) => item.id === id) ?? [])
  const rule: Rule = { id: 'rule', filter: { not: { genres: 'horror' } }, words: 'no horror', from: 'chat', setAt: 0 }
  const rows = messages.map(async (message) => {
    const { understood } = await grammar.plan(message, { rules: [rule], shown, now: 0 })
    const parts = understood.filter(({ as }) => as !== passedOver).map(({ words, as }) => `*${words}*: ${as}`)
    return `| ${message} | ${parts.join('; ')} |`
  })
  return ['| Said | Understood as |', '| --- | --- |', ...(await Promise.all(rows))].join('\n')
}

function datasetsTable(): string {
  const rows = datasetKinds.map(({ name, summary, folder, splits }) => {
    const place = folder === undefined ? 'a file, after a colon' : `\`${folder}\``
    const names = splits.map((split) => {
      const each = split.folds.length > 1 ? ` (or one of its folds: ${split.folds.join(', ')})` : ''
      return `\`${split.name}\`${each}${split.sampled ? ', sampled' : ''}`
    })
    return `| \`${name}\` | ${summary} | ${place} | ${names.join('; ')} |`
  })
  return ['| Kind | Holds | Folder | Splits that come with it |', '| --- | --- | --- | --- |', ...rows].join('\n')
}

/** Models or protocols with their options and defaults. */
function describedTable<T extends { readonly summary: string }>(
  what: string,
  entries: Readonly<Record<string, T>>,
  schemaOf: (entry: T) => z.ZodType,
): string {
  const rows = Object.entries(entries).map(([name, entry]) => {
    const options = Object.entries(toProperties(schemaOf(entry))).map(([option, { default: preset }]) => `\`${option}=${textOf(preset)}\``)
    return `| \`${name}\` | ${entry.summary.replaceAll('|', '\\|')} | ${options.join(' ')} |`
  })
  return [`| ${what} | Does | Options |`, '| --- | --- | --- |', ...rows].join('\n')
}

const textOf = (preset: unknown) => (typeof preset === 'string' ? preset : JSON.stringify(preset))

function helpText(): string {
  const help = (command: readonly string[]) => {
    const run = spawnSync(process.execPath, ['src/cli/main.ts', ...command, '--help'], {
      cwd: root,
      encoding: 'utf8',
      env: { NO_COLOR: '1' },
    })
    return run.status === 0 ? run.stdout.trimEnd() : fail(`penchant ${command.join(' ')} --help failed: ${run.stderr}`)
  }
  const main = help([])
  const commands = [...main.slice(main.indexOf('Commands:')).matchAll(/^ {2}([a-z]+) /gm)].map(([, name = '']) => name)
  const sections = commands.filter((name) => name !== 'help').map((name) => `## penchant ${name}\n\n\`\`\`\n${help([name])}\n\`\`\``)
  return [`\`\`\`\n${main}\n\`\`\``, ...sections].join('\n\n')
}

/** Headings as GitHub names them, and anchors set by hand. */
export function anchorsOf(text: string): ReadonlySet<string> {
  const prose = text.replace(/^```[\s\S]*?^```/gm, '')
  const headings = [...prose.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
      .replaceAll(' ', '-'),
  )
  return new Set([...headings, ...[...prose.matchAll(/<a (?:id|name)="([^"]+)"/g)].map(([, id = '']) => id)])
}

/** One line for every relative link that leads nowhere. @param textOf the text of a path from the root; '' for what is no text, undefined where nothing is. */
export function linkProblems(path: string, text: string, textOf: (path: string) => string | undefined): string[] {
  const prose = text.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '')
  const links = [...prose.matchAll(/\]\(([^)\s]+)\)|(?:href|src)="([^"]+)"/g)].map(([, markdown, html]) => markdown ?? html ?? '')
  return links.flatMap((link) => {
    if (/^[a-z]+:/.test(link)) return []
    const [file = '', anchor] = link.split('#')
    const target = file === '' ? path : posix.normalize(posix.join(dirname(path), file))
    const found = target === path ? text : target.startsWith('..') ? undefined : textOf(target)
    if (found === undefined) return [`${path}: the link ${link} leads to nothing`]
    return anchor === undefined || anchorsOf(found).has(anchor) ? [] : [`${path}: ${target} has no heading "${anchor}"`]
  })
}

function documents(): readonly string[] {
  const in_ = (folder: string, recursive: boolean) =>
    readdirSync(join(root, folder), { recursive }).map((name) => posix.join(folder, String(name)))
  return [...in_('.', false), ...in_('docs', true)].filter((path) => path.endsWith('.md')).sort()
}

function fail(message: string): never {
  throw new Error(message)
}

if (import.meta.main) {
  const check = process.argv.includes('--check')
  const problems: string[] = []
  for (const path of documents()) {
    const text = read(path)
    const made = await filled(text, ([name = '', ...args]) => (makers[name] ?? fail(`${path}: nothing makes "${name}"`))(args))
    if (made !== text && check) problems.push(`${path} is stale: run node scripts/generate.ts`)
    if (made !== text && !check) writeFileSync(join(root, path), made)
    problems.push(
      ...linkProblems(path, made, (target) => {
        const file = join(root, target)
        return existsSync(file) ? (target.endsWith('.md') ? read(target) : '') : undefined
      }),
    )
  }
  const variables = [...read('src/engine/environment.ts').matchAll(/\bvariables\.([A-Z_]{4,})/g)].map(([, name = '']) => name)
  for (const name of variables)
    if (!read('docs/configuration.md').includes(`\`${name}\``)) problems.push(`docs/configuration.md does not name ${name}`)
  for (const problem of problems) console.error(problem)
  console.log(`${documents().length} documents, ${problems.length} problems`)
  process.exitCode = problems.length > 0 ? 1 : 0
}
