/** @file A titled row of cards that scrolls sideways. */

import type { ReactNode } from 'react'
import type { ListRequest } from './answers.ts'
import { CardList } from './CardList.tsx'
import { useList } from './queries.ts'
import { Bones, Failure } from './States.tsx'

type RowProps = {
  readonly title: string
  readonly note?: ReactNode
  readonly name: string
  readonly request: ListRequest
  /** What the page shows above already: left out here, so that scrolling down brings something new. */
  readonly without?: readonly string[]
}

const mostCards = 14

/** A row that comes back empty is left out: its subject is used up, and that is no news. */
export function Row({ title, note, name, request, without = [] }: RowProps) {
  const list = useList(request)
  const items = list.data?.items.filter(({ item }) => !without.includes(item.id)).slice(0, mostCards)
  if (items?.length === 0) return null
  return (
    <section className="mt-14" aria-label={title}>
      <h2 className="heading">{title}</h2>
      {note && <p className="mt-1 text-muted text-sm">{note}</p>}
      <div className="mt-5">
        {list.data && items ? (
          <CardList slate={{ ...list.data, items }} label={title} name={name} row />
        ) : list.isError ? (
          <Failure what="This row did not load." error={list.error} retry={() => list.refetch()} />
        ) : (
          <Bones count={7} row />
        )}
      </div>
    </section>
  )
}
