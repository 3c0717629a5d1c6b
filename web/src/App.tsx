/** @file The page as a whole: bar, the page one is on, chat at its side where there is room, details and keys above all. */

import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import { ChatPanel } from './ChatPanel.tsx'
import { ConversationProvider } from './conversation.tsx'
import { Detail } from './Detail.tsx'
import { ForYou } from './ForYou.tsx'
import { FeedbackProvider } from './feedback.tsx'
import { Help } from './Help.tsx'
import { useKeyboard } from './keyboard.ts'
import { labelOfPage, Tabs, TopBar } from './Navigation.tsx'
import { Profile } from './Profile.tsx'
import { PersonContext, queries, useSession, useUnreachable } from './queries.ts'
import { useRoute } from './route.ts'
import { Search } from './Search.tsx'
import { Bones, Failure } from './States.tsx'
import { ToastProvider } from './Toasts.tsx'

export function App() {
  const session = useSession()
  if (!session.data)
    return (
      <main className="mx-auto max-w-5xl px-6 py-24">
        {session.isError ? (
          <Failure what="Penchant cannot be reached." error={session.error} retry={() => session.refetch()} />
        ) : (
          <Bones count={12} />
        )}
      </main>
    )
  return (
    <PersonContext value={session.data.user}>
      <ToastProvider>
        <FeedbackProvider key={session.data.user}>
          <ConversationProvider>
            <Page />
          </ConversationProvider>
        </FeedbackProvider>
      </ToastProvider>
    </PersonContext>
  )
}

function Page() {
  const route = useRoute()
  const wide = useMatch('(min-width: 64rem)')
  const online = useSyncExternalStore(onConnection, () => navigator.onLine)
  const [helping, setHelping] = useState(false)
  const showHelp = useCallback(() => setHelping(true), [])
  // On a wide page the chat is always there, so its own page would show it twice.
  const page = wide && route.page === 'chat' ? 'for-you' : route.page
  useKeyboard(page, showHelp)
  const unreachable = useUnreachable()
  useEffect(() => {
    document.title = `${labelOfPage(page)} · Penchant`
  }, [page])
  return (
    <div className="lg:grid lg:grid-cols-[minmax(0,1fr)_24rem]">
      <a href="#main" className="button button-small fixed top-3 left-3 z-50 -translate-y-40 bg-raised focus:translate-y-0">
        Skip to the page
      </a>
      <div
        className={`mx-auto w-full max-w-[76rem] px-5 sm:px-8 lg:px-12 ${page === 'chat' ? 'flex h-[calc(100dvh-4rem-env(safe-area-inset-bottom))] flex-col' : 'pb-28 lg:pb-24'}`}
      >
        <TopBar page={page} showHelp={showHelp} />
        {!online && (
          <p className="sticky top-3 z-20 rounded-xl bg-sunken px-4 py-3 text-sm" role="status">
            This device is offline. What you see may be old; what you say now cannot be kept.
          </p>
        )}
        {online && unreachable && (
          <div className="sticky top-3 z-20 flex items-center justify-between gap-4 rounded-xl bg-sunken px-4 py-2 text-sm" role="status">
            <p className="py-1">The server does not answer. What you see may be old; what you say now is not kept.</p>
            <button type="button" className="link min-h-8 touch:min-h-11 shrink-0" onClick={() => queries.invalidateQueries()}>
              Try again
            </button>
          </div>
        )}
        <main id="main" className={page === 'chat' ? 'min-h-0 flex-1 pt-6 [@media(height<32rem)]:pt-0' : 'pt-6 lg:pt-8'}>
          {page === 'for-you' && <ForYou />}
          {page === 'search' && <Search route={route} />}
          {page === 'profile' && <Profile />}
          {page === 'chat' && <ChatPanel headed />}
        </main>
      </div>
      {wide && (
        <aside className="sticky top-0 h-dvh border-line border-l bg-raised">
          <ChatPanel headed={false} />
        </aside>
      )}
      <Tabs page={page} />
      {route.item !== undefined && <Detail id={route.item} />}
      {helping && <Help onClose={() => setHelping(false)} />}
    </div>
  )
}

function useMatch(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = matchMedia(query)
      media.addEventListener('change', listener)
      return () => media.removeEventListener('change', listener)
    },
    () => matchMedia(query).matches,
  )
}

function onConnection(listener: () => void): () => void {
  addEventListener('online', listener)
  addEventListener('offline', listener)
  return () => {
    removeEventListener('online', listener)
    removeEventListener('offline', listener)
  }
}
