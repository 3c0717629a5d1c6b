/** @file penchant backtest: what a person's own log can support, and what knowing at once would have been worth on it. */

import { z } from 'zod'
import { interactionTypes } from '../../data/interaction.ts'
import { createPenchant } from '../../engine/create-penchant.ts'
import { PenchantError } from '../../errors.ts'
import { type BacktestReport, backtest } from '../../evaluation/backtest.ts'
import type { Interval } from '../../evaluation/bootstrap.ts'
import { type Contender, decayedPopularity, fittedModel, liveItemKnn } from '../../evaluation/contenders.ts'
import { inspectLog, type LogReport } from '../../evaluation/log-doctor.ts'
import { createKernels } from '../../math/kernels.ts'
import { modelDefinitions } from '../../models/index.ts'
import type { Need } from '../../models/model.ts'
import { createMemoryStorage } from '../../storage/memory.ts'
import { type BacktestLog, readBacktestLog } from '../backtest-log.ts'
import { commonOptions, defineCommand } from '../command.ts'
import { progressLine } from '../progress.ts'
import { printJson } from '../slate-text.ts'
import { harmless, type Terminal, wrap } from '../terminal.ts'

/** EASE above so many items is fitted on the nearest alone: it is fitted several times in one backtest. */
const denseItems = 4_000
const hour = 3_600_000

export const backtestCommand = defineCommand({
  name: 'backtest',
  summary: 'Replay your own log: what it can support, and what knowing at once is worth',
  input: z.strictObject({
    log: z.string().min(1).describe('Interactions as CSV or JSON lines (.gz too)').meta({ placeholder: 'file' }),
    map: z.string().optional().describe('What becomes of each column of the log, as for import').meta({ placeholder: 'mapping' }),
    items: z.string().min(1).optional().describe('The items, for what is known of them beside the log').meta({ placeholder: 'file' }),
    itemsMap: z.string().optional().describe('What becomes of each of their columns').meta({ placeholder: 'mapping' }),
    doctorOnly: z.boolean().default(false).describe('Only say what the log can support'),
    lag: z.number().min(0).default(1).describe('Hours after which events count, against at once').meta({ placeholder: 'hours' }),
    models: z
      .string()
      .default('ease,ials')
      .describe('Models that are fitted, beside live popularity and item-kNN: names separated by commas, or none'),
    perUser: z.int().min(1).default(8).describe('Moments of a person that are asked about, at most'),
    refitEvery: z.number().min(0.01).max(1).default(0.2).describe('Models are fitted again after this share of the log'),
    ordered: z.boolean().default(false).describe('Keep the order inside sessions, page order and all'),
    seed: z.int().default(1).describe('Seed of all draws'),
    json: commonOptions.json,
  }),
  examples: [
    'backtest --log clicks.csv',
    'backtest --log ratings.csv.gz --map "user=who,item=sku,type=\'rating\',value=stars|scale(1,10),occurredAt=when" --items items.csv --json',
    'backtest --log clicks.csv --doctor-only',
  ],
  notes: `A wish is a like, save, cart, purchase or rating of 4 and more; where a log has none of those, a view, click or dwell. Everybody is asked about wishes for
items new to them, before the log reveals them; the first fifth is only learnt from. Unless --ordered is given, the items of a session are dealt anew to its
times first: what still helps is taste, and not the order of a page.`,
  async run(input, { terminal, clock, signal }) {
    const draw = progressLine(terminal, clock, !input.json)
    const files = { log: input.log, map: input.map, items: input.items, itemsMap: input.itemsMap }
    const onProgress = ({ file, bytes, total }: { readonly file: string; readonly bytes: number; readonly total: number }) =>
      draw(`Reading ${file}`, bytes, total)
    const log = await readBacktestLog(files, { now: clock.now(), onProgress })
    const doctor = inspectLog(log.events, { seed: input.seed })
    terminal.status('')
    const { doctorOnly, json, ...settings } = input
    if (!json) printDoctor(doctor, log, terminal)
    if (doctorOnly) {
      if (json) printJson({ settings, rejected: log.rejected, doctor }, terminal)
      return
    }
    if (!doctor.replayable) throw new PenchantError('invalid-input', doctor.sentences.at(-1) as string, { details: { doctor } })
    const report = await backtest({
      events: log.events,
      contenders: contendersFor(log, doctor, input, signal),
      lagsMilliseconds: input.lag === 0 ? [0] : [0, input.lag * hour],
      shuffled: !input.ordered,
      seed: input.seed,
      warmUp: 0.2,
      perUser: input.perUser,
      refitEvery: input.refitEvery,
      progress: (contender, lag, share) => draw(`${contender}, ${lag === 0 ? 'at once' : `${input.lag} h later`}`, share, 1),
      signal,
    })
    terminal.status('')
    if (json) printJson({ settings, rejected: log.rejected, doctor, backtest: report }, terminal)
    else printReport(report, input, terminal)
  },
})

type Asked = { readonly models: string; readonly seed: number; readonly items?: string | undefined }

function contendersFor(
  log: BacktestLog,
  { advice }: LogReport,
  { models, seed, items: given }: Asked,
  signal: AbortSignal,
): readonly Contender[] {
  const { items, isWish } = log
  const live = [decayedPopularity(items, isWish), liveItemKnn(items, isWish)]
  const context = { kernels: createKernels(), seed, signal }
  const refused = advice.find(({ family, verdict }) => family === 'sequential' && verdict === 'refuse')
  const fitted = [...new Set(models === 'none' ? [] : models.split(',').map((name) => name.trim()))].map((name) => {
    const definition = Object.hasOwn(modelDefinitions, name) ? modelDefinitions[name] : undefined
    const wrong = (why: string) => new PenchantError('invalid-input', `--models cannot take ${name}: ${why}`)
    if (definition === undefined) throw wrong(`there are ${Object.keys(modelDefinitions).join(', ')}, and none.`)
    if (live.some((contender) => contender.name === name)) throw wrong('it takes part already, with live counts.')
    const missing = definition.needs.find((need) => !offered.includes(need))
    if (missing !== undefined) throw wrong(`it needs ${missing}, and a backtest gives it who wished for what, and when.`)
    if (refused !== undefined && definition.needs.length > 0) throw wrong(refused.why)
    return fittedModel(definition, name === 'ease' ? { maxItems: denseItems } : {}, { items, isWish, context })
  })
  return [engineBlend(log, given !== undefined), ...live, ...fitted]
}

/** What the log of a backtest offers to a model. */
const offered: readonly Need[] = ['sequence', 'time']

/** The engine as it serves, in memory and with a clock to set. Without a file of items nothing is known of them but their ids, which say nothing. */
function engineBlend({ items }: BacktestLog, hasContent: boolean): Contender {
  return {
    name: 'blend',
    async open() {
      let now = 0
      const storage = createMemoryStorage()
      const penchant = await createPenchant({
        items,
        storage: { ...storage, slates: { ...storage.slates, put: async () => {} } },
        clock: { now: () => now, elapsed: () => 0 },
        config: {
          groupCommitMs: 0,
          retrainAt: 'never',
          // What is to be found is new to the person, and the others hide whatever was touched.
          taste: { knownBy: [...interactionTypes] },
          ...(!hasContent && { rank: { togetherShare: 1, togetherPeople: 1e-9 } }),
        },
      })
      return {
        recommender: penchant,
        setNow: (moment) => {
          now = moment
        },
        refit: () => penchant.train(),
        close: () => penchant.close(),
      }
    },
  }
}

function printDoctor({ sentences, advice }: LogReport, { rejected }: BacktestLog, { out, paint, columns }: Terminal): void {
  for (const sentence of sentences) out(wrap(harmless(sentence), columns))
  for (const { reason, count } of rejected) out(paint('yellow', `${count.toLocaleString('en')} rows left out: ${harmless(reason)}`))
  out('')
  for (const { family, verdict, why } of advice)
    out(`${family.padEnd(14)}${paint(verdict === 'best' ? 'bold' : 'dim', verdict.padEnd(8))}${why}`)
}

const figure = (value: number) => (Number.isNaN(value) ? '–' : value.toFixed(4))
const between = ({ value, low, high }: Interval) => `${figure(value)} [${figure(low)}, ${figure(high)}]`

function printReport(
  report: BacktestReport,
  { lag, ordered }: { readonly lag: number; readonly ordered: boolean },
  { out, paint }: Terminal,
): void {
  out('')
  out(
    paint(
      'bold',
      `NDCG@10 at ${report.moments.toLocaleString('en')} moments of ${report.users.toLocaleString('en')} people${ordered ? '' : ', order shuffled inside sessions'}; mean by person, 95 %`,
    ),
  )
  const froms = report.runs[0]?.buckets.map(({ from }) => from) ?? []
  const heads = froms.map((from, at) =>
    froms[at + 1] === undefined ? `${from}+` : froms[at + 1]! - from === 1 ? `${from}` : `${from}-${froms[at + 1]! - 1}`,
  )
  out(paint('dim', `${'events before:'.padStart(46)}${heads.map((head) => head.padStart(8)).join('')}`))
  for (const { contender, lagMilliseconds, ndcg, buckets } of report.runs)
    out(
      `${contender.padEnd(12)}${(lagMilliseconds === 0 ? 'at once' : `${lag} h later`).padEnd(11)}${between(ndcg).padEnd(23)}${buckets.map(({ ndcg: own }) => figure(own).padStart(8)).join('')}`,
    )
  if (report.freshness.length > 0) out(paint('dim', `\nWhat knowing at once is worth, against ${lag} h later`))
  for (const { contender, gain } of report.freshness) out(`${contender.padEnd(23)}${between(gain)}`)
  out(paint('dim', '\nAgainst the others, at once'))
  for (const { first, second, difference } of report.differences) out(`${`${first} − ${second}`.padEnd(23)}${between(difference)}`)
}
