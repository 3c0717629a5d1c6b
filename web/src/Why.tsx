/** @file Why a card is here: the reason as a sentence, the sources that proposed it, and what the list went through. */

import type { SlateItem, TraceStep } from './answers.ts'
import { Icon } from './Icon.tsx'

/** What each source is called in front of people. */
const sourceLabels: Readonly<Record<string, string>> = {
  taste: 'Your taste',
  words: 'Your words',
  similar: 'Likeness to an item',
  together: 'Liked together by others',
  trained: 'The trained model',
  popular: 'Standing in the catalogue',
  fresh: 'New or seldom shown',
  explore: 'Chance with which its topic was drawn',
  random: 'Chance with which it was drawn',
}

/** Of a draw the score is its probability. */
const draws: readonly string[] = ['explore', 'random']

function scoreText(name: string, score: number): string {
  return draws.includes(name) ? `${(score * 100).toPrecision(2)} %` : score.toPrecision(2)
}

/** Lies over the poster, so that nothing moves. */
export function Why({ entry, onClose }: { readonly entry: SlateItem; readonly onClose: () => void }) {
  return (
    <div
      className="absolute inset-0 flex flex-col group-hover:-translate-y-0.5 overflow-y-auto rounded-[3px] border border-ink bg-raised p-3 text-[0.8125rem] leading-snug"
      data-testid="why"
    >
      <button type="button" className="icon-button absolute top-1 right-1" aria-label="Close the explanation" onClick={onClose}>
        <Icon name="close" size={16} />
      </button>
      <p className="aside pr-7 text-[0.9375rem]">{entry.reason.text}</p>
      <div className="mt-auto pt-3">
        <Sources entry={entry} />
      </div>
    </div>
  )
}

export function Sources({ entry }: { readonly entry: SlateItem }) {
  if (entry.sources.length === 0) return null
  return (
    <dl className="grid grid-cols-[1fr_auto] gap-x-3 gap-y-1 text-xs">
      {entry.sources.map(({ name, score }) => (
        <div key={name} className="contents">
          <dt className="text-muted">{sourceLabels[name] ?? name}</dt>
          <dd className="text-right tabular-nums">{scoreText(name, score)}</dd>
        </div>
      ))}
    </dl>
  )
}

export function Trace({ steps }: { readonly steps: readonly TraceStep[] }) {
  return (
    <table className="w-full text-xs">
      <thead className="text-left text-muted">
        <tr>
          <th className="py-1 font-semibold">Step</th>
          <th className="py-1 text-right font-semibold">Items left</th>
          <th className="py-1 text-right font-semibold">Milliseconds</th>
        </tr>
      </thead>
      <tbody>
        {steps.map(({ stage, name, candidates, milliseconds, notes }) => (
          <tr key={`${stage} ${name}`} className="border-line border-t align-top">
            <td className="py-1.5 pr-3">
              {stage === name ? stage : `${stage}: ${name}`}
              {notes?.map((note) => (
                <span key={note} className="block text-muted">
                  {note}
                </span>
              ))}
            </td>
            <td className="py-1.5 text-right tabular-nums">{candidates.toLocaleString()}</td>
            <td className="py-1.5 text-right tabular-nums">{milliseconds.toFixed(2)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
