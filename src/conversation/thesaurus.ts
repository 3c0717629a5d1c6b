/** @file The thesaurus: general words that mean nearly the same, as lists to read and to add to. What of it counts in a catalogue, its lexicon decides.
 *
 * Only meaning stands here, never a catalogue's values by name: a phrase asks for whatever a catalogue calls by the words beside it.
 */

/** Each line: words of one meaning. Any stands for those of its line that the catalogue has. */
export const groups: readonly (readonly string[])[] = `
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
  mind bending, brainy, twisty, confusing, cerebral, mind blowing, mindblowing, blow my mind, blows my mind, blow our minds, blows your mind
  weird, strange, surreal, bizarre, odd, absurd, trippy, offbeat, quirky, crazy
  dark, bleak, gritty, grim, disturbing, brutal, depressing, raw
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
  work, office, workplace, business
  based on, adapted from, adaptation of, adaptations of, adapted out of, taken from, inspired by
`
  .trim()
  .split('\n')
  .map((line) => line.trim().split(', '))

/** What stands for other words, but not they for it: left of the sign what is said, right of it what it asks for. */
export const oneWay: readonly (readonly [said: readonly string[], meant: readonly string[]])[] = `
  sentimental, soppy, sappy, mushy, schmaltzy, saccharine, syrupy, cheesy, twee > tender, warm, heartwarming, uplifting
  cutesy, cute, adorable, kiddy, kiddie, childish, babyish > kid friendly
  daft, ridiculous, madcap, zany, wacky, bonkers, nutty, stupid, dumb, brainless > absurd, slapstick, playful, campy
  heavy, heavy going, upsetting, harrowing, traumatic, distressing, grim, downbeat, miserable > bleak, heartbreaking, disturbing
  hard hitting, unflinching, tough > gritty, bleak
  badass, adrenaline fuelled, high octane, explosive, pulse pounding, action packed > thrilling, fast paced
  jump scares, terror, nightmares, scares, scare, scream, shriek, goosebumps, fright, frights, jumpy, nightmare > scary
  supernatural, paranormal, occult > ghosts, demons, witchcraft
  blood, bloodshed, bloodbath, blood and guts > violent, brutal
  twisted, messed up, unsettling, unnerving > disturbing, eerie
  sick > disturbing, eerie, illness
  escapist, feelgood, pick me up, comforting, easy watching, undemanding > warm, cosy, uplifting, playful
  colourful, colorful, vibrant, lush, sumptuous, eye candy > visually striking, stylish
  rich, wealthy, riches, the rich, millionaires, billionaires, money > wealth, class
  poor, the poor, destitute, broke > poverty, class
  inequality, class divide, upper class, working class, rich and poor, rich versus poor, rich vs poor > class, wealth, poverty
  cover up, cover ups, government cover up, conspiracies, paranoid, paranoia > conspiracy
  loss, bereavement, mourning, losing someone > grief
  robbery, robberies, robbers, bank job, bank jobs, bank robbery, stealing, thieves, burglary, caper, capers, thief, diamond robbery, vault > heist
  swindle, swindlers, scam, scams, scammers, grifters, conmen, con men, fraud > con artists
  spies, spy, secret agents, secret agent, espionage thriller, undercover > espionage
  mafia, mob, mobsters, gangster, gangsters > gangsters, organized crime
  whodunit, whodunnit, whodunits, whodunnits > mystery, detectives, investigation
  detective, sleuth > detectives, murder, investigation
  killings, killing, murders, murderer, killers > murder, serial killer
  killer on the loose, serial killers > serial killer
  cops, cop, policeman, policemen > police
  lawyers, lawyer, trial, trials, court, courtroom drama, legal > courtroom
  reporters, reporter, journalist, journalists, newspaper, press > journalism
  growing up, adolescence, youth > coming of age
  childhood memories, kids growing up > childhood
  high schoolers, school kids, pupils > high school, school life
  falling in love, love affair, love affairs, lovers, valentines, valentines day, valentine, valentine day > romantic, romance
  outer space, in space, astronauts, astronaut, space, space mission > space travel, spaceship
  aliens, extraterrestrials, ufos, first contact > alien contact
  ai, robot uprising, thinking machines, killer robots > artificial intelligence, robots
  the end of the world, end of the world, apocalypse, apocalyptic, post apocalyptic > post apocalypse, disaster
  totalitarian, big brother, dystopian > dystopia
  ghost, haunting, hauntings, haunted, creepy house, creepy houses, creepy old house, creepy old houses > ghosts, haunted house
  witch, witches, sorcery, wizards, wizard, magical > witchcraft, magic
  vampire, bloodsuckers, bloodsucker, dracula, the undead > vampires
  zombie, undead > zombies
  creature feature, creatures, creature, beast, beasts, giant monsters, kaiju, dinosaurs, dinosaur, giant monster > monsters
  mother, mothers, mums, moms > motherhood
  father, fathers, dads, dad, fathers and sons > fatherhood
  brothers, sisters, sibling > siblings
  strong women, women in charge, feminist, women fighting back, women who, unruly women, rebellious women, independent women, female empowerment, girl power > feminism
  gay, lesbian, queer, lgbt, lgbtq+, trans, two women, two men, same sex, love between men, love between women, girls in love, boys in love > lgbtq
  old people, elderly, ageing, aging, getting old, growing old > old age
  lonely, loner, loners, isolation, isolated, alone, solitude, lonesome > loneliness
  marriages, married couple, married couples, wedding, weddings, husband and wife, husband, wife, married, newlyweds, spouses > marriage
  breakup, breakups, break up, splitting up, divorced, separation, custody battle > divorce
  mates, best friends, best friend, buddy, buddies, friends, friend, pals, bromance, unlikely friends > friendship
  immigrants, migrants, refugees, immigrant > immigration, exile
  mental health, madness, insanity, depression, going mad, going crazy, losing your mind, losing his mind, losing her mind, insane, asylum, schizophrenia, psychosis > mental illness
  disease, dying, cancer, terminal illness > illness, death
  drugs, drug, alcoholism, alcoholic, addicts, junkies, drug addiction, drug addicts, addict, alcoholics, heroin > addiction
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
  celebrity, celebrities, famous people, stardom, showbiz, show business, celebrity culture > fame
  scientists, scientist, inventors > science
  priests, priest, nuns, nun, church, god > religion, faith
  cult > cults, cult classic
  sect, sects > cults
  exorcism, possession, possessed, the devil, satan > demons
  nazis, nazi, d day, the blitz, second world war, ww2, wwii > world war ii
  first world war, trenches, the trenches, ww1, wwi, great war > world war i
  nuclear, atomic bomb, the bomb > nuclear threat
  shipwreck, castaway, stranded, survive, surviving, man versus nature, man vs nature, wilderness, the wild, the elements, hunger, starving, wolves > survival
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
  single location, one room, one place, confined, single set, single room, one set, stuck in one place, nobody leaves, nobody leaves the room, nobody leaves the house, no one leaves the room, never leaves the room, never leave the room, never leaves the house, never leave the house, real time > one location
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
  singing and dancing, show tunes, song and dance, bursting into song, burst into song, bursts into song, breaking into song, break into song, breaks into song, singing > musical
  space opera, futuristic > science fiction
  faith in humanity, restore my faith, restores my faith, believe in people, believing in people, believe in people again, believing in people again, makes me smile, make me smile, smile, lift my spirits, lifts my spirits, lift the spirits, good vibes, happy ending, happy endings, happy end, hope > uplifting, hopeful, warm, inspiring
  underdog, underdogs, overcoming, triumph, against the odds, beating the odds, motivational, role models > inspiring, uplifting
  kind, kind hearted, comfort watch, soothing, hug, like a hug, a warm hug > warm, tender, cosy
  adultery, affair, affairs, infidelity, cheating, backstabbing, treachery, double cross, double crosses > betrayal
  mortality, afterlife, deaths > death
  dies, die, dying at the end, gets killed, killed off, is killed > death, heartbreaking
  music > musical
  remorse, regret, regrets > guilt
  memories, amnesia, memory loss, forgetting > memory
  nyc, manhattan, brooklyn, big apple, the big apple > new york
  city life, urban, the city > big city
  sickness, terminally ill, plague, pandemic, virus, outbreak > illness
  disabled, blind, deaf, wheelchair > disability
  jealous, envy, envious > jealousy
  rivals, rival, feud, feuds, feuding, competition, cant stand each other, hate each other > rivalry, jealousy
  nudity, sex scenes, sex, explicit > sexuality, sensual
  non fiction, nonfiction > documentary
  calming, chill, chilled, chilled out, mellow, laid back, low stakes, easy watch, easy viewing, unwind, relax, switch off my brain, turn off my brain > cosy, warm, playful, meditative
  computer animated, computer generated, cgi, cg, 3d > computer animation
  computers, computer, chatbots, software > artificial intelligence, robots, virtual reality
  cold, freezing, icy, ice > winter
  cops and robbers > police, heist, gangsters, crime
  trenchcoats, trench coats, trenchcoat, femme fatale, femmes fatales, femme fatales, hardboiled, hard boiled > noir
  educational, teach me something, teach me, learn something, learn about, something real, real people > based on a true story, documentary, biography
  nature > environment, animals, forest
  downer, downers, a downer, bummer, depressing ending, misery, doom and gloom, gloomy, gloom > bleak, sad, heartbreaking
  hardship, hardships, struggling, hungry children > poverty
  miner, miners, factory, factories, workers, working people, labour, labourers > work, class
  corsets, corset, bonnets, carriages, ball gowns > 19th century, 18th century
  summer holidays, school holidays, summer vacation, summer camp > summer, childhood
  quarrel, quarrels, fighting siblings > rivalry
  on the run, breakout, fugitive, fugitives, escaping, escapes, getaway > escape
  convicts, prisoner > prison
  private eye, private eyes, private detective, private investigator, gumshoe > detectives
  puzzle, puzzles, puzzler, riddle, riddles, mystery to solve, clues, case to solve, to solve > mystery, investigation, detectives
  keep me guessing, keeps me guessing, keeps you guessing, keep you guessing, unpredictable, didnt see coming > twist ending, mysterious, suspenseful
  nerve wracking, nerve racking, stressful, white knuckle, sweaty palms, anxiety, knuckle biting, bite my nails, biting my nails, keeps me on edge, on the edge of my seat, on the edge of your seat > tense, suspenseful, thrilling
  existential, big questions, meaning of life, the meaning of life, makes me think, make me think, makes you think, make you think, that makes you think, food for thought > philosophical, mind bending
  ethical, ethics, moral dilemma, moral dilemmas, right and wrong, moral > morality
  out of order, jumbled timeline, told backwards, backwards, non linear, flashbacks, time jumps, fragmented > nonlinear
  physical comedy, pratfalls, pie in the face > slapstick
  dry humour, dry humor, dry wit, dry > deadpan, witty
  kitsch, trashy, so bad its good, guilty pleasure, over the top, camp > campy
  cult following, cult favourite, cult favorite > cult classic
  star studded, large cast, big cast, all star cast, huge cast, ensemble > ensemble cast
  enchanted, enchantment, spells, spell > magic, fairy tale
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
  treasure hunt, treasure hunting, treasure hunters, lost treasure > treasure
  refugee, emigrants, migrant > immigration
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
  meals, meal, dining, eating, culinary, gastronomy, foodie, foodies, bakers, baking > food
  losers, loser, has been, down on his luck > failure
  wealthy people, high society, aristocrats, aristocracy, posh > wealth, class, royalty
  ambitious, rise and fall, rise to power, social climber, social climbing > ambition
  obsessed, obsessive, fixation > obsession
  pirate, swashbuckler, swashbuckling, swashbucklers > pirates, swordplay
  jungle adventure, explorers, explorer, expedition > exploration, jungle
  quiet lives, small scale, low key, personal, understated > intimate
  bleak ending, unhappy ending, sad ending, ends badly, tragedy > heartbreaking, bleak, sad
  motherland, homeland > exile
  clever, smart, intelligent, well written, sharp writing > witty, mind bending, philosophical
  explosions, explosion, blow things up, things blowing up, stuff blowing up, shootouts, shootout, shoot outs, gunfights, gunfight, gun fights, car chases, car chase, chase scenes, fight scenes, fist fights, stunts, lasers, mayhem > action
  guns, gun violence, shooting, shootings, weapons, firearms, knives, stabbing, stabbings, beatings > violent, brutal
  repressed, repression, repressed feelings, repressed desire, unspoken, yearning, longing, pining, unrequited, unrequited love, restrained > forbidden love, romantic
  wise, wisdom, reflective, introspective, soulful > philosophical, meditative
  thinks, with brains, cerebral, brain food, big ideas, ideas, intellectual, highbrow > philosophical, mind bending
  hard, harsh, realistic, realism, realist, social realism, kitchen sink, unsentimental, no nonsense, down and dirty > gritty, bleak
  money > wealth, greed, capitalism, poverty
  cheer up, cheering up, cheer him up, cheer her up, cheer them up, cheers me up, pick us up, mood booster, mood lifter > uplifting, warm
  werewolf, werewolves, mutants, godzilla > monsters
  make me cry, makes me cry, ugly cry, have a cry, tissues, weep, sob, bawl, tears, in tears > sad, heartbreaking
  swoon, swoony, butterflies, chemistry, lovey dovey, in love > romantic, romance
  creep me out, creeps me out, freak me out, keeps me up at night, dread, unease, unsettle > eerie, scary
  head scratcher, head trip, brain melting, mess with my head, messes with my head, messes with your head > mind bending, surreal
  beautiful looking, looks amazing, looks gorgeous, looks beautiful, beautifully shot, visuals, visually stunning, visually beautiful, visual feast > visually striking
  soundtrack, great soundtrack, good music, great music > music
  double crossed, stabbed in the back, backstabbed, betrayed > betrayal
  hit man, hitmen, hitman, assassin, assassins, contract killer > murder, organized crime
  sheriff, sheriffs, lawmen, outlaws, outlaw > american west
  ninja, ninjas, fighting monks > martial arts
  boat, boats, yacht, yachts, sail > ship, sea
  skiing, ski, avalanche > winter, mountains
  tennis, golf, cycling, swimming, racing, racing drivers, wrestling, olympics, athletics > sport
  pregnant, pregnancy, childbirth, baby, babies, single mum, single mother, single mom > motherhood
  single dad, single father, fathers and daughters > fatherhood
  retirement, retired, pensioners, old couple, elderly couple, second youth > old age
  widow, widows, widower, widowed, losing a parent, dead parent, dying parent > grief
  suicide, suicidal > death, mental illness
  locked room > detectives, murder, investigation
  coming out, drag queens, drag > lgbtq
  terrorists, terrorist, hijack, hijacking, hijackers > terrorism
  class war, eat the rich, poor vs rich, poor versus rich, the haves and have nots > class, wealth, poverty
  road movie, road movies, roadtrip, roadtrips > road trip
  slice of life, everyday life, ordinary people, ordinary lives, ordinary life > intimate
  found family, chosen family > friendship, family
  sunny, sunshine, sun drenched, holiday vibes > summer, beach
  halloween, spooky season > scary, eerie
  fluffy, fluff, frothy > playful, warm, whimsical
  brain off, dont want to think, dont have to think, not think, mindless, mindless fun, dumb fun, silly fun, popcorn fun, no brainer > playful, thrilling, fast paced, campy
  trapped, stuck, claustrophobic, no way out, no escape, cant get out, cant get out of, cant leave, cant escape > one location, tense
  villain wins, bad guy wins, bad guys win, evil wins > bleak, disturbing
  eccentric, oddball, oddballs, misfits, misfit, outsiders, outsider > quirky, loneliness
  wartime, soldiers, soldier, battlefield, battles, battle > war
  swords and sandals, sword and sandal > ancient world
  bank robbers, robber, jewel thieves, con man, con woman, grifter, hustler, hustlers, cheats > heist, con artists
  mind games, manipulation, manipulative, psychological > tense, obsession
  spiritual, spirituality, buddhist, zen > religion, meditative
  puppets, puppet, dolls, doll > toys
  neighbours, neighbors, community, small community > small town, village
  talking, talk, chatty, talkative, conversation > dialogue driven
  teary, bittersweet ending > bittersweet
  cheap, inexpensive, affordable, on a budget, budget friendly, low cost, frugal > budget
  bbq, grill, grilled, grilling, barbeque > barbecue
  school night, busy evening, after work, weekday > weeknight, quick
  meal prep, batch cooking, in advance, ahead of time > make ahead
  guests, dinner party, crowd, potluck, buffet > party
  birthday > festive, party
  zesty, sour, citrusy > tangy
  sugary, sweet tooth > sweet
  braised, stewed, slow cooker, slow roasted > slow cooked
  one pan, single pot, traybake > one pot
  stodgy > hearty
`
  .trim()
  .split('\n')
  .map((line): readonly [readonly string[], readonly string[]] => {
    const [said = '', meant = ''] = line.trim().split(' > ')
    return [said.split(', ').map((phrase) => phrase.replace(/[^a-z0-9]+/g, ' ').trim()), meant.split(', ')]
  })

/** The two sides of a mood: who does not want the one is glad of the other. */
export const poles: readonly (readonly [readonly string[], readonly string[]])[] = [
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
