/** @file Search says what its results rest on: the words, the rules in force, or the taste alone. And the first page says what a newcomer's list is. */

import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, test } from 'vitest'
import { createPenchant } from '../../src/engine/create-penchant.ts'
import { serve } from '../../src/server/serve.ts'
import { actOn, forYou, idsOf, openApp, say, skipReason, visitEachTest } from './browser.ts'

describe.skipIf(skipReason !== undefined)('what the pages say of their lists', { timeout: 60_000 }, () => {
  const visits = visitEachTest()
  let page: Page
  beforeEach(() => {
    page = visits.page
  })
  const results = () => page.locator('[data-list="results"] [data-item]')
  const finding = () => page.getByTestId('finding').textContent()
  const standing = () => page.getByTestId('standing').textContent()
  const searchFor = async (text: string) => {
    await page.getByRole('link', { name: 'Search' }).first().click()
    await page.getByRole('searchbox').fill(text)
    await results().first().waitFor()
  }

  test('words that nothing matches are said to match nothing', async () => {
    await actOn(page, visits.titled('Alien'), 'Like')
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
    const byId = new Map(visits.catalogue.map((item) => [item.id, item]))
    const years = async () => (await idsOf(results())).map((id) => byId.get(id)?.attributes.year as number)
    expect(Math.min(...(await years()))).toBeGreaterThan(1990)

    await rules
      .filter({ hasText: 'after 1990' })
      .getByRole('button', { name: /^Remove/ })
      .click()
    await expect.poll(() => rules.allTextContents()).toHaveLength(1)
    await expect.poll(async () => Math.min(...(await years()))).toBeLessThanOrEqual(1990)
  })

  test('a server that stops answering is said to, over what it answered before, until it answers again', async () => {
    const notice = page.getByText('The server does not answer. What you see may be old')
    await page.route('**/v1/**', (route) => route.abort())
    await forYou(page).first().locator('[data-card]').focus()
    await page.keyboard.press('l')
    await notice.waitFor()
    expect(await forYou(page).count()).toBe(12)
    await page.unroute('**/v1/**')
    // Shelves that were on their way when the server fell silent offer the same of themselves.
    await page.getByRole('status').filter({ has: notice }).getByRole('button', { name: 'Try again' }).click()
    await expect.poll(() => notice.count()).toBe(0)
  })

  test('only the editors’ order, untouched, is called the same for every newcomer', async () => {
    await expect.poll(standing).toContain('our editors’ order, the same for every newcomer')
    await say(page, 'no horror')
    await expect.poll(standing).toContain('One rule of yours holds throughout')
    expect(await standing()).toContain('our editors’ order')
    expect(await standing()).not.toContain('the same')
  })

  test('what others like most is not called the same for every newcomer', async () => {
    const penchant = await createPenchant({ items: visits.catalogue })
    const secret = ['for this test alone, and thirty-two characters long']
    for (let person = 0; person < 25; person++)
      await penchant.track(`person-${person}`, { item: visits.catalogue[person % 5]?.id as string, type: 'like' })
    const crowded = await serve(penchant, {
      demo: true,
      port: 0,
      webFolder: join(import.meta.dirname, '../../dist/web'),
      tokenSecrets: secret,
      closeGraceMs: 200,
    })
    try {
      const visit = await openApp(visits.browser, crowded.url)
      const text = visit.page.getByTestId('standing')
      await expect.poll(() => text.textContent()).toContain('what others here like most')
      expect(await text.textContent()).not.toMatch(/newcomer|editors/)
      await visit.page.context().close()
    } finally {
      await crowded.close()
    }
  })
})
