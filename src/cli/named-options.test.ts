import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { isPenchantError } from '../errors.ts'
import { entryOf, parseNamed, parseNamedList, textOfNamed } from './named-options.ts'

const refusal = (run: () => unknown) => {
  try {
    return run()
  } catch (error) {
    return isPenchantError(error, 'invalid-input') ? error.message : error
  }
}

test('options belong to the name before them', () => {
  expect(parseNamedList('popularity, ease:lambda=500,decay=true ,knn:k=[1,2],kind=cosine,name="a,b",pure', '--models')).toEqual([
    { name: 'popularity', options: {} },
    { name: 'ease', options: { lambda: 500, decay: true } },
    { name: 'knn', options: { k: [1, 2], kind: 'cosine', name: 'a,b' } },
    { name: 'pure', options: {} },
  ])
})

test('what is written is read again', () => {
  const named = { name: 'ease', options: { lambda: 500, kind: 'cosine', k: [1, 2], nothing: null } }
  expect(textOfNamed(named)).toBe('ease:lambda=500,kind=cosine,k=[1,2],nothing=null')
  expect(parseNamed(textOfNamed(named), '--model')).toEqual(named)
})

describe('what is wrong', () => {
  test.each([
    ['', '--models names nothing.'],
    ['lambda=3', '--models is wrong at "lambda=3": write name, or name:option=value,option=value.'],
    ['ease:lambda', '--models is wrong at "ease:lambda": write name, or name:option=value,option=value.'],
    ['ease:lambda=', '--models is wrong at "ease:lambda=": write name, or name:option=value,option=value.'],
  ])('%j', (text, message) => {
    expect(refusal(() => parseNamedList(text, '--models'))).toBe(message)
  })

  test('several where one is meant', () => {
    expect(refusal(() => parseNamed('a,b', '--model'))).toMatch(/^--model names several/)
  })

  test('names and options that there are not', () => {
    const entries = { ease: z.object({ lambda: z.number().min(0).default(1) }), plain: z.object({}) }
    const find = (name: string, options = {}) => refusal(() => entryOf({ name, options }, entries, 'model', (schema) => schema))
    expect(find('ease', { lambda: 2 })).toBe(entries.ease)
    expect(find('toString')).toBe('There is no model "toString". There are ease, plain.')
    expect(find('ease', { lamda: 2 })).toBe('The model ease has no option "lamda". Its options are lambda.')
    expect(find('plain', { k: 2 })).toBe('The model plain has no option "k". It has none.')
    expect(find('ease', { lambda: 'much' })).toMatch(/^The option lambda of the model ease is wrong: Invalid input/)
  })
})
