/** @file The pages of the models: what stands in the header of each model's file, its options, and the figures of bench/RESULTS.md. */

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { modelDefinitions } from '../src/models/index.ts'
import type { ModelDefinition } from '../src/models/model.ts'

const root = join(import.meta.dirname, '..')

/** Formula, shapes, cost and source from the header of the model's file; then what it needs and its options. */
export function modelText(name: string): string {
  const definition = definitionOf(name)
  const { path, header } = headerOf(name)
  const needs = definition.needs.length === 0 ? 'interactions' : definition.needs.join(', ')
  return [
    definition.summary,
    '',
    ...header,
    '',
    `\`${name}\` · needs ${needs} · predicts ${definition.predicts === 'ratings' ? 'ratings' : 'a ranking'} · ${definition.startsWarm ? 'can start' : 'does not start'} from an earlier fit · [${path}](../../${path})`,
    '',
    optionsTable(definition),
  ].join('\n')
}

/** Every row of RESULTS.md that the model stands in, by table. */
export function measuredText(name: string): string {
  const found: string[] = []
  let title = ''
  let head: readonly string[] = []
  for (const line of readFileSync(join(root, 'bench', 'RESULTS.md'), 'utf8').split('\n')) {
    if (line.startsWith('#')) title = line.replace(/^#+ /, '')
    if (!line.startsWith('|')) head = []
    else if (head.length === 0) head = cellsOf(line)
    else {
      const [label = '', ...figures] = cellsOf(line)
      const named = label.replaceAll('*', '').split(/[:,(]/)[0]?.trim()
      if (named !== name) continue
      const told = figures.flatMap((figure, at) => (/@|RMSE|MAE|AUC|Loss/.test(head[at + 1] ?? '') ? [`${head[at + 1]} ${figure}`] : []))
      if (told.length > 0) found.push(`| ${title} | ${label} | ${told.join(' · ')} |`)
    }
  }
  if (found.length === 0) return 'No table of [the results](../../bench/RESULTS.md) has it yet.'
  return [
    '| Table of [the results](../../bench/RESULTS.md) | Options | Figures with 95 % intervals |',
    '| --- | --- | --- |',
    ...found,
  ].join('\n')
}

/** The list of pages. */
export function modelsIndex(): string {
  const rows = Object.values(modelDefinitions).map(
    ({ name, summary, needs }) => `| [${name}](${name}.md) | ${summary.replaceAll('|', '\\|')} | ${needs.join(', ')} |`,
  )
  return ['| Model | What it does | Needs more than interactions |', '| --- | --- | --- |', ...rows].join('\n')
}

function definitionOf(name: string): ModelDefinition {
  const definition = modelDefinitions[name]
  if (definition === undefined) throw new Error(`docs/models/${name}.md is of no model. Remove it, or name it after one.`)
  return definition
}

function headerOf(name: string): { readonly path: string; readonly header: readonly string[] } {
  const folder = join(root, 'src', 'models')
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.test.ts'),
  )
  const declares = new RegExp(`^(const name = |  name: )'${name}'`, 'm')
  for (const file of files) {
    const code = readFileSync(join(folder, file), 'utf8')
    if (!declares.test(code)) continue
    const [, comment = ''] = /^\/\*\* @file ([\s\S]*?)\n? ?\*\/$/m.exec(code) ?? []
    const lines = comment.split('\n').map((line) => line.replace(/^ \* ?/, '').trim())
    // The first sentence stands in the summary; a line that begins with a label begins a point.
    return { path: `src/models/${file.replaceAll('\\', '/')}`, header: paragraphs(lines.slice(1).filter(Boolean)) }
  }
  throw new Error(`No file in src/models declares the model ${name}.`)
}

function paragraphs(lines: readonly string[]): readonly string[] {
  return lines
    .join('\n')
    .replaceAll(/\s(?=(?:Shapes|Cost|Cold start|Refit|Source|Checked against|Recency|Memory): )/g, '\n')
    .split('\n')
    .map((line) => line.trim().replace(/^([A-Z][\w ]{2,24}): /, '**$1.** '))
    .flatMap((line, at) => (at > 0 && line.startsWith('**') ? ['', line] : [line]))
    .map((line) =>
      line
        .replaceAll('|', '\\|')
        .replaceAll('_', '\\_')
        .replaceAll(/(?<!\*)\*(?!\*)/g, '\\*'),
    )
}

function optionsTable({ config }: ModelDefinition): string {
  const { properties = {} } = z.toJSONSchema(config, { io: 'input', unrepresentable: 'any' }) as {
    properties?: Record<string, { readonly default?: unknown; readonly description?: string }>
  }
  const rows = Object.entries(properties).map(
    ([name, { default: preset, description = '' }]) =>
      `| \`${name}\` | \`${typeof preset === 'string' ? preset : JSON.stringify(preset)}\` | ${description.replaceAll('|', '\\|')} |`,
  )
  return rows.length === 0 ? 'It has no options.' : ['| Option | Default | Meaning |', '| --- | --- | --- |', ...rows].join('\n')
}

const cellsOf = (line: string) =>
  line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim())
