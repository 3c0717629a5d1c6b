/** @file The composition root: the one place that picks drivers and models and puts the engine together. */

import { join } from 'node:path'
import { createCapture } from '../capture/capture.ts'
import { prepareGrammar } from '../conversation/grammar.ts'
import { createConversationMemory } from '../conversation/memory.ts'
import { createReplier } from '../conversation/reply.ts'
import { checkShape } from '../data/check.ts'
import { dayMs } from '../data/day.ts'
import { rulesInForce } from '../data/evidence.ts'
import type { Attributes, Item } from '../data/item.ts'
import type { Degraded } from '../data/slate.ts'
import type { Encoder } from '../embeddings/encoder.ts'
import { PenchantError } from '../errors.ts'
import type { ModelKeys } from '../llm/provider.ts'
import { createKernels } from '../math/kernels.ts'
import type { Planner } from '../pipeline/plan.ts'
import type { Replier } from '../pipeline/reply.ts'
import { chatRequestSchema, recommendRequestSchema, searchRequestSchema, similarRequestSchema } from '../pipeline/requests.ts'
import { createInterestNamer } from '../profile/naming.ts'
import { sources } from '../retrieval/sources.ts'
import { createMemoryStorage } from '../storage/memory.ts'
import { openSqliteStorage } from '../storage/sqlite/open-sqlite-storage.ts'
import type { Storage } from '../storage/storage.ts'
import { createCatalogue, type LiveCatalogue } from './catalogue.ts'
import { type Clock, systemClock } from './clock.ts'
import { type ConfigInput, configSchema } from './config.ts'
import { converse } from './converse.ts'
import { createItems } from './items.ts'
import { createLiveLearning } from './live-learning.ts'
import { createLoudness } from './loudness.ts'
import { createModelFitting } from './model-fitting.ts'
import { namedModel } from './named-model.ts'
import { createOrderCounts } from './order-counts.ts'
import type { ChatAnswer, Penchant } from './penchant.ts'
import { createPeople } from './people.ts'
import { profileView } from './profile-view.ts'
import { type Answered, type Asked, createRecommend } from './recommend.ts'
import { createSlateLog } from './slate-log.ts'
import { createStatements } from './statements.ts'
import { createTopicName } from './topic-name.ts'
import { createTraining } from './training.ts'
import { version } from './version.ts'
import { createVisits } from './visits.ts'
import { createWeights } from './weights.ts'

export type PenchantOptions<A extends Attributes = Attributes> = {
  /** Put into the catalogue at the start; items that are there already are replaced where they differ. */
  readonly items?: Iterable<Item<A>> | undefined
  /** What a storage that has neither items nor people starts with; not called for another. */
  readonly starter?: (() => Promise<Iterable<Item<A>>>) | undefined
  /** Where everything is kept; in memory when neither this nor `dataFolder` is given. */
  readonly storage?: Storage | undefined
  /** A folder for an SQLite database, made when missing. One process owns it. */
  readonly dataFolder?: string | undefined
  /** Texts to vectors; the embedded LSA, trained on the catalogue, when left out. */
  readonly encoder?: Encoder | undefined
  /** A language model that phrases replies: `openai/…`, `anthropic/…`, `google/…`, `ollama/…`, `llama/PATH` or `URL#model`; left out, the built-in sentences do. */
  readonly model?: string | undefined
  /** Keys by provider, for `model`. */
  readonly modelKeys?: ModelKeys | undefined
  /** Phrases replies in place of `model`. */
  readonly replier?: Replier | undefined
  readonly clock?: Clock | undefined
  readonly config?: ConfigInput | undefined
}

/**
 * Starts an engine: opens the storage, reads the catalogue and everyone's evidence, loads or trains the encoder.
 *
 * @throws PenchantError `storage-locked` and its kin when the folder cannot be used, `invalid-input` for a malformed item or option.
 * @example
 * const penchant = await createPenchant({ items, dataFolder: './data' })
 * await penchant.track('ada', { item: 'alien-1979', type: 'like' })
 * const slate = await penchant.recommend({ user: 'ada', k: 10 })
 */
export async function createPenchant<A extends Attributes = Attributes>(options: PenchantOptions<A> = {}): Promise<Penchant<A>> {
  const config = checkShape(configSchema, options.config ?? {}, 'configuration')
  const clock = options.clock ?? systemClock
  const { storage, kind } = await openStorage(options)
  try {
    return await assemble<A>(options, { config, clock, storage, kind })
  } catch (error) {
    await storage.close()
    throw error
  }
}

type Ground = {
  readonly config: ReturnType<typeof configSchema.parse>
  readonly clock: Clock
  readonly storage: Storage
  readonly kind: string
}

async function assemble<A extends Attributes>(options: PenchantOptions<A>, { config, clock, storage, kind }: Ground): Promise<Penchant<A>> {
  const kernels = createKernels()
  const people = createPeople(storage.users, (id) => catalogue.indexOf(id), config.taste)
  const ranker = { kernels, algebra: config.algebra, now: clock.now, name: config.rankingModel, options: config.rankingModelOptions }
  const folder = options.dataFolder === undefined || options.storage ? undefined : join(options.dataFolder, 'models')
  const modelFitting =
    config.rankingModel === 'none' ? undefined : await createModelFitting({ ...ranker, artifacts: storage.artifacts, folder })
  const training = createTraining({
    artifacts: storage.artifacts,
    encoder: options.encoder,
    config: config.lsa,
    likes() {
      learning.reading()
      return people.positives()
    },
    counts: people.popularity,
    now: clock.now,
    model: modelFitting,
  })
  const loudness = createLoudness(config.taste)
  const bought = createOrderCounts((id) => catalogue.indexOf(id))
  const live = { together: people.together, bought, popularity: people.popularity, loudness }
  const catalogue = createCatalogue({ store: storage.catalogue, kernels, live, training })
  const learning = createLiveLearning({
    ...{ artifacts: storage.artifacts, evidence: people.evidence, learnsOn: config.learnLikes },
    ...{ snapshot: catalogue.snapshot, indexOf: catalogue.indexOf, config: config.taste },
  })
  /** What is a function of everybody's evidence. */
  const folded = [people, learning, loudness, bought]
  const keptMs = config.slateDays === 'forever' ? Number.POSITIVE_INFINITY : config.slateDays * dayMs
  const slates = createSlateLog(storage.slates, { now: clock.now, keptMs })
  const gapMs = config.taste.sessionGapMinutes * 60_000
  const visits = createVisits({ served: slates.served, indexOf: catalogue.indexOf, gapMs, keptMs })
  const capture = createCapture({
    storage,
    clock: clock.now,
    knowsItem: (id) => catalogue.snapshot().indexOf(id) !== undefined,
    ratingScale: config.taste.rating,
    groupCommitMs: config.groupCommitMs,
    onCommitted: (committed) => {
      for (const { user, event } of committed) {
        if (event.kind !== 'merge') continue
        slates.merged(event.from, user)
        visits.erased(user)
        for (const part of [...folded, visits]) part.erased(event.from)
      }
      // All of one person's events bear the evidence after the whole group, so each is taken in once.
      const evidences = new Map(committed.map(({ user, evidence }) => [user, evidence]))
      for (const part of folded) for (const [user, evidence] of evidences) part.committed(user, evidence)
      items.trainInBackground()
    },
  })
  const weights = createWeights({
    ...{ documents: storage.documents, evidence: storage.users.evidence, likes: people.positives, snapshot: catalogue.snapshot },
    ...{ sources: Object.values(sources), kernels, now: clock.now, config },
    async fitModel(likes, count, signal) {
      // Nothing of it is kept.
      const fitting = await createModelFitting({ ...ranker, artifacts: createMemoryStorage().artifacts })
      return (await fitting.fit(likes, count, { why: 'asked', signal })).model
    },
  })
  const items = createItems<A>(weights.after(learning.after(catalogue)), {
    likes: people.popularity,
    retrainAt: config.retrainAt,
    refit: config.rankingModel === 'none' || config.retrainAt === 'never' ? 'never' : config.refit,
    now: clock.now,
  })
  await items.read(options.items ?? [])
  if (options.starter && catalogue.size() === 0 && (await storage.users.list({ limit: 1 })).length === 0)
    await items.read(await options.starter())
  if (config.rankingModel !== 'none') await learning.load()
  await people.load((user, evidence) => {
    learning.met(user, evidence)
    for (const part of [loudness, bought]) part.committed(user, evidence)
  })
  await catalogue.open()
  await learning.open()
  await weights.open()
  items.heal()

  const namer = catalogue.derived(({ items }) => createInterestNamer(items))
  const recommendNow = createRecommend<A>({
    snapshot: () => learning.live(catalogue.snapshot()),
    people,
    slates,
    visits,
    sources: Object.values(sources),
    clock,
    topicName: createTopicName(namer),
    lacking: () => lostModel(catalogue),
    weights: weights.current,
    config,
  })
  const recommend = async (request: Asked) => {
    await learning.settled(request.user)
    return recommendNow(request)
  }
  const answer = async (request: Asked) => slateOf(await recommend(request))
  const rulesOf = async (user: string) => rulesInForce(await people.evidence(user), clock.now())
  const tasteOf = async (user: string) => {
    const evidence = await people.evidence(user)
    const snapshot = catalogue.snapshot()
    return { evidence, snapshot, taste: people.taste(user, evidence, snapshot, clock.now()) }
  }
  const statements = createStatements({
    capture,
    now: clock.now,
    rulesOf,
    checkFilter: (filter) => void catalogue.snapshot().filters.admit(filter),
    interestsOf: async (user) => (await tasteOf(user)).taste.interests,
  })
  const { model, modelKeys = {} } = options
  const named = model === undefined ? null : namedModel(model, modelKeys, config.modelTimeoutMs, () => catalogue.snapshot().items)
  const replier = options.replier ?? named
  const conversing = {
    planner: catalogue.derived(
      ({ items, schema, filters }): Planner =>
        prepareGrammar(
          items.filter((item) => item !== undefined),
          schema,
          { filters, nouns: config.nouns, synonyms: config.synonyms },
        ),
    ),
    builtIn: createReplier(),
    model: replier,
    memory: createConversationMemory(clock.now),
    now: clock.now,
    itemOf: items.face.get,
    rulesOf,
    write: statements.write,
    undo: statements.undo,
    recommend,
  }
  const chatStream: Penchant<A>['chatStream'] = (request, { signal } = {}) =>
    converse(conversing, checkShape(chatRequestSchema, request, 'message'), signal)
  const profile = async (user: string) => {
    const { evidence, snapshot, taste } = await tasteOf(user)
    return profileView<A>(user, evidence, taste, snapshot, namer())
  }

  const about = (item: string, request: Parameters<Penchant['similar']>[1] = {}) => {
    if (!items.face.get(item)) throw new PenchantError('unknown-item', 'The catalogue has no item of that id.', { details: { item } })
    const { item: seed, ...asked } = checkShape(similarRequestSchema, { item, ...request }, 'request')
    return { ...asked, seeds: [seed] }
  }

  return {
    items: items.face,
    ...statements.face,
    recommend: async (request) => answer(checkShape(recommendRequestSchema, request, 'request')),
    similar: async (item, request) => answer({ ...about(item, request), scenario: 'similar' }),
    alsoBought: async (item, request) => answer({ ...about(item, request), boughtWithSeeds: true, scenario: 'also-bought', diversity: 0 }),
    async search(text, request = {}) {
      return answer({ ...checkShape(searchRequestSchema, { text, ...request }, 'request'), scenario: 'search', diversity: 0 })
    },
    chatStream,
    async chat(request, chatOptions) {
      let last: ChatAnswer<A> | undefined
      for await (const event of chatStream(request, chatOptions)) if (event.type === 'done') last = event.answer
      return last as ChatAnswer<A>
    },
    profile,
    async exportUser(user) {
      return { user, profile: await profile(user), records: await storage.log.history(user) }
    },
    async forget(user) {
      await capture.flush()
      await modelFitting?.forgot()
      const known = await slates.without(user, () => storage.users.erase(user))
      for (const part of [...folded, visits]) part.erased(user)
      return known
    },
    slate: (slateId) => slates.get(slateId),
    async train(trainOptions) {
      await items.train(trainOptions)
      await weights.settled()
    },
    status: () => ({
      version,
      snapshot: catalogue.snapshot().version,
      items: catalogue.size(),
      people: people.count(),
      encoder: catalogue.snapshot().encoder.name,
      embeddingSize: catalogue.snapshot().space.size,
      storage: kind,
      model: replier?.name ?? null,
      busy: [...items.busy(), ...weights.busy()],
      rankingModel: catalogue.snapshot().trained?.version ?? null,
      refit: items.refits(),
      learning: learning.status(),
      weights: weights.status(catalogue.snapshot()),
      failures: [items.failure(), catalogue.trained().modelFailure, weights.failure(), learning.failure(), slates.lost().reason].filter(
        (reason) => reason !== null,
      ),
      degraded: lostModel(catalogue),
    }),
    async close() {
      await capture.close()
      await slates.close()
      await items.close()
      await weights.close()
      await learning.close()
      await named?.close()
      await storage.close()
    },
  }
}

async function openStorage({ storage, dataFolder }: PenchantOptions): Promise<{ readonly storage: Storage; readonly kind: string }> {
  if (storage) return { storage, kind: 'given' }
  if (dataFolder === undefined) return { storage: createMemoryStorage(), kind: 'memory' }
  return { storage: await openSqliteStorage({ path: join(dataFolder, 'penchant.db') }), kind: 'sqlite' }
}

function lostModel({ trained }: Pick<LiveCatalogue, 'trained'>): readonly Degraded[] {
  const { fitted, modelLost } = trained()
  if (!modelLost) return []
  const to = fitted === undefined ? 'content and live counts' : 'the model before it'
  return [{ stage: 'rank', from: 'the newest fitted model', to, reason: 'What was kept of it cannot be read. The next fit makes it anew.' }]
}

function slateOf<A extends Attributes>({ admitted: _, ...slate }: Answered<A>) {
  return slate
}
