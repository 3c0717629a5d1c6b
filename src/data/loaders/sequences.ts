/** @file Lines of `user item item …`: whole histories, one person a line. */

import type { DatasetFolder } from './dataset-kind.ts'
import { numberIn } from './dataset-kind.ts'

export type Sequences = {
  /** The numbers that open the lines, and their items: place by place, in the file's order. */
  readonly user: readonly number[]
  readonly item: readonly number[]
}

export async function readSequences(folder: DatasetFolder, file: string): Promise<Sequences> {
  const user: number[] = []
  const item: number[] = []
  await folder.eachLine(file, { delimiter: ' ' }, (fields, line) => {
    const own = numberIn(fields[0], file, line)
    for (let at = 1; at < fields.length; at++) {
      // Some lines end in a space.
      if (fields[at] === '') continue
      user.push(own)
      item.push(numberIn(fields[at], file, line))
    }
  })
  return { user, item }
}

/** The numbers from `first` on as ids, up to the greatest of `numbers`. */
export function idsUpTo(numbers: Iterable<number>, first: 0 | 1): readonly string[] {
  let last = first - 1
  for (const number of numbers) if (number > last) last = number
  return Array.from({ length: last - first + 1 }, (_, at) => String(at + first))
}
