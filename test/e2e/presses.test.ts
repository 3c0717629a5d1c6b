/** @file Presses that come at the wrong place, too fast or twice: each does what was meant, once. */

import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Item } from '../../src/data/item.ts'
import { actOn, forYou, forYouAfter, historyOf, idsOf, openDetails, skipReason, visitEachTest } from './browser.ts'

describe.skipIf(skipReason !== undefined)('presses in a browser', { timeout: 60_000 }, () => {
  const visits = visitEachTest()
  const { titled } = visits
  let page: Page
  beforeEach(() => {
    page = visits.page
  })
  const liked = (...titles: readonly string[]) => titles.map((title) => ({ type: 'like', item: titled(title).id }))
  /** Likes an item and waits until the server has it: acts reach it in order, so whatever was done before is there by then. */
  const likeLast = async (item: Item) => {
    await openDetails(page, item)
    await page
      .locator('dialog[open]')
      .getByRole('button', { name: `Like ${item.title}`, exact: true })
      .click()
    await expect.poll(async () => (await historyOf(page))[0]?.item).toBe(item.id)
  }
  const link = (name: string) => page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name })

  test('Search opens with the focus in its box, and what is typed then is words only', async () => {
    await actOn(page, titled('Alien'), 'Like')
    for (const open of [() => link('Search').click(), () => page.goBack().then(() => page.goForward())]) {
      await open()
      await expect.poll(() => page.evaluate('document.activeElement.id')).toBe('search')
      await page.keyboard.type('sunset')
      await expect.poll(() => page.getByRole('searchbox').inputValue()).toBe('sunset')
      await page.getByRole('searchbox').fill('')
      await expect.poll(() => page.url()).not.toContain('q=') // the address follows what is typed a moment later
    }
    await link('Search').click() // again, on the page itself
    await page.keyboard.type('sunset')
    await expect.poll(() => page.getByRole('searchbox').inputValue()).toBe('sunset')
    expect(await historyOf(page)).toEqual(liked('Alien'))
  })

  test('letters do nothing while the focus is on a link or a button outside the cards', async () => {
    await actOn(page, titled('Alien'), 'Like')
    for (const place of [link('For you'), page.getByRole('button', { name: 'Keys' })]) {
      await place.focus()
      await page.keyboard.type('ldsu')
    }
    await forYou(page).first().locator('[data-card]').focus()
    for (const modifier of ['Shift', 'Control', 'Alt', 'Meta']) for (const key of 'LDSU') await page.keyboard.press(`${modifier}+${key}`)
    await likeLast(titled('Heat'))
    expect(await historyOf(page)).toEqual(liked('Heat', 'Alien'))
  })

  test('U takes back from a card, from a row and from the bare page, but not from a page just come to that has a text box', async () => {
    for (const title of ['Alien', 'Heat', 'Fargo']) await actOn(page, titled(title), 'Like')
    await forYou(page).first().locator('[data-card]').focus()
    await forYouAfter(page, () => page.keyboard.press('u'))
    expect(await historyOf(page)).toEqual(liked('Heat', 'Alien'))
    await page.evaluate("{ const row = document.querySelector('.row-cards'); row.tabIndex = -1; row.focus() }")
    await forYouAfter(page, () => page.keyboard.press('u'))
    expect(await historyOf(page)).toEqual(liked('Alien'))

    await page.setViewportSize({ width: 390, height: 844 })
    await page.evaluate('document.activeElement.blur()')
    await page.evaluate("history.pushState(null, '', '/chat'); dispatchEvent(new PopStateEvent('popstate'))")
    await page.getByRole('textbox', { name: 'Message' }).waitFor()
    await page.keyboard.press('u')
    await page.getByRole('link', { name: 'For you' }).click()
    await forYou(page).first().waitFor()
    await page.getByRole('heading', { name: 'For you' }).click() // the focus is nowhere
    await forYouAfter(page, () => page.keyboard.press('u'))
    expect(await historyOf(page)).toEqual([])
    await expect.poll(() => page.getByTestId('toast').textContent()).toContain('Taken back: Alien')
  })

  test('news leaves by itself, also after news that was pressed away from under the pointer', async () => {
    await actOn(page, titled('Heat'), 'Like')
    await page.clock.install()
    const toast = page.getByTestId('toast')
    await page.route('**/interactions/*', async (route) => {
      await page.mouse.move(4, 4) // the pointer has gone before the answer comes
      await route.continue()
    })
    await toast.getByRole('button', { name: 'Undo' }).click()
    await toast.filter({ hasText: 'Taken back' }).waitFor()
    await page.clock.fastForward(10_000)
    await expect.poll(() => toast.count()).toBe(0)
  })

  test('three quick presses of U take back three acts, the newest first', async () => {
    const titles = ['Alien', 'Heat', 'Fargo', 'Vertigo']
    for (const title of titles) await actOn(page, titled(title), 'Like')
    const takenBack: string[] = []
    page.on('request', (request) => {
      if (request.method() === 'DELETE') takenBack.push(request.url())
    })
    await forYou(page).first().locator('[data-card]').focus()
    for (let press = 0; press < 3; press++) await page.keyboard.press('u')
    await expect.poll(() => historyOf(page)).toEqual(liked('Alien'))
    const numbers = takenBack.map((url) => Number(url.split('/').pop()))
    expect(numbers.length).toBe(3)
    expect(numbers).toEqual([...numbers].sort((a, b) => b - a))
    await expect.poll(() => page.getByTestId('toast').textContent()).toContain('Taken back: Heat')
  })

  test('U right after L takes back that very act', async () => {
    await actOn(page, titled('Alien'), 'Like')
    await forYou(page).first().locator('[data-card]').focus()
    const acknowledged = page.waitForResponse((response) => response.request().method() === 'DELETE')
    await page.keyboard.press('l')
    await page.keyboard.press('u')
    await acknowledged
    expect(await historyOf(page)).toEqual(liked('Alien'))
  })

  test('a double click is one act, in the grid and in the details', async () => {
    const [first] = await idsOf(forYou(page))
    // Slow enough that the answer comes between the two clicks, and another card is under the pointer by then.
    await forYou(page).first().getByRole('button', { name: /^Like/ }).dblclick({ delay: 150 })
    await expect.poll(() => forYou(page).first().getAttribute('data-item')).not.toBe(first)
    const heat = titled('Heat')
    await openDetails(page, heat)
    await page
      .locator('dialog[open]')
      .getByRole('button', { name: `Like ${heat.title}`, exact: true })
      .dblclick()
    await page.keyboard.press('Escape')
    await likeLast(titled('Fargo'))
    expect(await historyOf(page)).toEqual([...liked('Fargo', 'Heat'), { type: 'like', item: first }])
  })

  test('the same key twice, or held down, is one act on what the details show', async () => {
    const heat = titled('Heat')
    await openDetails(page, heat)
    await page.keyboard.press('l')
    await page.keyboard.press('l')
    await page.keyboard.down('s')
    for (let repeat = 0; repeat < 3; repeat++) await page.keyboard.down('s') // as the keyboard repeats it
    await page.keyboard.up('s')
    await page.keyboard.press('Escape')
    await likeLast(titled('Fargo'))
    expect(await historyOf(page)).toEqual([...liked('Fargo'), { type: 'seen', item: heat.id }, ...liked('Heat')])
  })
})
