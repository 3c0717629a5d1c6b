/** @file Search: words first, the person's taste where the words leave it open, facets to narrow either. */

import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Item, Profile, Slate } from './answers.ts'
import { CardList } from './CardList.tsx'
import { facetGroups, filterOf, textOf } from './facets.ts'
import { Icon } from './Icon.tsx'
import { useCatalogue, useProfile, useSearch } from './queries.ts'
import { RulesHere } from './Rules.tsx'
import { go, type Route } from './route.ts'
import { Bones, EmptyCatalogue, Failure, isEmptyCatalogue, Nothing } from './States.tsx'

const resultCards = 48
const typingPauseMs = 140

export function Search({ route }: { readonly route: Route }) {
  const { text, facets } = route
  const filter = filterOf(facets)
  const results = useSearch(text, filter, resultCards)
  const profile = useProfile().data
  const count = results.data?.items.length
  return (
    <>
      <h1 className="display">Search</h1>
      <SearchField text={text} />
      <Facets chosen={facets} items={results.data?.items.map(({ item }) => item) ?? []} />
      {profile && <RulesHere rules={profile.rules} />}
      <p className="mt-8 min-h-5 text-muted text-sm" aria-live="polite" data-testid="finding">
        {results.data && profile && describe(results.data, facets.length, profile)}
      </p>
      <section className="mt-4" aria-label="Results" aria-busy={results.isFetching}>
        {results.data && count !== 0 && <CardList slate={results.data} label="Results" name="results" />}
        {results.data && profile && count === 0 && (
          <NothingFound empty={results.data.asked === '' && filter === undefined && isEmptyCatalogue(results.data, profile)} />
        )}
        {!results.data && results.isError && <Failure what="The search failed." error={results.error} retry={() => results.refetch()} />}
        {results.isPending && <Bones count={12} />}
      </section>
    </>
  )
}

function NothingFound({ empty }: { readonly empty: boolean }) {
  if (empty) return <EmptyCatalogue />
  return (
    <Nothing title="Nothing in this catalogue fits.">
      Use fewer words or facets. What you already know, and what your rules leave out, is not shown here either.
    </Nothing>
  )
}

function SearchField({ text }: { readonly text: string }) {
  const [typed, setTyped] = useState(text)
  const field = useRef<HTMLInputElement>(null)
  // Before the next key can come, so that none of the first word goes elsewhere.
  useLayoutEffect(() => field.current?.focus({ preventScroll: true }), [])
  useEffect(() => setTyped(text), [text])
  useEffect(() => {
    if (typed.trim() === text) return
    const timer = setTimeout(() => go({ text: typed.trim() }, { replace: true }), typingPauseMs)
    return () => clearTimeout(timer)
  }, [typed, text])
  return (
    <search className="relative mt-6 block max-w-2xl">
      <span className="pointer-events-none absolute top-1/2 left-4 -translate-y-1/2 text-muted">
        <Icon name="search" />
      </span>
      <input
        ref={field}
        id="search"
        type="search"
        className="field pr-14 pl-12 text-lg"
        aria-label="Search by words"
        placeholder="A title, a name, a mood, a theme"
        maxLength={1_000}
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
      {typed !== '' && (
        <button
          type="button"
          className="icon-button absolute top-1/2 right-2 -translate-y-1/2"
          aria-label="Clear the words"
          onClick={() => {
            setTyped('')
            field.current?.focus()
          }}
        >
          <Icon name="close" />
        </button>
      )}
    </search>
  )
}

function Facets({ chosen, items }: { readonly chosen: readonly string[]; readonly items: readonly Item[] }) {
  const catalogue = useCatalogue().data
  const [open, setOpen] = useState<string | undefined>()
  const groups = catalogue ? facetGroups(catalogue, items) : []
  const group = groups.find(({ attribute }) => attribute === open)
  const toggle = (facet: string) => go({ facets: chosen.includes(facet) ? chosen.filter((other) => other !== facet) : [...chosen, facet] })
  return (
    <div className="mt-4">
      <fieldset className="flex min-h-8 flex-wrap items-center gap-2 touch:gap-2.5">
        <legend className="sr-only">Facets</legend>
        {groups.map(({ attribute, label }) => (
          <button
            key={attribute}
            type="button"
            className="chip font-semibold"
            aria-expanded={open === attribute}
            onClick={() => setOpen(open === attribute ? undefined : attribute)}
          >
            {label}
            <span aria-hidden="true" className="text-muted">
              {open === attribute ? '−' : '+'}
            </span>
          </button>
        ))}
        {chosen.map((facet) => (
          <button
            key={facet}
            type="button"
            className="chip"
            aria-pressed="true"
            aria-label={`Without ${textOf(facet)}`}
            onClick={() => toggle(facet)}
          >
            {textOf(facet)}
            <Icon name="close" size={14} />
          </button>
        ))}
      </fieldset>
      {group && (
        <fieldset className="mt-3 flex max-h-56 flex-wrap gap-1.5 touch:gap-2.5 overflow-y-auto rounded-xl bg-sunken p-3">
          <legend className="sr-only">{group.label}</legend>
          {group.choices.map(({ facet, text, count }) => (
            <button key={facet} type="button" className="chip bg-paper" aria-pressed={chosen.includes(facet)} onClick={() => toggle(facet)}>
              <span className="truncate">{text}</span>
              {count !== undefined && <span className="text-xs tabular-nums opacity-75">{count}</span>}
            </button>
          ))}
        </fieldset>
      )}
    </div>
  )
}

/** How many there are, and whether words or taste have put them there. */
function describe({ items, asked }: Slate & { readonly asked: string }, facets: number, { mass }: Profile): string {
  const count = items.length
  const known = mass > 0
  const order = known ? 'in the order of your taste' : 'in the order in which they stand with everybody'
  if (count === 0) return ''
  if (asked === '' && facets === 0) return `The whole catalogue, ${order}.`
  const number = count >= resultCards ? `The best ${count}` : count === 1 ? 'One' : String(count)
  if (asked === '') return `${number}, ${order}.`
  const found = items.filter(({ sources }) => sources.some(({ name }) => name === 'words')).length
  if (found === 0 && count > 0)
    return known
      ? `Nothing matches “${asked}”. These are by your taste alone.`
      : `Nothing matches “${asked}”. We do not know your taste yet, so these are what stands well with everybody.`
  return `${number} by words${known ? ' and taste' : ''}.`
}
