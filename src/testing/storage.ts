/** @file What every `Storage` must do, as named cases for any test runner.
 *
 * @example
 * for (const { name, run } of storageCases({ open: async () => createMemoryStorage() })) test(name, run)
 */

import assert from 'node:assert/strict'
import type { Evidence } from '../data/evidence.ts'
import type { Item } from '../data/item.ts'
import type { LogEvent, LogRecord } from '../data/log-record.ts'
import type { SlateRecord } from '../data/slate.ts'
import { isPenchantError } from '../errors.ts'
import type { Append, AppendResult, Storage } from '../storage/storage.ts'

export type StorageCase = { readonly name: string; readonly run: () => Promise<void> }
export type StorageUnderTest = {
  /** A new, empty storage. */
  readonly open: () => Promise<Storage>
  /** Closes the storage and opens it again on the same data; left out where nothing outlives `close`. */
  readonly reopen?: ((storage: Storage) => Promise<Storage>) | undefined
}

const now = Date.UTC(2026, 5, 1)
const day = 86_400_000

/** The cases; each opens a storage of its own and closes it. */
export function storageCases({ open, reopen }: StorageUnderTest): readonly StorageCase[] {
  const onEmpty = (name: string, check: (storage: Storage) => Promise<void>): StorageCase => ({
    name,
    run: async () => {
      const storage = await open()
      try {
        await check(storage)
      } finally {
        await storage.close()
      }
    },
  })
  const cases = Object.entries(checks).map(([name, check]) => onEmpty(name, check))
  if (!reopen) return cases
  return [...cases, { name: 'everything is there after opening again, and integers go on', run: () => survives(open, reopen) }]
}

const like = (item: string, occurredAt = now): LogEvent => ({ kind: 'interaction', item, type: 'like', occurredAt })
const add = (user: string, event: LogEvent, more: Partial<Append> = {}): Append => ({ user, event, receivedAt: now, ...more })
const ruleSet = (id: string): LogEvent => ({
  kind: 'rule-set',
  rule: { id, filter: { not: { genres: 'horror' } }, words: 'no horror – ever 🎬', from: 'chat', setAt: now },
})
const item = (id: string): Item => ({ id, title: `Title of ${id}`, attributes: { year: 1_999, tags: ['a', 'ß'] }, prior: 0.5 })
const slate = (slateId: string, user: string | null): SlateRecord => ({
  slateId,
  user,
  time: now,
  scenario: 'home',
  variant: null,
  policy: null,
  versions: { encoder: 'e1', models: [], documents: [] },
  revision: 3,
  seed: 7,
  query: { k: 1 },
  candidates: 1,
  slots: [{ item: 'x', position: 0, score: 0.1 + 0.2, sources: ['taste'], mode: 'exploit', propensity: null }],
})

function accepted(
  results: readonly AppendResult[],
): readonly { readonly seq: number; readonly status: string; readonly evidence: Evidence }[] {
  return results.map((result) => {
    assert.notEqual(result.status, 'refused', `expected an acceptance, got ${JSON.stringify(result)}`)
    return result as Extract<AppendResult, { seq: number }>
  })
}
const append = async (storage: Storage, ...batch: readonly Append[]) => accepted(await storage.log.append(batch))
const itemsOf = (evidence: Evidence | undefined) => evidence?.interactions.map((interaction) => interaction.item)
const rulesOf = (evidence: Evidence | undefined) => evidence?.rules.map(({ rule }) => rule.id)
const refusedAs = (result: AppendResult | undefined) => (result?.status === 'refused' ? result.error.code : result?.status)
async function replayed(storage: Storage, after?: number): Promise<readonly LogRecord[]> {
  const chunks = await Array.fromAsync(storage.log.replay(after))
  for (const chunk of chunks) assert.ok(chunk.length > 0, 'no chunk is empty')
  return chunks.flat()
}
const itemsAll = async (storage: Storage) => (await Array.fromAsync(storage.catalogue.all())).flat()

const checks: Readonly<Record<string, (storage: Storage) => Promise<void>>> = {
  'a batch is numbered in its order, and each person’s records hang together': async (storage) => {
    const results = await append(storage, add('ada', like('x')), add('bob', like('y')), add('ada', like('z')))
    const seqs = results.map(({ seq }) => seq)
    assert.deepEqual(seqs, [1, 2, 3])
    assert.deepEqual(itemsOf(results[0]?.evidence), ['x', 'z'], 'evidence is that after the whole batch')
    assert.deepEqual(await storage.users.evidence('ada'), results[2]?.evidence)
    assert.equal((await storage.users.evidence('ada'))?.revision, 3)
    const records = await replayed(storage)
    assert.deepEqual(
      records.map(({ seq, prev, user }) => [seq, prev, user]),
      [
        [1, 0, 'ada'],
        [2, 0, 'bob'],
        [3, 1, 'ada'],
      ],
    )
    assert.equal(await storage.users.evidence('nobody'), undefined)
    assert.deepEqual(await storage.log.history('nobody'), [])
  },

  'every kind of event comes back as it was given': async (storage) => {
    const events: readonly LogEvent[] = [
      { kind: 'interaction', item: 'x', type: 'rating', value: 3.5, occurredAt: now - 12_345, slate: 's1', position: 0 },
      { kind: 'interaction', item: 'Ünï 🎬', type: 'dwell', value: 40, occurredAt: now - 50_000_001 },
      { kind: 'interaction', item: 'x', type: 'seen', occurredAt: 0 },
      { kind: 'interaction', item: 'x', type: 'purchase', occurredAt: now - 1, order: 'Größe 7/ü' },
      ruleSet('r1'),
      { kind: 'control-set', interest: 'x', gain: 0.25 },
      { kind: 'rule-remove', rule: 'r1' },
      { kind: 'retract', target: 3 },
      { kind: 'merge', from: 'nobody' },
    ]
    const results = await append(storage, ...events.map((event) => add('ada', event)))
    const records = await storage.log.history('ada')
    assert.deepEqual(
      records.map(({ event }) => event),
      events,
    )
    assert.deepEqual(await replayed(storage), records)
    assert.deepEqual(results.at(-1)?.evidence, {
      revision: 9,
      interactions: [
        { seq: 1, item: 'x', type: 'rating', value: 3.5, occurredAt: now - 12_345 },
        { seq: 2, item: 'Ünï 🎬', type: 'dwell', value: 40, occurredAt: now - 50_000_001 },
        { seq: 4, item: 'x', type: 'purchase', occurredAt: now - 1, order: 'Größe 7/ü' },
      ],
      rules: [],
      controls: [{ seq: 6, interest: 'x', gain: 0.25 }],
      truncated: false,
    })
    assert.equal(await storage.users.evidence('nobody'), undefined, 'merging an unknown person makes no row for them')
  },

  'the same eventId and payload returns the first acknowledgement, another payload is a conflict': async (storage) => {
    const first = add('ada', like('x'), { eventId: 'e1' })
    const results = await storage.log.append([
      first,
      first,
      add('ada', like('y'), { eventId: 'e1' }),
      add('bob', like('y'), { eventId: 'e1' }),
    ])
    assert.deepEqual(results.map(refusedAs), ['appended', 'repeated', 'event-conflict', 'appended'])
    const later = await storage.log.append([{ ...first, receivedAt: now + 7 * day - 1 }])
    assert.deepEqual(later.map(refusedAs), ['repeated'])
    assert.equal(accepted(later)[0]?.seq, 1)
    assert.deepEqual(itemsOf(await storage.users.evidence('ada')), ['x'])
    const filledIn = { ...first, eventId: 'e2', payload: 'as sent' }
    const again = await storage.log.append([filledIn, { ...filledIn, event: like('x', now + 5) }, { ...filledIn, payload: 'else' }])
    assert.deepEqual(again.map(refusedAs), ['appended', 'repeated', 'event-conflict'])
  },

  'an eventId is new again after seven days': async (storage) => {
    const first = add('ada', like('x'), { eventId: 'e1' })
    await append(storage, first)
    const [again] = await append(storage, { ...first, receivedAt: now + 7 * day })
    assert.equal(again?.status, 'appended')
    assert.equal(again?.seq, 2)
    const [repeated] = await append(storage, { ...first, receivedAt: now + 8 * day })
    assert.deepEqual([repeated?.status, repeated?.seq], ['repeated', 2])
    const other = await storage.log.append([add('ada', like('y'), { eventId: 'e1', receivedAt: now + 8 * day })])
    assert.deepEqual(other.map(refusedAs), ['event-conflict'])
  },

  'a refusal leaves the others of its batch standing': async (storage) => {
    const results = await storage.log.append([
      add('ada', like('x')),
      add('ada', { kind: 'retract', target: 99 }),
      add('ada', { kind: 'merge', from: 'ada' }),
      add('ada', like('y')),
    ])
    assert.deepEqual(results.map(refusedAs), ['appended', 'unknown-event', 'invalid-input', 'appended'])
    assert.deepEqual(itemsOf(await storage.users.evidence('ada')), ['x', 'y'])
    assert.equal((await replayed(storage)).length, 2)
  },

  'one takes back only what is one’s own': async (storage) => {
    await append(storage, add('ada', like('x')), add('bob', like('y')))
    const foreign = await storage.log.append([add('bob', { kind: 'retract', target: 1 }), add('eve', { kind: 'retract', target: 1 })])
    assert.deepEqual(foreign.map(refusedAs), ['unknown-event', 'unknown-event'])
    assert.equal(await storage.users.evidence('eve'), undefined, 'a refused stranger leaves no row')
    const [own] = await append(storage, add('bob', { kind: 'retract', target: 2 }))
    assert.deepEqual(itemsOf(own?.evidence), [])
    const [twice] = await append(storage, add('bob', { kind: 'retract', target: 2 }))
    assert.deepEqual(itemsOf(twice?.evidence), [])
    const [undoOfUndo] = await storage.log.append([add('bob', { kind: 'retract', target: own?.seq as number })])
    assert.equal(refusedAs(undoOfUndo), 'unknown-event')
  },

  'taking back a removed rule’s removal brings the rule back': async (storage) => {
    const [, removed] = await append(storage, add('ada', ruleSet('r1')), add('ada', { kind: 'rule-remove', rule: 'r1' }))
    assert.deepEqual(rulesOf(removed?.evidence), [])
    const [restored] = await append(storage, add('ada', { kind: 'retract', target: removed?.seq as number }))
    assert.deepEqual(rulesOf(restored?.evidence), ['r1'])
    assert.deepEqual(restored?.evidence.rules[0]?.rule, (ruleSet('r1') as Extract<LogEvent, { kind: 'rule-set' }>).rule)
  },

  '1,024 interactions are kept, and an undo brings the evicted one back': async (storage) => {
    const many = Array.from({ length: 1_030 }, (_, at) => add('ada', like(`i${at}`)))
    await append(storage, ...many)
    const full = await storage.users.evidence('ada')
    assert.deepEqual([itemsOf(full)?.length, itemsOf(full)?.[0], full?.truncated], [1_024, 'i6', true])
    const [undone] = await append(storage, add('ada', { kind: 'retract', target: 1_030 }))
    assert.deepEqual([itemsOf(undone?.evidence)?.[0], itemsOf(undone?.evidence)?.at(-1)], ['i5', 'i1028'])
    const [evicted] = await append(storage, add('ada', { kind: 'retract', target: 1 }))
    assert.equal(itemsOf(evicted?.evidence)?.[0], 'i5', 'taking back what is evicted changes nothing that is kept')
    assert.equal((await storage.log.history('ada')).length, 1_032)
  },

  'merge is the union in log order, and the other is empty afterwards': async (storage) => {
    await append(
      storage,
      add('anon', like('a')),
      add('ada', like('b')),
      add('anon', like('c')),
      add('anon', { kind: 'retract', target: 1 }),
    )
    await storage.slates.put([slate('s1', 'anon')])
    const [merged] = await append(storage, add('ada', { kind: 'merge', from: 'anon' }))
    assert.deepEqual(itemsOf(merged?.evidence), ['b', 'c'])
    assert.equal(merged?.seq, 5)
    assert.deepEqual(await storage.users.evidence('ada'), merged?.evidence)
    const emptied = await storage.users.evidence('anon')
    assert.deepEqual([emptied?.revision, itemsOf(emptied)], [6, []])
    assert.deepEqual(await storage.log.history('anon'), [])
    const history = await storage.log.history('ada')
    assert.deepEqual(
      history.map(({ seq, user }) => [seq, user]),
      [1, 2, 3, 4, 5].map((seq) => [seq, 'ada']),
    )
    assert.deepEqual((await replayed(storage)).map(({ seq, user }) => `${seq} ${user}`).join(), '1 ada,2 ada,3 ada,4 ada,5 ada,6 anon')
    assert.equal((await storage.slates.get('s1'))?.user, 'ada')
    const [undone] = await append(storage, add('ada', { kind: 'retract', target: 3 }))
    assert.deepEqual(itemsOf(undone?.evidence), ['b'], 'what was merged can be taken back')
  },

  'someone who only looked takes their slates into whoever they become, and is forgotten with them': async (storage) => {
    await storage.slates.put([slate('s1', 'anon')])
    await append(storage, add('ada', { kind: 'merge', from: 'anon' }))
    assert.equal((await storage.slates.get('s1'))?.user, 'ada')
    assert.equal(await storage.users.erase('ada'), true)
    assert.equal(await storage.slates.get('s1'), undefined)
  },

  'a merged person starts anew, can be merged again, and goes with whoever they were merged into': async (storage) => {
    await append(storage, add('anon', like('a')), add('ada', { kind: 'merge', from: 'anon' }), add('anon', like('b')))
    assert.deepEqual(itemsOf(await storage.users.evidence('anon')), ['b'])
    const [, second] = await append(storage, add('ada', like('c')), add('ada', { kind: 'merge', from: 'anon' }))
    assert.deepEqual(itemsOf(second?.evidence), ['a', 'b', 'c'])
    const forgets = (await replayed(storage)).filter(({ event }) => event.kind === 'forget')
    assert.deepEqual(
      forgets.map(({ user }) => user),
      ['anon'],
      'no forget of theirs becomes one of the person they were merged into',
    )
    const [third] = await append(storage, add('eve', { kind: 'merge', from: 'ada' }))
    assert.deepEqual(itemsOf(third?.evidence), ['a', 'b', 'c'])
    assert.equal(await storage.users.erase('eve'), true)
    assert.deepEqual(
      (await replayed(storage)).filter(({ event }) => event.kind !== 'forget'),
      [],
    )
  },

  'a forget starts a person anew': async (storage) => {
    await append(storage, add('ada', like('a'), { eventId: 'e1' }), add('ada', ruleSet('r1')), add('bob', like('b')))
    const [forgotten] = await append(storage, add('ada', { kind: 'forget' }))
    assert.deepEqual(forgotten?.evidence, { revision: 4, interactions: [], rules: [], controls: [], truncated: false })
    assert.deepEqual(await storage.log.history('ada'), [])
    const undo = await storage.log.append([add('ada', { kind: 'retract', target: 1 })])
    assert.deepEqual(undo.map(refusedAs), ['unknown-event'])
    const [retry] = await append(storage, add('ada', like('a'), { eventId: 'e1' }))
    assert.deepEqual([retry?.status, retry?.seq], ['repeated', 1], 'a late retry brings nothing back')
    await append(storage, add('ada', like('c')))
    assert.deepEqual(itemsOf(await storage.users.evidence('ada')), ['c'])
    assert.deepEqual(
      (await replayed(storage)).map(({ seq }) => seq),
      [3, 4, 5],
    )
  },

  'an erased person is gone with records and slates, and a seq is never reused': async (storage) => {
    await storage.slates.put([slate('s1', 'ada'), slate('s2', 'bob'), slate('s3', null), slate('s4', 'eve')])
    await append(storage, add('bob', like('x')), add('ada', like('x'), { eventId: 'e1' }), add('ada', like('y')))
    assert.equal(await storage.users.erase('ada'), true)
    assert.equal(await storage.users.evidence('ada'), undefined)
    assert.deepEqual(await storage.log.history('ada'), [])
    assert.deepEqual(await storage.users.list({ limit: 10 }), ['bob'])
    assert.equal(await storage.slates.get('s1'), undefined)
    assert.equal((await storage.slates.get('s2'))?.user, 'bob')
    assert.ok(await storage.slates.get('s3'))
    assert.deepEqual(
      (await replayed(storage)).map(({ seq }) => seq),
      [1],
    )
    assert.equal(await storage.users.erase('ada'), false)
    assert.equal(await storage.users.erase('eve'), true, 'someone who was only shown slates')
    const [again] = await append(storage, add('ada', like('x'), { eventId: 'e1' }))
    assert.deepEqual([again?.status, again?.seq, itemsOf(again?.evidence)], ['appended', 4, ['x']])
    assert.equal((await storage.log.history('ada'))[0]?.prev, 0)
  },

  'replay goes in order, in chunks, from any place': async (storage) => {
    const many = Array.from({ length: 2_500 }, (_, at) => add(`u${at % 7}`, like(`i${at % 11}`)))
    await append(storage, ...many)
    const seqs = (await replayed(storage)).map(({ seq }) => seq)
    assert.deepEqual(
      seqs,
      many.map((_, at) => at + 1),
    )
    assert.ok((await Array.fromAsync(storage.log.replay())).length > 1, '2,500 records are more than one chunk')
    assert.deepEqual(
      (await replayed(storage, 2_498)).map(({ seq, user, event }) => [seq, user, event.kind === 'interaction' && event.item]),
      [
        [2_499, 'u6', 'i1'],
        [2_500, 'u0', 'i2'],
      ],
    )
  },

  'people are listed in the order of their bytes, page by page': async (storage) => {
    await append(storage, ...['b', '🎬', 'a', 'Ａ', 'Z'].map((user) => add(user, like('x'))))
    assert.deepEqual(await storage.users.list({ limit: 3 }), ['Z', 'a', 'b'])
    assert.deepEqual(await storage.users.list({ after: 'b', limit: 3 }), ['Ａ', '🎬'])
  },

  'everyone is read with their evidence, in the order of the list, whoever has nothing left too': async (storage) => {
    // More than come in one chunk.
    const users = Array.from({ length: 1_500 }, (_, at) => `u${String(at).padStart(4, '0')}`)
    await append(
      storage,
      ...users.toReversed().map((user) => add(user, like(`of ${user}`))),
      add('u0007', { kind: 'forget' }),
      add('gone', like('x')),
    )
    await storage.users.erase('gone')
    const everyone = (await Array.fromAsync(storage.users.all())).flat()
    assert.deepEqual(
      everyone.map(({ user }) => user),
      users,
    )
    assert.deepEqual(itemsOf(everyone[1_234]?.evidence), ['of u1234'])
    assert.deepEqual(everyone[7]?.evidence, await storage.users.evidence('u0007'))
    assert.deepEqual(itemsOf(everyone[7]?.evidence), [])
  },

  'an item keeps its integer: a deleted one leaves a hole and comes back to it': async (storage) => {
    const stored = await storage.catalogue.put([item('x'), item('y'), item('z')])
    assert.deepEqual(
      stored.map(({ index }) => index),
      [0, 1, 2],
    )
    assert.equal(await storage.catalogue.remove(['y', 'nothing']), 1)
    assert.equal(await storage.catalogue.remove(['y']), 0)
    const [added] = await storage.catalogue.put([item('w')])
    assert.equal(added?.index, 3)
    assert.deepEqual(await itemsAll(storage), [
      { index: 0, item: item('x') },
      { index: 2, item: item('z') },
      { index: 3, item: item('w') },
    ])
    const changed = { ...item('y'), title: 'new' }
    const again = await storage.catalogue.put([changed, item('x')])
    assert.deepEqual(again, [
      { index: 1, item: changed },
      { index: 0, item: item('x') },
    ])
    assert.deepEqual(
      (await itemsAll(storage)).map(({ index }) => index),
      [0, 1, 2, 3],
    )
  },

  'the catalogue comes in chunks': async (storage) => {
    await storage.catalogue.put(Array.from({ length: 2_100 }, (_, at) => item(`i${at}`)))
    const all = await itemsAll(storage)
    assert.equal(all.length, 2_100)
    assert.ok(all.every(({ index, item }) => item.id === `i${index}`))
  },

  'old slates are pruned a few at a time, and what was done with them stays': async (storage) => {
    const served = (slateId: string, time: number, user: string | null = null) => ({ ...slate(slateId, user), time })
    // Not in the order of time, as a late writer would leave them.
    await storage.slates.put([served('s3', now + 2), served('s1', now - day, 'ada'), served('s2', now, 'ada'), served('s0', now - 2 * day)])
    await append(storage, add('ada', { kind: 'interaction', item: 'x', type: 'like', occurredAt: now, slate: 's1', position: 0 }))
    const left = async () => {
      const found = await Promise.all(['s0', 's1', 's2', 's3'].map((id) => storage.slates.get(id)))
      return found.flatMap((record) => record?.slateId ?? [])
    }
    assert.equal(await storage.slates.prune(now - 3 * day, 10), 0)
    assert.equal(await storage.slates.prune(now, 1), 1)
    assert.equal((await left()).length, 3, 'no more than the limit')
    assert.equal(await storage.slates.prune(now, 10), 1)
    assert.deepEqual(await left(), ['s2', 's3'], 'one served at that very moment stays')
    const [like] = (await storage.log.history('ada')).map(({ event }) => event)
    assert.equal(like?.kind === 'interaction' && like.slate, 's1')
    assert.equal(await storage.slates.prune(now + 10, 2), 2)
    assert.equal(await storage.slates.prune(now + 10, 2), 0)
    await storage.slates.put([served('s1', now, 'ada')])
    assert.deepEqual(await left(), ['s1'])
  },

  'a person has their slates back, the last one first, also those of whom they were merged from': async (storage) => {
    const servedTo = async (user: string) =>
      (await Array.fromAsync(storage.slates.served(user))).flat().map(({ slateId, user: to }) => `${slateId} ${to}`)
    assert.deepEqual(await servedTo('ada'), [])
    const many = Array.from({ length: 150 }, (_, n) => `m${n}`)
    await storage.slates.put([slate('s1', 'anon'), slate('s2', null), slate('s3', 'bob')])
    await storage.slates.put(many.map((slateId) => slate(slateId, 'ada')))
    const last = many.map((slateId) => `${slateId} ada`).reverse()
    assert.deepEqual(await servedTo('ada'), last)
    for await (const [newest] of storage.slates.served('ada')) {
      assert.deepEqual(newest, slate('m149', 'ada'))
      break
    }
    await append(storage, add('anon', like('x')), add('ada', { kind: 'merge', from: 'anon' }))
    assert.deepEqual([await servedTo('anon'), await servedTo('ada')], [[], [...last, 's1 ada']])
    await storage.users.erase('ada')
    assert.deepEqual([await servedTo('ada'), await servedTo('bob')], [[], ['s3 bob']])
  },

  'slates come back as they were': async (storage) => {
    await storage.slates.put([slate('s1', 'ada'), slate('s2', null)])
    assert.deepEqual(await storage.slates.get('s1'), slate('s1', 'ada'))
    assert.deepEqual(await storage.slates.get('s2'), slate('s2', null))
    assert.equal(await storage.slates.get('s3'), undefined)
  },

  'documents are published by compare-and-swap': async (storage) => {
    const draft = { kind: 'prompt', name: 'reply', parent: 0, body: { text: 'Hello', steps: [1, 2] }, publishedAt: now }
    assert.equal(await storage.documents.get('prompt', 'reply'), undefined)
    const first = await storage.documents.publish(draft)
    assert.deepEqual(first, { ...draft, version: 1 })
    await assert.rejects(storage.documents.publish(draft), (error) => isPenchantError(error, 'document-conflict'))
    await assert.rejects(storage.documents.publish({ ...draft, parent: 2 }), (error) => isPenchantError(error, 'document-conflict'))
    const second = await storage.documents.publish({ ...draft, parent: 1, body: 'short' })
    assert.deepEqual(await storage.documents.get('prompt', 'reply'), second)
    assert.deepEqual(await storage.documents.get('prompt', 'reply', 1), first)
    assert.equal(await storage.documents.get('prompt', 'reply', 3), undefined)
    assert.equal(await storage.documents.get('prompt', 'other'), undefined)
  },

  'artifacts come back to the byte': async (storage) => {
    const bytes = Uint8Array.from({ length: 100_000 }, (_, at) => (at * 31) % 256)
    await storage.artifacts.put('model', bytes)
    assert.deepEqual([...((await storage.artifacts.get('model')) ?? [])], [...bytes])
    await storage.artifacts.put('model', Uint8Array.of(1))
    assert.deepEqual([...((await storage.artifacts.get('model')) ?? [])], [1])
    assert.equal(await storage.artifacts.get('nothing'), undefined)
  },

  'a closed storage says so': async (storage) => {
    await storage.close()
    const isClosed = (error: unknown) => isPenchantError(error, 'closed')
    await assert.rejects(storage.log.append([add('ada', like('x'))]), isClosed)
    await assert.rejects(storage.users.evidence('ada'), isClosed)
    await assert.rejects(replayed(storage), isClosed)
  },
}

async function survives(open: StorageUnderTest['open'], reopen: NonNullable<StorageUnderTest['reopen']>): Promise<void> {
  let storage = await open()
  try {
    const first = add('ada', { kind: 'interaction', item: 'x', type: 'rating', value: -2.5, occurredAt: now - 5 }, { eventId: 'e1' })
    await append(storage, first, add('ada', ruleSet('r1')), add('gone', like('y')))
    await storage.catalogue.put([item('x'), item('z')])
    await storage.slates.put([slate('s1', 'ada')])
    await storage.artifacts.put('model', Uint8Array.of(1, 2))
    const document = await storage.documents.publish({ kind: 'k', name: 'n', parent: 0, body: null, publishedAt: now })
    await storage.users.erase('gone')
    const before = [await storage.users.evidence('ada'), await replayed(storage), await itemsAll(storage)]
    storage = await reopen(storage)
    assert.deepEqual([await storage.users.evidence('ada'), await replayed(storage), await itemsAll(storage)], before)
    assert.deepEqual(await storage.slates.get('s1'), slate('s1', 'ada'))
    assert.deepEqual([...((await storage.artifacts.get('model')) ?? [])], [1, 2])
    assert.deepEqual(await storage.documents.get('k', 'n'), document)
    const [repeated, next] = await append(storage, first, add('new', like('x')))
    assert.deepEqual([repeated?.status, repeated?.seq, next?.seq], ['repeated', 1, 4])
    const indexes = (await storage.catalogue.put([item('z'), item('v')])).map(({ index }) => index)
    const known = (await itemsAll(storage)).map(({ index }) => index)
    assert.equal(new Set(known).size, known.length)
    assert.ok((indexes[1] as number) > (indexes[0] as number), 'a new item gets a higher integer')
  } finally {
    await storage.close()
  }
}
