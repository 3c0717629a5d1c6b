/** @file Makes docs/screenshots/*.png: the app with a taste of its own, wide and narrow, light and dark.
 *
 * Usage: node scripts/screenshots.ts     (after npm run build; needs Chromium)
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'
import { bundledCatalogue } from '../src/data/loaders/bundled.ts'
import { createPenchant } from '../src/engine/create-penchant.ts'
import { serve } from '../src/server/serve.ts'
import { findChromium } from './chromium.ts'

const root = join(import.meta.dirname, '..')
const target = join(root, 'docs/screenshots')
const liked = ['Blade Runner', 'Arrival', '2001: A Space Odyssey', 'Some Like It Hot', 'The Grand Budapest Hotel']
const message = 'no horror, something funny after 1990 like Fargo'

const found = findChromium(process.env, false)
if ('missing' in found) throw new Error(found.missing)
mkdirSync(target, { recursive: true })
const folder = mkdtempSync(join(tmpdir(), 'penchant-screenshots-'))
const items = await bundledCatalogue()
const penchant = await createPenchant({ items, dataFolder: folder })
const demo = await serve(penchant, {
  demo: true,
  port: 0,
  webFolder: join(root, 'dist/web'),
  tokenSecrets: ['for these screenshots and nothing else'],
})
const browser = await chromium.launch({
  executablePath: found.path,
  args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-background-networking', '--hide-scrollbars'],
})
try {
  await photograph(browser)
} finally {
  await browser.close()
  await demo.close()
  rmSync(folder, { recursive: true, force: true })
}
console.log(`docs/screenshots/ holds the new screenshots`)

async function photograph(browser: Browser): Promise<void> {
  const wide = await open(browser, { width: 1440, height: 900 }, 'light')
  await likeSome(wide)
  await show(wide, '/')
  await ask(wide)
  await save(wide, 'for-you-1440-light')
  await wide.emulateMedia({ colorScheme: 'dark' })
  await show(wide, '/profile')
  await wide.getByTestId('history').waitFor()
  await save(wide, 'profile-1440-dark')

  const narrow = await open(browser, { width: 390, height: 844 }, 'light')
  await likeSome(narrow)
  await show(narrow, '/')
  await save(narrow, 'for-you-390-light')
  await narrow.emulateMedia({ colorScheme: 'dark' })
  await show(narrow, '/chat')
  await ask(narrow)
  await save(narrow, 'chat-390-dark')
}

async function open(
  browser: Browser,
  viewport: { readonly width: number; readonly height: number },
  colorScheme: 'light' | 'dark',
): Promise<Page> {
  const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' })
  const page = await context.newPage()
  await show(page, '/')
  return page
}

async function show(page: Page, address: string): Promise<void> {
  await page.goto(new URL(address, demo.url).href)
  await page.waitForLoadState('networkidle')
}

/** Through the person's own session, as their browser would. */
async function likeSome(page: Page): Promise<void> {
  for (const title of liked) {
    const response = await page.request.post(`${demo.url}/v1/interactions`, { data: { item: idOf(title), type: 'like' } })
    if (!response.ok()) throw new Error(`${title} could not be liked: ${await response.text()}`)
  }
}

async function ask(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'Message' }).fill(message)
  await page.keyboard.press('Enter')
  await page.locator('[data-exchange="done"]').waitFor()
  await page.waitForLoadState('networkidle')
}

async function save(page: Page, name: string): Promise<void> {
  await page.evaluate('document.activeElement?.blur()')
  await page.screenshot({ path: join(target, `${name}.png`), animations: 'disabled' })
}

function idOf(title: string): string {
  const item = items.find((candidate) => candidate.title === title)
  if (!item) throw new Error(`The bundled catalogue has no "${title}"`)
  return item.id
}
