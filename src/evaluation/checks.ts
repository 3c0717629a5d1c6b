/** @file What an evaluation looks at beside the figures, when asked: how much of them is page order, how a model bears a spoilt log, and whose items it shows. */

import { orderControls } from './controls.ts'
import { type EvaluateOptions, evaluate } from './evaluate.ts'
import { splitsOf } from './protocols/index.ts'
import type { EvaluationSource } from './protocols/protocol.ts'
import { type Checks, figureOf, figuresOf, orNull } from './report.ts'
import { degradation, exposureByProvider, promotion } from './robustness.ts'
import { textTable } from './text-table.ts'

export type CheckOptions = {
  readonly source: EvaluationSource
  readonly protocol: string
  readonly protocolOptions: Readonly<Record<string, unknown>>
  readonly models: readonly (Pick<EvaluateOptions, 'definition' | 'config'> & { readonly label: string })[]
  readonly shared: Omit<EvaluateOptions, 'definition' | 'config' | 'label' | 'splits'>
  /** Called before each model of each check. */
  readonly tell?: ((what: string) => void) | undefined
} & AskedChecks

/** What is asked for; nothing unless named. */
export type AskedChecks = {
  /** How much of the figures is the order of the log: needs times. */
  readonly controls?: boolean | undefined
  /** How the models bear noise in the log, and profiles made up to push an item. */
  readonly robustness?: boolean | undefined
  /** Attribute of the items that names their provider: whose items are shown. */
  readonly exposure?: string | undefined
}

/** Shares of the training that are replaced at random. */
const noise = [0.05, 0.1, 0.2]
const listLength = 10

/** @throws PenchantError `invalid-input` where the data has no times (controls), or no item such an attribute (exposure). */
export async function checkEvaluation(options: CheckOptions): Promise<Checks> {
  const { source, protocol, protocolOptions, models, shared, tell } = options
  const splitsFor = (dataset: EvaluationSource['dataset']) => splitsOf(protocol, { ...source, dataset }, protocolOptions)
  if (!options.controls && !options.robustness && options.exposure === undefined) return {}
  const [split] = splitsFor(source.dataset)
  if (split === undefined) return {}
  const each = async <T>(what: string, work: (model: CheckOptions['models'][number]) => Promise<readonly T[]>) => {
    const found: ({ readonly label: string } & T)[] = []
    for (const model of models) {
      tell?.(`${model.label}: ${what}`)
      for (const row of await work(model)) found.push({ label: model.label, ...row })
    }
    return found
  }
  return {
    ...(options.controls && {
      controls: await each('order controls', async (model) => {
        const dealt = {
          ...shared,
          ...model,
          dataset: source.dataset,
          splitOf: (dataset: EvaluationSource['dataset']) => splitsFor(dataset)[0]!,
        }
        return (await orderControls(dealt)).map(({ metric, plain, ties: { values, ...ties }, untied, shuffled }) => ({
          ...{ metric, plain: figureOf(plain), shuffled: figureOf(shuffled), ...(untied && { untied: figureOf(untied) }) },
          ties: {
            values: values.map(orNull),
            ...{ mean: orNull(ties.mean), lowest: orNull(ties.lowest), highest: orNull(ties.highest), lowerEnd: orNull(ties.lowerEnd) },
          },
        }))
      }),
    }),
    ...(options.robustness && {
      robustness: await each('robustness', async (model) => [
        {
          degradation: (await degradation({ ...shared, ...model, split }, noise)).map(({ share, metrics }) => ({
            share,
            metrics: figuresOf(metrics),
          })),
          promotion: await promotion({ ...shared, ...model, split }, { k: listLength }),
        },
      ]),
    }),
    ...(options.exposure !== undefined && {
      exposure: await each('exposure', async (model) => {
        const { lists = [] } = await evaluate({ ...shared, ...model, splits: [split], keepLists: listLength })
        return [{ providers: [...exposureByProvider(lists, split.test.train, options.exposure as string)] }]
      }),
    }),
  }
}

const mostProviders = 10
const figure = (value: number | null | undefined) => value?.toFixed(4) ?? '–'
const percent = (share: number) => `${(100 * share).toFixed(1)} %`

/** The same as tables for people; nothing where nothing was asked for. */
export function checksText({ controls, robustness, exposure }: Checks): string {
  const parts: string[] = []
  if (controls) {
    for (const metric of new Set(controls.map((row) => row.metric))) {
      const rows = controls
        .filter((row) => row.metric === metric)
        .map(({ label, plain, ties, untied, shuffled }) => [
          label,
          figure(plain.value),
          `${figure(ties.mean)} (${figure(ties.lowest)}…${figure(ties.highest)}), lower ends from ${figure(ties.lowerEnd)}`,
          figure(untied?.value),
          figure(shuffled.value),
        ])
      const dealt = `ties dealt anew, ${controls[0]?.ties.values.length} times`
      parts.push(
        `How much of ${metric} is the order of the log (what is left in the last column is taste)`,
        textTable(['', 'as it is', dealt, 'untied targets', 'histories shuffled'], rows),
      )
    }
  }
  if (robustness) {
    const [metric = ''] = Object.keys(robustness[0]?.degradation[0]?.metrics ?? {})
    const rows = robustness.map(({ label, degradation, promotion }) => [
      label,
      ...degradation.map(({ metrics }) => figure(metrics[metric]?.value)),
      percent(promotion.before),
      percent(promotion.after),
    ])
    const head = ['', ...noise.map((share) => `${100 * share} % noise`), 'item shown to', `after ${robustness[0]?.promotion.bots} bots`]
    parts.push(`How a spoilt log is borne, ${metric}`, textTable(head, rows))
  }
  for (const { label, providers } of exposure ?? []) {
    const rows = providers
      .slice(0, mostProviders)
      .map(({ provider, items, interactions, exposure }) => [provider, ...[items, interactions, exposure].map(percent)])
    parts.push(`Whose items ${label} shows, of ${providers.length}`, textTable(['', 'items', 'interactions', 'places in lists'], rows))
  }
  return parts.join('\n\n')
}
