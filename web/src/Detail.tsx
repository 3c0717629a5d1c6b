/** @file An item's details in a drawer: what it is, why it is recommended, what is like it. */

import { useEffect, useRef } from 'react'
import type { Item, Slate } from './answers.ts'
import { filterFor, isYear, labelOf, summaryOf, wordsOf } from './attributes.ts'
import { Actions } from './Card.tsx'
import { facetOf } from './facets.ts'
import { Icon } from './Icon.tsx'
import { Poster } from './poster/Poster.tsx'
import { queries, useItem, usePerson, useSimilar } from './queries.ts'
import { go } from './route.ts'
import { Failure } from './States.tsx'
import { Sources, Trace } from './Why.tsx'

export function Detail({ id }: { readonly id: string }) {
  const dialog = useRef<HTMLDialogElement>(null)
  const item = useItem(id)
  const close = () => go({ item: undefined })
  useEffect(() => {
    dialog.current?.showModal()
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: another item starts at its top
  useEffect(() => {
    dialog.current?.scrollTo({ top: 0 })
  }, [id])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click beside the drawer closes it; the keyboard has Escape
    <dialog
      ref={dialog}
      className="drawer"
      aria-label={item.data?.title ?? 'Details'}
      data-detail={id}
      onClose={close}
      onClick={(event) => event.target === dialog.current && close()}
    >
      <div className="min-h-full px-6 py-5 sm:px-8">
        <div className="-mr-2 touch:-mr-3 flex justify-end">
          <button type="button" className="icon-button" aria-label="Close" onClick={close}>
            <Icon name="close" />
          </button>
        </div>
        {item.data && <About item={item.data} />}
        {item.isError && <Failure what="This item did not load." error={item.error} retry={() => item.refetch()} />}
        {item.isPending && <div className="bone mx-auto aspect-[2/3] w-44" />}
      </div>
    </dialog>
  )
}

function About({ item }: { readonly item: Item }) {
  const found = useWhere(item.id)
  return (
    <>
      <div className="grid grid-cols-[7.5rem_1fr] gap-5 sm:grid-cols-[11rem_1fr] sm:gap-6">
        <div>
          <Poster item={item} />
        </div>
        <div className="flex min-w-0 flex-col" data-item={item.id}>
          <h2 className="break-words font-bold text-2xl leading-none tracking-[-0.04em] sm:text-3xl">{item.title}</h2>
          <p className="mt-2 text-muted text-sm">{summaryOf(item)}</p>
          <div className="-ml-2 touch:-ml-3 mt-auto flex pt-3">
            <Actions item={item} shown={found && { slateId: found.slate.slateId, position: found.entry.position }} />
          </div>
        </div>
      </div>
      {item.text && <p className="mt-7 whitespace-pre-line break-words font-serif text-lg leading-[1.55]">{item.text}</p>}
      <dl className="mt-7 grid gap-3">
        {Object.entries(item.attributes).map(([name, value]) => (
          <div key={name} className="grid grid-cols-[5.5rem_1fr] items-start gap-3">
            <dt className="label truncate py-2">{labelOf(name)}</dt>
            <dd className="flex min-w-0 flex-wrap gap-1.5 touch:gap-2.5">
              {wordsOf(value).map((word) => (
                <button
                  key={word}
                  type="button"
                  className="chip"
                  title={typeof value === 'number' && isYear(value) ? 'All of that decade' : `All with “${word}”`}
                  onClick={() =>
                    go({
                      page: 'search',
                      text: '',
                      facets: [facetOf(name, filterFor(name, typeof value === 'object' ? word : value))],
                      item: undefined,
                    })
                  }
                >
                  <span className="truncate">{word}</span>
                </button>
              ))}
            </dd>
          </div>
        ))}
      </dl>
      {found && (
        <section className="mt-9 border-line border-t pt-6">
          <h3 className="heading">Why it is here</h3>
          <p className="aside mt-2 text-lg">{found.entry.reason.text}</p>
          <div className="mt-4 max-w-xs">
            <Sources entry={found.entry} />
          </div>
          {found.slate.trace && (
            <details className="mt-4">
              <summary className="link cursor-pointer touch:py-3 text-sm">How the list was made</summary>
              <div className="mt-3">
                <Trace steps={found.slate.trace} />
              </div>
            </details>
          )}
        </section>
      )}
      <Similar item={item} />
    </>
  )
}

function Similar({ item }: { readonly item: Item }) {
  const similar = useSimilar(item.id)
  if (!similar.data || similar.data.items.length === 0) return <div className="h-80" />
  return (
    <section className="mt-9 border-line border-t pt-6 pb-8">
      <h3 className="heading">Similar</h3>
      <ul className="mt-4 grid grid-cols-4 gap-3">
        {similar.data.items.map((entry) => (
          <li key={entry.item.id} data-item={entry.item.id}>
            <button type="button" className="block w-full text-left" onClick={() => go({ item: entry.item.id })}>
              <Poster item={entry.item} />
              <span className="mt-1.5 line-clamp-2 h-8 text-xs leading-4">{entry.item.title}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** The newest list on the page that shows the item, and its place in it. */
function useWhere(id: string): { readonly slate: Slate; readonly entry: Slate['items'][number] } | undefined {
  const person = usePerson()
  const lists = queries
    .getQueryCache()
    .findAll({ queryKey: ['list', person] })
    .filter(({ queryKey }) => queryKey[2] !== 'similar')
  for (const list of lists) {
    const slate = list.state.data as Slate | undefined
    const entry = slate?.items.find(({ item }) => item.id === id)
    if (slate && entry) return { slate, entry }
  }
  return undefined
}
