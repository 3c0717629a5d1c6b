/** @file Which model suits a log of your own? Four of them on the same people, with intervals. Run: node examples/evaluate.ts [clicks.csv] */
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
// #region evaluate
import { compareAll, evaluate, reportChart, reportTable } from 'penchant/evaluate'

const file = process.argv[2] ?? (await madeUpClicks())
const { report, evaluations } = await evaluate({
  data: `csv:${file}`,
  models: ['most-popular', 'item-knn', 'sequence-rules', { model: 'ease', config: { regularization: 20 } }],
  metrics: ['NDCG@10', 'Recall@10', 'Coverage@10'],
})
console.log(reportTable(report))
console.log(reportChart(report))
for (const { first, second, difference, p } of compareAll(evaluations))
  console.log(
    `${first} − ${second}: ${difference.value.toFixed(3)} [${difference.low.toFixed(3)}, ${difference.high.toFixed(3)}], p ${p.toFixed(4)}`,
  )
// #endregion
if (process.argv[2] === undefined) await rm(file)

/** A made-up log with a right answer: everybody walks around one of ten tables of twelve, so what comes next follows from what was last. */
async function madeUpClicks() {
  const lines = Array.from({ length: 400 }, (_, user) => {
    const [table, start, steps] = [user % 10, Math.floor(user / 10) % 12, 5 + (user % 3)]
    return Array.from(
      { length: steps },
      (_, step) => `user-${user},table-${table}-${(start + step) % 12},${1_700_000_000 + 3_600 * step + user}`,
    )
  })
  const file = join(await mkdtemp(join(tmpdir(), 'penchant-clicks-')), 'clicks.csv')
  await writeFile(file, ['user,item,occurredAt', ...lines.flat()].join('\n'))
  return file
}
