/** @file Prints how well newcomers are served on the bundled films: requests in words and like-sets, with what random and prior reach.
 *
 * Usage: node bench/taste/golden.ts [--held-out] [--show]      (--show lists what failed with what was shown)
 */

import { parseArgs } from 'node:util'
import { admits } from '../../test/catalogues/catalogue.ts'
import { baselines, likeSetOutcome, likeSets, openGolden, requestOutcome, tasteRequests } from './golden-sets.ts'

const { values } = parseArgs({ options: { 'held-out': { type: 'boolean', default: false }, show: { type: 'boolean', default: false } } })
const heldOut = values['held-out']
const { penchant, items } = await openGolden()
const share = (part: number, whole: number) => `${(part / whole).toFixed(3)} (${part}/${whole})`

const requests = tasteRequests(heldOut)
let obeyed = 0
let served = 0
let any = 0
for (const request of requests) {
  const outcome = await requestOutcome(penchant, request)
  obeyed += Number(outcome.broken.length === 0)
  served += Number(outcome.success)
  any += Number(outcome.any === true)
  if (!values.show || (outcome.success && outcome.broken.length === 0)) continue
  console.log(`✗ ${request.id} "${request.message}"${outcome.broken.length > 0 ? ` BROKEN: ${outcome.broken.join(', ')}` : ''}`)
  for (const item of outcome.shown) console.log(`    ${admits(request.good, item) ? '+' : '−'} ${item.id}`)
}
const beside = baselines(
  items,
  requests.map(({ id, must, good }) => ({ id, must, good: [good], known: [] })),
)

const sets = likeSets(heldOut)
let liked = 0
for (const set of sets) {
  const outcome = await likeSetOutcome(penchant, set)
  liked += Number(outcome.success)
  if (!values.show || outcome.success) continue
  console.log(`✗ ${set.id} ${set.expect}`)
  for (const item of outcome.shown) console.log(`    ${set.good.map((filter) => (admits(filter, item) ? '+' : '−')).join('')} ${item.id}`)
}
const besideSets = baselines(
  items,
  sets.map(({ id, like, dislike = [], good }) => ({ id, good, known: [...like, ...dislike] })),
)
await penchant.close()

console.log(`golden, ${heldOut ? 'held out' : 'tuning'} files; ${items.length} films, nobody else has acted`)
console.log(
  `requests   obeyed ${share(obeyed, requests.length)}   success@5 ${share(served, requests.length)}, any ${share(any, requests.length)}   random ${beside.random.toFixed(3)}   prior ${beside.prior.toFixed(3)}`,
)
console.log(
  `like-sets                        success@5 ${share(liked, sets.length)}   random ${besideSets.random.toFixed(3)}   prior ${besideSets.prior.toFixed(3)}`,
)
