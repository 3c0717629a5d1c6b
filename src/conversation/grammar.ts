/** @file The grammar: a planner without a model. A lexicon read off the catalogue, and small rules that each read one kind of phrase.
 *
 * At each word every rule may read what begins there; the longest reading wins, and of equal ones the earlier rule. Words that nobody reads are soft
 * text, so that nothing a person says is dropped. Cost: O(words × rules) look-ups, and one pass over the catalogue for each wish where `filters` is given.
 */

import type { CatalogueSchema } from '../data/catalogue-schema.ts'
import type { Filter } from '../data/filter.ts'
import type { Item } from '../data/item.ts'
import { atOnce, inSlices, type Steps } from '../math/steps.ts'
import { emptyPlan, type Plan, type Planner } from '../pipeline/plan.ts'
import type { FilterIndex } from '../pipeline/snapshot.ts'
import { type Associations, createAssociations } from './association.ts'
import { type Draft, emptyDraft, type GrammarRule, type Reading } from './draft.ts'
import { createLexicon } from './lexicon.ts'
import { createMeasures } from './measures.ts'
import { comparativeBases, inflectionBases, numberForms } from './morphology.ts'
import { readProse } from './prose.ts'
import { readAlternatives } from './rules/alternatives.ts'
import { readBounds } from './rules/bounds.ts'
import { readCompany, readGrown } from './rules/company.ts'
import { readComparison, readTitle, readUnlike } from './rules/comparison.ts'
import { readCount } from './rules/count.ts'
import { readDegree } from './rules/degree.ts'
import { readDenial } from './rules/denial.ts'
import { readException } from './rules/exception.ts'
import { readExplain } from './rules/explain.ts'
import { readFeedback } from './rules/feedback.ts'
import { readBut, readFollowUp } from './rules/follow-up.ts'
import { readForeign } from './rules/foreign.ts'
import { readIndifference } from './rules/indifference.ts'
import { readNegation } from './rules/negation.ts'
import { readPlight } from './rules/plight.ts'
import { readPreference } from './rules/preference.ts'
import { readRelative } from './rules/relative.ts'
import { readSet } from './rules/set.ts'
import { readGreeting, readHelp, readTonight } from './rules/small-talk.ts'
import { readStanding } from './rules/standing.ts'
import { readStyle } from './rules/style.ts'
import { namedValues, readUndo } from './rules/undo.ts'
import { createSentence, type Sentence } from './sentence.ts'
import { settle } from './settle.ts'
import { createNeighbourSpelling, createSpelling } from './spelling.ts'
import { synonymPhrases } from './synonyms.ts'
import { createTitles, withoutArticle } from './titles.ts'
import { fold, keyOf, type Token, tokenize, unhurried } from './tokens.ts'
import { everydayWords, isFunctionWord, plainWords } from './words.ts'

export type GrammarOptions = {
  /** What people call an item here ("song", "track"): such words are no wish. */
  readonly nouns?: readonly string[] | undefined
  /** What people call a value of the catalogue besides its name. */
  readonly synonyms?: Readonly<Record<string, string>> | undefined
  /** Lets the grammar see how much its wishes leave, and soften those that describe where that is too little. */
  readonly filters?: FilterIndex | undefined
}

const name = 'grammar'
/** Behind these a name or a title is expected, however it is written. */
const naming = new Set('like by with starring loved liked enjoyed hated seen watched'.split(' '))
/** What small words are understood as. */
export const passedOver = 'small words'
const longestRead = 2_000
/** A message states no more wishes than this; what follows is searched for as it was said. */
const mostReadings = 40
/** So many works stand for somebody's manner. */
const mostWorks = 5
/** Items of so many of the same people belong together. */
const fewestShared = 3
/** How strongly values are favoured that a searched word goes with. */
const associated = 2

/** In order of precedence where two read the same number of words. */
const rules: readonly GrammarRule[] = [
  readExplain,
  readStanding,
  readUndo,
  readFeedback,
  readUnlike,
  readForeign,
  readIndifference,
  readPlight,
  readDenial,
  readGrown,
  readNegation,
  readException,
  readPreference,
  readAlternatives,
  readComparison,
  readFollowUp,
  readBounds,
  readRelative,
  readDegree,
  readTonight,
  readCompany,
  readHelp,
  readGreeting,
  readStyle,
  readSet,
  readTitle,
  readCount,
  readBut,
]

/** @param items the catalogue's items, those deleted left out. */
export const createGrammar = (items: readonly Item[], schema: CatalogueSchema, options: GrammarOptions = {}): Planner =>
  atOnce(grammarSteps(items, schema, options))

/** The same at once, but ready only when it has been made in slices: a large catalogue takes a second or two, which the first plans wait for and nothing else. */
export function prepareGrammar(items: readonly Item[], schema: CatalogueSchema, options: GrammarOptions = {}): Planner {
  const ready = inSlices(grammarSteps(items, schema, options))
  return { name, plan: async (message, context) => (await ready).plan(message, context) }
}

function* grammarSteps(items: readonly Item[], schema: CatalogueSchema, options: GrammarOptions): Steps<Planner> {
  const prose = yield* readProse(items)
  const lexicon = createLexicon(items, schema, prose, options.synonyms)
  yield
  const isEveryday = (word: string) => lexicon.isPlain(word) || everydayWords.has(word)
  const titles = yield* createTitles(items, isEveryday)
  const measures = createMeasures(items, schema)
  const nouns = new Set((options.nouns ?? []).flatMap((noun) => [fold(noun), `${fold(noun)}s`]))
  const byId = new Map(items.map((item) => [item.id, item]))
  const isWord = (word: string) =>
    isEveryday(word) ||
    nouns.has(word) ||
    titles.words.has(word) ||
    lexicon.words.has(word) ||
    lexicon.entry(word) !== undefined ||
    inflectionBases(word).some(isEveryday) ||
    comparativeBases(word).some((base) => lexicon.entry(base) !== undefined)
  const kinds = [...lexicon.attributes.values()].filter(({ kind }) => kind).map((attribute) => attribute.name)
  const mentions = (word: string) => [
    ...new Set(
      [word, ...numberForms(word)].flatMap((form) => [...(prose.postings.get(form) ?? [])]).map((place) => (items[place] as Item).id),
    ),
  ]
  const people = [...lexicon.attributes.values()].filter((attribute) => attribute.people).map((attribute) => attribute.name)
  const series = [...lexicon.attributes.values()].filter((attribute) => attribute.series).map((attribute) => attribute.name)
  const namesOf = (item: Item, attribute: string) => [item.attributes[attribute] ?? []].flat().map(String)
  const belongs = (item: Item, other: Item) =>
    ` ${keyOf(other.title)} `.includes(` ${withoutArticle(keyOf(item.title))} `) ||
    series.some((attribute) => namesOf(item, attribute).some((name) => namesOf(other, attribute).includes(name))) ||
    people.some((attribute) => {
      const own = namesOf(item, attribute)
      return namesOf(other, attribute).filter((name) => own.includes(name)).length >= fewestShared
    })
  const isNameOf = (series: string, said: string) => withoutArticle(keyOf(series)) === withoutArticle(keyOf(said))
  const kin = (item: Item) => items.filter((other) => other !== item && belongs(item, other))
  const sequels = ({ title }: Item, said: string) =>
    items.filter(
      (other) =>
        other.title !== title &&
        ((other.title.startsWith(title) && /^[ :,]/.test(other.title.slice(title.length))) ||
          series.some((attribute) => namesOf(other, attribute).some((name) => isNameOf(name, said) || isNameOf(name, title)))),
    )
  /** Reads the whole catalogue: only where somebody's manner is asked for. */
  const worksOf = (filter: Filter) =>
    items
      .filter((item) => namesIn(filter).some(([attribute, name]) => namesOf(item, attribute).includes(name)))
      .toSorted((one, other) => (other.prior ?? 0) - (one.prior ?? 0))
      .slice(0, mostWorks)
      .map(({ id }) => id)
  const associations = yield* createAssociations(items, lexicon, prose)
  // "Adam Sandler" is somebody, and nobody of one letter less.
  const behindName = (said: readonly Token[], at: number) => said[at - 1]?.capital === true && lexicon.isNamePart(said[at - 1]?.word ?? '')
  yield
  const spell = createSpelling([...titles.words, ...lexicon.words], isWord, lexicon.isThing)
  const plain = new Set([...plainWords(), ...synonymPhrases.flatMap((phrase) => phrase.split(' '))])
  const isPlainWord = (word: string) => plain.has(word) || isWord(word)
  const spellPlain = createSpelling(plain, isPlainWord, () => true)
  const spellAmong = yield* createNeighbourSpelling(
    [...titles.keys, ...lexicon.names],
    (word) => isEveryday(word) || nouns.has(word) || titles.words.has(word),
  )

  return {
    name,
    plan(message, context) {
      const read = message.toWellFormed().replaceAll('\0', ' ').slice(0, longestRead)
      const said = tokenize(read)
      const words = said.map(({ word }) => word)
      const tokens = said.map(
        (token, at): Token => ({
          ...token,
          word:
            unhurried(token.word) ??
            spellAmong(words, at) ??
            (token.capital || naming.has(words[at - 1] ?? '') ? undefined : spellPlain(token.word, false)) ??
            (plain.has(token.word)
              ? undefined
              : spell(token.word, naming.has(words[at - 1] ?? '') || (token.capital && !behindName(said, at)))) ??
            token.word,
        }),
      )
      const sentence = createSentence({ message: read, tokens, context, lexicon, titles, measures, nouns, mentions, kin, sequels, worksOf })
      const draft = emptyDraft()
      const { understood, unread } = readAll(sentence, draft, nouns, associations)
      if (message.length > longestRead)
        understood.push({ words: '…', as: `only the first ${longestRead} characters of the message were read` })
      if (tokens.length === 0) return nothingSaid(message.trim())
      return settle(draft, unread, understood, context, { itemOf: (id) => byId.get(id), worksOf, kinds, filters: options.filters })
    },
  }
}

/** The names in a filter of people, each with its attribute. */
function namesIn(filter: Filter): readonly (readonly [attribute: string, name: string])[] {
  return namedValues(filter).map((named) => {
    const split = named.indexOf('=')
    return [named.slice(0, split), named.slice(split + 1)]
  })
}

type Reads = { readonly understood: { words: string; as: string }[]; readonly unread: readonly string[] }

function readAll(sentence: Sentence, draft: Draft, nouns: ReadonlySet<string>, associations: Associations): Reads {
  const understood: { words: string; as: string }[] = []
  const unread: string[] = []
  const { tokens } = sentence
  const readings = tokens.map((_, at) => longest(sentence, at))
  /** Words without content, what stands for any item, and the names of attributes: "a director who …". */
  const isSmall = (at: number) => {
    const word = tokens[at]?.word ?? ''
    return isFunctionWord(word) || nouns.has(word) || sentence.lexicon.attributeOf(word) !== undefined
  }
  const note = (from: number, to: number, as: string) =>
    understood.push({ words: sentence.written(from, to), as: as + corrections(tokens.slice(from, to)) })
  let at = 0
  let taken = 0
  while (at < tokens.length) {
    const reading = taken < mostReadings ? readings[at] : undefined
    if (reading) {
      taken++
      reading.take(draft)
      note(at, at + reading.length, reading.as)
      at += reading.length
      continue
    }
    let end = at + 1
    while (
      end < tokens.length &&
      !(readings[end] && taken < mostReadings) &&
      isSmall(end) === isSmall(at) &&
      (isSmall(at) || !tokens[end]?.breaks)
    )
      end++
    if (isSmall(at)) note(at, end, passedOver)
    else {
      const near = tokens.slice(at, end).flatMap(({ word }) => associations(word))
      draft.boosts.push(...near.map(({ filter }) => ({ filter, boost: associated })))
      note(at, end, near.length > 0 ? `searched for, near ${near.map(({ label }) => label).join(', ')}` : 'searched for as it was said')
      unread.push(
        tokens
          .slice(at, end)
          .map(({ word, written }) => (fold(written) === word ? written : word))
          .join(' '),
      )
    }
    at = end
  }
  return { understood, unread }
}

/** What was taken for a slip of the finger. */
function corrections(tokens: readonly Token[]): string {
  const meant = tokens.filter((token) => fold(token.written) !== token.word).map((token) => token.word)
  return meant.length > 0 ? ` (read as "${meant.join(' ')}")` : ''
}

function longest(sentence: Sentence, at: number): Reading | undefined {
  let best: Reading | undefined
  for (const rule of rules) {
    const reading = rule(sentence, at)
    if (reading && reading.length > (best?.length ?? 0)) best = reading
  }
  return best
}

/** Nothing that could be read: pictures, punctuation, or nothing at all. The first list is shown, and help is offered. */
function nothingSaid(words: string): Plan {
  return {
    ...emptyPlan,
    act: 'help',
    understood: words === '' ? [] : [{ words: words.slice(0, 80), as: 'no words in it' }],
  }
}
