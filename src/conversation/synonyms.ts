/** @file General adjectives that mean nearly the same. A word the catalogue does not have stands for those of its group that the catalogue has. */

const groups: readonly (readonly string[])[] = `
  funny, hilarious, humorous, amusing, comical, comedic, comic, laugh, laughs, make me laugh, lol
  fun, playful, light, lighthearted, light hearted, easygoing, whimsical, silly, goofy, breezy
  scary, frightening, terrifying, creepy, spooky, chilling, horrifying, eerie, scared, nightmarish
  sad, heartbreaking, tearjerker, tear jerker, weepy, cry, a good cry, tragic, moving, devastating, emotional, poignant
  melancholy, melancholic, wistful, bittersweet, blue
  warm, heartwarming, heart warming, tender, touching, gentle, sweet, wholesome
  uplifting, feel good, feelgood, cheerful, happy, joyful, life affirming, hopeful, cheer me up, optimistic, encouraging
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

const neighbours = new Map<string, Set<string>>()
for (const group of groups) {
  for (const phrase of group) {
    const set = neighbours.get(phrase) ?? new Set()
    for (const other of group) if (other !== phrase) set.add(other)
    neighbours.set(phrase, set)
  }
}

/** Phrases that mean nearly the same as this one (folded words, one space between), in no order of merit. */
export const synonymsOf = (phrase: string): readonly string[] => [...(neighbours.get(phrase) ?? [])]
export const synonymPhrases: readonly string[] = [...neighbours.keys()]
