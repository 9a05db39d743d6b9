import axe from 'axe-core'
import type { Browser } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { webClient } from '../playground/bot.ts'
import { GENERAL, visit } from '../playground/page-visitor.ts'
import { launchBrowser, openPage } from './browser.ts'
import { on } from './workspace.ts'

const browser = await launchBrowser()
afterAll(() => browser?.close())

const begin = async () => {
  const visitor = await visit()
  const page = await openPage(browser as Browser, visitor.url)
  return { page, visitor, bot: webClient(visitor.slack), ...on(page) }
}
const plain = (text: string) => ({ type: 'plain_text' as const, text })
const options = ['one', 'two'].map((value) => ({ text: plain(value), value }))

describe.skipIf(browser === undefined)('Block Kit that an app may send', { timeout: 60_000 }, () => {
  it('everything that is pressed reaches the app, the second of two equal buttons as the second', async () => {
    const { visitor, bot, newest, page } = await begin()
    const button = (text: string, value: string) => ({
      type: 'button' as const,
      action_id: 'go',
      text: plain(text),
      value,
    })
    const confirm = {
      title: plain('Sure?'),
      text: plain('Really?'),
      confirm: plain('Yes'),
      deny: plain('No'),
    }
    await bot.chat.postMessage({
      channel: GENERAL,
      text: 'choose',
      blocks: [
        { type: 'header', text: plain('A header') },
        {
          type: 'section',
          text: plain('With a menu'),
          accessory: { type: 'static_select', action_id: 'menu', options },
        },
        { type: 'actions', elements: [button('First', '1')] },
        { type: 'actions', elements: [{ ...button('Second', '2'), confirm }] },
      ],
    })
    const actions = () => visitor.slack.envelopes.map((one) => (one.payload['actions'] as object[])[0])
    await newest().getByText('A header').waitFor()
    await newest().getByRole('combobox').selectOption('two')
    await visitor.slack.until('the choice', () => actions()[0])
    expect(actions()[0]).toMatchObject({ action_id: 'menu', selected_option: { value: 'two' } })
    await newest().getByRole('button', { name: 'Second' }).click()
    await page.getByRole('dialog', { name: 'Sure?' }).getByRole('button', { name: 'Yes' }).click()
    await visitor.slack.until('the press', () => actions()[1])
    expect(actions()[1]).toMatchObject({ action_id: 'go', value: '2' })
  })

  it('a modal takes the focus, is filled in and submitted, and Escape closes it', async () => {
    const { visitor, bot, page, composer } = await begin()
    await composer().focus()
    const show = async () => {
      const { triggerId = '' } = await visitor.slack.command({ text: 'walmart' })
      const input = { type: 'plain_text_input' as const, action_id: 'name' }
      await bot.views.open({
        trigger_id: triggerId,
        view: {
          type: 'modal',
          title: plain('Suggest a talk'),
          submit: plain('Send'),
          blocks: [{ type: 'input', block_id: 'b', label: plain('Company'), element: input }],
        },
      })
    }
    await show()
    const modal = page.getByRole('dialog', { name: 'Suggest a talk' })
    await modal.locator('input:focus').waitFor()
    await page.evaluate(axe.source)
    const { violations } = (await page.evaluate('axe.run(document)')) as axe.AxeResults
    expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([])
    await modal.getByRole('button', { name: 'Send' }).click()
    await page.getByText(/required input name is empty/).waitFor()
    await modal.getByLabel('Company').fill('Acme')
    await modal.getByLabel('Company').press('Enter')
    const sent = await visitor.slack.until('the submission', () =>
      visitor.slack.envelopes.find((one) => one.payload['type'] === 'view_submission'),
    )
    expect(JSON.stringify(sent.payload)).toContain('"value":"Acme"')
    await modal.waitFor({ state: 'detached' })
    await page.locator('#composer:focus').waitFor()
    await show()
    await modal.press('Escape')
    await modal.waitFor({ state: 'detached' })
    await page.locator('#composer:focus').waitFor()
  })
})
