/** @file The story of the app, told in a browser: a taste is made, moved, taken back, put into words, and is still there after a restart. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Item } from '../../src/data/item.ts'
import { bundledCatalogue } from '../../src/data/loaders/bundled.ts'
import type { Serving } from '../../src/server/serve.ts'
import { actOn, expectIds, forYou, forYouAfter, idsOf, openApp, openBrowser, openDetails, say, skipReason, startDemo } from './browser.ts'

const liked = ['Blade Runner', 'Alien', '2001: A Space Odyssey']
const message = 'no horror, something funny after 1990 like Fargo'
const markup: Item = {
  id: 'markup',
  title: '<img src=x onerror="window.injected=1"> <b>Zyzzyva</b>',
  text: '<script>window.injected=1</script> Zyzzyva & Sons',
  attributes: { year: 1999, genres: ['drama'], tags: ['<i>funny</i>'] },
  prior: 0.01,
}

const words = (item: Item | undefined, name: string) => (item?.attributes[name] ?? []) as readonly string[]
const isScienceFiction = (item: Item | undefined) => words(item, 'genres').includes('science fiction')
const year = (item: Item | undefined) => item?.attributes.year as number

describe.skipIf(skipReason !== undefined)('the story in a browser', { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'penchant-e2e-'))
  let catalogue: readonly Item[]
  let byId: ReadonlyMap<string, Item>
  let demo: Serving
  let browser: Browser
  let page: Page
  let complaints: readonly string[]
  const titled = (title: string) => catalogue.find((item) => item.title === title) as Item
  const share = (ids: readonly string[]) => ids.slice(0, 10).filter((id) => isScienceFiction(byId.get(id))).length / 10

  /** Every card on the page is an item of the catalogue, under its own title. */
  const expectOnlyCatalogue = async () => {
    const cards = await page
      .locator('[data-item]:has(h3)')
      .evaluateAll((elements) =>
        (elements as unknown as { dataset: { item: string }; querySelector(selector: string): { textContent: string } }[]).map(
          (element) => [element.dataset.item, element.querySelector('h3').textContent],
        ),
      )
    expect(cards.length).toBeGreaterThan(10)
    for (const [id, title] of cards) expect(title).toBe(byId.get(id as string)?.title)
  }

  beforeAll(async () => {
    catalogue = [...(await bundledCatalogue()), markup]
    byId = new Map(catalogue.map((item) => [item.id, item]))
    demo = await startDemo(folder, catalogue)
    browser = await openBrowser()
    ;({ page, complaints } = await openApp(browser, demo.url))
  }, 60_000)

  afterAll(async () => {
    await browser?.close()
    await demo?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  test('a newcomer sees the editors’ order, and is told so', async () => {
    await expect.poll(() => page.getByTestId('standing').textContent()).toContain('our editors’ order')
    expect(share(await idsOf(forYou(page)))).toBeLessThanOrEqual(0.3)
    await expectOnlyCatalogue()
  })

  test('three liked science-fiction films change "for you", and do not fill it', async () => {
    const before = await idsOf(forYou(page))
    let after: readonly string[] = before
    for (const title of liked) after = await actOn(page, titled(title), 'Like')
    expect(share(after)).toBeGreaterThan(share(before))
    expect(share(after)).toBeGreaterThanOrEqual(0.6)
    expect(share(after)).toBeLessThan(1)
    expect(after).not.toEqual(before)
    expect(
      await forYou(page)
        .filter({ hasText: /Because you liked .*(Blade Runner|Alien|2001: A Space Odyssey)/ })
        .count(),
    ).toBeGreaterThan(2)
    await expect.poll(() => page.getByRole('heading', { name: /^More like/ }).count()).toBeGreaterThan(0)
    await expectOnlyCatalogue()
  })

  test('a dislike pushes its neighbours down; its undo brings exactly the former list back', async () => {
    for (const k of [24, 48]) {
      await page.getByRole('button', { name: 'Show more' }).click()
      await expect.poll(() => forYou(page).count()).toBe(k)
    }
    const before = await idsOf(forYou(page))
    const disliked = byId.get(before[0] as string) as Item
    await openDetails(page, disliked)
    const similar = page.getByRole('dialog').locator('li[data-item]')
    await similar.first().waitFor()
    const neighbours = (await idsOf(similar)).filter((id) => before.includes(id))
    expect(neighbours.length).toBeGreaterThan(0)
    await page.keyboard.press('Escape')

    const after = await actOn(page, disliked, 'Dislike')
    expect(after).not.toContain(disliked.id)
    expect(meanRank(neighbours, after)).toBeGreaterThanOrEqual(2 * meanRank(neighbours, before))

    const undone = await forYouAfter(page, () => page.getByTestId('toast').getByRole('button', { name: 'Undo' }).click())
    expect(undone).toEqual(before)
  })

  test('a card is liked and taken back with keys alone', async () => {
    const before = await idsOf(forYou(page))
    await forYou(page).first().locator('[data-card]').focus()
    await page.keyboard.press('ArrowRight')
    const focused = await page.locator('[data-item]:has(:focus)').getAttribute('data-item')
    expect(focused).toBe(before[1])
    const liked = await forYouAfter(page, () => page.keyboard.press('l'))
    expect(liked).not.toContain(focused)
    expect(await page.locator('[data-item]:has(:focus)').getAttribute('data-item')).toBe(liked[1]) // whatever took its place
    expect(await forYouAfter(page, () => page.keyboard.press('u'))).toEqual(before)
  })

  test('wishes said in the chat are obeyed, shown as rules, and restored when the rules are removed', async () => {
    const before = await idsOf(forYou(page))
    expect(before.some((id) => year(byId.get(id)) <= 1990)).toBe(true)
    let exchange = page.locator('[data-exchange]').last()
    const during = await forYouAfter(page, async () => {
      exchange = await say(page, message)
    })

    const cards = await idsOf(exchange.locator('[data-list="chat"] [data-item]'))
    expect(cards.length).toBeGreaterThan(0)
    // What a screen reader says: the whole reply once, and how the list begins now.
    const reply = await exchange.getByTestId('reply').textContent()
    expect(await page.getByTestId('spoken').textContent()).toBe(`${reply} ${cards.length} cards follow.`)
    const [first, second, third] = during.map((id) => byId.get(id)?.title)
    await page.getByText(`Your list begins with ${first}, ${second} and ${third}.`).waitFor({ state: 'attached' })
    for (const card of cards.map((id) => byId.get(id))) {
      expect(words(card, 'genres')).not.toContain('horror')
      expect(year(card)).toBeGreaterThan(1990)
    }
    for (const item of during.map((id) => byId.get(id))) {
      expect(words(item, 'genres')).not.toContain('horror')
      expect(year(item)).toBeGreaterThan(1990)
    }
    await expectOnlyCatalogue()

    const rules = exchange.locator('[data-rule]')
    expect(await rules.allTextContents()).toEqual([expect.stringContaining('no horror'), expect.stringContaining('after 1990')])
    await forYouAfter(page, () =>
      rules
        .nth(1)
        .getByRole('button', { name: /^Remove/ })
        .click(),
    )
    expect((await idsOf(forYou(page))).some((id) => year(byId.get(id)) <= 1990)).toBe(true)
    await expect.poll(() => rules.nth(1).textContent()).toContain('Removed')
    expect(
      await forYouAfter(page, () =>
        rules
          .nth(0)
          .getByRole('button', { name: /^Remove/ })
          .click(),
      ),
    ).toEqual(before)
  })

  test('straying brings drawn cards that say so; it is kept for the person, and as usual is as before', async () => {
    const before = await idsOf(forYou(page))
    const step = (name: string) => page.getByRole('group', { name: 'How far to stray' }).getByRole('button', { name })
    const drawn = forYou(page).filter({ has: page.locator('[data-drawn]') })
    expect(await drawn.count()).toBe(0)
    const far = await forYouAfter(page, () => step('Far').click())
    expect(far.filter((id) => !before.includes(id)).length).toBeGreaterThan(2)
    for (const text of await drawn.locator('[data-drawn]').allTextContents())
      expect(text).toMatch(/^Something new to you: |^Drawn by chance from the whole catalogue$/)
    expect(await drawn.count()).toBeGreaterThanOrEqual(far.length * 0.4) // .35 + .15 of the places, rounded either way
    await step('As usual').click()
    await expectIds(page, before)

    await step('Far').click()
    await page.reload()
    await drawn.first().waitFor()
    expect(await step('Far').getAttribute('aria-pressed')).toBe('true')
    await forYouAfter(page, () => step('As usual').click())
    expect(await drawn.count()).toBe(0)
  })

  test('after a restart of the server all is still there', async () => {
    await forYouAfter(page, async () => void (await say(page, message)))
    await page.reload()
    await forYou(page).first().waitFor()
    const before = await idsOf(forYou(page))
    const { port } = demo
    await demo.close()
    demo = await startDemo(folder, catalogue, port)
    await page.reload()
    await forYou(page).first().waitFor()
    await expectIds(page, before)
    await page.getByRole('link', { name: 'Profile' }).click()
    await expect.poll(() => page.getByTestId('history').locator('li').count()).toBe(3)
    await expect.poll(() => page.locator('[data-rule]').count()).toBe(2)
    await expect.poll(() => page.locator('[data-interest]').count()).toBeGreaterThan(0)
  })

  test('someone new has no taste yet, and the first person keeps theirs', async () => {
    await page.getByRole('button', { name: 'Someone new' }).click()
    await expect.poll(() => page.locator('[data-rule]').count()).toBe(0)
    await page.getByRole('button', { name: 'Person 1' }).click()
    await expect.poll(() => page.locator('[data-rule]').count()).toBe(2)
  })

  test('erasing everything takes the conversation along', async () => {
    await say(page, 'something quiet')
    await page.getByRole('button', { name: 'Reset…' }).click()
    await page.getByRole('button', { name: 'Erase everything' }).click()
    await expect.poll(() => page.locator('[data-rule], [data-interest], [data-exchange]').count()).toBe(0)
  })

  test('markup in an item is text', async () => {
    await page.keyboard.press('/')
    await page.getByRole('searchbox').fill('Zyzzyva')
    const card = page.locator('[data-list="results"] [data-item="markup"]')
    await card.waitFor()
    expect(await card.locator('h3').textContent()).toBe(markup.title)
    await card.locator('[data-card]').click()
    const dialog = page.locator('dialog[open]')
    await dialog.getByText('<script>window.injected=1</script> Zyzzyva & Sons', { exact: true }).waitFor()
    await dialog.getByRole('button', { name: '<i>funny</i>' }).waitFor()
    expect(await page.locator('img, main b, dialog script').count()).toBe(0)
    expect(await page.evaluate("'injected' in window")).toBe(false)
  })

  test('nothing failed on the way, and the content security policy refused nothing', () => {
    expect(complaints).toEqual([])
  })
})

/** Places from 1; what the list does not show stands just below it. */
function meanRank(ids: readonly string[], list: readonly string[]): number {
  const ranks = ids.map((id) => (list.includes(id) ? list.indexOf(id) + 1 : list.length + 1))
  return ranks.reduce((sum, rank) => sum + rank, 0) / ranks.length
}
