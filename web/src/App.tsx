/** @file The page as a whole: bar, the page one is on, chat at its side where there is room, details and keys above all. */

import { useCallback, useState, useSyncExternalStore } from 'react'
import { ChatPanel } from './ChatPanel.tsx'
import { ConversationProvider } from './conversation.tsx'
import { Detail } from './Detail.tsx'
import { ForYou } from './ForYou.tsx'
import { FeedbackProvider } from './feedback.tsx'
import { Help } from './Help.tsx'
import { useKeyboard } from './keyboard.ts'
import { Tabs, TopBar } from './Navigation.tsx'
import { Profile } from './Profile.tsx'
import { PersonContext, useSession } from './queries.ts'
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
  return (
    <div className="lg:grid lg:grid-cols-[minmax(0,1fr)_24rem]">
      <div className="mx-auto w-full max-w-[76rem] px-5 pb-28 sm:px-8 lg:px-12 lg:pb-24">
        <TopBar page={page} showHelp={showHelp} />
        {!online && (
          <p className="sticky top-3 z-20 rounded-xl bg-sunken px-4 py-3 text-sm" role="status">
            This device is offline. What you see may be old; what you say now cannot be kept.
          </p>
        )}
        <main className={page === 'chat' ? 'h-[calc(100dvh-9rem)]' : 'pt-6 lg:pt-8'}>
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
