/** @file The lexicon: what words mean in this catalogue, read off the catalogue's own attributes.
 *
 * Every value of a word attribute is entered under its folded words, then under weaker forms, each of which counts only where no stronger one does:
 * exact → singular and plural → places and peoples → near-synonyms → shared stem → last word of a name. A flag is known by its own name ("vegan"). What an
 * attribute's name leads up to ("based on …", "good for …"), and what names a series, means it by itself only where nothing else is called so.
 * Cost: building O(values + words of the texts), a look-up O(1).
 */

import type { CatalogueSchema } from '../data/catalogue-schema.ts'
import type { Item } from '../data/item.ts'
import { demonyms, placeNames, regions } from './demonyms.ts'
import { numberForms, stem } from './morphology.ts'
import type { Prose } from './prose.ts'
import { synonymPhrases, synonymsOf } from './synonyms.ts'
import { withoutArticle } from './titles.ts'
import { keyOf } from './tokens.ts'
import { everydayWords, isFunctionWord, isSubjectWord } from './words.ts'

/** One value of one attribute. */
export type Sense = {
  readonly attribute: string
  /** Of a flag: its name in words. */
  readonly value: string
  readonly count: number
  readonly flag?: boolean | undefined
  /** Any value of the attribute will do. */
  readonly any?: boolean | undefined
}
/** What a phrase may mean: any of the senses, and for a people also any of its places. */
export type Entry = {
  readonly senses: readonly Sense[]
  readonly places?: readonly Sense[] | undefined
  /** Values that mean nearly the same as the senses. */
  readonly near?: readonly Sense[] | undefined
  /** Must hold beside the senses: "rom com" is two values at once. */
  readonly also?: readonly Sense[] | undefined
  /** Meant where their attribute is named beside them: "*based on* a comic", "the Alien *series*". */
  readonly named?: readonly Sense[] | undefined
  /** Found by a near-synonym or a shared stem, not by name. */
  readonly weak?: boolean | undefined
  /** A last name alone, which may be a common word. */
  readonly lastName?: boolean | undefined
}
/** How an attribute is filled, which tells what it is for. */
type WordAttribute = {
  readonly name: string
  /** Mean number of values on an item that has any. */
  readonly perItem: number
  /** Values are names of people: capitalised, of several words. */
  readonly people: boolean
  /** Says what kind of thing an item is: few values an item, in small letters. */
  readonly kind: boolean
  /** Values begin the titles of items: they say what belongs together. */
  readonly series: boolean
}

export type Lexicon = {
  readonly attributes: ReadonlyMap<string, WordAttribute>
  readonly longest: number
  entry(key: string): Entry | undefined
  /** The names of attributes that lead up to their values: "based on". */
  readonly leads: readonly string[]
  /** The attribute that a word names or is kin to ("directed" → directors), or that such a lead names. */
  attributeOf(word: string): string | undefined
  /** Written in small letters in the catalogue's texts, or part of a value: an everyday word that is no name by itself. */
  isPlain(word: string): boolean
  /** Every word of a value, for spelling. */
  readonly words: ReadonlySet<string>
  /** The names of people, folded. */
  readonly names: readonly string[]
  /** Whether a word is part of a person's name. */
  isNamePart(word: string): boolean
  /** Whether a word is part of a value that is no name of a person. */
  isThing(word: string): boolean
}

/** One word for a kind of one people. */
const compounds: readonly (readonly [word: string, kind: string, people: string])[] = [['anime', 'animation', 'japanese']]
const longestPhrase = 8
/** From this mean number of values an item on, an attribute describes rather than says the kind. */
const fewValues = 3

/** @param items those that exist; @param schema their attributes; @param prose the words of their texts; @param called the host's own words for values. */
export function createLexicon(
  items: readonly Item[],
  schema: CatalogueSchema,
  { lower }: Pick<Prose, 'lower'>,
  called: Readonly<Record<string, string>> = {},
): Lexicon {
  const wordAttributes = [...schema].filter(([, type]) => type === 'word' || type === 'words').map(([name]) => name)
  const senses: Sense[] = []
  const attributes = new Map<string, WordAttribute>()
  for (const name of wordAttributes) {
    const counts = countValues(items, name)
    const own = [...counts].map(([value, count]) => ({ attribute: name, value, count }))
    senses.push(...own)
    attributes.set(name, describe(name, own, items))
  }
  for (const [name, type] of schema) {
    const count = type === 'flag' ? items.filter((item) => item.attributes[name] === true).length : 0
    if (count > 0) senses.push({ attribute: name, value: spoken(name), count, flag: true })
  }
  const leads = new Map(
    wordAttributes
      .filter((name) => leading.test(spoken(name)))
      .flatMap((name) => [spoken(name), ...synonymsOf(spoken(name))].map((lead) => [lead, name])),
  )
  const isNamed = ({ attribute, value }: Sense) =>
    attributes.get(attribute)?.series === true || (leads.has(spoken(attribute)) && !/^\p{Lu}/u.test(value))
  const entries = new Map<string, Entry>()
  const add = (key: string, found: readonly Sense[]) => {
    if (key !== '' && found.length > 0 && !entries.has(key)) entries.set(key, { senses: found })
  }
  const exact = groupBy(
    senses.filter((sense) => !isNamed(sense)),
    (sense) => keyOf(sense.value),
  )
  const isPeople = (sense: Sense) => attributes.get(sense.attribute)?.people === true
  const isSeries = (sense: Sense) => attributes.get(sense.attribute)?.series === true
  for (const [key, found] of exact) add(key, found)
  for (const [word, value] of Object.entries(called)) {
    const meant = senses.filter((sense) => sense.value === value)
    for (const form of [keyOf(word), ...formsOf(keyOf(word))]) add(form, meant)
  }
  const forms = new Map<string, Sense[]>()
  for (const [key, found] of exact) {
    const things = found.filter((sense) => !isPeople(sense))
    if (things.length > 0) for (const form of formsOf(key)) forms.set(form, [...(forms.get(form) ?? []), ...things])
  }
  for (const [key, found] of forms) add(key, found)
  // "world war i" and "world war ii" are the world wars.
  for (const [key, found] of groupBy(senses, (sense) => numberless(keyOf(sense.value))))
    if (found.length > 1) for (const form of [key, ...formsOf(key)]) add(form, found)
  addPlaces(entries, exact, attributes)
  for (const [word, kind, people] of compounds) {
    const [own, also] = [entries.get(kind)?.senses ?? [], entries.get(people)?.places ?? []]
    if (own.length > 0 && also.length > 0 && !entries.has(word)) entries.set(word, { senses: own, also })
  }
  const values = new Map(entries)
  const stems = groupBy(
    senses.filter((sense) => !isPeople(sense) && !isNamed(sense) && !keyOf(sense.value).includes(' ')),
    (sense) => stemKey(keyOf(sense.value)),
  )
  for (const [key, entry] of entries) {
    const near = synonymsOf(key).flatMap((other) => exact.get(other) ?? [])
    if (near.length > 0) entries.set(key, { ...entry, near })
  }
  const few = ({ attribute }: Sense) => attributes.get(attribute)?.perItem ?? 0
  for (const phrase of synonymPhrases) {
    // A value of several attributes is meant as the kind, not as the theme: what suits a family is not about one.
    const known = synonymsOf(phrase).flatMap((other) => (exact.get(other) ?? []).toSorted((one, two) => few(one) - few(two)).slice(0, 1))
    for (const form of [phrase, ...formsOf(phrase)])
      if ((!isFunctionWord(form) || isSubjectWord(form)) && !stems.has(stemKey(form)) && known.length > 0 && !entries.has(form))
        entries.set(form, { senses: known, weak: true })
  }
  for (const [key, found] of groupBy(senses.filter(isNamed), (sense) => keyOf(sense.value)))
    for (const form of new Set([
      key,
      ...formsOf(key),
      ...(found.some(isSeries) ? [withoutArticle(key), `the ${withoutArticle(key)}`] : []),
    ])) {
      const own = entries.get(form) ?? { senses: isFunctionWord(form) || isSubjectWord(form) ? [] : found, weak: true }
      entries.set(form, { ...own, named: found })
    }
  for (const { name, series } of attributes.values()) {
    const count = series ? items.filter((item) => item.attributes[name] !== undefined).length : 0
    if (count > 0) for (const phrase of ofSeries) add(phrase, [{ attribute: name, value: 'part of a series', count, any: true }])
  }
  const lastNames = groupBy(senses.filter(isPeople), (sense) => keyOf(sense.value).split(' ').slice(1).at(-1) ?? '')
  for (const [key, found] of groupBy(senses.filter(isPeople), (sense) => withParticle(keyOf(sense.value))))
    if (key !== '') lastNames.set(key, found)
  let longest = 2
  for (const key of entries.keys()) longest = Math.max(longest, key.split(' ').length)
  const words = new Set([...senses.map((sense) => sense.value), ...Object.keys(called)].flatMap((value) => keyOf(value).split(' ')))
  const things = new Set(senses.filter((sense) => !isPeople(sense)).flatMap((sense) => keyOf(sense.value).split(' ')))
  const people = new Set(senses.filter(isPeople).flatMap((sense) => keyOf(sense.value).split(' ')))
  const isPlain = (word: string) => lower.has(word) || isFunctionWord(word) || (values.has(word) && !people.has(word))
  const attributeNamed = createAttributeNames([...schema.keys()])
  const attributeOf = (word: string) => leads.get(word) ?? attributeNamed(word)
  const abbreviation = createAbbreviations(
    senses.filter((sense) => !isPeople(sense)),
    (sense) => attributes.get(sense.attribute)?.kind === true,
    (word) => isPlain(word) || everydayWords.has(word),
  )

  return {
    attributes,
    words,
    leads: [...leads.keys()],
    longest: Math.min(longest, longestPhrase),
    names: senses.filter(isPeople).map((sense) => keyOf(sense.value)),
    isNamePart: (word) => people.has(word),
    isThing: (word) => things.has(word),
    isPlain,
    attributeOf,
    entry(key) {
      const found = entries.get(key)
      if (found) return found
      const whole = key.includes(' ') ? lastNames.get(key) : undefined
      if (whole) return { senses: whole, lastName: true }
      if (key.includes(' ')) return abbreviation(key)
      if (isFunctionWord(key)) return undefined
      const derived = stems.get(stemKey(key))
      if (derived) return { senses: derived, weak: true }
      const single =
        key.length >= 5 && key.endsWith('s') && !isPlain(key.slice(0, -1)) && !everydayWords.has(key.slice(0, -1))
          ? lastNames.get(key.slice(0, -1))
          : undefined
      const named = key.length >= 3 ? (lastNames.get(key) ?? single) : undefined
      return named ? { senses: named, lastName: true } : abbreviation(key)
    },
  }
}

/** A name of several words without the number behind it; nothing of any other. */
const numberless = (key: string) => /^(\S+ .+) (?:[ivx]+|\d|one|two|three)$/.exec(key)?.[1] ?? ''

/** What a series is called: behind its name they say that all of it is meant. */
export const seriesWords: ReadonlySet<string> = new Set('series saga franchise trilogy universe'.split(' '))
const ofSeries = ['franchise', 'franchises', ...[...seriesWords].flatMap((word) => [`part of a ${word}`, `part of any ${word}`])]

/** "basedOn", "based_on" → "based on". */
export const spoken = (name: string) => keyOf(name.replace(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2').replace(/[-_]+/g, ' '))
/** A name that ends so leads up to its values. */
const leading = / (?:on|by|in|with|for|from|of|at|to|as|after)$/

const particles = new Set('de del della di da du van von der le la ten ter mac st bin al'.split(' '))

/** "robert de niro" has the last name "de niro"; nothing of a name without such a part. */
function withParticle(key: string): string {
  const words = key.split(' ')
  return words.length > 2 && particles.has(words.at(-2) ?? '') ? words.slice(-2).join(' ') : ''
}

/** Words of several parts and short words have no stem of their own. */
const stemKey = (key: string) => (key.length >= 5 && !key.includes(' ') ? stem(key) : `=${key}`)

/** What a word must be to name an attribute: its name, a form of it, or of one stem with it. */
function createAttributeNames(names: readonly string[]): (word: string) => string | undefined {
  const known = names.map((name) => {
    const key = keyOf(name)
    return { name, forms: new Set([key, ...numberForms(key)]), stem: key.length > 4 ? stem(key) : undefined }
  })
  return (word) => {
    if (word.length < 4) return undefined
    const own = stem(word)
    return known.find((attribute) => attribute.forms.has(word) || attribute.stem === own)?.name
  }
}

function countValues(items: readonly Item[], attribute: string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const item of items) {
    const value = item.attributes[attribute]
    for (const one of Array.isArray(value) ? value : [value]) if (typeof one === 'string') counts.set(one, (counts.get(one) ?? 0) + 1)
  }
  return counts
}

function describe(name: string, senses: readonly Sense[], items: readonly Item[]): WordAttribute {
  const holders = items.filter((item) => item.attributes[name] !== undefined).length
  const uses = senses.reduce((sum, sense) => sum + sense.count, 0)
  const names = senses.filter(({ value }) => /^\p{Lu}\S*(\s\S+)*\s\p{Lu}/u.test(value)).length
  const named = names > senses.length / 2
  const series = named && senses.length > 0 && startTitles(senses, items) > senses.length / 2
  const perItem = uses / Math.max(1, holders)
  const proper = senses.filter(({ value }) => /^\p{Lu}/u.test(value)).length > senses.length / 2
  return { name, perItem, people: named && !series, kind: perItem < fewValues && !proper && !leading.test(spoken(name)), series }
}

/** How many of the values are how the title of an item that bears them begins. */
function startTitles(senses: readonly Sense[], items: readonly Item[]): number {
  const begun = new Set<string>()
  for (const { title, attributes } of items)
    for (const value of [attributes[senses[0]?.attribute ?? ''] ?? []].flat())
      if (typeof value === 'string' && withoutArticle(keyOf(title)).startsWith(withoutArticle(keyOf(value)))) begun.add(value)
  return begun.size
}

/** The plural and singular of the last word, and of the first ("coming of age", "works of art" have no other). */
function formsOf(key: string): readonly string[] {
  const words = key.split(' ')
  const last = words.at(-1) as string
  return numberForms(last).map((form) => [...words.slice(0, -1), form].join(' '))
}

/** Enters peoples under their adjectives. A value that describes (a setting, a theme) is no origin, so only attributes of few values count. */
function addPlaces(
  entries: Map<string, Entry>,
  exact: ReadonlyMap<string, readonly Sense[]>,
  attributes: ReadonlyMap<string, WordAttribute>,
) {
  const isOrigin = (sense: Sense) => (attributes.get(sense.attribute)?.perItem ?? 0) < 3 && /^\p{Lu}/u.test(sense.value)
  for (const [adjective, names] of demonyms) {
    const places = names.flatMap((name) => exact.get(name) ?? []).filter(isOrigin)
    const own = entries.get(adjective)?.senses ?? []
    if (places.length > 0) for (const form of [adjective, ...numberForms(adjective)]) entries.set(form, { senses: own, places })
    const origins = own.filter(isOrigin)
    // Where the catalogue has the people alone ("Indian"), the place means it too.
    if (places.length === 0 && origins.length > 0) for (const name of names) if (!entries.has(name)) entries.set(name, { senses: origins })
  }
  for (const [adjective, region] of regions) {
    const places = region.places.flatMap((name) => exact.get(name) ?? []).filter(isOrigin)
    const own = region.languages.flatMap((name) => exact.get(name) ?? []).filter(isOrigin)
    // The region itself may be a setting as well: "from the Middle East" and "set in the Middle East".
    const settings = (exact.get(adjective) ?? []).filter((sense) => !isOrigin(sense))
    if (places.length === 0) continue
    if (own.length > 0 && settings.length === 0) entries.set(adjective, { senses: own, also: places })
    else entries.set(adjective, { senses: settings, places })
  }
  for (const [name, place] of placeNames) {
    const found = (exact.get(place) ?? []).filter(isOrigin)
    const own = exact.get(name) ?? []
    if (found.length > 0 && !isFunctionWord(name)) entries.set(name, { senses: [...own, ...found] })
  }
}

/** "sci fi": each part begins the word in its place of one value. "rom com", "romcom": each part of three letters begins a kind. Whole words abbreviate nothing. */
function createAbbreviations(
  things: readonly Sense[],
  isKind: (sense: Sense) => boolean,
  isWord: (word: string) => boolean,
): (key: string) => Entry | undefined {
  const pairs = things.map((sense) => ({ sense, words: keyOf(sense.value).split(' ') })).filter(({ words }) => words.length === 2)
  const kinds = things.filter((sense) => isKind(sense) && /^\p{L}{5,}$/u.test(keyOf(sense.value)))
  /** "scifi": the beginnings of both words in one. */
  const fusedPair = (key: string) =>
    pairs.find(({ words: [one = '', other = ''] }) =>
      [2, 3, 4].some((cut) => key.length - cut >= 2 && one.startsWith(key.slice(0, cut)) && other.startsWith(key.slice(cut))),
    )
  return (said) => {
    const key = /[^s]s$/.test(said) ? said.slice(0, -1) : said
    const fused = /^[a-z]{5,7}$/.test(key) && !isWord(key) ? fusedPair(key) : undefined
    if (fused) return { senses: [fused.sense] }
    const parts = /^[a-z]{6}$/.test(key) ? [key.slice(0, 3), key.slice(3)] : key.split(' ')
    const [first = '', second = ''] = parts
    if (parts.length !== 2 || parts.some((part) => part.length > 4 || part.length < 2 || isWord(part)) || isWord(key)) return undefined
    const whole = pairs.find(({ words }) => words[0]?.startsWith(first) && words[1]?.startsWith(second))
    if (whole && key.includes(' ')) return { senses: [whole.sense] }
    if (first.length !== 3 || second.length !== 3) return undefined
    const ones = kinds.filter((sense) => keyOf(sense.value).startsWith(first))
    const others = kinds.filter((sense) => keyOf(sense.value).startsWith(second))
    const both = ones.flatMap((one) =>
      others.filter((other) => other !== one && other.attribute === one.attribute).map((other) => ({ one, other })),
    )
    const best = both.toSorted((left, right) => right.one.count + right.other.count - left.one.count - left.other.count)[0]
    return best && { senses: [best.one], also: [best.other] }
  }
}

function groupBy<T>(list: readonly T[], keyFrom: (entry: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const entry of list) {
    const key = keyFrom(entry)
    const group = groups.get(key)
    if (group) group.push(entry)
    else groups.set(key, [entry])
  }
  return groups
}
