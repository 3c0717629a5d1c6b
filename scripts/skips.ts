/** @file Reads vitest's JSON report: how many tests passed, failed and were skipped, and which skips nobody has allowed. */
import { relative, sep } from 'node:path'
import { z } from 'zod'

const reportSchema = z.object({
  success: z.boolean(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
})
const allowedSchema = z.array(z.strictObject({ file: z.string(), test: z.string().optional(), reason: z.string().min(1) }))

export type AllowedSkip = z.infer<typeof allowedSchema>[number]
type Skip = { readonly file: string; readonly test: string }
export type Summary = { readonly passed: number; readonly failed: number; readonly skips: readonly Skip[] }

/** The list of skips that may happen in CI: a file (from the root), one test in it or all, and why. */
export function parseAllowedSkips(text: string): AllowedSkip[] {
  return allowedSchema.parse(JSON.parse(text))
}

/** A file that could not be loaded has no tests and counts as one failure. `root` makes its paths relative. */
export function summarize(text: string, root: string): Summary {
  const report = reportSchema.parse(JSON.parse(text))
  const tests = report.testResults.flatMap((file) =>
    file.assertionResults.map((test) => ({
      file: relative(root, file.name).split(sep).join('/'),
      test: test.fullName,
      status: test.status,
    })),
  )
  const broken = report.testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed'),
  )
  return {
    passed: tests.filter((test) => test.status === 'passed').length,
    failed: tests.filter((test) => test.status === 'failed').length + broken.length,
    skips: tests.filter((test) => test.status !== 'passed' && test.status !== 'failed').map(({ file, test }) => ({ file, test })),
  }
}

export function unallowedSkips(skips: readonly Skip[], allowed: readonly AllowedSkip[]): Skip[] {
  return skips.filter(
    (skip) => !allowed.some((entry) => entry.file === skip.file && (entry.test === undefined || entry.test === skip.test)),
  )
}
