/** @file The English words that carry the sentence rather than the wish: they are read, and never searched for. */

const list = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/))

/** A written list of phrases, each behind a line break or a bar. */
export const phrases = (text: string): readonly string[] => text.trim().split(/\s*[|\n]\s*/)

/** Words that never stand for something to search for. */
const functionWords = list(`
  a an the this that these those some any anything something everything one ones thing things stuff kind sort type kinds types lot lots bit
  i im ive id ill me my mine myself we us our you your yours it its he she they them their his her who whom whose which what when where why how
  am is are was were be been being do does did done doing have has had having can could will would shall should may might must lets let
  and or nor but if then than so as of to in on at by for from with without into about over under up down out off through during between
  not no yes yeah yep ok okay please thanks thank hi hello hey well just only also too very really quite pretty rather maybe perhaps actually
  more most much many few less least little other others another else same such all both each every either neither again ever never always
  want wants wanted wanting need like liked likes love looking look find show give get got getting recommend recommendation recommendations suggest
  suggestion suggestions pick choose tell feel feeling mood think know see seen watch watching watched read reading try tried make makes made having
  good great nice best better fine decent proper right now today tonight here there day evening morning afternoon night week weekend time
  cant dont doesnt didnt isnt arent wasnt wouldnt couldnt havent hasnt shouldnt wont theres whats thats youre youve were
  ideas idea option options choice choices set starring featuring story stories way ways sure because since while until till
  going go come put take took keep bring next first second third last top popular famous wonderful amazing awesome excellent favourite favorite
  eat eating cook cooking drink drinking play playing hear listen use using order after before among against interested interesting
  totally completely entirely utterly absolutely overly particularly especially terribly awfully extremely incredibly remotely slightly somewhat fairly
  gimme gonna wanna gotta kinda sorta whatever whichever somewhere fancy hows hes shes theyre weve wed were lads guys everyone everybody anymore preferably ideally possibly
  yet though although however otherwise instead beg plenty full hmm um uh er erm okey dokey alright lol haha hahaha xd loves loving lovely
  sometime somehow anyway anyways hopefully honestly basically literally simply currently lately  fancying craving pls plz thx ta cheers
  came comes coming released theyll theyve youd itll itd thatll hadnt were vibes vibe vibey half finally besides masterpiece masterpieces acclaimed greats unmissable essential generally usually normally mainly mostly  heard says said say tells told ask asking asked offer offers serve serves
  u ur smth sth tho idk tbh imo rn bc cuz coz abt smtg became becoming
  decade decades era eras period periods guy guys bonus points exactly precisely feels
  prefer prefers preferred preference needs needed whatsoever strictly purely definitely certainly absolutely
  someone somebody anyone anybody nothing none nobody people person friend friends girlfriend boyfriend partner wife husband
`)

/** Small words that are a subject all the same where one is named: "something to cook", but "a story about cooking". */
const subjectWords = list('eat eating cook cooking drink drinking play playing friend friends wife husband')

export const isSubjectWord = (word: string) => subjectWords.has(word)

/** Every word of the language that the grammar knows without any catalogue, for spelling. */
export const plainWords = (): readonly string[] => [...functionWords, ...everydayWords]

/** Whether a request can be about this word at all. */
export const isFunctionWord = (word: string) => functionWords.has(word)

/** Words that may stand between a cue and what it speaks of: "no more *of those* horror …". */
export const articles =
  list(`a an the some any anything something everything such more of those these that this kind sort type kinds sorts too very so really all really good great other
  another bit show me see watch to`)

const units =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  )
const tens = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')
export const numberWords: ReadonlyMap<string, number> = new Map([
  ...units.map((word, value): [string, number] => [word, value]),
  ...tens.map((word, at): [string, number] => [word, 20 + 10 * at]),
  ['hundred', 100],
  ['dozen', 12],
])

/** Decades by name; "teens" of this century stay out, as nobody says them. */
export const decadeWords: ReadonlyMap<string, number> = new Map([
  ...'twenties thirties forties fifties sixties seventies eighties nineties'
    .split(' ')
    .map((word, at): [string, number] => [word, 1920 + 10 * at]),
  ['noughties', 2000],
  ['aughts', 2000],
  ['naughties', 2000],
  ['oughties', 2000],
])

/** Everyday words of six letters and more that are right as they stand, so that spelling leaves them alone even where the catalogue never uses them. */
export const everydayWords = list(`
  recent recently modern classic vintage season summer winter spring autumn holiday relaxed relaxing boring bored tired lonely single couple double
  simple simply really little longer shorter newer bigger better brighter darker lighter heavier faster slower sweeter deeper cooler warmer colder
  minutes minute hours second seconds decade century central school office garden kitchen market winter window change changed chance choose chosen
  picked picking wonder wondering surprise surprised surprising random special different unusual similar exactly almost nearly before during beside
  around across behind beyond inside outside please thanks morning evening tonight weekend sunday monday tuesday wednesday thursday friday saturday
  mother father brother sister parents family children grandma grandmother grandfather daughter husband friends colleague flight travel travels
  walking running cooking eating drinking reading sleeping dancing playing working moving living looking feeling making taking giving getting going
  people person things nothing something anything everything somebody someone anyone everyone animal animals flower flowers letter letters number
  colour colours waving lean mean stone young west brown white black green hill king bell price wood rock fox bird page gold sharp hunt chase cage law
  lake rush close swift bloom church cruise foster glass mason moss penn power rich rivers rose rice shepherd smart wild wells woods carpenter baker
  potter fisher butcher strong weaver walker parker hurt keen berry brook bush field freeman archer banks barber beach bishop bond bright burns camp
  cash court craft crane cross dance dean drake duke fields flint ford forest fountain frost garland gate gray grey hale hammer hardy hart harper
  hawk holly hood horn house hunter jewel joy kid knight lamb land lane light little lord loss major march marsh may miller mills monk moon moore
  noble north nurse park pearl piper poor porter pound pride prince quick ray reader reed river sand savage self singer skinner small snow song
  spring star steel steward summers sun tailor temple turner tyler vale wall ward warden waters weber wheeler wing winters wolf worth
  bottle basket bright broken button castle cheap cheaper coffee corner danger dangerous dinner lunch breakfast supper forest future
  gentle golden happen happens health healthy honest humble hungry island jungle justice killer leader lesson listen lovely lovers master matter
  memory middle mirror modest moment murder nature normal object orange palace planet pocket police prince prison public purple quiet rather reason
  record remind rescue result return reward riding rising sacred sample savage search secret serious settle shadow silent silver sister smooth social
  spirit square stolen strange strong sudden supply switch symbol talent target theory thinking timing travel treasure trying unique useful valley
  easily quickly slowly nicely gently deeply really truly fully mainly early later party house horse mouse heart night light sight right sound round story stories
  victim village violin vision volume waiting wanted weekly welcome winner wisdom wonderful yellow younger popcorn entertain entertaining comfort
`)
