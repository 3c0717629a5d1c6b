/** @file The filter expression: one typed JSON language for the API, the dashboard, rules and plans.
 *
 * Two-valued: a comparison with a missing attribute is false, and `not` negates that. All fields of one object must hold.
 *
 * @example
 * { genres: { in: ['comedy'] }, year: { gte: 1990 }, not: { genres: 'horror' } }
 */

import { z } from 'zod'

export type Scalar = string | number | boolean

/** The comparisons of one attribute; all that are given must hold. On a set of words, `eq` and `in` ask whether it contains (any of) them. */
export type Condition = {
  readonly eq?: Scalar | undefined
  readonly in?: readonly Scalar[] | undefined
  /** A set of words that contains every one of these. */
  readonly containsAll?: readonly string[] | undefined
  readonly gt?: number | undefined
  readonly gte?: number | undefined
  readonly lt?: number | undefined
  readonly lte?: number | undefined
  readonly exists?: boolean | undefined
}

/** `all`, `any` and `not` combine expressions; every other key names an attribute, or `id` or `title`. A bare value means `eq`. */
export type Filter = {
  readonly all?: readonly Filter[] | undefined
  readonly any?: readonly Filter[] | undefined
  readonly not?: Filter | undefined
} & { readonly [attribute: string]: Condition | Scalar | Filter | readonly Filter[] | undefined }

const deepestFilter = 8
const largestFilter = 1_000

const scalar = z.union([z.string().max(1_000), z.number(), z.boolean()])
const conditionSchema = z.strictObject({
  eq: scalar.optional(),
  in: z.array(scalar).max(largestFilter).optional(),
  containsAll: z.array(z.string().max(1_000)).max(100).optional(),
  gt: z.number().optional(),
  gte: z.number().optional(),
  lt: z.number().optional(),
  lte: z.number().optional(),
  exists: z.boolean().optional(),
})

const filterOfDepth = (depth: number): z.ZodType<Filter> => {
  const inner: z.ZodType<Filter> =
    depth <= 1 ? z.never({ error: `A filter nests at most ${deepestFilter} deep` }) : z.lazy(() => filterOfDepth(depth - 1))
  return z
    .object({ all: z.array(inner).max(100).optional(), any: z.array(inner).max(100).optional(), not: inner.optional() })
    .catchall(z.union([scalar, conditionSchema])) as unknown as z.ZodType<Filter>
}

/** The shape of a filter at every border: at most 8 levels deep, each list at most 1,000 long. */
export const filterSchema: z.ZodType<Filter> = filterOfDepth(deepestFilter)

/** True when the filter asks for nothing. */
export function isEmptyFilter(filter: Filter | undefined): boolean {
  return filter === undefined || Object.values(filter).every((part) => part === undefined)
}
