/** @file What `penchant evaluate` looks at beside the figures, when asked: how much of them is page order, how a model bears a spoilt log, and whose items it shows. */

import { orderControls } from '../evaluation/controls.ts'
import { type EvaluateOptions, evaluate } from '../evaluation/evaluate.ts'
import { splitsOf } from '../evaluation/protocols/index.ts'
import type { EvaluationSource } from '../evaluation/protocols/protocol.ts'
import { degradation, exposureByProvider, promotion } from '../evaluation/robustness.ts'
import { textTable } from '../evaluation/text-table.ts'

export type Checked = {
  readonly controls?: readonly ({ readonly label: string } & Awaited<ReturnType<typeof orderControls>>)[] | undefined
  readonly robustness?:
    | readonly {
        readonly label: string
        readonly degradation: Awaited<ReturnType<typeof degradation>>
        readonly promotion: Awaited<ReturnType<typeof promotion>>
      }[]
    | undefined
  readonly exposure?: readonly { readonly label: string; readonly providers: ReturnType<typeof exposureByProvider> }[] | undefined
}

export type CheckOptions = {
  readonly source: EvaluationSource
  readonly protocol: string
  readonly protocolOptions: Readonly<Record<string, unknown>>
  readonly models: readonly (Pick<EvaluateOptions, 'definition' | 'config'> & { readonly label: string })[]
  readonly shared: Omit<EvaluateOptions, 'definition' | 'config' | 'label' | 'splits'>
  readonly controls: boolean
  readonly robustness: boolean
  /** Attribute of the items that names their provider. */
  readonly exposure: string | undefined
  /** Called before each model of each check. */
  readonly tell: (what: string) => void
}

/** Shares of the training that are replaced at random. */
const noise = [0.05, 0.1, 0.2]
const listLength = 10

/** @throws PenchantError `invalid-input` where the data has no times (controls), or no item such an attribute (exposure). */
export async function checkEvaluation(options: CheckOptions): Promise<Checked> {
  const { source, protocol, protocolOptions, models, shared, tell } = options
  const splitsFor = (dataset: EvaluationSource['dataset']) => splitsOf(protocol, { ...source, dataset }, protocolOptions)
  const [split] = splitsFor(source.dataset)
  if (split === undefined) return {}
  const each = async <T>(what: string, work: (model: CheckOptions['models'][number]) => Promise<T>) => {
    const found: ({ readonly label: string } & T)[] = []
    for (const model of models) {
      tell(`${model.label}: ${what}`)
      found.push({ label: model.label, ...(await work(model)) })
    }
    return found
  }
  return {
    ...(options.controls && {
      controls: await each('order controls', (model) =>
        orderControls({ ...shared, ...model, dataset: source.dataset, splitOf: (dataset) => splitsFor(dataset)[0]! }),
      ),
    }),
    ...(options.robustness && {
      robustness: await each('robustness', async (model) => ({
        degradation: await degradation({ ...shared, ...model, split }, noise),
        promotion: await promotion({ ...shared, ...model, split }, { k: listLength }),
      })),
    }),
    ...(options.exposure !== undefined && {
      exposure: await each('exposure', async (model) => {
        const { lists = [] } = await evaluate({ ...shared, ...model, splits: [split], keepLists: listLength })
        return { providers: exposureByProvider(lists, split.test.train, options.exposure as string) }
      }),
    }),
  }
}

const mostProviders = 10
const figure = (value: number | undefined) => (value === undefined || Number.isNaN(value) ? '–' : value.toFixed(4))
const percent = (share: number) => `${(100 * share).toFixed(1)} %`

/** The same as tables for people. */
export function checksText({ controls, robustness, exposure }: Checked): string {
  const parts: string[] = []
  if (controls) {
    const rows = controls.map(({ label, plain, ties, untied, shuffled }) => [
      label,
      figure(plain.value),
      `${figure(ties.mean)} (${figure(ties.lowest)}…${figure(ties.highest)})`,
      figure(untied?.value),
      figure(shuffled.value),
    ])
    parts.push(
      `How much of ${controls[0]?.metric} is the order of the log (what is left in the last column is taste)`,
      textTable(
        ['', 'as it is', `ties dealt anew, ${controls[0]?.ties.values.length} times`, 'untied targets', 'histories shuffled'],
        rows,
      ),
    )
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
