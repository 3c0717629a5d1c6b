/** @file The tables of quality: each is one `penchant evaluate`, with the published figures beside it and the bars that are to be met.
 *
 * Options were chosen on validation (`penchant tune` with the same data and protocol); no test figure was looked at to choose them.
 */

export type Bar = {
  readonly metric: string
  /** Of the best model where left out. */
  readonly model?: string
  readonly atLeast?: number
  readonly atMost?: number
  /** The lower end of the 95 % interval must reach it, not the mean. */
  readonly lowerEnd?: boolean
  readonly of: string
}

export type Table = {
  readonly name: string
  readonly title: string
  /** Arguments of `penchant evaluate`. */
  readonly data: string
  readonly options?: Readonly<Record<string, string>>
  readonly protocol: string
  readonly models: readonly string[]
  readonly metrics: readonly string[]
  /** Of others, with where they stand. */
  readonly published: readonly string[]
  readonly bars: readonly Bar[]
  readonly remark?: string
}

export const tables: readonly Table[] = []
