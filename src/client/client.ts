/** @file A client of the HTTP API, the same calls as the engine's own. Runs in browsers (with the session cookie) and in Node (with a key or token). */

import type { Filter } from '../data/filter.ts'
import type { Interaction } from '../data/interaction.ts'
import type { Attributes, Item } from '../data/item.ts'
import type { Rule, RuleInput } from '../data/rule.ts'
import type { Slate } from '../data/slate.ts'
import type { ChatAnswer, ChatEvent, ChatRequest, EngineStatus, Penchant, ProfileView } from '../engine/penchant.ts'
import type { Acknowledgement, RecommendRequest } from '../pipeline/recommender.ts'
import { ClientError, problemError } from './client-error.ts'
import { type Call, type Connection, request, requestJson } from './request.ts'
import { readEvents } from './server-sent-events.ts'

export type ClientOptions = {
  /** "https://taste.example"; "" in a page that the server itself serves. */
  readonly baseUrl: string
  /** A server key or a user token. Left out: the browser's session cookie. */
  readonly token?: string | undefined
  readonly fetch?: typeof globalThis.fetch | undefined
  /** How often what does no harm twice is sent again when no answer comes; 2 unless given. */
  readonly retries?: number | undefined
  /** Before the first retry, 200 unless given; doubled for each further one. */
  readonly retryDelayMs?: number | undefined
}

/** The people of this browser in the demo. */
export type Session = { readonly user: string; readonly users: readonly string[] }
export type Catalogue = {
  readonly schema: Readonly<Record<string, 'word' | 'words' | 'number' | 'flag'>>
  readonly facets: Readonly<Record<string, readonly { readonly value: string; readonly count: number }[]>>
}
export type AskOptions = Pick<RecommendRequest, 'user' | 'k' | 'filter' | 'trace'>
export type Client<A extends Attributes = Attributes> = ReturnType<typeof createClient<A>>

/**
 * Makes a client. Holders of a user token or cookie leave `user` out everywhere it may be left out.
 *
 * @example
 * const client = createClient({ baseUrl: 'http://localhost:4747', token })
 * await client.track({ item: 'fargo-1996', type: 'like' })
 * const { items } = await client.recommend({ k: 12 })
 */
export function createClient<A extends Attributes = Attributes>(options: ClientOptions) {
  const connection: Connection = {
    baseUrl: options.baseUrl.replace(/\/+$/, ''),
    token: options.token,
    // Called as a plain function: a browser's fetch refuses to be another object's method.
    fetch: options.fetch ?? ((...input) => globalThis.fetch(...input)),
    retries: options.retries ?? 2,
    retryDelayMs: options.retryDelayMs ?? 200,
  }
  const json = <T>(call: Omit<Call, 'repeatable'>, repeatable: boolean) => requestJson<T>(connection, { ...call, repeatable })
  const ask = <T>(path: string, body: unknown, signal?: AbortSignal) => json<T>({ method: 'POST', path, body, signal }, true)

  return {
    /** Adds or replaces items; needs a server key. */
    putItems: (items: readonly Item<A>[]) => json<{ stored: number }>({ method: 'PUT', path: '/v1/items', body: { items } }, true),
    item: (id: string) => json<Item<A>>({ method: 'GET', path: `/v1/items/${segment(id)}` }, true),
    items: (page: { readonly after?: string | undefined; readonly k?: number | undefined; readonly filter?: Filter | undefined } = {}) =>
      json<{ items: readonly Item<A>[]; next: string | null }>({ method: 'GET', path: `/v1/items${queryOf(page)}` }, true),
    /** Needs a server key. */
    removeItem: (id: string) => json<{ removed: number }>({ method: 'DELETE', path: `/v1/items/${segment(id)}` }, false),
    catalogue: () => json<Catalogue>({ method: 'GET', path: '/v1/catalogue' }, true),

    /** Records an interaction, with an eventId of its own unless it has one, so that sending it again adds nothing. */
    track: (interaction: Interaction, user?: string) => ask<Acknowledgement>('/v1/interactions', { user, ...withEventId(interaction) }),
    trackAll: async (interactions: readonly Interaction[], user?: string): Promise<readonly Acknowledgement[]> => {
      const body = { user, interactions: interactions.map(withEventId) }
      return (await ask<{ acknowledgements: readonly Acknowledgement[] }>('/v1/interactions', body)).acknowledgements
    },
    undo: (user: string, seq: number) =>
      json<Acknowledgement>({ method: 'DELETE', path: `/v1/users/${segment(user)}/interactions/${seq}` }, false),

    recommend: (body: RecommendRequest = {}, signal?: AbortSignal) => ask<Slate<A>>('/v1/recommend', body, signal),
    /** What was bought in one order with the item. */
    alsoBought: (item: string, asked: AskOptions = {}, signal?: AbortSignal) =>
      ask<Slate<A>>('/v1/also-bought', { item, ...asked }, signal),
    similar: (item: string, asked: AskOptions = {}, signal?: AbortSignal) => ask<Slate<A>>('/v1/similar', { item, ...asked }, signal),
    search: (text: string, asked: AskOptions = {}, signal?: AbortSignal) => ask<Slate<A>>('/v1/search', { text, ...asked }, signal),
    chat: (message: ChatRequest, signal?: AbortSignal) => ask<ChatAnswer<A>>('/v1/chat', withEventId(message), signal),
    /** The cards first, then the reply as it is written. Leaving the loop, or the signal, stops the server's work. */
    chatStream: (message: ChatRequest, signal?: AbortSignal) => streamChat<A>(connection, message, signal),

    profile: (user: string) => json<ProfileView<A>>({ method: 'GET', path: `/v1/users/${segment(user)}/profile` }, true),
    setRule: (user: string, rule: RuleInput) => json<Rule>({ method: 'POST', path: `/v1/users/${segment(user)}/rules`, body: rule }, false),
    removeRule: (user: string, id: string) =>
      json<Acknowledgement>({ method: 'DELETE', path: `/v1/users/${segment(user)}/rules/${segment(id)}` }, false),
    setInterest: (user: string, id: string, gain: number) =>
      json<Acknowledgement>({ method: 'PATCH', path: `/v1/users/${segment(user)}/interests/${segment(id)}`, body: { gain } }, true),
    exportUser: (user: string) =>
      json<Awaited<ReturnType<Penchant<A>['exportUser']>>>({ method: 'GET', path: `/v1/users/${segment(user)}/export` }, true),
    forget: async (user: string): Promise<boolean> =>
      (await json<{ forgotten: boolean }>({ method: 'DELETE', path: `/v1/users/${segment(user)}` }, false)).forgotten,
    /** Needs a server key. */
    merge: (from: string, into: string) =>
      json<Acknowledgement>({ method: 'POST', path: `/v1/users/${segment(into)}/merge`, body: { from } }, false),
    /** Begins to train in the background; `started` is false where an earlier one is under way. Needs a server key. */
    train: (options: { readonly cold?: boolean | undefined } = {}) =>
      json<{ started: boolean; busy: readonly string[] }>({ method: 'POST', path: '/v1/train', body: options }, true),
    status: () => json<EngineStatus>({ method: 'GET', path: '/v1/status' }, true),

    /** The demo's session: starts one, or goes on with this browser's. */
    session: () => json<Session>({ method: 'POST', path: '/v1/session' }, false),
    /** Be another of this browser's people, by place, or a new one. */
    switchSession: (to: number | 'new') => json<Session>({ method: 'POST', path: '/v1/session/switch', body: { to } }, false),
  }
}

async function* streamChat<A extends Attributes>(
  connection: Connection,
  message: ChatRequest,
  signal: AbortSignal | undefined,
): AsyncGenerator<ChatEvent<A>, void, void> {
  const call = {
    method: 'POST',
    path: '/v1/chat',
    body: withEventId(message),
    accept: 'text/event-stream',
    signal,
    repeatable: true,
  } as const
  const response = await request(connection, call)
  let complete = false
  for await (const { event, data } of readEvents(response.body as ReadableStream<Uint8Array>)) {
    if (event === 'error') throw problemError(JSON.parse(data))
    const parsed = JSON.parse(data) as ChatEvent<A>
    complete = parsed.type === 'done'
    yield parsed
  }
  if (!complete)
    throw new ClientError('unreachable', 'The answer broke off. Send the message again: it is written once.', { status: response.status })
}

function withEventId<T extends { readonly eventId?: string | undefined }>(event: T): T {
  return event.eventId === undefined ? { ...event, eventId: newEventId() } : event
}

function newEventId(): string {
  // A page that is not on https or localhost has no randomUUID.
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function segment(id: string): string {
  // A URL with these as a segment means another address, however they are written.
  if (id === '.' || id === '..') throw new ClientError('invalid-input', `The id "${id}" cannot stand in an address. Choose another id.`)
  return encodeURIComponent(id)
}

function queryOf({
  after,
  k,
  filter,
}: {
  readonly after?: string | undefined
  readonly k?: number | undefined
  readonly filter?: Filter | undefined
}): string {
  const query = new URLSearchParams()
  if (after !== undefined) query.set('after', after)
  if (k !== undefined) query.set('k', String(k))
  if (filter !== undefined) query.set('filter', JSON.stringify(filter))
  return query.size > 0 ? `?${query}` : ''
}
