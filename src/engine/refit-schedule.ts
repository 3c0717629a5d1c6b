/** @file When the model that ranks is fitted anew in the background: once enough likes have changed, or once some have and enough time has passed. */

import { z } from 'zod'

export const refitConfigSchema = z.strictObject({
  /** Once so large a share of the likes that the model was fitted on has been added or taken back. */
  after: z.number().min(0.01).max(10).default(0.2),
  /** Also once so many hours have passed since the last fit, where anything has changed; left out, only the share counts. */
  everyHours: z.number().positive().optional(),
})

/** `first`: there was none yet. `asked`: by `train`. `catalogue`: the encoder was trained anew, and the model with it. `damaged`: what was kept could not be read. */
export const fitReasons = ['first', 'changed', 'time', 'catalogue', 'asked', 'damaged'] as const
export type FitReason = (typeof fitReasons)[number]

/** A fit that is over: kept with its model. */
export const fitRecordSchema = z.object({
  /** When it began, epoch milliseconds. */
  at: z.number(),
  why: z.enum(fitReasons),
  /** How many likes it was fitted on. */
  likes: z.int().positive(),
  /** Whether it started from the model before it. */
  warm: z.boolean(),
  /** Why the wasm kernels did what ONNX Runtime was to do; left out where nothing was wrong. */
  degraded: z.string().optional(),
})
export type FitRecord = Readonly<z.infer<typeof fitRecordSchema>>

export type RefitState = {
  /** Of the model that ranks; null while there is none. */
  readonly last: FitRecord | null
  /** Likes there are now, and how many were added or taken back since those of `last` were read. */
  readonly likes: number
  readonly changed: number
  /** The last attempt that failed since, with the same counted from it. */
  readonly failed?: { readonly at: number; readonly changed: number } | undefined
  /** Epoch milliseconds. */
  readonly now: number
}

export type RefitConfig = z.output<typeof refitConfigSchema>

const hourMilliseconds = 3_600_000
/** Fewer likes than this say too little of which items go together. */
export const fewestLikes = 1_000

/** Why a fit is due; null = none is. After one that failed, as much has to change again, or as much time to pass. */
export function refitDue({ after, everyHours }: RefitConfig, { last, likes, changed, failed, now }: RefitState): FitReason | null {
  if (likes < fewestLikes) return null
  const since = failed ?? (last === null ? undefined : { at: last.at, changed })
  if (since === undefined) return 'first'
  if (since.changed >= after * (last?.likes ?? likes)) return last === null ? 'first' : 'changed'
  if (everyHours === undefined || since.changed === 0) return null
  return now - since.at >= everyHours * hourMilliseconds ? (last === null ? 'first' : 'time') : null
}

/** What `status` tells of the fits. */
export type RefitStatus = {
  readonly last: FitRecord | null
  /** Likes added or taken back since the last fit, as a share of those it was fitted on; null while there is none. */
  readonly changedShare: number | null
  /** The next fit is at this share; null where none comes by itself. */
  readonly nextAtShare: number | null
  /** And from this moment on (epoch milliseconds) at the first change; null where time does not count. */
  readonly nextAt: number | null
}

export function refitStatus(config: RefitConfig | 'never', { last, changed, failed }: RefitState): RefitStatus {
  const since = failed?.at ?? last?.at
  const everyHours = config === 'never' ? undefined : config.everyHours
  return {
    last,
    changedShare: last === null ? null : changed / last.likes,
    nextAtShare: config === 'never' ? null : config.after,
    nextAt: everyHours === undefined || since === undefined ? null : since + everyHours * hourMilliseconds,
  }
}
