import { expect, it } from 'vitest'
import { identifierProblem } from './identifier.ts'

it('takes 1 to 256 bytes of UTF-8, however few code units they are', () => {
  for (const id of ['a', 'ä '.repeat(85), 'x'.repeat(256), '語'.repeat(85), '🎬'.repeat(64)]) expect(identifierProblem(id)).toBeUndefined()
  for (const id of ['x'.repeat(257), '語'.repeat(86), '🎬'.repeat(65), 'ä'.repeat(129), '語'.repeat(1_000)])
    expect(identifierProblem(id)).toBe('is longer than 256 bytes')
})

it('says what else is wrong', () => {
  for (const [id, problem] of [
    ['', 'is empty'],
    [7, 'is number, not a string'],
    [null, 'is null, not a string'],
    ['a\u{d800}', 'has a lone surrogate'],
    ['a\u0000', 'has a control character'],
    ['\u0085', 'has a control character'],
  ] as const)
    expect(identifierProblem(id)).toBe(problem)
})
