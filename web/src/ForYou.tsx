/** @file The first page: what is for this person now, a row for each of their interests, and something they do not know of themselves yet. */

import type { Catalogue } from 'penchant/client'
import { useState } from 'react'
import type { Item, Profile, Slate } from './answers.ts'
import { capitalized, listOf, phraseOf } from './attributes.ts'
import { CardList } from './CardList.tsx'
import { useCatalogue, useList, useProfile } from './queries.ts'
import { Row } from './Row.tsx'
import { Segments } from './Segments.tsx'
import { Bones, EmptyCatalogue, Failure, isEmptyCatalogue, Nothing } from './States.tsx'
import { steps, useStray } from './stray.ts'

const firstCards = 12
/** Of a row; what the grid shows above is asked for as well, and left out there. */
const rowCards = 14
const mostInterestRows = 5
const browseRows = 5

export function ForYou() {
  const [k, setK] = useState(firstCards)
  const [step, stray] = useStray()
  const list = useList({ k, scenario: 'home', trace: true, ...(step.knobs && { knobs: step.knobs }) })
  const profile = useProfile().data
  const catalogue = useCatalogue().data
  const above = list.data?.items.slice(0, firstCards).map(({ item }) => item) ?? []
  const ids = above.map(({ id }) => id)
  const empty = list.data !== undefined && profile !== undefined && isEmptyCatalogue(list.data, profile)
  return (
    <>
      <div className="flex flex-wrap items-end justify-between gap-x-10 gap-y-5">
        <div>
          <h1 className="display">For you</h1>
          <p className="mt-3 max-w-xl text-muted leading-6 lg:min-h-12" data-testid="standing">
            {list.data && profile && !empty && standing(list.data, profile)}
          </p>
        </div>
        {!empty && <Segments legend="How far to stray" legendShown options={steps} chosen={step.value} choose={stray} />}
      </div>
      <p className={`max-w-xl text-muted text-sm ${step.effect ? 'mt-3' : ''}`} aria-live="polite" data-testid="stray">
        {step.effect}
      </p>
      <p className="sr-only" role="status">
        {above.length > 0 && `Your list begins with ${listOf(above.slice(0, 3).map(({ title }) => title))}.`}
      </p>
      <section className="mt-7" aria-label="For you" aria-busy={list.isFetching}>
        {list.data && list.data.items.length > 0 && <CardList slate={list.data} label="For you" name="for-you" />}
        {list.data && list.data.items.length === 0 && (empty ? <EmptyCatalogue /> : <EmptyList profile={profile} />)}
        {!list.data && list.isError && <Failure what="Your list did not load." error={list.error} retry={() => list.refetch()} />}
        {!list.data && !list.isError && <Bones count={firstCards} />}
        {list.data && list.data.items.length >= k && k < 48 && (
          <button type="button" className="button mt-4" onClick={() => setK(k * 2)}>
            Show more
          </button>
        )}
      </section>
      {profile?.interests
        .filter(({ gain }) => gain > 0)
        .slice(0, mostInterestRows)
        .map(({ id, name, items }) => (
          <Row
            key={id}
            name="interest"
            title={`More like ${listOf(namesOf(items), 2)}`}
            note={name === '' ? undefined : `Your interest: ${phraseOf(name)}`}
            without={ids}
            request={{ seeds: items.slice(-5).map((item) => item.id), k: rowCards + firstCards, scenario: 'interest' }}
          />
        ))}
      {profile && profile.interests.length > 0 && ids.length > 0 && (
        <Row
          name="explore"
          title="Something different"
          note="As varied as the catalogue allows, a little beside your taste."
          request={{ k: rowCards, diversity: 1, exclude: ids, scenario: 'explore' }}
        />
      )}
      {profile && catalogue && <BrowseRows catalogue={catalogue} without={ids} />}
    </>
  )
}

/** Where tastes begin, and where the other shelves are later: the commonest values of the leading attribute. */
function BrowseRows({ catalogue, without }: { readonly catalogue: Catalogue; readonly without: readonly string[] }) {
  const [attribute, values] = leadingFacet(catalogue)
  return values
    .slice(0, browseRows)
    .map(({ value }) => (
      <Row
        key={value}
        name="browse"
        title={capitalized(value)}
        without={without}
        request={{ filter: { [attribute]: { eq: value } }, k: rowCards + firstCards, scenario: 'browse' }}
      />
    ))
}

type FacetValues = Catalogue['facets'][string]

/** The words by which a catalogue is best told apart at a glance: few kinds, many items each. */
export function leadingFacet({ schema, facets }: Catalogue): [attribute: string, values: FacetValues] {
  const named = Object.entries(facets).filter(
    ([name, values]) => (schema[name] === 'words' || schema[name] === 'word') && values.length > 1,
  )
  const evenness = (values: FacetValues) =>
    values.slice(0, browseRows).reduce((sum, { count }) => sum + Math.sqrt(count), 0) / Math.sqrt(values.length)
  const sets = named.filter(([name, values]) => schema[name] === 'words' && values.length >= browseRows)
  return (sets.length > 0 ? sets : named).sort((a, b) => evenness(b[1]) - evenness(a[1]))[0] ?? ['', []]
}

/** Says what the list rests on, and how far. */
function standing({ tier, items }: Slate, { mass, interests, rules, interactions }: Profile): string {
  const kept =
    rules.length === 0 ? '' : ` ${rules.length === 1 ? 'One rule of yours holds' : `${rules.length} rules of yours hold`} throughout.`
  if (tier === 'editorial' && items.every(({ item }) => item.prior === undefined))
    return `We do not know your taste yet, and nobody has ranked this catalogue, so this is a varied first look at it. Like a few and it becomes yours.${kept}`
  // What a person has ruled out or done already is missing from theirs.
  const same = rules.length === 0 && interactions.length === 0 ? ', the same for every newcomer' : ''
  if (tier === 'editorial')
    return `We do not know your taste yet, so this is our editors’ order${same}. Like a few and it becomes yours.${kept}`
  if (tier === 'popular')
    return `We do not know your taste yet, so this is what others here like most. Like a few and it becomes yours.${kept}`
  const names = interests.slice(0, 3).map((interest) => phraseOf(interest.name) || interest.items[0]?.title)
  const subject = names.length === 0 ? 'what you have told us' : names.join('; ')
  return `${mass < 3 ? 'A first idea of your taste' : 'Ordered by your taste'}: ${subject}.${kept}`
}

function EmptyList({ profile }: { readonly profile: Profile | undefined }) {
  const rules = profile?.rules.length ?? 0
  return (
    <Nothing title="Nothing is left to recommend.">
      {rules > 0
        ? 'Your rules leave out everything that you do not know yet. Remove one in your profile.'
        : 'You know all of this catalogue.'}
    </Nothing>
  )
}

/** The newest first: they are what the person remembers. */
function namesOf(items: readonly Item[]): readonly string[] {
  return items.map(({ title }) => title).reverse()
}
