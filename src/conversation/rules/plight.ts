/** @file What has befallen somebody: "I just broke up", "my mate who lost his job", "ill in bed". No wish for more of it, but for comfort. */

import type { GrammarRule } from '../draft.ts'
import { phrases } from '../words.ts'

const whose = ['', 'my ', 'his ', 'her ', 'their ', 'our ', 'a ', 'the ']
const lead = phrases(
  'who|who has|who have|who just|whos|whose|who has just|who recently|just|recently|has just|have just|i just|i have just|ive just|weve just|i recently|and just',
)
const blows = [
  ...['lost', 'losing'].flatMap((verb) =>
    whose.flatMap((of) => ['job', 'cat', 'dog', 'mum', 'dad', 'mother', 'father', 'home', 'friend'].map((what) => `${verb} ${of}${what}`)),
  ),
  ...['', 'cat ', 'dog ', 'hamster ', 'rabbit ', 'goldfish ', 'gran ', 'grandma ', 'grandad '].flatMap((who) =>
    ['just died', 'passed away', 'has died', 'died last week', 'died today', 'died'].map((verb) => `${who}${verb}`),
  ),
  ...['had', 'having', 'ive had', 'i had', 'weve had', 'we had', 'has had', 'after'].flatMap((verb) =>
    [
      'a bad',
      'a rough',
      'a hard',
      'a long',
      'a terrible',
      'an awful',
      'a horrible',
      'a tough',
      'a stressful',
      'a shit',
      'a shitty',
      'a crap',
      'a tiring',
      'a difficult',
      'the worst',
    ].flatMap((how) =>
      ['day', 'week', 'month', 'year', 'shift', 'time', 'day at work', 'week at work', 'time lately'].map(
        (what) => `${verb} ${how} ${what}`,
      ),
    ),
  ),
  ...phrases(`
got fired|was fired|got sacked|was sacked|got made redundant|was made redundant|got laid off|was laid off|got dumped|was dumped|been dumped|broke up|broke up with|split up|split up with|got divorced|going through a divorce|going through a breakup|going through a break up
got my heart broken|im heartbroken|failed my exam|failed an exam|failed my exams|ill in bed|im ill|im ill in bed|im sick|im sick in bed|sick in bed|in bed with flu|have the flu|got the flu|got a cold|have a cold|im hungover|hungover|hung over|im exhausted|im knackered
im shattered|im stressed|im stressed out|so stressed|im burnt out|im burned out|in hospital|is in hospital|is ill|is sick|is poorly|feeling poorly|im feeling ill|under the weather|feeling under the weather|cant stop crying|feeling down|feeling low|im down|im feeling down|feeling blue|feeling miserable|is feeling down|is feeling low|feels down`),
]
/** Behind a separation: from whom. */
const partners = [
  'with my boyfriend',
  'with my girlfriend',
  'with my partner',
  'with my husband',
  'with my wife',
  'with him',
  'with her',
  'with someone',
  'my boyfriend',
  'my girlfriend',
  'my partner',
  'my husband',
  'my wife',
  'his girlfriend',
  'her boyfriend',
  'his wife',
  'her husband',
]
const comforts = ['warm', 'uplifting', 'funny', 'comforting']
/** How strongly comfort is favoured: what was asked for beside it leads. */
const comfort = 2

export const readPlight: GrammarRule = (sentence, at) => {
  const led = sentence.cue(at, lead)
  const blow = sentence.cue(at + led, blows)
  if (blow === 0 || sentence.cue(at - 1, ['about', 'where', 'in which', 'man', 'woman', 'someone', 'somebody', 'who']) > 0) return undefined
  const from = sentence.cue(at + led + blow, partners)
  const others = [
    ...new Map(
      comforts
        .flatMap((word) => sentence.meaningOf(word) ?? [])
        .filter(({ weak }) => !weak)
        .map((value) => [value.label, value]),
    ).values(),
  ]
  return {
    length: led + blow + from,
    as: others.length > 0 ? `how things are: rather ${others.map(({ label }) => label).join(' or ')}` : 'how things are',
    take: (draft) => draft.boosts.push(...others.map(({ filter }) => ({ filter, boost: comfort }))),
  }
}
