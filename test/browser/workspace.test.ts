import type { Browser, Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { BOT, RANDOM, type Visitor, visit } from '../playground/page-visitor.ts'
import { launchBrowser, openPage } from './browser.ts'
import { on } from './workspace.ts'

const browser = await launchBrowser()
afterAll(() => browser?.close())

/** A playground and a page that nobody has used. Nothing leaves this machine. */
async function begin(options = {}): Promise<{ page: Page; visitor: Visitor } & ReturnType<typeof on>> {
  const visitor = await visit()
  const page = await openPage(browser as Browser, visitor.url, options)
  await page.context().route(/^https:/, (route) => route.abort())
  return { page, visitor, ...on(page) }
}

describe.skipIf(browser === undefined)('in the browser', { timeout: 60_000 }, () => {
  it('a command is answered with cards, for the person alone', async () => {
    const { page, say, newest } = await begin()
    await say('/kstreams fraud')
    await newest().getByTestId('card').nth(2).waitFor()
    const words = await newest().innerText()
    expect(words).toMatch(/Only visible to you\s+kstreams\s+APP/)
    expect(words).toContain('Walmart: Customer state at a million events a second')
    expect(words).toContain('With Deepak Goyal')
    expect(words).not.toMatch(/[*<>`]/)
    await page.getByRole('button', { name: /Grace Hopper/ }).click()
    await page.getByRole('button', { name: /Grace Hopper/, pressed: true }).waitFor()
    expect(await page.getByText('Only visible to you').count()).toBe(0)
  })

  it('a card’s button leads to its address in a new tab, and the app hears of it', async () => {
    const { page, visitor, say, newest } = await begin()
    await say('/kstreams walmart')
    const link = newest().getByTestId('card').getByRole('link').first()
    const address = await link.getAttribute('href')
    expect(visitor.slack.workspace.messages[0]?.links).toContain(address)
    expect(address).toMatch(/^https:/)
    expect(await link.getAttribute('rel')).toContain('noopener')
    const [tab] = await Promise.all([page.context().waitForEvent('page'), link.click()])
    await tab.close()
    const press = await visitor.slack.until('the press', () =>
      visitor.slack.envelopes.find((one) => one.type === 'interactive' && one.state === 'acked'),
    )
    expect(press.payload).toMatchObject({ type: 'block_actions', actions: [{ type: 'button' }] })
  })

  it('a mention is answered in a thread, and one in the thread there, too', async () => {
    const { page, say, newest, thread } = await begin()
    await say('@kstreams who joins two streams?')
    await newest().getByRole('button', { name: '1 reply' }).click()
    await thread().getByTestId('card').first().waitFor()
    const reply = thread().getByRole('combobox')
    await thread().locator('textarea:focus').waitFor()
    await reply.fill('@kstreams walmart')
    await reply.press('Enter')
    await thread().getByText('3 replies').waitFor()
    await thread()
      .getByRole('article')
      .last()
      .getByText(/use cases (for|of) walmart/i)
      .first()
      .waitFor()
    await reply.fill('/kstreams walmart')
    await reply.press('Enter')
    await page.getByText('/kstreams is not supported in threads. Sorry!').waitFor()
    await reply.press('Escape')
    await thread().waitFor({ state: 'detached' })
    await newest().locator('button:focus', { hasText: '3 replies' }).waitFor()
  })

  it('a direct message is answered, and is unread for whoever looks elsewhere', async () => {
    const { page, say, newest, place, visitor } = await begin()
    await place(/^kstreams/).click()
    await say('change data capture')
    await newest().getByTestId('card').first().waitFor()
    await place(/^general/).click()
    await visitor.slack.dm({ text: 'walmart' })
    await place(/^kstreams.*1 unread/).waitFor()
    expect(await page.title()).toMatch(/^\(1\) #general/)
    await place(/^kstreams/).click()
    await place(/^kstreams APP$/).waitFor()
  })

  it('people see their own channels, and times in their own zone', async () => {
    const { page, say, newest, place } = await begin()
    await say('good morning')
    const time = newest().locator('time')
    const iso = (await time.getAttribute('dateTime')) ?? ''
    const inZone = (timeZone: string) =>
      new Date(iso).toLocaleTimeString('en-GB', { timeZone, hour: '2-digit', minute: '2-digit' })
    expect(await time.innerText()).toBe(inZone('Europe/London'))
    await page.getByRole('button', { name: /Kenji Tanaka guest/ }).click()
    await page.getByRole('button', { name: /Kenji Tanaka/, pressed: true }).waitFor()
    expect(await newest().locator('time').innerText()).toBe(inZone('Asia/Tokyo'))
    expect(await place('random').count()).toBe(0)
    expect(await place('streaming').count()).toBe(0)
  })

  it('the bot has to be invited before it hears a mention', async () => {
    const { page, say, place, visitor, newest } = await begin()
    await place('random').click()
    await page.getByText('@kstreams is not here').waitFor()
    await page.getByRole('button', { name: 'Invite' }).click()
    await page.getByText('with @kstreams').waitFor()
    expect(visitor.slack.workspace.channels.find((one) => one.id === RANDOM)?.members).toContain(BOT)
    await visitor.act({ do: 'fault', fault: 'kick', channel: RANDOM })
    await page.getByText('@kstreams is not here').waitFor()
    await say('/invite @kstreams')
    await page.getByText('with @kstreams').waitFor()
    await say('@kstreams walmart')
    await newest().getByRole('button', { name: '1 reply' }).waitFor()
  })

  it('the hint has nine things to click, each with an answer, and goes for good', async () => {
    const { page, visitor, place } = await begin()
    const { workspace, until, envelopes } = visitor.slack
    const hint = page.getByRole('region', { name: 'Things to try' })
    const things = hint.getByRole('listitem').getByRole('button')
    expect(await things.count()).toBe(9)
    for (let index = 0; index < 8; index++) {
      const before = workspace.messages.length
      await things.nth(index).click()
      await until(
        'an answer',
        () =>
          workspace.messages.slice(before).find((one) => one.user === BOT) ??
          workspace.views.find((one) => one.type === 'modal' && one.open),
      )
    }
    for (const { id } of workspace.views.filter((one) => one.type === 'modal' && one.open)) {
      await visitor.slack.dismiss(id)
    }
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page
      .getByText(/I know no public use case for/)
      .last()
      .waitFor({ state: 'attached' })
    await things.nth(8).click()
    await page.getByRole('tab', { name: 'Home', selected: true }).waitFor()
    await until('the opened Home', () =>
      envelopes.find((one) => JSON.stringify(one).includes('"tab":"home"')),
    )
    await place('general').click()
    await hint.getByRole('button', { name: 'Dismiss the hint' }).click()
    await hint.waitFor({ state: 'detached' })
    await page.reload()
    await page.getByRole('button', { name: 'Show nine things to try' }).waitFor({ state: 'attached' })
  })
})
