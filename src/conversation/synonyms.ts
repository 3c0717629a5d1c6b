/** @file General adjectives that mean nearly the same. A word the catalogue does not have stands for those of its group that the catalogue has. */

const groups: readonly (readonly string[])[] = `
  funny, hilarious, humorous, amusing, comical, comedic, comic, laugh, laughs, make me laugh
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
  crack me up, crack us up, laugh out loud, make us laugh, a good laugh, a laugh, laughing, giggle, giggles, chuckle, chuckles, side splitting, rib tickling, hysterical, humour, humor, jokes, cheer us up > funny
  screwball, farce, farcical, sitcom > comedy, slapstick
  cartoon, cartoons > animation
  life story, life stories, the life of, biopic, biopics > biography
  period drama, period piece, period pieces, costume drama, costume dramas > history, 19th century, 18th century, royalty
  football, soccer, baseball, basketball, athletes, athlete, sporting > sport
  singing and dancing, show tunes, song and dance > musical
  space opera, futuristic > science fiction
  faith in humanity, restore my faith, restores my faith, believe in people, believing in people, believe in people again, believing in people again, makes me smile, make me smile, smile, lift my spirits, lifts my spirits, lift the spirits, good vibes, happy ending, happy endings, happy end, hope > uplifting, hopeful, warm, inspiring
  underdog, underdogs, overcoming, triumph, against the odds, beating the odds, motivational, role models > inspiring, uplifting
  kind, kind hearted, comfort watch, soothing, hug, like a hug, a warm hug > warm, tender, cosy
  buddies, buddy, best friends, friends, friend, pals, mates, bromance, unlikely friends > friendship
  husband and wife, husband, wife, married, married couple, married couples, wedding, weddings, newlyweds, spouses > marriage
  divorced, separation, breakup, break up, breakups, custody battle, splitting up > divorce
  adultery, affair, affairs, infidelity, cheating, backstabbing, treachery, double cross, double crosses > betrayal
  lonely, alone, isolation, isolated, solitude, lonesome, loners, loner > loneliness
  dying, mortality, afterlife > death
  remorse, regret, regrets > guilt
  memories, amnesia, memory loss, forgetting > memory
  nyc, manhattan, brooklyn, big apple, the big apple > new york
  city life, urban, the city > big city
  madness, insanity, going mad, going crazy, losing your mind, losing his mind, losing her mind, insane, asylum, mental health, schizophrenia, psychosis, depression > mental illness
  disease, sickness, cancer, terminal illness, terminally ill, sick, plague, pandemic, virus, outbreak > illness
  disabled, blind, deaf, wheelchair > disability
  drugs, drug addiction, drug addicts, addicts, addict, alcoholism, alcoholic, alcoholics, heroin, junkies > addiction
  jealous, envy, envious > jealousy
  rivals, rival, feud, feuds, feuding, competition, cant stand each other, hate each other > rivalry, jealousy
  nudity, sex scenes, sex, explicit > sexuality, sensual
  non fiction, nonfiction > documentary
  calming, chill, chilled, chilled out, mellow, laid back, low stakes, easy watch, easy viewing, unwind, relax, switch off my brain, turn off my brain > cosy, warm, playful, meditative
  dies, die, gets killed, deaths, killed off > death
  computer animated, computer generated, cgi, cg, 3d > computer animation
  computers, computer, chatbots, software > artificial intelligence, robots, virtual reality
  man versus nature, man vs nature, wilderness, the wild, the elements, hunger, starving, wolves > survival
  cold, freezing, icy, ice > winter
  cops and robbers > police, heist, gangsters, crime
  trenchcoats, trench coats, trenchcoat, femme fatale, femmes fatales, femme fatales, hardboiled, hard boiled > noir
  scream, shriek, goosebumps, fright, frights, jumpy, nightmare > scary
  educational, teach me something, teach me, learn something, learn about, something real, real people > based on a true story, documentary, biography
  nature > environment, animals, forest
  downer, downers, a downer, bummer, depressing ending, misery, doom and gloom, gloomy, gloom > bleak, sad, heartbreaking
  hardship, hardships, struggling, hungry children > poverty
  miner, miners, factory, factories, workers, working people, labour, labourers > work, class
  corsets, corset, bonnets, carriages, ball gowns > 19th century, 18th century
  women who, unruly women, rebellious women, independent women, female empowerment, girl power > feminism
  bursting into song, burst into song, bursts into song, breaking into song, break into song, breaks into song, singing > musical
  summer holidays, school holidays, summer vacation, summer camp > summer, childhood
  quarrel, quarrels, fighting siblings > rivalry
  on the run, breakout, jailbreak, fugitive, fugitives, prison break, escaping, escapes, getaway > escape
  jail, behind bars, inmates, convicts, prisoners, prisoner > prison
  private eye, private eyes, private detective, private investigator, gumshoe > detectives
  puzzle, puzzles, puzzler, riddle, riddles, mystery to solve, clues, case to solve, to solve > mystery, investigation, detectives
  keep me guessing, keeps me guessing, keeps you guessing, keep you guessing, unpredictable, didnt see coming > twist ending, mysterious, suspenseful
  caper, capers, thief, diamond robbery, vault > heist
  nerve wracking, nerve racking, stressful, white knuckle, sweaty palms, anxiety, knuckle biting, bite my nails, biting my nails, keeps me on edge, on the edge of my seat, on the edge of your seat > tense, suspenseful, thrilling
  existential, big questions, meaning of life, the meaning of life, makes me think, make me think, makes you think, make you think, that makes you think, food for thought > philosophical, mind bending
  ethical, ethics, moral dilemma, moral dilemmas, right and wrong, moral > morality
  out of order, jumbled timeline, told backwards, backwards, non linear, flashbacks, time jumps, fragmented > nonlinear
  physical comedy, pratfalls, pie in the face > slapstick
  dry humour, dry humor, dry wit, dry > deadpan, witty
  kitsch, trashy, so bad its good, guilty pleasure, over the top, camp > campy
  cult following, cult favourite, cult favorite, cult > cult classic
  star studded, large cast, big cast, all star cast, huge cast, ensemble > ensemble cast
  enchanted, enchantment, spells, spell > magic, fairy tale
  bloodsuckers, bloodsucker, dracula, the undead > vampires
  kaiju, dinosaurs, dinosaur, giant monster > monsters
  androids, android, cyborgs, cyborg, droids, machines > robots
  dreaming, dream > dreams
  desert island, islands > island
  woods, the woods > forest
  mountain, mountaineering, climbing, climbers, alps, himalayas > mountains
  railway, trains, railroad, locomotive > train
  planes, airplane, airplanes, plane, pilots, pilot, aviation, flying > aeroplane
  manor, country house, stately home, big house > mansion
  doctors, doctor, nurses, nurse, medical, surgeons, surgery > hospital
  designers, couture, models, clothes > fashion
  boxer, boxers, prizefighter, boxing ring > boxing
  poker, casino, casinos, gamblers, gambler, betting > gambling
  treasure hunt, treasure hunting, treasure hunters, lost treasure > treasure
  immigrants, immigrant, refugees, refugee, emigrants, migrants, migrant > immigration
  dictator, dictators, tyranny, tyrant, fascism, fascists, fascist, authoritarian > dictatorship
  colonial, colonies, empire > colonialism
  enslaved, slaves, slave > slavery
  racial, segregation, prejudice, civil rights, racist > racism
  orphan, orphaned, foundling > orphans
  myths, myth, gods, greek gods, greek myth > mythology, legends
  king arthur, folk tales, folklore, legend > legends
  second chance, second chances, atonement, atone > redemption
  forgive, forgiving, reconcile, reconciliation > forgiveness
  fate, coincidence, coincidences, luck, destiny > chance
  climate change, ecology, pollution, global warming > environment
  earthquake, earthquakes, volcano, tsunami, catastrophe, disasters, natural disaster, natural disasters > disaster
  star crossed lovers, star crossed, impossible love, doomed love, doomed romance > forbidden love
  first crush, young love, teenage love, puppy love > first love
  valentines, valentines day, valentine, valentine day > romantic, romance
  two women, two men, same sex, love between men, love between women, girls in love, boys in love > lgbtq
  confined, single set, single room, one set, stuck in one place, nobody leaves, nobody leaves the room, nobody leaves the house, no one leaves the room, never leaves the room, never leave the room, never leaves the house, never leave the house, real time > one location
  meals, meal, dining, eating, culinary, gastronomy, foodie, foodies, bakers, baking > food
  showbiz, show business, celebrity culture > fame
  losers, loser, has been, down on his luck > failure
  wealthy people, high society, aristocrats, aristocracy, posh > wealth, class, royalty
  ambitious, rise and fall, rise to power, social climber, social climbing > ambition
  obsessed, obsessive, fixation > obsession
  pirate, swashbuckler, swashbuckling, swashbucklers > pirates, swordplay
  jungle adventure, explorers, explorer, expedition > exploration, jungle
  quiet lives, small scale, low key, personal, understated > intimate
  bleak ending, unhappy ending, sad ending, ends badly, tragedy > heartbreaking, bleak, sad
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
