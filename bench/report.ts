/** @file What a benchmark says: rows of a table, each with its bar where there is one, and the distributions behind them. */

/** One line of the table. */
export type Row = {
  readonly what: string
  /** The measured figure as text, with its unit. */
  readonly figure: string
  /** What had to be reached, and whether it was; left out for figures without a bar. */
  readonly bar?: { readonly text: string; readonly met: boolean } | undefined
}

/** The value below which that share of the sorted samples lies (nearest rank). */
function percentile(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(share * sorted.length) - 1))] ?? Number.NaN
}

/** A row of a latency distribution in milliseconds, with a bar on its 99th percentile. */
export function latencyRow(what: string, samples: readonly number[], bar?: number): Row {
  const sorted = samples.toSorted((a, b) => a - b)
  const [p50, p90, p99] = [0.5, 0.9, 0.99].map((share) => percentile(sorted, share)) as [number, number, number]
  const figure = `p50 ${ms(p50)}, p90 ${ms(p90)}, p99 ${ms(p99)}, max ${ms(sorted.at(-1) ?? Number.NaN)} (${samples.length})`
  return { what, figure, ...(bar !== undefined && { bar: { text: `p99 < ${bar} ms`, met: p99 < bar } }) }
}

/** Median, and from the smallest to the largest. */
export function spread(samples: readonly number[], digits: number): { readonly median: number; readonly text: string } {
  const sorted = samples.toSorted((a, b) => a - b)
  const median = percentile(sorted, 0.5)
  return {
    median,
    text: `${number(median, digits)} (${number(sorted[0] as number, digits)} to ${number(sorted.at(-1) as number, digits)})`,
  }
}

export const ms = (milliseconds: number) => `${milliseconds.toFixed(milliseconds < 10 ? 2 : 1)} ms`
export const number = (value: number, digits = 0) =>
  value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })

/** The table as lines for a terminal. */
export function tableText(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(({ what }) => what.length))
  return rows
    .map(({ what, figure, bar }) => `${(bar === undefined ? '' : bar.met ? 'met' : 'MISSED').padEnd(7)}${what.padEnd(width)}  ${figure}`)
    .join('\n')
}

/** The table as Markdown. */
export function tableMarkdown(rows: readonly Row[]): string {
  const lines = rows.map(
    ({ what, figure, bar }) => `| ${what} | ${figure} | ${bar?.text ?? ''} | ${bar ? (bar.met ? 'yes' : '**no**') : ''} |`,
  )
  return ['| | Measured | Bar | Met |', '|---|---|---|---|', ...lines].join('\n')
}
