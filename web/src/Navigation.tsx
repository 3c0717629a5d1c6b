/** @file Where one can go: a bar at the top of a wide page, tabs at the foot of a narrow one. */

import type { MouseEvent } from 'react'
import { Icon, type IconName } from './Icon.tsx'
import { addressOf, go, type Page } from './route.ts'
import { useTheme } from './theme.ts'

const places: readonly { readonly page: Page; readonly label: string; readonly icon: IconName }[] = [
  { page: 'for-you', label: 'For you', icon: 'home' },
  { page: 'search', label: 'Search', icon: 'search' },
  { page: 'chat', label: 'Chat', icon: 'chat' },
  { page: 'profile', label: 'Profile', icon: 'profile' },
]

export function labelOfPage(page: Page): string {
  return places.find((place) => place.page === page)?.label ?? 'For you'
}

export function TopBar({ page, showHelp }: { readonly page: Page; readonly showHelp: () => void }) {
  const [theme, turn] = useTheme()
  return (
    <header className="flex h-16 shrink-0 items-center gap-8 lg:h-20">
      <a href="/" className="flex min-h-11 items-center gap-2.5 font-bold text-lg tracking-[-0.04em]" onClick={follow('for-you')}>
        <svg viewBox="0 0 20 20" width="22" height="22" aria-hidden="true">
          <circle cx="11.5" cy="8" r="6" fill="var(--accent)" />
          <rect x="4" y="2" width="3" height="17" fill="var(--ink)" />
        </svg>
        Penchant
      </a>
      <nav className="hidden gap-6 lg:flex" aria-label="Pages">
        {places
          .filter((place) => place.page !== 'chat')
          .map((place) => (
            <a
              key={place.page}
              href={hrefOf(place.page)}
              className="border-transparent border-b-2 py-1 font-semibold text-muted text-sm hover:text-ink aria-[current=page]:border-accent aria-[current=page]:text-ink"
              aria-current={page === place.page ? 'page' : undefined}
              onClick={follow(place.page)}
            >
              {place.label}
            </a>
          ))}
      </nav>
      <div className="-mr-2 touch:-mr-3 ml-auto flex">
        <button type="button" className="icon-button hidden lg:inline-grid" aria-label="Keys" title="Keys (?)" onClick={showHelp}>
          <span aria-hidden="true" className="font-semibold">
            ?
          </span>
        </button>
        <button
          type="button"
          className="icon-button"
          aria-label={theme === 'dark' ? 'Use the light theme' : 'Use the dark theme'}
          onClick={turn}
        >
          <Icon name={theme === 'dark' ? 'light' : 'dark'} />
        </button>
      </div>
    </header>
  )
}

export function Tabs({ page }: { readonly page: Page }) {
  return (
    <nav
      className="fixed inset-x-0 bottom-0 z-30 grid grid-cols-4 border-line border-t bg-paper pb-[env(safe-area-inset-bottom)] lg:hidden"
      aria-label="Pages"
    >
      {places.map((place) => (
        <a
          key={place.page}
          href={hrefOf(place.page)}
          className="flex h-16 flex-col items-center justify-center gap-1 font-semibold text-[0.6875rem] text-muted aria-[current=page]:text-accent"
          aria-current={page === place.page ? 'page' : undefined}
          onClick={follow(place.page)}
        >
          <Icon name={place.icon} size={22} />
          {place.label}
        </a>
      ))}
    </nav>
  )
}

function hrefOf(page: Page): string {
  return addressOf({ page, text: '', facets: [], item: undefined })
}

/** A plain click stays in the page; with a modifier the browser opens it as it would any link. */
function follow(page: Page) {
  return (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return
    event.preventDefault()
    go({ page, item: undefined })
    // A search that opens takes the focus itself; one that is open already does so here.
    if (page === 'search') document.getElementById('search')?.focus()
  }
}
