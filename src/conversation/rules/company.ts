/** @file Company: "with my mother", "for my kids, 5 and 7", "four lads". It says who is there, not what it is to be about; children ask for what suits children. */

import type { Draft, GrammarRule, Reading } from '../draft.ts'
import { decadeAt } from '../quantity.ts'
import type { Sentence } from '../sentence.ts'
import { phrases } from '../words.ts'

const determiners = phrases(
  'with my|with our|for my|for our|and my|and our|with the|for the|my|our|with his|with her|the|a|an|for a|with a|and a|and|me and my|me and|for',
)
/** Behind these a bare noun is somebody of one's own: "my dad", not "a dad". */
const own = phrases('with my|with our|for my|for our|and my|and our|with the|my|our|with his|with her|me and my')
const stature = phrases(
  'little|small|young|youngest|eldest|oldest|older|younger|teenage|teen|adult|grown up|own|two|three|four|best|poor|dear|old|baby',
)
const children = phrases(`
kids|children|son|sons|daughter|daughters|kid|child|nephew|nephews|niece|nieces|grandchildren|grandkids|grandson|granddaughter|grandsons|granddaughters|toddler|toddlers|family|little ones|little one|girl|boy|girls|boys|godson|goddaughter|stepson|stepdaughter`)
const adults = phrases(`
mother|mum|mom|mam|father|dad|parents|grandmother|grandma|gran|granny|nan|nana|grandfather|grandpa|grandad|granddad|grandparents|wife|husband|hubby|spouse|fiance|fiancee|girlfriend|boyfriend|gf|bf|partner|date|crush
friend|friends|mate|mates|buddy|bestie|best friend|best friends|sister|brother|sisters|brothers|bro|sis|sibling|siblings|aunt|auntie|uncle|colleagues|colleague|coworkers|cousin|cousins|roommate|roommates|flatmate|flatmates|housemate|housemates
neighbour|neighbor|neighbours|neighbors|boss|team|class|book club|in laws|inlaws|mother in law|father in law|sister in law|brother in law|cat|dog`)
const crowd = phrases(
  'of us|lads|guys|girls|friends|mates|people|adults|grown ups|couples|blokes|men|women|students|colleagues|siblings|cousins|teenagers',
)
const together = phrases(`
for all ages|all ages|for every age|kid appropriate|child appropriate|for the whole family|for all the family|for the family|the whole family can watch|the whole family can enjoy|the whole family|all the family|whole family|family can watch
family night|with the family|family friendly|suitable for children|suitable for kids|kids can watch|kids will like|kids would like|kids will love|for kids|for children|for the kids|for little ones|for a child|for a kid|kid can watch|a kid can watch
child can watch|a child can watch|kids can enjoy|ok for kids|okay for kids|safe for kids|fine for kids|good for kids`)
/** They are not there: it is nothing for children. */
const absent = ['kids', 'children', 'little ones', 'toddler', 'baby', 'kid'].flatMap((who) =>
  ['', 'the ', 'my ', 'our '].flatMap((whose) =>
    ['are', 'is', 'are finally', 'is finally', 'are now', 'are already', 'finally'].flatMap((be) =>
      ['asleep', 'in bed', 'away', 'out', 'gone', 'at school', 'at grandmas', 'not here', 'not home', 'sleeping'].map(
        (where) => `${whose}${who} ${be} ${where}`,
      ),
    ),
  ),
)
const grown = [
  ...absent,
  ...phrases(
    'something grown up|grown up stuff|something more grown up|more grown up|something mature|mature stuff|something adult|after the kids are in bed|once the kids are in bed|without the kids',
  ),
  ...phrases('only for adults|for adults|for grown ups|for grownups|for a grown up|for an adult|for adults only|adults only'),
  ...['not', 'nothing', 'not made', 'not aimed', 'never', 'not something'].flatMap((not) =>
    phrases(
      'for kids|for children|for the kids|for babies|for toddlers|for little ones|for kiddies|for small children|for five year olds|at kids|at children',
    ).map((whom) => `${not} ${whom}`),
  ),
  ...['not', 'nothing', 'not too', 'nothing too', 'not so'].flatMap((not) =>
    ['childish', 'kiddish', 'babyish'].map((how) => `${not} ${how}`),
  ),
  ...phrases('not a kids one|not a childrens one|no kids stuff|no kiddie stuff|no kiddy stuff'),
]
/** A child is younger. */
const youngest = 13
const ageUnits = phrases('year old|year olds|years old|yr old|yr olds|yrs old|y o|yo|years of age|years')
const ageLeads = phrases('aged|age|ages|of|who is|who are|is|are|hes|shes|theyre|he is|she is|they are|turning|is only|only')
/** Behind these stands an age for itself: "for my six year old", "she's 8". */
const ageCues = phrases(
  'for my|for our|with my|with our|for a|with a|for an|with an|and my|my|our|have a|have an|got a|got an|and a|and an|is|hes|shes|theyre|he is|she is|they are|aged|is only',
)
/** What does not suit children, by the words that say so. */
const frightful = ['scary', 'disturbing', 'violent', 'brutal']

export const readCompany: GrammarRule = (sentence, at) =>
  [readTogether, readAge, readPeople, readCrowd, readYearsOfLife].map((read) => read(sentence, at)).reduce(longer)

const longer = (one: Reading | undefined, other: Reading | undefined) => ((other?.length ?? 0) > (one?.length ?? 0) ? other : one)

/** "for adults": what suits children is left out of this answer. */
export const readGrown: GrammarRule = (sentence, at) => {
  const joint = sentence.cue(at, ['and', 'but', 'so'])
  const length = sentence.cue(at + joint, grown)
  const value = length > 0 ? sentence.meaningOf('for kids') : undefined
  return value && { length: joint + length, as: `for adults: not ${value.label}`, take: (draft) => draft.barred.push(value.filter) }
}

function readTogether(sentence: Sentence, at: number): Reading | undefined {
  const length = sentence.cue(at, together)
  const value = length > 0 ? sentence.meaningOf('for kids') : undefined
  const said = sentence.written(at, at + length)
  return (
    value && {
      length,
      as: `company: ${value.label}`,
      take: (draft) => draft.wishes.push({ filter: value.filter, words: said, yields: 'next' }),
    }
  )
}

/** "for my six year old", "a 5yo and a 9yo", "he's 12". */
function readAge(sentence: Sentence, at: number): Reading | undefined {
  const cue = sentence.cue(at, ageCues)
  const ages = agesAt(sentence, at + cue)
  if (!ages || (cue === 0 && !ages.glued)) return undefined
  const isPerson = ages.unit || sentence.cue(at, ['hes', 'shes', 'theyre', 'he is', 'she is', 'they are', 'aged']) > 0
  return isPerson && sentence.cue(at + cue + ages.length, ['minutes', 'mins', 'hours']) === 0
    ? company(sentence, at, cue + ages.length, Math.min(...ages.years) < youngest)
    : undefined
}

/** "with my mother", "my kids (6, 9)", "two kids, 6 and 10", "dad, 45". */
function readPeople(sentence: Sentence, at: number): Reading | undefined {
  const determiner = sentence.cue(at, determiners)
  const isOwn = sentence.cue(at, own) > 0
  let start = at + determiner
  const count = sentence.number(start) === undefined ? 0 : 1
  start += count
  let teens = false
  for (let adjective = sentence.cue(start, stature); adjective > 0; adjective = sentence.cue(start, stature)) {
    if (sentence.cue(start, children) + sentence.cue(start, adults) > adjective) break
    teens ||= sentence.cue(start, ['teenage', 'teen', 'adult', 'grown up']) > 0
    start += adjective
  }
  const young = sentence.cue(start, children)
  const noun = young || sentence.cue(start, adults)
  if (noun === 0) return undefined
  const end = start + noun
  const lead = sentence.cue(end, ageLeads)
  const ages = agesAt(sentence, end + lead)
  const isAged = ages !== undefined && (ages.unit || sentence.ends(end + lead + ages.length) || sentence.isFiller(end + lead + ages.length))
  // Without an age a bare noun is what it says: "kids", "a family".
  if (!isOwn && !(isAged && sentence.cue(end + lead + (ages?.length ?? 0), ['minutes', 'mins', 'hours', 'or', 'of']) === 0))
    return undefined
  const isChild = young > 0 && !teens && (!isAged || Math.min(...(ages?.years ?? [])) < youngest)
  return company(sentence, at, end - at + (isAged ? lead + (ages?.length ?? 0) : 0), isChild)
}

/** "in their seventies" is how old they are, and not from when anything is. */
function readYearsOfLife(sentence: Sentence, at: number): Reading | undefined {
  const length = sentence.cue(at, ['in their', 'in his', 'in her', 'in our', 'in my', 'all in their', 'both in their'])
  const part = sentence.cue(at + length, ['early', 'mid', 'late'])
  return length > 0 && decadeAt(sentence, at + length + part) ? company(sentence, at, length + part + 1, false) : undefined
}

/** "four lads", "there are five of us": how many there are is no number of things wanted. */
function readCrowd(sentence: Sentence, at: number): Reading | undefined {
  const lead = sentence.cue(at, ['a group of', 'group of', 'a bunch of', 'there are', 'were', 'we are', 'theres', 'for', 'with', 'just'])
  if (sentence.number(at + lead) === undefined || sentence.cue(at - 1, ['about', 'between', 'of', 'following', 'the']) > 0) return undefined
  const length = sentence.cue(at + lead + 1, crowd)
  return length > 0 ? company(sentence, at, lead + 1 + length, false) : undefined
}

type Ages = { readonly years: readonly number[]; readonly length: number; readonly unit: boolean; readonly glued: boolean }

/** "5", "5 and 7", "aged 6, 9 and 11", "8 year old", "5yo". */
function agesAt(sentence: Sentence, from: number): Ages | undefined {
  const years: number[] = []
  let [end, unit, glued] = [from, false, false]
  for (;;) {
    const joint = years.length > 0 ? sentence.cue(end, ['and', 'or', 'and a', 'and an', 'and one']) : 0
    const together = /^(\d{1,2})(yo|yr|yrs|y)$/.exec(sentence.tokens[end + joint]?.word ?? '')?.[1]
    const age = together === undefined ? sentence.number(end + joint) : Number(together)
    if (age === undefined || age > 99 || !Number.isInteger(age)) break
    if (years.length > 0 && joint === 0 && !sentence.tokens[end]?.breaks) break
    years.push(age)
    glued ||= together !== undefined
    end += joint + 1
    const said = sentence.cue(end, ageUnits)
    unit ||= said > 0 || together !== undefined
    end += said
  }
  return years.length > 0 ? { years, length: end - from, unit, glued } : undefined
}

function company(sentence: Sentence, at: number, length: number, isChild: boolean): Reading {
  const value = isChild ? sentence.meaningOf('for kids') : undefined
  const said = sentence.written(at, at + length)
  return {
    length,
    as: value ? `company: ${value.label}` : 'company',
    take(draft) {
      if (!value) return
      draft.wishes.push({ filter: value.filter, words: said, yields: 'next' })
      spareChildren(sentence, draft)
    },
  }
}

/** What frightens children is left out where enough is left without it, and comes last otherwise. */
function spareChildren(sentence: Sentence, draft: Draft) {
  const meant = frightful.flatMap((word) => sentence.meaningOf(word) ?? []).filter(({ descriptive, weak }) => descriptive && !weak)
  draft.shunned.push(...meant.map(({ filter }) => filter))
}
