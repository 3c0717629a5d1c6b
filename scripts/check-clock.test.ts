import { expect, it } from 'vitest'
import { clockProblems } from './check-clock.ts'

const problemsOf = (path: string, code: string) => clockProblems(new Map([[path, code]]))

it.each([
  ['const now = Date.now()', 'the clock'],
  ['const clock = Date.now', 'the clock'],
  ['const now = new Date()', 'the clock'],
  // biome-ignore lint/suspicious/noTemplateCurlyInString: it is the code under test
  ['const now = `at ${Date.now()}`', 'the clock'],
  ['const x = Math.random()', 'Math.random'],
  ['const key = process.env.KEY', 'process.env'],
  ['const key = process.env', 'process.env'],
])('refuses %s', (code, name) => {
  const problems = problemsOf('src/models/a.ts', `/** line 1 */\n${code}`)
  expect(problems).toHaveLength(1)
  expect(problems[0]).toContain(`src/models/a.ts:2 reads ${name}`)
})

it.each([
  '// Date.now() is not for us',
  `const text = 'Math.random'`,
  'const day = new Date(0)',
  'const run = context.process.environment',
])('accepts %s', (code) => {
  expect(problemsOf('src/models/a.ts', code)).toEqual([])
})

it('accepts each in its own file, and only there', () => {
  expect(problemsOf('src/engine/clock.ts', 'Date.now()')).toEqual([])
  expect(problemsOf('src/math/random.ts', 'Math.random()')).toEqual([])
  expect(problemsOf('src/engine/environment.ts', 'process.env')).toEqual([])
  expect(problemsOf('src/engine/clock.ts', 'Math.random()')).toHaveLength(1)
})

it('leaves tests alone', () => {
  expect(problemsOf('src/models/a.test.ts', 'Date.now()')).toEqual([])
})
