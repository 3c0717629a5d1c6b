/** @file The whole of Penchant in one story: taste that moves at once, undo that is exact, wishes in words. Run: node examples/01-quickstart.ts */
// #region start
import { bundledCatalogue, createPenchant, type Slate } from 'penchant'

// In memory; { items, dataFolder: './data' } keeps everything in SQLite.
const penchant = await createPenchant({ items: await bundledCatalogue() })
const newcomer = await penchant.recommend({ user: 'ada', k: 10 }) // the editors' order
// #endregion
show('For a newcomer', newcomer)

// #region like
for (const item of ['blade-runner-1982', 'arrival-2016', 'the-matrix-1999']) await penchant.track('ada', { item, type: 'like' })
const forYou = await penchant.recommend({ user: 'ada', k: 10 }) // mostly science fiction now
// #endregion
show('After three likes', forYou)

// #region undo
const disliked = forYou.items[0]!.item
const { seq } = await penchant.track('ada', { item: disliked.id, type: 'dislike' })
const fallen = await penchant.recommend({ user: 'ada', k: 20 }) // what is near it has gone
await penchant.undo('ada', seq)
const restored = await penchant.recommend({ user: 'ada', k: 20 }) // exactly as it was
// #endregion
const neighbours = (await penchant.similar(disliked.id, { k: 20 })).items.map(({ item }) => item.id)
console.log(`\nOf the 20 nearest to ${disliked.title} the first 20 held ${held(restored)}, while it was disliked ${held(fallen)}`)
console.log(`Undo gives exactly the former list: ${same(await penchant.recommend({ user: 'ada', k: 10 }), forYou)}`)

// #region chat
const answer = await penchant.chat({ user: 'ada', message: 'no horror, something funny after 1990 like Fargo' })
for (const rule of answer.rulesSet) await penchant.removeRule('ada', rule.id) // it kept “no horror” and “after 1990”
const freed = await penchant.recommend({ user: 'ada', k: 10 }) // exactly as before the message
// #endregion
show(`“no horror, something funny after 1990 like Fargo”\n${answer.reply}`, answer)
console.log(`Rules it stated: ${answer.rulesSet.map(({ words }) => words).join(', ')}`)
console.log(`Without these rules the list is as before: ${same(freed, forYou)}`)
await penchant.close()

function show(heading: string, { items }: Slate) {
  console.log(`\n${heading}`)
  for (const { item, reason } of items) console.log(`- ${item.title} (${item.attributes.year}, ${item.attributes.genres}): ${reason.text}`)
}
function same(one: Slate, other: Slate) {
  return JSON.stringify(one.items) === JSON.stringify(other.items)
}
function held({ items }: Slate) {
  return items.filter(({ item }) => neighbours.includes(item.id)).length
}
