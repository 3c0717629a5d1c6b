/** @file The item dictionary: ids to integers and back, read through a cache. An integer never changes its id, so what is read stays right. */

import type { DatabaseSync } from 'node:sqlite'
import { PenchantError } from '../../errors.ts'
import type { ItemNumbers } from './evidence-bytes.ts'

/** Reads the dictionary; `numberOf` throws for an id that is not in it. */
export function readItemNumbers(database: DatabaseSync): Pick<ItemNumbers, 'idOf'> {
  const ids: string[] = []
  const select = database.prepare('SELECT id FROM items WHERE number = ?')
  return {
    idOf: (number) => {
      const cached = ids[number]
      if (cached !== undefined) return cached
      const row = select.get(number) as { readonly id: string } | undefined
      if (!row)
        throw new PenchantError('storage-corrupt', `The database refers to item number ${number}, which is missing. Restore a backup.`)
      ids[number] = row.id
      return row.id
    },
  }
}

/** Reads and extends the dictionary: an unknown id gets the next integer, in the transaction at hand. */
export function writeItemNumbers(database: DatabaseSync): ItemNumbers & {
  /** Forgets what a rolled-back transaction has added. */
  reset(): void
} {
  const numbers = new Map<string, number>()
  let reader = readItemNumbers(database)
  let next: number | undefined
  const select = database.prepare('SELECT number FROM items WHERE id = ?')
  const insert = database.prepare('INSERT INTO items (number, id, body) VALUES (?, ?, NULL)')
  const highest = database.prepare('SELECT coalesce(max(number), -1) AS number FROM items')
  const find = (id: string): number => {
    const row = select.get(id) as { readonly number: number } | undefined
    if (row) return row.number
    next ??= (highest.get() as { readonly number: number }).number + 1
    insert.run(next, id)
    return next++
  }
  return {
    idOf: (number) => reader.idOf(number),
    numberOf: (id) => {
      const cached = numbers.get(id)
      if (cached !== undefined) return cached
      const number = find(id)
      numbers.set(id, number)
      return number
    },
    reset: () => {
      numbers.clear()
      reader = readItemNumbers(database)
      next = undefined
    },
  }
}
