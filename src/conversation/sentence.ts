/** @file What a rule sees: the words of one message, and what each may mean here. */

import type { Filter } from '../data/filter.ts'
import type { Item } from '../data/item.ts'
import type { PlanContext } from '../pipeline/plan.ts'
import { type Entry, type Lexicon, type Sense, seriesWords } from './lexicon.ts'
import type { Measures } from './measures.ts'
import type { Titles } from './titles.ts'
import type { Token } from './tokens.ts'
import { articles, everydayWords, isFunctionWord, isSubjectWord, numberWords } from './words.ts'

/** What a value may be said as: of a topic, a maker, a participant, an origin, a language; with no such sign; or as any of them. */
export type Role = 'topic' | 'maker' | 'member' | 'origin' | 'within' | 'plain' | 'any'
/** A value that was said: how many words it took, and the filter it stands for. */
export type Value = {
  readonly length: number
  readonly filter: Filter
  /** A wider filter for where the narrow one leaves too little: of the language or of the country, not both. */
  readonly loose?: Filter | undefined
  /** With the values that mean nearly the same: for wishes, never for what is not wanted. */
  readonly near?: Filter | undefined
  /** Those alone: for what is not wanted, where enough is left. */
  readonly beside?: Filter | undefined
  /** In every part a person may have had: who is not wanted is not wanted in any. */
  readonly whole?: Filter | undefined
  /** How the answer calls it: "horror". */
  readonly label: string
  /** A theme or mood, not a kind: it gives way where nothing is left. */
  readonly descriptive: boolean
  readonly people: boolean
  /** A proper name, of people or of anything else. */
  readonly proper: boolean
  /** Where something is from: a language or a country. */
  readonly origin?: boolean | undefined
  /** Read by a near-synonym, a shared stem or a last name in small letters: less certain than a value by its name. */
  readonly weak: boolean
}
/** From this mean number of values an item on, an attribute describes: themes, moods, ingredients. */
export const manyValues = 3

/** Second halves of compounds that leave the first half what it is. */
const endings = new Set('speaking language style esque ish like type themed based centric driven set paced inspired flavoured'.split(' '))

type Found = { readonly entry: Entry; readonly length: number }
type Reference = { readonly items: readonly Item[]; readonly length: number }

export type Sentence = {
  readonly message: string
  readonly tokens: readonly Token[]
  readonly context: PlanContext
  readonly lexicon: Lexicon
  readonly measures: Measures
  /** The words from one token up to (not with) another, as they were written. */
  written(from: number, to: number): string
  /** The number of words at `from` that spell one of the phrases; the longest, 0 for none. */
  cue(from: number, phrases: readonly string[]): number
  /** The first place at or after `from` that is no article. */
  pastArticles(from: number): number
  value(from: number, role?: Role, attribute?: string): Value | undefined
  /** What a single word or phrase means that is not in the message itself ("funny" of "funnier"). */
  meaningOf(key: string): Value | undefined
  /** A title, or "the second one" of what was shown. */
  reference(from: number, cued: boolean): Reference | undefined
  /** A number in digits or words. */
  number(from: number): number | undefined
  /** Whether a thought ends before this place: end of message or punctuation. */
  ends(at: number): boolean
  /** A word that stands for any item ("song", "one"). */
  isNoun(at: number): boolean
  /** "the song" in "the song Imagine" is no part of the title. */
  pastNouns(from: number): number
  /** Items whose text has the word: ids. */
  mentions(word: string): readonly string[]
  /** The foremost items that the filter of a name admits: ids. */
  worksOf(filter: Filter): readonly string[]
  /** Items that bear its title too, or are by three of the same people: what belongs to one series. */
  kin(item: Item): readonly Item[]
  /** Items whose titles begin with its own, or whose series is called what was said: who is tired of one wants no second part. */
  sequels(item: Item, said: string): readonly Item[]
  /** A word without content of its own. */
  isFiller(at: number): boolean
}

type Parts = Pick<Sentence, 'message' | 'tokens' | 'context' | 'lexicon' | 'measures'> & {
  readonly titles: Titles
  readonly nouns: ReadonlySet<string>
  readonly mentions: (word: string) => readonly string[]
  readonly kin: (item: Item) => readonly Item[]
  readonly sequels: (item: Item, said: string) => readonly Item[]
  readonly worksOf: (filter: Filter) => readonly string[]
}

/** The long lists of phrases by their first word: each is asked at every word of every message. */
const byFirst = new WeakMap<readonly string[], ReadonlyMap<string, readonly (readonly string[])[]>>()
const shortList = 16

function startingWith(first: string, phrases: readonly string[]): readonly (readonly string[])[] {
  let index = byFirst.get(phrases)
  if (!index) {
    index = Map.groupBy(
      phrases.map((phrase) => phrase.split(' ')),
      (words) => words[0] as string,
    )
    byFirst.set(phrases, index)
  }
  return index.get(first) ?? []
}

export function createSentence(parts: Parts): Sentence {
  const { message, tokens, context, lexicon, titles, nouns } = parts
  const word = (at: number) => tokens[at]?.word ?? ''
  const cue = (from: number, phrases: readonly string[]) => {
    const first = word(from)
    let longest = 0
    if (first === '') return longest
    const isSaid = (words: readonly string[]) =>
      words.every((part, at) => word(from + at) === part && (at === 0 || !tokens[from + at]?.breaks))
    if (phrases.length > shortList) {
      for (const words of startingWith(first, phrases)) if (words.length > longest && isSaid(words)) longest = words.length
      return longest
    }
    for (const phrase of phrases) {
      if (!phrase.startsWith(first) || (phrase.length > first.length && phrase[first.length] !== ' ')) continue
      const words = phrase.split(' ')
      if (words.length > longest && isSaid(words)) longest = words.length
    }
    return longest
  }
  const known = new Map<number, readonly Found[]>()
  /** Entries that begin at a word, the longest first. */
  const entriesAt = (from: number) => {
    const cached = known.get(from)
    if (cached) return cached
    const found: Found[] = []
    let key = ''
    for (let at = from; at < Math.min(tokens.length, from + lexicon.longest) && !(at > from && tokens[at]?.breaks); at++) {
      key = at === from ? word(at) : `${key} ${word(at)}`
      const entry = lexicon.entry(key)
      if (entry) found.unshift({ entry, length: at - from + 1 })
    }
    known.set(from, found)
    return found
  }
  const written = (from: number, to: number) => message.slice(tokens[from]?.start ?? 0, tokens[to - 1]?.end ?? 0)
  /** The rules ask for the same values again and again. */
  const values = new Map<string, Value | undefined>()
  const value = (from: number, role: Role = 'plain', attribute = ''): Value | undefined => {
    const key = `${from} ${role} ${attribute}`
    if (!values.has(key)) values.set(key, valueAt(from, role, attribute === '' ? undefined : attribute))
    return values.get(key)
  }
  const valueAt = (from: number, role: Role, attribute: string | undefined): Value | undefined => {
    // "post-war" is no war.
    if (tokens[from]?.tied && ['post', 'pre', 'inter', 'ex'].includes(word(from - 1))) return undefined
    for (const { entry, length } of entriesAt(from)) {
      const next = from + length
      if (length === 1 && role !== 'topic' && isSubjectWord(word(from))) continue
      // What stands for any item is no subject, unless it is named as one.
      if (length === 1 && role !== 'topic' && nouns.has(word(from))) continue
      // "the 1980s" are years, unless a story is set in them.
      if (length === 1 && role !== 'topic' && /^\d{2,4}s$/.test(word(from)) && parts.measures.year) continue
      const ending = endingAt(next)
      // A name is no name as the first half of another word: "hitchcock-lite", "oscar-bait".
      const isName = entry.lastName === true || (!entry.places && entry.senses.every(({ flag, value }) => flag || /^\p{Lu}/u.test(value)))
      if (isName && tokens[next]?.tied && ending === 0) continue
      const kind = ending > 0 && word(next) !== 'style' && entry.places ? 'within' : role
      const named = attribute ?? namedBehind(entry, next)
      const found = meaning(entry, lexicon, describesNext(entry, next, kind) ? 'any' : kind, named)
      if (!found) continue
      const asName = tokens[from]?.capital === true && (from > 0 || tokens.length < 4)
      const everyday = lexicon.isPlain(word(from)) || everydayWords.has(word(from))
      if (entry.lastName && followsName(from)) continue
      const isCued = (role === 'maker' || role === 'member') && !['a', 'an'].includes(word(from - 1))
      if (entry.lastName && length === 1 && everyday && !asName && !isCued) continue
      const family = entry.lastName === true && ['brothers', 'brother', 'sisters'].includes(word(next))
      const weak = (entry.weak === true && named === undefined) || (entry.lastName === true && tokens[from]?.capital !== true)
      return { ...found, weak, length: length + Math.max(ending, family || (attribute === undefined && named !== undefined) ? 1 : 0) }
    }
    return undefined
  }
  /** Behind another name a last name is somebody else's: "Agatha Christie" is not the Christie of the catalogue. */
  const followsName = (at: number) => {
    const before = word(at - 1)
    if (before === '' || tokens[at]?.breaks || isFunctionWord(before) || nouns.has(before)) return false
    if (entriesAt(at - 1).some(({ entry, length }) => length === 1 && !entry.lastName)) return false
    return lexicon.isNamePart(before) ? tokens[at - 1]?.capital === true : !lexicon.isPlain(before) && !everydayWords.has(before)
  }
  /** "French-speaking", "Hitchcock-style": what is tied to a value without changing it. */
  const endingAt = (at: number) =>
    Number((tokens[at]?.tied === true && endings.has(word(at))) || ['speaking', 'esque', 'spoken'].includes(word(at)))
  /** "the Spanish language" names the attribute behind the value. */
  const namedBehind = (entry: Entry, at: number) => {
    const [group] = entry.named ?? []
    if (group && !tokens[at]?.breaks && lexicon.attributes.get(group.attribute)?.series) {
      // "the Alien films" are those of the series, "an alien film" is none of it.
      const isName = entry.senses.includes(group) || tokens[at - 1]?.capital === true
      if (seriesWords.has(word(at)) || (isName && nouns.has(word(at)))) return group.attribute
    }
    const name = tokens[at] === undefined || tokens[at].breaks || entry.places === undefined ? undefined : lexicon.attributeOf(word(at))
    return name !== undefined && [...entry.senses, ...(entry.places ?? [])].some((sense) => sense.attribute === name) ? name : undefined
  }
  /** A word that is a kind and a theme at once, before a word that it describes ("family secrets"), may be either. */
  const describesNext = (entry: Entry, at: number, role: Role) =>
    role === 'plain' &&
    new Set(entry.senses.map((sense) => sense.value)).size === 1 &&
    !entry.lastName &&
    tokens[at] !== undefined &&
    !tokens[at].breaks &&
    !nouns.has(word(at)) &&
    (!isFunctionWord(word(at)) || ['things', 'stuff'].includes(word(at)))
  return {
    ...parts,
    cue,
    written,
    value,
    meaningOf(key) {
      const entry = lexicon.entry(key)
      const found = entry && meaning(entry, lexicon, 'plain', undefined)
      return found && { ...found, weak: entry?.weak === true, length: 1 }
    },
    pastArticles(from) {
      let at = from
      while (at < tokens.length && articles.has(word(at)) && !(at > from && tokens[at]?.breaks)) at++
      return at
    },
    reference(from, cued) {
      const shown = shownAt(from, cue, context.shown, cued)
      const title = titles.at(tokens, from, message, cued)
      return shown ?? (title && { items: [title.item], length: title.length })
    },
    number(from) {
      const text = word(from)
      if (/^\d{1,6}(\.\d+)?$/.test(text)) return Number(text)
      if (/^\d{0,2}½$/.test(text)) return Number(text.slice(0, -1)) + 0.5
      const value = numberWords.get(text)
      const unit = value !== undefined && value >= 20 && value % 10 === 0 ? numberWords.get(word(from + 1)) : undefined
      return value !== undefined && unit !== undefined && unit < 10 ? value + unit : value
    },
    ends: (at) => at >= tokens.length || tokens[at]?.breaks === true,
    isNoun: (at) => nouns.has(word(at)) || ['one', 'ones', 'thing', 'things', 'stuff'].includes(word(at)),
    pastNouns(from) {
      const article = ['the', 'a', 'an'].includes(word(from)) ? 1 : 0
      return nouns.has(word(from + article)) && from + article + 1 < tokens.length ? from + article + 1 : from
    },
    isFiller: (at) => nouns.has(word(at)) || isFunctionWord(word(at)),
  }
}

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth', 'tenth', 'last']

function shownAt(from: number, cue: Sentence['cue'], shown: readonly Item[], cued: boolean): Reference | undefined {
  if (shown.length === 0) return undefined
  for (const [at, ordinal] of ordinals.entries()) {
    const length = cue(from, [
      `the ${ordinal} one`,
      `${ordinal} one`,
      `the ${ordinal} two`,
      ...(cued ? [`the ${ordinal}`] : []),
      `number ${[...numberWords.keys()][at + 1]}`,
      `number ${at + 1}`,
    ])
    const item = ordinal === 'last' ? shown.at(-1) : shown[at]
    if (length > 0 && item) return { items: cue(from, ['the first two']) > 0 ? shown.slice(0, 2) : [item], length }
  }
  const all = cue(from, cued ? ['all of these', 'all of them', 'these', 'those', 'them', 'the others'] : ['all of these', 'all of them'])
  if (all > 0) return { items: shown, length: all }
  const one = cue(from, cued ? ['this one', 'that one', 'that', 'it', 'this'] : ['this one', 'that one'])
  return one > 0 && shown.length === 1 ? { items: shown, length: one } : undefined
}

/** Chooses among an entry's senses by the role it was said in, and makes the filter. */
function meaning(entry: Entry, lexicon: Lexicon, role: Role, attribute: string | undefined): Omit<Value, 'length' | 'weak'> | undefined {
  const all = [...entry.senses, ...(entry.places ?? []), ...(entry.named ?? [])]
  const named = attribute === undefined ? [] : all.filter((sense) => sense.attribute === attribute)
  if (named.length > 0) return describe(named, lexicon)
  if (entry.places && entry.places.length > 0) {
    if (role === 'origin' || entry.senses.length === 0) return { ...describe(entry.places, lexicon), origin: true }
    // A setting: "about Africa".
    const isSetting = entry.senses.every((sense) => (lexicon.attributes.get(sense.attribute)?.perItem ?? 0) >= manyValues)
    if (role === 'topic' && isSetting) return describe(entry.senses, lexicon)
    if (isSetting) return { ...describe([...entry.senses, ...entry.places], lexicon), origin: true }
    if (role === 'within') return { ...describe(entry.senses, lexicon), origin: true }
    const [spoken, from] = [describe(entry.senses, lexicon), describe(entry.places, lexicon)]
    return { ...spoken, origin: true, filter: { all: [spoken.filter, from.filter] }, loose: { any: [spoken.filter, from.filter] } }
  }
  if (entry.senses.length === 0) return undefined
  const chosen = describe(choose(entry.senses, lexicon, role), lexicon)
  if (chosen.people && entry.senses.length > 1) return { ...chosen, whole: describe(entry.senses, lexicon).filter }
  const near = entry.near ?? []
  if (near.length > 0 && chosen.descriptive)
    return { ...chosen, near: describe([...entry.senses, ...near], lexicon).filter, ...besideOf(entry.senses, near, lexicon) }
  if (!entry.also) return chosen
  const also = describe(entry.also, lexicon)
  return { ...chosen, filter: { all: [chosen.filter, also.filter] }, label: `${chosen.label} and ${also.label}` }
}

function besideOf(senses: readonly Sense[], near: readonly Sense[], lexicon: Lexicon): Pick<Value, 'beside'> {
  const others = near.filter((one) => !senses.some(({ attribute, value }) => attribute === one.attribute && value === one.value))
  return others.length > 0 ? { beside: describe(others, lexicon).filter } : {}
}

function choose(senses: readonly Sense[], lexicon: Lexicon, role: Role): readonly Sense[] {
  const groups = [...Map.groupBy(senses, (sense) => sense.attribute)]
  if (groups.length < 2 || role === 'any') return senses
  const perItem = (name: string) => lexicon.attributes.get(name)?.perItem ?? 0
  const bySize = groups.toSorted(([one], [other]) => perItem(one) - perItem(other)).map(([, group]) => group)
  const count = (group: readonly Sense[]) => group.reduce((sum, sense) => sum + sense.count, 0)
  const people = groups.every(([name]) => lexicon.attributes.get(name)?.people)
  if (role === 'topic' || role === 'within' || role === 'member') return bySize.at(-1) ?? senses
  if (role === 'maker' || role === 'origin') return bySize[0] ?? senses
  // The words of one synonym group may lie in several attributes; then all of them are meant.
  if (new Set(senses.map((sense) => sense.value)).size > 1 && !people) return senses
  if (!people) return bySize[0] ?? senses
  const most = groups.map(([, group]) => group).toSorted((one, other) => count(other) - count(one))
  return count(most[0] ?? []) >= 2 * count(most[1] ?? []) ? (most[0] ?? senses) : senses
}

function describe(senses: readonly Sense[], lexicon: Lexicon): Omit<Value, 'length' | 'weak'> {
  const filters = [...Map.groupBy(senses, (sense) => sense.attribute)].map(([attribute, group]): Filter => {
    const values = [...new Set(group.map((sense) => sense.value))]
    if (group.some((sense) => sense.flag)) return { [attribute]: true }
    if (group.some((sense) => sense.any)) return { [attribute]: { exists: true } }
    return { [attribute]: values.length === 1 ? (values[0] as string) : { in: values } }
  })
  const kinds = senses.map((sense) => lexicon.attributes.get(sense.attribute))
  return {
    filter: filters.length === 1 ? (filters[0] as Filter) : { any: filters },
    label: [...new Set(senses.map((sense) => sense.value))].join(' or '),
    descriptive: kinds.every((kind) => (kind?.perItem ?? 0) >= manyValues),
    people: kinds.some((kind) => kind?.people),
    proper: senses.every(({ value }) => /^\p{Lu}/u.test(value)),
  }
}
