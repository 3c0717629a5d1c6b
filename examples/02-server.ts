/** @file An engine behind HTTP: a backend holds a key and acts for anyone, a browser holds a token and acts for its own person. Run: node examples/02-server.ts */
// #region serve
import { createPenchant, type Item } from 'penchant'
import { createClient } from 'penchant/client'
import { serve, signUserToken } from 'penchant/server'

const key = 'a-long-random-key-of-your-backend'
const secret = 'a-long-random-secret-for-user-tokens'
const penchant = await createPenchant({ items: teas() })
const server = await serve(penchant, { port: 0, serverKeys: [key], tokenSecrets: [secret] })
// #endregion

// #region browser
const token = signUserToken({ user: 'ada', secret, now: Date.now(), ttlSeconds: 3_600 })
const browser = createClient({ baseUrl: server.url, token })
const { seq } = await browser.track({ item: 'sencha', type: 'like' })
const { items } = await browser.recommend({ k: 3 })
for await (const event of browser.chatStream({ message: 'something grassy' })) if (event.type === 'text') console.log(event.text.trim())
// #endregion
console.log(`For ada: ${items.map(({ item, reason }) => `${item.title} (${reason.text})`).join(', ')}`)
const refused = await browser.profile('bob').catch((error) => error)
console.log(`A token for ada that asks about bob: ${refused.status} ${refused.code}`)
await browser.undo('ada', seq)

// #region backend
const backend = createClient({ baseUrl: server.url, token: key })
await backend.putItems([{ id: 'assam', title: 'Assam', text: 'A black tea, malty and strong.', attributes: { notes: ['malty'] } }])
const profile = await backend.profile('ada')
// #endregion
console.log(`After undo ada has ${profile.interactions.length} interactions; the catalogue has ${(await backend.status()).items} teas`)
const api = await fetch(`${server.url}/openapi.json`)
console.log(`The API describes itself at ${new URL(api.url).pathname}: ${api.status}`)
await server.close()

function teas(): Item[] {
  return [
    { id: 'oolong', title: 'Oolong', text: 'Half-oxidised leaves, buttery.', attributes: { notes: ['floral', 'creamy'] } },
    { id: 'sencha', title: 'Sencha', text: 'Steamed green leaves, brisk.', attributes: { notes: ['grassy', 'fresh'] } },
    { id: 'gyokuro', title: 'Gyokuro', text: 'Shaded green leaves, sweet.', attributes: { notes: ['grassy', 'sweet'] } },
    { id: 'mint', title: 'Mint', text: 'No tea bush at all.', attributes: { notes: ['minty'] } },
  ]
}
