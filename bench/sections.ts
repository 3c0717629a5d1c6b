/** @file Sections of a document that scripts write: each between its marks; what else stands in the document stays. */

/** The document with the section of that name replaced, or put at its end. */
export function between(document: string, name: string, part: string): string {
  const marks = [`<!-- ${name}: written by a script -->`, `<!-- end of ${name} -->`] as const
  const whole = `${marks[0]}\n${part}\n${marks[1]}`
  const [from, to] = [document.indexOf(marks[0]), document.indexOf(marks[1])]
  return from >= 0 && to > from
    ? document.slice(0, from) + whole + document.slice(to + marks[1].length)
    : `${document.trimEnd()}\n\n${whole}\n`
}
