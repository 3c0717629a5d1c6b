/** @file What is not wanted, said after its name or around it: "horror isn't my thing", "gore-free", "leave the war out of it", "I've seen every western". */

import type { Filter } from '../../data/filter.ts'
import { seriesAt, valuesAt } from '../coordination.ts'
import type { GrammarRule, Reading } from '../draft.ts'
import type { Sentence, Value } from '../sentence.ts'
import { oppositesOf } from '../synonyms.ts'
import { phrases } from '../words.ts'
import { unknownAt } from './barred.ts'
import { cueAt } from './set.ts'

const subjects = [
  'is',
  'are',
  'is not',
  'isnt',
  'arent',
  'are not',
  'just isnt',
  'just arent',
  'really isnt',
  'really arent',
  'has never been',
  'have never been',
  'was never',
  'not',
  'never',
]
const dislikes = phrases(`
my thing|my cup of tea|my bag|my jam|for me|my style|for us|my genre|our thing|our cup of tea`)
/** Behind the name of something: it is not wanted. */
const denied = phrases(`
fatigue is real|fatigue|overload|overdose|is overrated|are overrated|is done to death|are done to death|is out|are out|is off the table|are off the table|is a no|is a no no|is a no go|are a no|are a no go|is a dealbreaker|is a deal breaker|are a dealbreaker|are a deal breaker|is banned|are banned|is forbidden|are forbidden|bores me|bore me
bores us|bore us|bores me to tears|bore me to tears|annoys me|annoy me|puts me off|put me off|puts me to sleep|put me to sleep|turns me off|turn me off|gives me nightmares|give me nightmares|makes me sick|make me sick|makes me sleepy|scares me|scare me|freaks me out
freak me out|upsets me|upset me|depresses me|depress me|gets on my nerves|get on my nerves|leaves me cold|leave me cold|no thanks|no thank you|not for me|does nothing for me|do nothing for me|excluded|excepted|aside|apart|need not apply|is not an option|is not welcome|are not welcome`)
const free = ['free']
/** Around it: "leave X out", "keep X out of it". */
const leads = phrases(
  'leave|just leave|please leave|keep|please keep|take|cut|leave any|keep any|filter|weed|rule|filter out|weed out|rule out',
)
const outs = phrases('out of it|out of this|out of there|out please|out|off the list|away from me|aside|at home')
/** Those of a kind that the person knows all of. */
const seenAll = [
  ...['ive', 'i have', 'weve', 'we have', 'theyve', 'they have', 'hes', 'shes', 'my kids have', 'the kids have', 'everyones', ''].flatMap(
    (who) =>
      ['', 'already '].flatMap((already) =>
        ['seen', 'watched', 'done', 'had', 'tried', 'read', 'been through', 'gone through', 'burned through', 'burnt through'].flatMap(
          (verb) =>
            [
              'every',
              'every single',
              'all',
              'all the',
              'all of',
              'all of the',
              'most of the',
              'enough',
              'enough of',
              'too many',
              'too many of',
              'loads of',
            ].map((all) => `${who} ${already}${verb} ${all}`.trim()),
        ),
      ),
  ),
  ...phrases('i know every|i know all the|i know all of|through with all the|too many|ive had enough|ive had enough of'),
]
/** Who says to be sad asks for no more of it. */
const states = phrases(
  'i feel|i feel so|i feel a bit|i feel very|im feeling|im feeling so|im feeling a bit|i am feeling|i am so|i am very|im so|im very|im really|im|i am|ive been|feeling|feeling so|feeling a bit|im a bit|im a little|im pretty|having a|ive had a',
)

/** Said instead of what it is not. */
const contraries: readonly (readonly [string, readonly string[]])[] = [
  ['animation', phrases('live action only|live action|live action please|no cartoons please|with real actors|real actors')],
  [
    'black and white',
    phrases(
      'in colour|in color|in full colour|in full color|in technicolor|in technicolour|colour only|color only|only colour|only color|only in colour|only in color|colour please|color please|must be in colour|must be in color|full colour|full color|in colour only|in color only',
    ),
  ],
  ['silent', phrases('with sound|with dialogue')],
  [
    'franchise',
    phrases(
      'standalone|stand alone|standalone only|standalone story|stand alone story|self contained|self contained story|not part of anything',
    ),
  ],
]
/** People who do not bear something: what they do not bear by the word that says so. */
const frail: readonly (readonly [string, readonly string[]])[] = [
  [
    'scary',
    phrases(
      'scares easily|scares very easily|scares so easily|gets frightened easily|frightens easily|gets frightened|is easily scared|is easily frightened|easily spooked|spooks easily|gets freaked out|afraid of the dark|scared of the dark|gets bad dreams|gets nightmares easily|dont scare me|too young for scary stuff|scares too easily|gets scared very easily|gets scared so easily|gets scared really easily|gets scared quite easily|scare easily|scared easily|easily scared|easily frightened|gets scared easily|get scared easily|gets nightmares|get nightmares|gets scared|scaredy cat|a scaredy cat|a coward|im a coward',
    ),
  ],
  ['violent', phrases('squeamish|is squeamish|im squeamish|faint hearted|a weak stomach|cant stand the sight of blood|faints at blood')],
]

const widest = (value: Value): Filter => value.whole ?? value.loose ?? value.filter

export const readDenial: GrammarRule = (sentence, at) =>
  readPrefixed(sentence, at) ??
  readBehind(sentence, at) ??
  readAround(sentence, at) ??
  readSeenAll(sentence, at) ??
  readState(sentence, at) ??
  readFrail(sentence, at)

/** "nonviolent" in one word. */
function readPrefixed(sentence: Sentence, at: number): Reading | undefined {
  const rest = /^non(\p{L}{4,})$/u.exec(sentence.tokens[at]?.word ?? '')?.[1]
  const value = rest === undefined || sentence.value(at) ? undefined : sentence.meaningOf(rest)
  return value && barring(sentence, at, at + 1, [value])
}

function readBehind(sentence: Sentence, at: number): Reading | undefined {
  const list = valuesAt(sentence, at, 'plain', { byAnd: true })
  if (!list) return undefined
  const next = at + list.length
  const end = next + Number(sentence.isNoun(next) && !sentence.ends(next))
  const denial = Math.max(sentence.cue(end, denied), tasteBehind(sentence, end), sentence.tokens[next]?.tied ? sentence.cue(next, free) : 0)
  return denial > 0 ? barring(sentence, at, end + denial, list.values) : undefined
}

/** "isn't really my thing", "are not for me"; "are my thing" is a wish. */
function tasteBehind(sentence: Sentence, at: number): number {
  const verb = sentence.cue(at, subjects)
  const really = verb > 0 ? sentence.cue(at + verb, ['really', 'exactly', 'quite', 'particularly', 'usually', 'at all']) : 0
  const taste = verb > 0 ? sentence.cue(at + verb + really, dislikes) : 0
  const negative = /n['’]?t\b|not|never/i.test(sentence.written(at, at + verb))
  return taste > 0 && negative ? verb + really + taste : 0
}

function readAround(sentence: Sentence, at: number): Reading | undefined {
  const lead = sentence.cue(at, leads)
  if (lead === 0) return undefined
  const inner = /out$/.test(sentence.written(at, at + lead))
  const { start, role, attribute } = cueAt(sentence, sentence.pastArticles(at + lead))
  const list = valuesAt(sentence, start, role, { byAnd: true, attribute })
  if (!list) return undefined
  const end = start + list.length + Number(sentence.isNoun(start + list.length))
  const out = sentence.cue(end, outs)
  return out > 0 || inner ? barring(sentence, at, end + out, list.values) : undefined
}

/** What a person knows all of is left out of this answer. */
function readSeenAll(sentence: Sentence, at: number): Reading | undefined {
  const cue = sentence.cue(at, seenAll)
  if (cue === 0) return undefined
  const { start, role, attribute } = cueAt(sentence, sentence.pastArticles(at + cue))
  const list = valuesAt(sentence, start, role === 'plain' ? 'any' : role, { byAnd: true, attribute })
  if (!list || (sentence.reference(start, true)?.length ?? 0) > list.length) return readSeenSeries(sentence, at, start)
  return {
    length: start + list.length - at,
    as: `this time no ${list.values.map(({ label }) => label).join(', no ')}`,
    take: (draft) => draft.barred.push(...list.values.map(widest)),
  }
}

/** "I've seen every Star Wars": all that belong with it. */
function readSeenSeries(sentence: Sentence, at: number, start: number): Reading | undefined {
  const found = sentence.reference(start, true)
  if (!found) {
    // What nobody knows is no wish: a search would find it.
    const unknown = unknownAt(sentence, start)
    return unknown && { length: unknown.end - at, as: `you know ${unknown.label}`, take: (draft) => unknown.take(draft, '') }
  }
  const length = start + found.length - at
  const items = found.items.flatMap((item) => [item, ...sentence.kin(item)])
  return {
    length: length + seriesAt(sentence, at + length),
    as: `you know ${found.items.map(({ title }) => title).join(', ')} and what belongs with it`,
    take: (draft) => draft.exclude.push(...items.map(({ id }) => id)),
  }
}

function readState(sentence: Sentence, at: number): Reading | undefined {
  const cue = sentence.cue(at, states)
  const value = cue > 0 ? sentence.value(at + cue) : undefined
  const end = at + cue + (value?.length ?? 0)
  const day = sentence.cue(end, [
    'day',
    'week',
    'month',
    'year',
    'evening',
    'today',
    'tonight',
    'now',
    'right now',
    'lately',
    'these days',
    'and',
    'so',
    'but',
  ])
  if (!value?.descriptive || !(sentence.ends(end) || day > 0)) return undefined
  const others = oppositesOf(value.label.split(' or ')).flatMap((word) => sentence.meaningOf(word) ?? [])
  if (others.length === 0) return undefined
  return {
    length: end - at,
    as: `how you feel: rather ${others.map(({ label }) => label).join(' or ')}`,
    take: (draft) => draft.boosts.push(...others.map(({ filter }) => ({ filter, boost: comfort }))),
  }
}

/** How strongly is favoured what lies on the other side of how a person feels. */
const comfort = 2

function readFrail(sentence: Sentence, at: number): Reading | undefined {
  for (const [key, cues] of [...frail, ...contraries]) {
    const read = sentence.cue(at, cues)
    const named = contraries.some(([contrary]) => contrary === key) && sentence.value(at + read) !== undefined
    const length = sentence.ends(at + read) || sentence.isFiller(at + read) || named ? read : 0
    const value = length > 0 ? sentence.meaningOf(key) : undefined
    if (!value) continue
    return {
      length,
      as: `this time nothing ${value.label}`,
      take(draft) {
        draft.barred.push(widest({ ...value, length }))
        if (value.beside) draft.shunned.push(value.beside)
      },
    }
  }
  return undefined
}

function barring(sentence: Sentence, at: number, end: number, values: readonly Value[]): Reading {
  const words = sentence.written(at, end)
  return {
    length: end - at,
    as: `from now on: no ${values.map(({ label }) => label).join(', no ')}`,
    take(draft) {
      for (const value of values) {
        draft.rules.push({ filter: { not: widest(value) }, words })
        if (value.beside) draft.shunned.push(value.beside)
      }
    },
  }
}
