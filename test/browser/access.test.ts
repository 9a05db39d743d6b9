import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { visit } from '../playground/page-visitor.ts'
import { launchBrowser, openPage } from './browser.ts'
import { on } from './workspace.ts'

const browser = await launchBrowser()
afterAll(() => browser?.close())

const begin = async (options = {}) => {
  const visitor = await visit()
  const page = await openPage(browser as Browser, visitor.url, { reducedMotion: 'reduce', ...options })
  return { page, visitor, ...on(page) }
}

/** What axe finds that is serious or critical: rule, and where. */
async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const { violations } = (await page.evaluate('axe.run(document)')) as axe.AxeResults
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`))
}

const SIZES = {
  light: { colorScheme: 'light' },
  dark: { colorScheme: 'dark' },
  'on a phone': { colorScheme: 'light', viewport: { width: 380, height: 760 } },
} as const

describe.skipIf(browser === undefined)('for everybody', { timeout: 60_000 }, () => {
  it.each(Object.entries(SIZES))('axe finds no serious fault: %s', async (_, options) => {
    const { page, say, newest } = await begin(options)
    expect(await faults(page)).toEqual([])
    await say('/kstreams help')
    await newest().getByText('Ask in a few words').waitFor()
    await say('@kstreams walmart')
    await newest().getByRole('button', { name: '1 reply' }).click()
    await on(page).thread().getByTestId('card').first().waitFor()
    expect(await faults(page)).toEqual([])
    for (const tool of ['Inspector', 'Clock and faults']) {
      await page.getByRole('button', { name: tool, exact: true }).click()
      await on(page).pane(tool).waitFor()
      if (tool === 'Inspector') await page.locator('.entry summary').last().click()
      expect(await faults(page)).toEqual([])
    }
    await page.keyboard.press('Escape')
    await say('/nonsense')
    await page.getByText('/nonsense is not a valid command.').waitFor()
    expect(await faults(page)).toEqual([])
  })

  it('works with the keyboard alone', async () => {
    const { page, newest, thread } = await begin()
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter') // Skip to the composer
    await page.keyboard.type('/k')
    await page.getByRole('option', { name: /\/kstreams/, selected: true }).waitFor()
    await page.keyboard.press('Tab')
    await page.getByText(/^\[fraud \|/).waitFor()
    await page.keyboard.type('walmart')
    await page.keyboard.press('Enter')
    await newest().getByTestId('card').first().waitFor()
    await page.keyboard.type('@ks')
    await page.getByRole('option', { name: /@kstreams/ }).waitFor()
    await page.keyboard.press('Enter')
    await page.keyboard.type('two')
    await page.keyboard.press('Shift+Enter')
    await page.keyboard.type('lines')
    await page.keyboard.press('Enter')
    await newest().getByText('lines').waitFor()
    expect(await newest().innerText()).toMatch(/two\s*\n\s*lines/)
    const replies = newest().getByRole('button', { name: '1 reply' })
    await replies.waitFor()
    // The shortcuts beside the composer, those of the message, and its thread.
    for (let step = 0; step < 3; step++) await page.keyboard.press('Shift+Tab')
    await page.keyboard.press('Enter')
    await thread().getByRole('combobox').waitFor()
    await page.keyboard.press('Escape')
    await thread().waitFor({ state: 'detached' })
    await newest().locator('button:focus', { hasText: '1 reply' }).waitFor()
  })

  it('has landmarks, and says new messages aloud', async () => {
    const { page, say } = await begin()
    for (const role of ['banner', 'navigation', 'main'] as const)
      expect(await page.getByRole(role).count()).toBe(1)
    await say('/kstreams walmart')
    const live = page.getByTestId('live')
    await live.getByText(/^kstreams, only visible to you: .*Walmart/i).waitFor({ state: 'attached' })
    expect(await live.getAttribute('aria-live')).toBe('polite')
  })

  it('follows the system’s colours, and the switch', async () => {
    const { page } = await begin({ colorScheme: 'dark' })
    const background = () => page.evaluate('getComputedStyle(document.body).backgroundColor')
    expect(await background()).toBe('rgb(17, 24, 31)')
    await page.getByRole('button', { name: /^Colours: as the system/ }).click()
    await page.getByRole('button', { name: /^Colours: light/ }).waitFor()
    expect(await background()).toBe('rgb(255, 255, 255)')
    await page.reload()
    await page.getByRole('button', { name: /^Colours: light/ }).waitFor()
    expect(await background()).toBe('rgb(255, 255, 255)')
  })

  it('fits a phone: the list is a drawer, a thread a sheet, and nothing is wider than the screen', async () => {
    const { page, say, newest, place, thread } = await begin({ viewport: { width: 380, height: 760 } })
    expect(await page.getByRole('navigation').count()).toBe(0)
    await page.getByRole('button', { name: 'Channels and people' }).click()
    await place('random').click()
    await page.getByRole('heading', { name: 'random', exact: true }).waitFor()
    await page.getByRole('navigation').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Channels and people' }).click()
    await page.keyboard.press('Escape')
    await page.getByRole('navigation').waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Channels and people' }).click()
    await place('general').click()
    await say('@kstreams who joins two streams?')
    await newest().getByRole('button', { name: '1 reply' }).click()
    await thread().getByTestId('card').first().waitFor()
    expect((await thread().boundingBox())?.width).toBe(380)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(380)
  })
})
