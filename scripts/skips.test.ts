import { describe, expect, it } from 'vitest'
import { parseAllowedSkips, summarize, unallowedSkips } from './skips.ts'

const report = JSON.stringify({
  success: false,
  testResults: [
    {
      name: '/repo/src/a.test.ts',
      status: 'failed',
      assertionResults: [
        { fullName: 'a works', status: 'passed' },
        { fullName: 'a fails', status: 'failed' },
        { fullName: 'a later', status: 'skipped' },
        { fullName: 'a one day', status: 'todo' },
      ],
    },
    { name: '/repo/src/b.test.ts', status: 'failed', assertionResults: [] },
    { name: '/repo/src/c.test.ts', status: 'passed', assertionResults: [{ fullName: 'c works', status: 'passed' }] },
  ],
})

describe('summarize', () => {
  it('counts passed and failed tests, a file that does not load as one failure, and lists the skips', () => {
    expect(summarize(report, '/repo')).toEqual({
      passed: 2,
      failed: 2,
      skips: [
        { file: 'src/a.test.ts', test: 'a later' },
        { file: 'src/a.test.ts', test: 'a one day' },
      ],
    })
  })
})

describe('unallowedSkips', () => {
  const { skips } = summarize(report, '/repo')
  it('refuses every skip when none is allowed', () => {
    expect(unallowedSkips(skips, [])).toHaveLength(2)
  })
  it('allows one test by name, or a whole file', () => {
    const one = parseAllowedSkips('[{ "file": "src/a.test.ts", "test": "a later", "reason": "needs Postgres" }]')
    expect(unallowedSkips(skips, one)).toEqual([{ file: 'src/a.test.ts', test: 'a one day' }])
    expect(unallowedSkips(skips, parseAllowedSkips('[{ "file": "src/a.test.ts", "reason": "needs Postgres" }]'))).toEqual([])
  })
  it('does not carry over to another file', () => {
    expect(unallowedSkips(skips, parseAllowedSkips('[{ "file": "src/c.test.ts", "reason": "x" }]'))).toHaveLength(2)
  })
})

it('refuses an allowed skip without a reason', () => {
  expect(() => parseAllowedSkips('[{ "file": "src/a.test.ts" }]')).toThrow()
})
