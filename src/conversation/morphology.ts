/** @file English word forms: plurals, comparatives and shared stems, by suffix rules. Wrong guesses cost nothing: a form counts only if the catalogue has it. */

/** What the word may be the plural of, and what its plural may be. The word itself is left out. */
export function numberForms(word: string): readonly string[] {
  if (word.length < 3) return []
  const forms = [`${word}s`]
  if (/[^aeiou]y$/.test(word)) forms.push(`${word.slice(0, -1)}ies`)
  if (/(s|x|z|ch|sh|o)$/.test(word)) forms.push(`${word}es`)
  if (word.endsWith('ies')) forms.push(`${word.slice(0, -3)}y`)
  if (/(s|x|z|ch|sh|o)es$/.test(word)) forms.push(word.slice(0, -2))
  if (/[^s]s$/.test(word)) forms.push(word.slice(0, -1))
  return forms
}

/** Adjectives that a comparative may come from: "funnier" → "funny", "sadder" → "sad", "stranger" → "strange" or "strang". */
export function comparativeBases(word: string): readonly string[] {
  if (!word.endsWith('er') || word.length < 5) return []
  const stem = word.slice(0, -2)
  const bases = [stem, `${stem}e`]
  if (stem.endsWith('i')) bases.unshift(`${stem.slice(0, -1)}y`)
  if (/([^aeiou])\1$/.test(stem)) bases.unshift(stem.slice(0, -1))
  return bases
}

/** What a word may be an inflection of: "waving" → "wave", "stopped" → "stop", "quietly" → "quiet". */
export function inflectionBases(word: string): readonly string[] {
  const ending = /(ing|ed|er|est|ly|ness|less|ful|s)$/.exec(word)?.[0]
  if (ending === undefined || word.length - ending.length < 3) return []
  const base = word.slice(0, -ending.length)
  // "gently", "fully", "truly", "easily"; "easly" is none.
  if (ending === 'ly')
    return [
      base,
      `${base}le`,
      `${base}l`,
      ...(base.endsWith('i') ? [`${base.slice(0, -1)}y`] : []),
      ...(/[ul]$/.test(base) ? [`${base}e`] : []),
    ]
  const bases = [base, `${base}e`, `${base}s`, `${base}es`, `${base}ing`, `${base}ed`]
  if (base.endsWith('i')) bases.push(`${base.slice(0, -1)}y`)
  if (/([^aeiou])\1$/.test(base)) bases.push(base.slice(0, -1))
  return bases.filter((form) => form !== word)
}

const suffixes = [
  'ological liness iness hood ness ants ians ian ically ations ation ities ical ings ions ence ents ance ancy ment ists ious ing ion ian ity ies ous ism ist ent ant ive ors ers',
  'ish ful ic al ed er or ly ce tic es y e s',
]
  .join(' ')
  .split(' ')
  .sort((a, b) => b.length - a.length)

/**
 * What stays of a word once derivational endings are taken off, at least five letters, else the word itself:
 * "animated" and "animation" share "animat", "historical" and "history" share "histor".
 */
export function stem(word: string): string {
  let rest = word
  for (let round = 0; round < 2; round++) {
    const suffix = suffixes.find((ending) => rest.endsWith(ending) && rest.length - ending.length >= 5)
    if (suffix === undefined) break
    rest = rest.slice(0, -suffix.length)
  }
  return rest
}
