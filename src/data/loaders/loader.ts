/** @file The loader contract: a file of somebody's catalogue or log becomes rows, one at a time; a bad row is a row too, and never stops the others. */

import { identifierProblem } from '../identifier.ts'
import { type Interaction, interactionSchema } from '../interaction.ts'
import { type Item, itemSchema } from '../item.ts'

/** Where a row was read. Lines count from 1, header lines included. */
export type Place = { readonly file: string; readonly line: number }

export type LoadedRow = Place &
  (
    | { readonly kind: 'item'; readonly item: Item }
    | { readonly kind: 'interaction'; readonly user: string; readonly interaction: Interaction }
    /** `reason` names no value of the row, so that equal reasons can be counted together. */
    | { readonly kind: 'rejected'; readonly reason: string }
  )

export type LoadOptions = {
  /** Epoch milliseconds: an interaction more than five minutes later is rejected. */
  readonly now: number
  /** How columns or fields become items or interactions: the language of mapping.ts. By their own names when left out. */
  readonly map?: string | undefined
  /** Called as bytes are read from the disk; `total` is the size of all files that will be read. */
  readonly onProgress?: ((progress: Progress) => void) | undefined
}

export type Progress = { readonly file: string; readonly bytes: number; readonly total: number }

/**
 * Reads rows as a stream, in bounded memory.
 *
 * @throws PenchantError `import-rejected` when a file as a whole cannot be read (truncated, not of this kind), `invalid-input` for a wrong path or mapping.
 */
export type Load = (path: string, options: LoadOptions) => AsyncIterable<LoadedRow>

const latestAheadMs = 5 * 60_000

/** The row of an item, or its rejection. */
export function itemRow(candidate: unknown, place: Place): LoadedRow {
  const parsed = itemSchema.safeParse(candidate)
  if (parsed.success) return { ...place, kind: 'item', item: parsed.data }
  return rejectedRow(problemOf(parsed.error.issues), place)
}

/** The row of one person's interaction, or its rejection. */
export function interactionRow(user: unknown, candidate: unknown, place: Place, now: number): LoadedRow {
  const problem = identifierProblem(user)
  if (problem) return rejectedRow(`The user id ${problem}`, place)
  const parsed = interactionSchema.safeParse(candidate)
  if (!parsed.success) return rejectedRow(problemOf(parsed.error.issues), place)
  if ((parsed.data.occurredAt ?? 0) > now + latestAheadMs) return rejectedRow('The time lies in the future', place)
  return { ...place, kind: 'interaction', user: user as string, interaction: parsed.data }
}

export function rejectedRow(reason: string, { file, line }: Place): LoadedRow {
  return { file, line, kind: 'rejected', reason }
}

type Issue = { readonly path: readonly PropertyKey[]; readonly message: string }

/** The first issue, without list positions: "attributes.genres: …" is one reason, not one for each position. */
function problemOf(issues: readonly Issue[]): string {
  const issue = issues[0] as Issue
  const path = issue.path.filter((step) => typeof step !== 'number').join('.')
  return path === '' || issue.message.startsWith('The ') ? issue.message : `${path}: ${issue.message}`
}
