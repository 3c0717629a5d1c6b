/** @file Time and memory of fits against the length of the log: 10^5, 3·10^5 … interactions, each fit in a process of its own, and the slopes of the curves.
 *
 * Usage: node bench/measures/cost.ts [MOST]      (prints rows as JSON; MOST: the longest log, 1e7 when left out)
 * A slope is that of the least-squares line through the logarithms: 1 = twice the log costs twice as much.
 */

import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { number, type Row } from '../report.ts'
import type { Fit } from './cost-fit.ts'

const [most = '1e7'] = process.argv.slice(2)
const lengths = [1e5, 3e5, 1e6, 3e6, 1e7].filter((length) => length <= Number(most))
const threads = 2
const memoryBar = 8
const models: readonly { readonly name: string; readonly what: string; readonly options: object }[] = [
  { name: 'item-knn', what: 'item-knn', options: {} },
  { name: 'ials', what: 'iALS of rank 64, 3 sweeps over people and items', options: { embeddingSize: 64, epochs: 3 } },
]

const rows: Row[] = []
for (const { name, what, options } of models) {
  const fits: Fit[] = []
  for (const length of lengths) {
    const fit = await measured([name, String(length), String(threads), JSON.stringify(options)])
    fits.push(fit)
    rows.push({
      what: `${what}: ${number(length)} interactions of ${number(fit.people)} people with ${number(fit.items)} items, ${threads} threads`,
      figure: `${number(fit.seconds, 1)} s (${number(fit.processorSeconds, 1)} s of processor), ${number(fit.bytes / 2 ** 20)} MiB at most`,
      ...(length === 1e7 && { bar: { text: `≤ ${memoryBar} GiB`, met: fit.bytes <= memoryBar * 2 ** 30 } }),
    })
  }
  const slope = (of: (fit: Fit) => number) => number(slopeOf(lengths.map(Math.log), fits.map(of).map(Math.log)), 2)
  rows.push({
    what: `${what}: slope in log-log over ${lengths.length} lengths`,
    figure: `${slope(({ seconds }) => seconds)} of the time, ${slope(({ processorSeconds }) => processorSeconds)} of the processor's, ${slope(({ bytes }) => bytes)} of the memory`,
  })
}
console.log(JSON.stringify(rows))

async function measured(args: readonly string[]): Promise<Fit> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(import.meta.dirname, 'cost-fit.ts'), ...args])
  return JSON.parse(stdout) as Fit
}

/** Of the least-squares line. */
function slopeOf(x: readonly number[], y: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [centreX, centreY] = [mean(x), mean(y)]
  const across = x.reduce((sum, value, at) => sum + (value - centreX) * (y[at]! - centreY), 0)
  return across / x.reduce((sum, value) => sum + (value - centreX) ** 2, 0)
}
