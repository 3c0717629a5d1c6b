/** @file Search says what its results rest on: the words, the rules in force, or the taste alone. And the first page says what a newcomer's list is. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Item } from '../../src/data/item.ts'
import { bundledCatalogue } from '../../src/data/loaders/bundled.ts'
import { createPenchant } from '../../src/engine/create-penchant.ts'
import { type Serving, serve } from '../../src/server/serve.ts'
import { actOn, idsOf, openApp, openBrowser, say, skipReason, startDemo } from './browser.ts'

describe.skipIf(skipReason !== undefined)('what the pages say of their lists', { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'penchant-search-'))
  let catalogue: readonly Item[]
  let byId: ReadonlyMap<string, Item>
  let demo: Serving
  let browser: Browser
  let page: Page
  const results = () => page.locator('[data-list="results"] [data-item]')
  const finding = () => page.getByTestId('finding').textContent()
  const standing = () => page.getByTestId('standing').textContent()
  const searchFor = async (text: string) => {
    await page.getByRole('link', { name: 'Search' }).first().click()
    await page.getByRole('searchbox').fill(text)
    await results().first().waitFor()
  }

  beforeAll(async () => {
    catalogue = await bundledCatalogue()
    byId = new Map(catalogue.map((item) => [item.id, item]))
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

  test('words that nothing matches are said to match nothing', async () => {
    await actOn(page, catalogue.find(({ title }) => title === 'Alien') as Item, 'Like')
    await searchFor('zzzzqqq')
    await expect.poll(finding).toBe('Nothing matches “zzzzqqq”. These are by your taste alone.')
    await searchFor('robots')
    await expect.poll(finding).toMatch(/by words and taste/)
  })

  test('to a newcomer they are not called their taste', async () => {
    await searchFor('zzzzqqq')
    await expect
      .poll(finding)
      .toBe('Nothing matches “zzzzqqq”. We do not know your taste yet, so these are what stands well with everybody.')
  })

  test('each rule in force stands above the results in its own words, and is removed there', async () => {
    await say(page, 'only films after 1990, no horror')
    await searchFor('space')
    const rules = page.getByTestId('rules-here').locator('[data-rule]')
    await expect.poll(() => rules.allTextContents()).toHaveLength(2)
    expect((await rules.allTextContents()).join()).toMatch(/Your rule “[^”]*after 1990” holds here.*Your rule “no horror” holds here/)
    const years = async () => (await idsOf(results())).map((id) => byId.get(id)?.attributes.year as number)
    expect(Math.min(...(await years()))).toBeGreaterThan(1990)

    await rules
      .filter({ hasText: 'after 1990' })
      .getByRole('button', { name: /^Remove/ })
      .click()
    await expect.poll(() => rules.allTextContents()).toHaveLength(1)
    await expect.poll(async () => Math.min(...(await years()))).toBeLessThanOrEqual(1990)
  })

  test('only the editors’ order, untouched, is called the same for every newcomer', async () => {
    await expect.poll(standing).toContain('our editors’ order, the same for every newcomer')
    await say(page, 'no horror')
    await expect.poll(standing).toContain('One rule of yours holds throughout')
    expect(await standing()).toContain('our editors’ order')
    expect(await standing()).not.toContain('the same')
  })

  test('what others like most is not called the same for every newcomer', async () => {
    const penchant = await createPenchant({ items: catalogue })
    const secret = ['for this test alone, and thirty-two characters long']
    for (let person = 0; person < 25; person++)
      await penchant.track(`person-${person}`, { item: catalogue[person % 5]?.id as string, type: 'like' })
    const crowded = await serve(penchant, {
      demo: true,
      port: 0,
      webFolder: join(import.meta.dirname, '../../dist/web'),
      tokenSecrets: secret,
      closeGraceMs: 200,
    })
    try {
      const visit = await openApp(browser, crowded.url)
      const text = visit.page.getByTestId('standing')
      await expect.poll(() => text.textContent()).toContain('what others here like most')
      expect(await text.textContent()).not.toMatch(/newcomer|editors/)
      await visit.page.context().close()
    } finally {
      await crowded.close()
    }
  })
})
