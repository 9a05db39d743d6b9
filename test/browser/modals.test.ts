import type { App } from '@slack/bolt'
import axe from 'axe-core'
import type { Browser } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { webClient } from '../playground/bot.ts'
import { GENERAL, visitBot } from '../playground/page-visitor.ts'
import { launchBrowser, openPage } from './browser.ts'
import { on } from './workspace.ts'

const browser = await launchBrowser()
afterAll(() => browser?.close())

const plain = (text: string) => ({ type: 'plain_text' as const, text })
const input = (id: string, label: string, more: object = {}) => ({
  ...{ type: 'input', block_id: id, label: plain(label) },
  element: { type: 'plain_text_input', action_id: id, ...more },
})
const REMOVE = {
  ...{ type: 'button', text: plain('Remove'), action_id: 'remove', style: 'danger' },
  confirm: {
    ...{ title: plain('Sure?'), text: plain('It is gone then.'), style: 'danger' },
    ...{ confirm: plain('Yes'), deny: plain('No') },
  },
}
const FORM = {
  ...{ type: 'modal', title: plain('Suggest'), submit: plain('Send') },
  blocks: [
    input('company', 'Company', { min_length: 3, max_length: 10 }),
    input('summary', 'Summary', { multiline: true, max_length: 12 }),
    { type: 'actions', elements: [{ type: 'button', text: plain('Look'), action_id: 'look' }, REMOVE] },
  ],
}

/** A page on which the form is open. */
async function begin(listen: (app: App) => void) {
  const visitor = await visitBot((app) => {
    listen(app)
    app.command(/.*/, ({ ack }) => ack())
    app.action(/.*/, ({ ack }) => ack())
  })
  const page = await openPage(browser as Browser, visitor.url)
  const bot = webClient(visitor.slack)
  const { triggerId = '' } = await visitor.slack.command({ text: 'suggest' })
  const { view } = await bot.views.open({ trigger_id: triggerId, view: FORM as never })
  const modal = page.getByRole('dialog', { name: 'Suggest' })
  const faults = async () => {
    await page.evaluate(axe.source)
    const { violations } = (await page.evaluate('axe.run(document)')) as axe.AxeResults
    return violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
  }
  const send = () => modal.getByRole('button', { name: 'Send' }).click()
  return { ...{ page, visitor, bot, modal, faults, send, id: view?.id ?? '' }, ...on(page) }
}

describe.skipIf(browser === undefined)('a modal', { timeout: 60_000 }, () => {
  it('lets nobody type more than fits, and says at the field what is too short', async () => {
    const { page, modal, send, visitor } = await begin((app) => app.view(/.*/, ({ ack }) => ack()))
    const company = modal.getByLabel('Company')
    await company.pressSequentially('Acme Incorporated')
    expect(await company.inputValue()).toBe('Acme Incor')
    await modal.getByLabel('Summary').focus()
    // As one piece, as what is pasted.
    await page.keyboard.insertText('Joins two streams of payments')
    expect(await modal.getByLabel('Summary').inputValue()).toBe('Joins two st')
    await company.fill('IT')
    await send()
    const short = modal.getByText('At least 3 characters, please: these are 2.')
    await short.waitFor()
    await modal.locator('input:focus').waitFor()
    await company.press('s')
    await short.waitFor({ state: 'detached' })
    await company.fill('')
    await send()
    const required = modal.getByText('Please complete this required field.')
    await required.waitFor()
    await company.press('A')
    await required.waitFor({ state: 'detached' })
    expect(visitor.slack.envelopes.some((one) => one.payload['type'] === 'view_submission')).toBe(false)
    await company.fill('Acme')
    await send()
    await modal.waitFor({ state: 'detached' })
  })

  it('says what the app finds wrong at the field, until that is changed, and each time anew', async () => {
    const { modal, send, faults } = await begin((app) =>
      app.view(/.*/, ({ ack }) =>
        ack({ response_action: 'errors', errors: { company: 'Taken', summary: 'Dull' } }),
      ),
    )
    const said = (text: string) => modal.getByText(text, { exact: true })
    await modal.getByLabel('Company').fill('Acme')
    await modal.getByLabel('Summary').fill('Streams')
    await send()
    await said('Taken').waitFor()
    await modal.locator('input:focus').waitFor()
    expect(await faults()).toEqual([])
    await modal.getByLabel('Company').press('s')
    await said('Taken').waitFor({ state: 'detached' })
    expect(await said('Dull').count()).toBe(1)
    await modal.locator('input:focus').waitFor()
    // What the page finds brings nothing back that the person has been at.
    await modal.getByLabel('Summary').fill('')
    await send()
    await said('Please complete this required field.').waitFor()
    expect(await said('Taken').count()).toBe(0)
    await modal.getByLabel('Summary').fill('Streams')
    await send()
    await said('Taken').waitFor()
    await said('Dull').waitFor()
  })

  it('says inside what cannot be done, and no toast lies behind it', async () => {
    const { page, modal, visitor, id, faults, send } = await begin((app) =>
      app.view(/.*/, ({ ack }) => ack({ response_action: 'errors', errors: { nowhere: 'Hm' } })),
    )
    await modal.getByLabel('Company').fill('Acme')
    await modal.getByLabel('Summary').fill('Streams')
    await send()
    const trouble = modal.getByRole('alert')
    await trouble.getByText(/We had some trouble connecting/).waitFor()
    // Another page has closed it; this one has not heard yet.
    await page.route('**/act', (route) =>
      route.fulfill({ json: { ok: false, error: `${id} is not an open modal` } }),
    )
    await modal.getByRole('button', { name: 'Look' }).click()
    await trouble.getByText('is not an open modal').waitFor()
    expect(await faults()).toEqual([])
    expect(await page.locator('.toast').count()).toBe(0)
    await page.unroute('**/act')
    await modal.getByRole('button', { name: 'Look' }).click()
    await trouble.getByText('is not an open modal').waitFor({ state: 'detached' })
    expect(visitor.slack.workspace.views.some((one) => one.open)).toBe(true)
  })

  it('stays when the question that a button asks is answered with no, or left', async () => {
    const { page, modal, visitor, faults } = await begin(() => {})
    const asked = page.getByRole('dialog', { name: 'Sure?' })
    const remove = modal.getByRole('button', { name: 'Remove' })
    await remove.click()
    expect(await faults()).toEqual([])
    await page.keyboard.press('Escape')
    await asked.waitFor({ state: 'hidden' })
    await remove.click()
    await asked.getByRole('button', { name: 'No' }).click()
    await asked.waitFor({ state: 'hidden' })
    const presses = () => visitor.slack.envelopes.filter((one) => one.payload['type'] === 'block_actions')
    expect(presses()).toEqual([])
    await remove.click()
    await asked.getByRole('button', { name: 'Yes' }).click()
    await visitor.slack.until('the press', () => presses()[0])
    expect(await modal.isVisible()).toBe(true)
  })

  it('the newest message is in sight with its buttons, where somebody comes to a channel', async () => {
    const { page, place, bot, modal, newest } = await begin(() => {})
    await modal.press('Escape')
    await modal.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Dismiss the hint' }).click()
    await page.setViewportSize({ width: 1200, height: 640 })
    const lines = Array.from({ length: 13 }, (_, number) => `line ${number}`).join('\n')
    const blocks = [{ type: 'section', text: plain(lines) }, FORM.blocks[2]] as never
    await place('random').click()
    await bot.chat.postMessage({ channel: GENERAL, text: 'a long one', blocks })
    await place('general').click()
    const look = newest().getByRole('button', { name: 'Look' })
    await look.waitFor()
    const bottom = async (selector: string) =>
      (await page.evaluate(`document.querySelector('${selector}').getBoundingClientRect().bottom`)) as number
    await expect
      .poll(async () => (await bottom('.messages')) - (await bottom('.messages article:last-child button')))
      .toBeGreaterThan(0)
  })
})
