/** @file General adjectives that mean nearly the same. A word the catalogue does not have stands for those of its group that the catalogue has. */

const groups: readonly (readonly string[])[] = `
  funny, hilarious, humorous, amusing, comical, comedic, comic, laugh, laughs, make me laugh, lol
  fun, playful, light, lighthearted, light hearted, easygoing, whimsical, silly, goofy, breezy
  scary, frightening, terrifying, creepy, spooky, chilling, horrifying, eerie, scared, nightmarish
  sad, heartbreaking, tearjerker, tear jerker, weepy, weepie, weepies, cry, a good cry, tragic, moving, devastating, emotional, poignant
  melancholy, melancholic, wistful, bittersweet, blue
  warm, heartwarming, heart warming, tender, touching, gentle, sweet, wholesome
  uplifting, upbeat, feel good, feelgood, cheerful, happy, joyful, life affirming, hopeful, cheer me up, optimistic, encouraging
  inspiring, inspirational, motivating, uplifting
  cosy, cozy, comforting, comfort, snug, rainy day, rainy sunday, rainy, lazy sunday, warm
  calm, meditative, peaceful, relaxing, quiet, soothing, slow, slow burn, contemplative, unhurried
  violent, gory, bloody, brutal, gruesome, graphic, violence, gore
  tense, gripping, suspenseful, suspense, nail biting, edge of your seat, edge of my seat, thrilling, exciting
  fast paced, action packed, fast, adrenaline, energetic, thrilling
  weird, strange, surreal, bizarre, odd, absurd, trippy, offbeat, quirky, crazy
  dark, bleak, gritty, grim, disturbing, brutal, depressing, raw
  clever, smart, intelligent, mind bending, brainy, twisty, confusing
  philosophical, thoughtful, thought provoking, deep, profound
  romantic, love story, love stories, date night, date, romance
  sensual, sexy, steamy, erotic
  stylish, beautiful, visually striking, gorgeous, stunning, pretty, elegant
  dreamlike, dreamy, hypnotic, poetic, lyrical
  nostalgic, nostalgia, retro
  satirical, satire, sarcastic, ironic
  sarcastic, witty, clever dialogue, sharp
  kid friendly, kids, children, child friendly, for kids, for children, for the kids, family, little ones
  dark comedy, black comedy, black humour, black humor, dark humour, dark humor, gallows humour
  teenagers, teen, teenage, teens, adolescent, adolescents, adolescence
  epic, grand, sweeping, monumental
  spicy, fiery, hot
  hearty, filling, comforting, satisfying, warming
  healthy, light, fresh, nutritious, wholesome
  easy, simple, effortless, foolproof, beginner
  quick, fast, weeknight, easy
  festive, celebration, celebratory, party, special occasion, holiday
  summery, summer, refreshing, fresh
  wintry, winter, cold weather, snowy, warming
  crunchy, crispy
  creamy, rich, indulgent, decadent
`
  .trim()
  .split('\n')
  .map((line) => line.trim().split(', '))

/** What stands for other words, but not they for it: left of the sign what is said, right of it what it asks for. */
const oneWay: readonly (readonly [readonly string[], readonly string[]])[] = `
  sentimental, soppy, sappy, mushy, schmaltzy, saccharine, syrupy, cheesy, twee > tender, warm, heartwarming, uplifting
  cutesy, cute, adorable, kiddy, kiddie, childish, babyish > kid friendly
  daft, ridiculous, madcap, zany, wacky, bonkers, nutty, stupid, dumb, brainless > absurd, slapstick, playful, campy
  heavy, heavy going, upsetting, harrowing, traumatic, distressing, grim, downbeat, miserable > bleak, heartbreaking, disturbing
  hard hitting, unflinching, tough > gritty, bleak
  badass, adrenaline fuelled, high octane, explosive, pulse pounding, action packed > thrilling, fast paced
  jump scares, terror, nightmares, scares, scare > scary
  supernatural, paranormal, occult > ghosts, demons, witchcraft
  blood, bloodshed, bloodbath, blood and guts > violent, brutal
  twisted, sick, messed up, unsettling, unnerving > disturbing, eerie
  escapist, feelgood, pick me up, comforting, easy watching, undemanding > warm, cosy, uplifting, playful
  colourful, colorful, vibrant, lush, sumptuous, eye candy > visually striking, stylish
  rich, wealthy, riches, the rich, millionaires, billionaires, money > wealth, class
  poor, the poor, destitute, broke > poverty, class
  inequality, class divide, upper class, working class, rich and poor, rich versus poor, rich vs poor > class, wealth, poverty
  cover up, cover ups, government cover up, conspiracies, paranoid, paranoia > conspiracy
  loss, bereavement, mourning, losing someone > grief
  robbery, robberies, robbers, bank job, bank jobs, bank robbery, stealing, thieves, burglary > heist
  swindle, swindlers, scam, scams, scammers, grifters, conmen, con men, fraud > con artists
  spies, spy, secret agents, secret agent, espionage thriller, undercover > espionage
  mafia, mob, mobsters, gangster, gangsters > gangsters, organized crime
  whodunit, whodunnit, whodunits, whodunnits, detective, sleuth > detectives, murder, investigation
  killings, killing, murders, murderer, killers > murder, serial killer
  killer on the loose, serial killers > serial killer
  cops, cop, policeman, policemen > police
  lawyers, lawyer, trial, trials, court, courtroom drama, legal > courtroom
  reporters, reporter, journalist, journalists, newspaper, press > journalism
  growing up, adolescence, youth > coming of age
  childhood memories, kids growing up > childhood
  high schoolers, school kids, pupils > high school, school life
  falling in love, love affair, love affairs, lovers > romantic, romance
  outer space, in space, astronauts, astronaut, space, space mission > space travel, spaceship
  aliens, extraterrestrials, ufos, first contact > alien contact
  ai, robot uprising, thinking machines, killer robots > artificial intelligence, robots
  the end of the world, end of the world, apocalypse, apocalyptic, post apocalyptic > post apocalypse, disaster
  totalitarian, big brother, dystopian > dystopia
  ghost, haunting, hauntings, haunted, creepy house, creepy houses, creepy old house, creepy old houses > ghosts, haunted house
  witch, witches, sorcery, wizards, wizard, magical > witchcraft, magic
  vampire > vampires
  zombie, undead > zombies
  creature feature, creatures, creature, beast, beasts, giant monsters > monsters
  mother, mothers, mums, moms > motherhood
  father, fathers, dads, dad, fathers and sons > fatherhood
  brothers, sisters, sibling > siblings
  strong women, women in charge, feminist, women fighting back > feminism
  gay, lesbian, queer, lgbt, lgbtq+, trans > lgbtq
  old people, elderly, ageing, aging, getting old, growing old > old age
  lonely, loner, loners, isolation, isolated > loneliness
  marriages, married couple, married couples, wedding, weddings, husband and wife > marriage
  breakup, breakups, break up, splitting up > divorce
  mates, best friends, best friend, buddy, buddies > friendship
  immigrants, migrants, refugees, immigrant > immigration, exile
  mental health, madness, insanity, depression > mental illness
  disease, dying, cancer, terminal illness > illness, death
  drugs, drug, alcoholism, alcoholic, addicts, junkies > addiction
  betting, poker, gambler, gamblers, casino, casinos > gambling
  jail, inmates, behind bars, prisoners, prison break, jailbreak > prison, escape
  kidnapped, abduction, hostage, hostages > kidnapping
  corrupt, bribery > corruption
  political, politicians, elections, election, government > politics
  uprising, revolt, revolutionaries > rebellion, revolution
  greedy, corporate, wall street, stock market > greed, capitalism, business
  bosses, coworkers, jobs, the workplace, workplace > work, office
  chef, chefs, cook, cooks, cooking, kitchens, restaurants > food, restaurant
  painters, painter, artists, artist, painting > art
  novelist, novelists, writer, writers, author, authors, poet, poets > writing
  musician, musicians, band, bands, singers, singer, songs, rock stars, concert > music
  dancers, dancer, dancing, ballet > dance
  actors, actresses, stage, playhouse > theatre
  celebrity, celebrities, famous people, stardom > fame
  scientists, scientist, inventors > science
  priests, priest, nuns, nun, church, god > religion, faith
  cult, sect, sects > cults
  exorcism, possession, possessed, the devil, satan > demons
  nazis, nazi, d day, the blitz, second world war, ww2, wwii > world war ii
  first world war, trenches, the trenches, ww1, wwi, great war > world war i
  nuclear, atomic bomb, the bomb > nuclear threat
  shipwreck, castaway, stranded, survive, surviving > survival
  stuck at sea, ocean, sailors, sailing > sea, ship
  driving across, cross country, on the road > road trip
  dogs, dog, cats, cat, horses, pets > animals
  sword fights, sword fighting, sword fight, swords, swordsmen > swordplay
  kung fu, karate, wuxia, fight choreography > martial arts
  knights, medieval, knight > middle ages
  romans, ancient rome, gladiators, ancient greece, antiquity > ancient world
  victorian, regency > 19th century
  kings, queens, king, queen, princess, prince, royals, monarchy > royalty
  cowboys, cowboy, wild west, gunslingers, frontier > american west, western
  doubles, doppelganger, secret identity, secret life > double lives, identity
  time loop, time loops, time traveller, time travelling > time travel
  multiverse, alternate universe, alternate reality > parallel worlds
  simulated reality, simulations > virtual reality
  snow, snowbound > winter, arctic
  seaside, coast, surf > beach
  countryside life, rural, farmers, farming > countryside, farm
  suburbs, suburban > suburbia
  xmas, santa, festive > christmas
  true story, true stories, real life, real events, based on real events > based on a true story
  black & white, b&w, monochrome > black and white
  claymation > stop motion
  twist, twists, plot twist, plot twists, surprise ending > twist ending
  single location, one room, one place > one location
  dialogue heavy, two people talking, people talking, conversations, good dialogue > dialogue driven
  slow paced, slow moving, glacial, unrushed > slow burn, meditative
  quick witted, banter, wordplay, sharp dialogue > witty
  spoof, parody, skewers, lampoon, mocks, bite, biting, scathing, acerbic > satirical
  superhero, capes, comic book heroes, masked heroes > superheroes
  revenge story, vengeance, payback, avenging > revenge
  unfair, wrongly accused, wrongly convicted, wrongful > injustice
  teacher, teachers, mentor > mentors, school life
  student, students, college, campus > university
  motherland, homeland > exile
`
  .trim()
  .split('\n')
  .map((line): readonly [readonly string[], readonly string[]] => {
    const [said = '', meant = ''] = line.trim().split(' > ')
    return [said.split(', '), meant.split(', ')]
  })

const neighbours = new Map<string, Set<string>>()
for (const group of groups) {
  for (const phrase of group) {
    const set = neighbours.get(phrase) ?? new Set()
    for (const other of group) if (other !== phrase) set.add(other)
    neighbours.set(phrase, set)
  }
}
for (const [said, meant] of oneWay) {
  for (const phrase of said.map((written) => written.replace(/[^a-z0-9]+/g, ' ').trim())) {
    const set = neighbours.get(phrase) ?? new Set()
    for (const other of meant) set.add(other)
    neighbours.set(phrase, set)
  }
}

/** Phrases that mean nearly the same as this one (folded words, one space between), in no order of merit. */
export const synonymsOf = (phrase: string): readonly string[] => [...(neighbours.get(phrase) ?? [])]
export const synonymPhrases: readonly string[] = [...neighbours.keys()]

/** The two sides of a mood: who does not want the one is glad of the other. */
const poles: readonly (readonly [readonly string[], readonly string[]])[] = [
  [
    ['bleak', 'sad', 'heartbreaking', 'disturbing'],
    ['hopeful', 'warm', 'uplifting', 'funny', 'bittersweet'],
  ],
  [
    ['tender', 'warm', 'uplifting'],
    ['bittersweet', 'melancholy', 'heartbreaking', 'bleak'],
  ],
  [
    ['slow burn', 'slow-burn', 'meditative'],
    ['fast paced', 'thrilling'],
  ],
]

/** What lies on the other side of values; nothing of those that have no other side. */
export const oppositesOf = (labels: readonly string[]): readonly string[] => [
  ...new Set(
    poles.flatMap(([one, other]) => (labels.some((label) => one.includes(label)) ? other.filter((word) => !labels.includes(word)) : [])),
  ),
]
