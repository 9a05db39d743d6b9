import type { Browser, Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { type Visitor, visit } from '../playground/page-visitor.ts'
import { launchBrowser, openPage } from './browser.ts'
import { on } from './workspace.ts'

const browser = await launchBrowser()
afterAll(() => browser?.close())

async function begin(): Promise<{ page: Page; visitor: Visitor } & ReturnType<typeof on>> {
  const visitor = await visit()
  const page = await openPage(browser as Browser, visitor.url)
  return { page, visitor, ...on(page) }
}

describe.skipIf(browser === undefined)('the tools', { timeout: 60_000 }, () => {
  it('the inspector lists envelopes and calls in order, with blocks to copy', async () => {
    const { page, say, newest, pane } = await begin()
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
    await page.getByRole('button', { name: 'Inspector', exact: true }).click()
    await say('@kstreams walmart')
    await newest().getByRole('button', { name: '1 reply' }).waitFor()
    const entries = pane('Inspector').locator('.entry-name')
    await pane('Inspector').getByText('acked in').waitFor()
    const names = await entries.allInnerTexts()
    expect(names.slice(-2)).toEqual(['app_mention', 'chat.postMessage'])
    await entries.last().click()
    await pane('Inspector').getByText('Response, HTTP 200').waitFor()
    await page.getByRole('button', { name: 'Copy for Block Kit Builder' }).click()
    await page.getByText('Copied.').waitFor()
    const copied = JSON.parse(await page.evaluate('navigator.clipboard.readText()')) as { blocks: unknown[] }
    expect(copied.blocks).toContainEqual(expect.objectContaining({ type: 'card' }))
  })

  it('refused card blocks show Slack’s error, and the answer in simpler blocks', async () => {
    const { page, say, newest, pane } = await begin()
    await page.getByRole('button', { name: 'Clock and faults', exact: true }).click()
    await page.getByRole('button', { name: 'Refuse card blocks' }).click()
    await page.getByRole('button', { name: 'Accept card blocks again' }).waitFor()
    await say('@kstreams walmart')
    await newest().getByRole('button', { name: '1 reply' }).click()
    await pane('Thread')
      .getByRole('link', { name: /Watch talk/ })
      .first()
      .waitFor()
    expect(await pane('Thread').getByTestId('card').count()).toBe(0)
    await page.getByRole('button', { name: 'Inspector', exact: true }).click()
    const refused = pane('Inspector').locator('.entry.error', { hasText: 'chat.postMessage' })
    await refused.getByText('invalid_blocks').first().click()
    await refused
      .getByText(/Unsupported block type: card.*json-pointer:\/blocks\/1/)
      .first()
      .waitFor()
  })

  it('a rate limit is shown, and the answer comes', async () => {
    const { page, say, newest, pane } = await begin()
    await page.getByRole('button', { name: 'Clock and faults', exact: true }).click()
    await page.getByRole('button', { name: 'Rate limit the next answer' }).click()
    await page.getByText('Waits for the next call.').waitFor()
    await say('@kstreams walmart')
    await page.getByRole('button', { name: 'Inspector', exact: true }).click()
    await pane('Inspector').getByText('ratelimited').waitFor()
    await newest().getByRole('button', { name: '1 reply' }).waitFor()
  })

  it('Slack’s limits are switched on and off', async () => {
    const { page, visitor } = await begin()
    await page.getByRole('button', { name: 'Clock and faults', exact: true }).click()
    await page.getByRole('button', { name: 'Switch Slack’s limits on' }).click()
    await page.getByRole('button', { name: 'Switch Slack’s limits off' }).waitFor()
    expect(visitor.slack.limited()).toBe(true)
    await page.getByRole('button', { name: 'Switch Slack’s limits off' }).click()
    await page.getByRole('button', { name: 'Switch Slack’s limits on' }).waitFor()
    expect(visitor.slack.limited()).toBe(false)
  })

  it('what Slack refuses is a toast', async () => {
    const { page, place, visitor } = await begin()
    await page.getByRole('button', { name: 'Clock and faults', exact: true }).click()
    await page.getByRole('button', { name: 'Deliver the last event again' }).click()
    await page.getByText('There was no event yet').waitFor()
    await place('random').click()
    await page.getByRole('button', { name: 'Archive #random' }).click()
    await page.getByText('This channel is archived').waitFor()
    await page.getByRole('button', { name: 'Unarchive #random' }).click()
    await page.getByRole('combobox', { name: 'Message #random' }).waitFor()
    expect(visitor.slack.workspace.channels.find((one) => one.name === 'random')?.is_archived).toBe(false)
  })

  it('the clock can be turned, and messages go by it', async () => {
    const { page, say, newest, pane } = await begin()
    await page.getByRole('button', { name: 'Clock and faults', exact: true }).click()
    await page.getByRole('button', { name: 'Tomorrow 09:00' }).click()
    await pane('Clock and faults').getByText('The clock has been turned.').waitFor()
    expect(await page.getByTestId('clock').innerText()).toMatch(/^09:00/)
    await say('good morning')
    await newest().getByText('good morning').waitFor()
    expect(await newest().locator('time').innerText()).toBe('09:00')
    await page.getByRole('button', { name: 'Real time' }).click()
    await pane('Clock and faults').getByText('This is the real time.').waitFor()
  })
})
