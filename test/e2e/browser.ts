/** @file What the browser tests share: a demo server of its own on a fresh folder, a Chromium, and the app's page read the way a person reads it. */

import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Locator, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { findChromium } from '../../scripts/chromium.ts'
import type { Item } from '../../src/data/item.ts'
import { bundledCatalogue } from '../../src/data/loaders/bundled.ts'
import { createPenchant } from '../../src/engine/create-penchant.ts'
import { type Serving, serve } from '../../src/server/serve.ts'

const webFolder = join(import.meta.dirname, '../../dist/web')
const found = findChromium(process.env, false)

/** Why the browser tests are skipped, or undefined when they run. */
export const skipReason =
  process.env.PENCHANT_SKIP_BROWSER ??
  ('missing' in found ? found.missing : undefined) ??
  (existsSync(webFolder) ? undefined : 'dist/web is not built: npm run build')
if (skipReason !== undefined) console.log(`Browser tests are skipped: ${skipReason}`)

/** The demo as a person starts it: the catalogue, a folder that stays, cookies that outlive a restart. */
export async function startDemo(folder: string, items: readonly Item[], port = 0): Promise<Serving> {
  const penchant = await createPenchant({ items, dataFolder: folder })
  return serve(penchant, { demo: true, port, webFolder, secretFile: join(folder, 'secret'), closeGraceMs: 200 })
}

export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: 'path' in found ? found.path : '',
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-background-networking'],
  })
}

/** A page of the app, with every complaint of the browser written down: errors, refusals of the content security policy. */
export async function openApp(browser: Browser, url: string): Promise<{ readonly page: Page; readonly complaints: readonly string[] }> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce' })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await page.goto(url)
  await forYou(page).first().waitFor()
  return { page, complaints }
}

type Visits = {
  readonly catalogue: readonly Item[]
  readonly browser: Browser
  /** Of somebody new in every test. */
  readonly page: Page
  titled(title: string): Item
}

/** For the tests of one describe: one demo of the bundled catalogue, and a person of their own for each test. Readable once the tests run. */
export function visitEachTest(): Visits {
  let folder: string
  let catalogue: readonly Item[]
  let demo: Serving
  let browser: Browser
  let page: Page

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'penchant-e2e-'))
    catalogue = await bundledCatalogue()
    demo = await startDemo(folder, catalogue)
    browser = await openBrowser()
  }, 60_000)

  afterAll(async () => {
    await browser?.close()
    await demo?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  beforeEach(async () => {
    ;({ page } = await openApp(browser, demo.url))
  })

  afterEach(() => page.context().close())

  return {
    get catalogue() {
      return catalogue
    },
    get browser() {
      return browser
    },
    get page() {
      return page
    },
    titled: (title) => catalogue.find((item) => item.title === title) as Item,
  }
}

export function forYou(page: Page): Locator {
  return page.locator('[data-list="for-you"] [data-item]')
}

/** The ids of a list's cards, in order. */
export function idsOf(cards: Locator): Promise<string[]> {
  return cards.evaluateAll((elements) => elements.map((element) => (element as unknown as { dataset: { item: string } }).dataset.item))
}

/** Does something that moves the taste, and returns "for you" once it shows the server's next answer. */
export async function forYouAfter(page: Page, act: () => Promise<unknown>): Promise<string[]> {
  const next = page.waitForResponse((response) => {
    const { scenario } = (response.request().postDataJSON() ?? {}) as { readonly scenario?: string }
    return response.url().endsWith('/v1/recommend') && scenario === 'home'
  })
  await act()
  const { items } = (await (await next).json()) as { readonly items: readonly { readonly item: Item }[] }
  const ids = items.map(({ item }) => item.id)
  await expectIds(page, ids)
  return ids
}

/** Waits until "for you" shows exactly these cards; what it shows instead is in the error. */
export async function expectIds(page: Page, ids: readonly string[]): Promise<void> {
  let shown: readonly string[] = []
  for (let attempt = 0; attempt < 100; attempt++) {
    shown = await idsOf(forYou(page))
    if (shown.join(' ') === ids.join(' ')) return
    await page.waitForTimeout(50)
  }
  throw new Error(`"For you" shows ${shown.join(', ')} where ${ids.join(', ')} was expected`)
}

/** Opens an item's details over "for you", presses a button of it, and closes them. */
export function actOn(page: Page, item: Item, act: 'Like' | 'Dislike' | 'Seen'): Promise<string[]> {
  return forYouAfter(page, async () => {
    await openDetails(page, item)
    await page
      .locator('dialog[open]')
      .getByRole('button', { name: `${act} ${item.title}`, exact: true })
      .click()
    await page.keyboard.press('Escape')
  })
}

export async function openDetails(page: Page, item: Item): Promise<void> {
  const address = JSON.stringify(`/?item=${encodeURIComponent(item.id)}`)
  await page.evaluate(`history.pushState(null, '', ${address}); dispatchEvent(new PopStateEvent('popstate'))`)
  await page.locator(`dialog[open][data-detail="${item.id}"] [data-item="${item.id}"]`).waitFor()
}

/** What the server holds of the person in this page: what they did and has not been taken back, the newest first. */
export async function historyOf(page: Page): Promise<readonly { readonly type: string; readonly item: string }[]> {
  const { origin } = new URL(page.url())
  const { user } = (await (await page.request.post(`${origin}/v1/session`)).json()) as { readonly user: string }
  const profile = await (await page.request.get(`${origin}/v1/users/${encodeURIComponent(user)}/profile`)).json()
  return (profile as { readonly interactions: readonly { readonly type: string; readonly item: string }[] }).interactions.map(
    ({ type, item }) => ({ type, item }),
  )
}

/** Says something in the chat and waits for the whole answer; returns its article. */
export async function say(page: Page, message: string): Promise<Locator> {
  await page.getByRole('textbox', { name: 'Message' }).fill(message)
  await page.keyboard.press('Enter')
  const exchange = page.locator('[data-exchange]').last()
  await page.locator('[data-exchange="done"]').filter({ hasText: message }).last().waitFor()
  return exchange
}
