/** @file The words that say what is not wanted, and those that only seem to. */

import { phrases } from '../words.ts'

/** Words that turn what follows round, whatever small words stand between: "don't want to see anything sad". */
export const negators: ReadonlySet<string> = new Set(
  `no not non never without nothing nobody none neither nor dont doesnt didnt isnt arent wasnt wont wouldnt shouldnt mustnt cant cannot avoid skip hate hates hated
  dislike dislikes detest detests loathe loathes despise despises except excluding exclude refuse refuses barring minus sans lacking zero stop quit ditch nix omit ban`.split(
    /\s+/,
  ),
)
/** The same in several words. */
export const denials = phrases(`
anything but|everything but|all but|but no|but not|and no|and not|but without|but nothing|anything except|everything except|except for|other than|apart from|aside from|leave out
spare me|less of|tired of|sick of|bored of|bored with|allergic to|fed up with|enough of|had enough of|rather not|i hate|i really hate|i dislike|i dont|i do not|im not|i am not
i really dont|i cant|i cannot|i would not|i wouldnt|i never|im tired of|im sick of|im allergic to|i cant stand|cant stand|cannot stand|cant bear|i cant bear|cant handle|i cant handle|not a fan of|im not a fan of
no fan of|im no fan of|not the biggest fan of|not into|im not into|not keen on|not too keen on|not big on|not wild about|not crazy about|dont fancy|dont care for|i dont care for|no interest in
not interested in|could do without|can do without|can live without|could live without|steer clear of|steer away from|keep away from|stay away from|not in the mood for|not up for|not looking for|please no|please not|thats not
that isnt|that is not|that doesnt|which isnt|which doesnt|free of|free from|devoid of|void of|hold the|lose the|drop the|cut the|cut out the|im over|i am over|im so over|im done with|done with|so done with|burned out on
burnt out on|had my fill of|had it with|no thanks to|no room for|no time for|no patience for|no appetite for|turned off by|put off by|anything other than|everything other than|instead of|rather than
nothing to do with|outside of|outside|no one|anywhere but|anywhere except|from anywhere but|from anywhere except|everywhere but|no more|stay clear of|im scared of|im afraid of|weary of|besides|outgrown|ive outgrown|outgrew|i outgrew|grown out of|too old for|im too old for|moved on from|past the age of|phobia of|a phobia of|i have a phobia of|terrified of|im terrified of|freaked out by|grossed out by|triggered by|haunted by the thought of|anyone but|anybody but|than another|than yet another|none of|none of the|something besides|anything besides`)
/** Behind these the negation is over: "I don't know, maybe a comedy". */
export const enders: ReadonlySet<string> = new Set(
  'but and or know maybe perhaps mind sure just only matter care if because like liked loved think so than'.split(' '),
)
/** Said of how much something is liked, between a negation and what is liked: "not a very big fan of …". */
export const enthusiasm: ReadonlySet<string> = new Set(
  'fan fans lover big huge massive keen crazy wild mad fond interested appetite desire enthusiast bothered excited thrilled drawn'.split(
    ' ',
  ),
)
/** How far from the cue the first thing may stand. */
export const furthest = 7
export const longestList = 20
/** Words between a negation and a value that the catalogue has no word for. */
export const mostUnknown = 2
/** Words of a thing that the catalogue has no word for. */
export const longestUnknown = 3
/** Behind these a thing that the catalogue does not know is still not wanted. */
export const unnamed = phrases(`
no|not a|not an|without|avoid|but no|no more|and no|except|except for|anything except|anything but|everything but|but not|i hate|hate|hates|i cant stand|cant stand|cant bear|not a fan of|im not a fan of|no fan of
steer clear of|stay away from|sick of|tired of|im sick of|im tired of|bored of|fed up with|skip|ditch|hold the|lose the|im over|done with|im done with|not by|not with|not about|not from|not in|not starring|not directed by|not set in
nothing by|nothing with|nothing about|nothing from|nothing in|non|zero|minus|sans|excluding|exclude|other than|apart from|aside from|i dislike|no thanks to|spare me|leave out|instead of|rather than|free of|barring|and not by|but not by
but not with|but nothing with|but not about|dont want|i dont want|we dont want|dont want any|dont show me|dont give me`)
/** What is ruled out outright: a thing, which may have an adjective that nobody knows ("no cheap horror"). */
export const outright = phrases(`
no|but no|and no|without|but without|except|anything except|everything except|avoid|excluding|exclude|minus|sans|zero|skip|ditch|hold the|lose the|drop the|i hate|hate|hates|sick of|im sick of|tired of|im tired of|fed up with
no more|spare me|leave out|free of|im over|done with|im done with|cant stand|i cant stand|i dislike|not a fan of|im not a fan of|steer clear of|stay away from|allergic to`)
/** What turns round the quality that follows, and leaves what has it: "a not too scary thriller". */
export const qualities = phrases(
  'not|non|never|isnt|arent|but not|and not|thats not|that isnt|that is not|which isnt|nothing|neither|but nothing|doesnt|that doesnt',
)
/** Behind these a title is expected, however it is written. */
export const titleCues = phrases(`
not|but not|and not|without|except|except for|other than|apart from|aside from|excluding|anything but|no|minus|but no|besides|none of|none of the|anything besides|something besides`)
/** "not only funny" asks for funny. */
export const notNegations: readonly string[] = [
  // A question asks for what it seems to deny: "isn't there a western?"
  ...'isnt arent dont doesnt cant couldnt wont wouldnt shouldnt havent hasnt didnt'
    .split(' ')
    .flatMap((verb) => 'you we i there it they'.split(' ').map((subject) => `${verb} ${subject}`)),
  ...phrases(`
never say no to|i never say no to|wont say no to|i wont say no to|cant say no to|i cant say no to|couldnt say no to|cant beat|you cant beat|never a bad time for|theres never a bad time for|who doesnt love|who doesnt like|who doesnt enjoy
cant hurt|couldnt hurt|wouldnt hurt|doesnt hurt|it doesnt hurt|cant argue with|you cant argue with|cant fail|dont hesitate|never disappoints|never fails|never gets old|never get old|never too old for|not too old for|never too late for
for people who hate|for people who dont like|for someone who hates|for someone who doesnt like|even if i hate|even if i dont like|why not|if not|not bad|no doubt|no problem|cant wait|i cant wait|dont know|i dont know|dont mind
i dont mind|dont care|i dont care|cant decide|i cant decide|cant choose|i cant choose|not only|not just|not necessarily|no matter|no idea|not sure|im not sure|no preference|nothing in particular|nothing special|wouldnt mind|i wouldnt mind
would not mind|i would not mind|wouldnt say no to|i wouldnt say no to|cant get enough of|i cant get enough of|never get enough of|i can never get enough of|never tire of|i never tire of|never get tired of|i never get tired of|cant go wrong with
you cant go wrong with|cant resist|i cant resist|nothing beats|nothing better than|nothing like a good|not to mention|cant help but|cant live without|not long ago|not far from|cant remember|i cant remember|cant think of|i cant think of
cant sleep|i cant sleep|cant be bothered|cant stop|i cant stop|dont stop|nonstop|non stop|not so sure|no worries|cannot wait|dont get me wrong|wont bite|no rush|no pressure|as long as|so long as|nothing else|nobody knows|no one knows|not the usual|not your usual|not the typical|not your typical|not your average`),
]
