import type { App, BlockAction } from '@slack/bolt'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { webClient } from '../playground/bot.ts'
import { GENERAL, visitBot } from '../playground/page-visitor.ts'
import { launchBrowser, openPage } from './browser.ts'
import { on } from './workspace.ts'

const browser = await launchBrowser()
afterAll(() => browser?.close())

/** A page and a bare app: what `listen` leaves out, it acknowledges. */
const begin = async (listen: (app: App) => void = () => {}) => {
  const visitor = await visitBot((app) => {
    listen(app)
    app.command(/.*/, ({ ack }) => ack())
    app.action(/.*/, ({ ack }) => ack())
  })
  const page = await openPage(browser as Browser, visitor.url)
  return { page, visitor, bot: webClient(visitor.slack), ...on(page) }
}

/** What axe finds that is serious or critical: rule, and where. */
async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const { violations } = (await page.evaluate('axe.run(document)')) as axe.AxeResults
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html.slice(0, 160)}`))
}

const plain = (text: string) => ({ type: 'plain_text' as const, text })
const optionOf = (value: string) => ({ text: plain(value), value })
const option = (value: string) => ({ selected_option: optionOf(value) })
const options = ['one', 'two'].map(optionOf)
const input = (id: string, label: string, element: object, more: object = {}) => ({
  ...{ type: 'input', block_id: id, label: plain(label), element: { action_id: id, ...element } },
  ...more,
})
const button = (text: string, action_id: string, value: string) => ({
  type: 'actions',
  elements: [{ type: 'button', text: plain(text), action_id, value }],
})
const LIVE = { optional: true, dispatch_action: true }
const DAYS = ['Monday', 'Saturday', 'Sunday'].map(optionOf)
const ZONES = Intl.supportedValuesOf('timeZone')
const TOPICS = ['stream joins', 'table joins', 'windows']

/** A form as for a digest, with what it shows below. */
const form = (shown: string) => ({
  ...{ type: 'modal', title: plain('Set up a digest'), submit: plain('Save') },
  blocks: [
    input(
      'time',
      'Time',
      { type: 'timepicker', initial_time: '09:00' },
      { hint: plain('In the zone below') },
    ),
    input('days', 'Days', { type: 'checkboxes', options: DAYS, initial_options: DAYS.slice(0, 1) }),
    input('zone', 'Zone', {
      ...{ type: 'external_select', min_query_length: 0, initial_option: optionOf('Etc/UTC') },
    }),
    input(
      'industries',
      'Industries',
      {
        ...{ type: 'multi_static_select', max_selected_items: 2 },
        options: ['bank', 'shop', 'post'].map(optionOf),
      },
      LIVE,
    ),
    input('topics', 'Topics', { type: 'multi_external_select', min_query_length: 2 }, LIVE),
    input('note', 'Note', { type: 'plain_text_input' }, { optional: true }),
    { type: 'section', text: { type: 'mrkdwn', text: `*Preview ${shown}*` } },
    { type: 'context', elements: [{ type: 'mrkdwn', text: 'of what comes' }] },
    button('First', 'go', '1'),
    button('Second', 'go', '2'),
    button('Push', 'push', '3'),
  ],
})
type Held = Record<string, Record<string, Record<string, unknown>>>

/** An app that opens the form on its command, and shows it anew after each action. */
async function beginForm() {
  const heard: Record<string, unknown>[] = []
  let saved: Held = {}
  const flat = (held: Held) => Object.fromEntries(Object.values(held).flatMap((one) => Object.entries(one)))
  const begun = await begin((app) => {
    app.command(/.*/, async ({ ack, client, body }) => {
      await ack()
      await client.views.open({ trigger_id: body.trigger_id, view: form('0') as never })
    })
    app.options(/.*/, ({ ack, payload: { action_id, value } }) => {
      const all = action_id === 'topics' ? TOPICS : ZONES
      const found = all.filter((one) => one.toLowerCase().includes(value.toLowerCase())).slice(0, 50)
      const groups = [{ label: plain('Found'), options: found.map(optionOf) }]
      if (action_id === 'broken') return ack({} as never)
      return action_id === 'grouped' ? ack({ option_groups: groups }) : ack({ options: found.map(optionOf) })
    })
    app.action<BlockAction>(/.*/, async ({ ack, body, action, client }) => {
      await ack()
      heard.push(flat((body.view?.state.values ?? {}) as unknown as Held))
      if (body.view === undefined) return
      const { value, action_id } = action as { value?: string; action_id: string }
      if (action_id === 'push') {
        const blocks = [{ type: 'divider' as const }]
        const view = { type: 'modal' as const, title: plain('On top'), blocks }
        await client.views.push({ trigger_id: body.trigger_id, view })
      } else {
        const shown = `${heard.length}${value === undefined ? '' : `: ${value}`}`
        await client.views.update({ view_id: body.view.id, view: form(shown) as never })
      }
    })
    app.view(/.*/, ({ ack, view }) => {
      saved = view.state.values as never
      return ack()
    })
  })
  /** What was submitted: values only. */
  const state = () =>
    Object.fromEntries(
      Object.entries(flat(saved)).map(([id, { type, ...held }]) => [id, plainValue(Object.values(held)[0])]),
    )
  return { ...begun, heard, state }
}

function plainValue(held: unknown): unknown {
  if (Array.isArray(held)) return held.map(plainValue)
  return typeof held === 'object' && held !== null && 'value' in held ? held.value : held
}

describe.skipIf(browser === undefined)('Block Kit that an app may send', { timeout: 60_000 }, () => {
  it('everything that is pressed reaches the app, the second of two equal buttons as the second', async () => {
    const { visitor, bot, newest, page } = await begin()
    const go = (text: string, value: string) => ({
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
        { type: 'actions', elements: [go('First', '1')] },
        { type: 'actions', elements: [{ ...go('Second', '2'), confirm }] },
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
    const { visitor, bot, page, composer } = await begin((app) => app.view(/.*/, ({ ack }) => ack()))
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
    expect(await faults(page)).toEqual([])
    await modal.getByRole('button', { name: 'Send' }).click()
    await modal.getByText('Please complete this required field.').waitFor()
    await modal.locator('input:focus').waitFor()
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

  it('a modal of many kinds of fields, by mouse and keyboard, keeps what is filled in over an update', async () => {
    const { page, say, state, heard } = await beginForm()
    await say('/kstreams digest')
    const modal = page.getByRole('dialog', { name: 'Set up a digest' })
    const field = (name: string) => modal.getByRole('combobox', { name })
    const offered = (name: string) => modal.getByRole('option', { name, exact: true })
    await modal.getByText('In the zone below').waitFor()
    expect(await faults(page)).toEqual([])
    await modal.getByLabel('Time', { exact: true }).fill('18:30')
    await modal.getByRole('checkbox', { name: 'Sunday' }).check()
    await field('Zone').click()
    await offered('Africa/Abidjan').waitFor()
    await page.keyboard.type('lisb')
    await offered('Europe/Lisbon').waitFor()
    expect(await faults(page)).toEqual([])
    await page.keyboard.press('Enter')
    expect(await field('Zone').inputValue()).toBe('Europe/Lisbon')

    await field('Industries').press('ArrowDown')
    await offered('shop').click()
    await modal.getByText('Preview 1').waitFor()
    await page.keyboard.type('po')
    await page.keyboard.press('Enter')
    await modal.getByText('Preview 2').waitFor()
    await modal.getByText('At most 2').waitFor()
    await offered('bank').click()
    await page.keyboard.press('Escape')
    await modal.getByRole('listbox').waitFor({ state: 'detached' })
    await field('Topics').click()
    await modal.getByText('Type 2 more characters').waitFor()
    await page.keyboard.type('join')
    await offered('stream joins').click()
    await page.keyboard.press('Tab')
    await modal.getByText('Preview 3').waitFor()
    expect(heard.at(-1)).toMatchObject({ time: { selected_time: '18:30' }, zone: option('Europe/Lisbon') })

    await modal.getByRole('button', { name: 'Remove shop' }).click()
    await modal.getByText('Preview 4').waitFor()
    await modal.getByLabel('Note').fill('typed')
    await modal.getByRole('button', { name: 'Second' }).click()
    await modal.getByText('Preview 5: 2').waitFor()
    expect(await modal.getByLabel('Note').inputValue()).toBe('typed')
    expect(await modal.getByLabel('Time', { exact: true }).inputValue()).toBe('18:30')
    await modal.getByRole('button', { name: 'Save' }).click()
    await modal.waitFor({ state: 'detached' })
    expect(state()).toEqual({
      time: '18:30',
      days: ['Monday', 'Sunday'],
      zone: 'Europe/Lisbon',
      industries: ['post'],
      topics: ['stream joins'],
      note: 'typed',
    })
  })

  it('what is filled in waits for the person who comes back, and a menu may be emptied', async () => {
    const { page, say, state } = await beginForm()
    await say('/kstreams digest')
    const modal = page.getByRole('dialog', { name: 'Set up a digest' })
    await modal.getByLabel('Note').fill('typed')
    await modal.getByRole('button', { name: 'Push' }).click()
    const upper = page.getByRole('dialog', { name: 'On top' })
    await upper.waitFor()
    await upper.press('Escape')
    await upper.waitFor({ state: 'detached' })
    await modal.waitFor()
    expect(await modal.getByLabel('Note').inputValue()).toBe('typed')
    await modal.getByRole('combobox', { name: 'Industries' }).click()
    await modal.getByRole('option', { name: 'bank' }).click()
    await modal.getByText('Preview 2').waitFor()
    await page.keyboard.press('Backspace')
    await modal.getByText('Preview 3').waitFor()
    await modal.getByLabel('Time', { exact: true }).fill('')
    await page.keyboard.press('Enter')
    await modal.getByText('Please complete this required field.').waitFor()
    await modal.getByLabel('Time', { exact: true }).fill('07:05')
    await modal.getByRole('button', { name: 'Save' }).click()
    await modal.waitFor({ state: 'detached' })
    expect(state()).toMatchObject({ time: '07:05', industries: [], note: 'typed' })
  })

  it('an external select in a message asks the app, and says what goes wrong', async () => {
    const { visitor, bot, newest, heard } = await beginForm()
    const zone = { type: 'external_select' as const, min_query_length: 0, placeholder: plain('Zone') }
    const elements = ['zone', 'grouped', 'broken'].map((action_id) => ({ ...zone, action_id }))
    await bot.chat.postMessage({
      channel: GENERAL,
      text: 'choose',
      blocks: elements.map((element) => ({
        type: 'section',
        text: plain(element.action_id),
        accessory: element,
      })),
    })
    await newest().getByRole('combobox', { name: 'Zone' }).last().click()
    await newest()
      .getByText(/Slack refuses the answer/)
      .waitFor()
    const first = newest().getByRole('combobox', { name: 'Zone' }).first()
    await first.fill('tokyo')
    await newest().getByRole('option', { name: 'Asia/Tokyo' }).click()
    await visitor.slack.until('the choice', () => (heard.length > 0 ? true : undefined))
    expect(visitor.slack.envelopes.at(-1)?.payload).toMatchObject({
      actions: [{ action_id: 'zone', selected_option: option('Asia/Tokyo').selected_option }],
    })
    expect(await first.inputValue()).toBe('Asia/Tokyo')
    await newest().getByRole('combobox', { name: 'Zone' }).nth(1).fill('tokyo')
    await newest().getByRole('group', { name: 'Found' }).getByRole('option', { name: 'Asia/Tokyo' }).waitFor()
  })

  it('an input with dispatch_action tells the app at once, of whatever kind it is', async () => {
    const { page, bot, visitor } = await begin()
    const { triggerId = '' } = await visitor.slack.command({ text: 'x' })
    const kinds = {
      Time: { type: 'timepicker', initial_time: '09:00' },
      Days: { type: 'checkboxes', options },
      Menu: { type: 'static_select', options },
      Choice: { type: 'radio_buttons', options },
      Several: { type: 'multi_static_select', options },
      Text: { type: 'plain_text_input' },
      Eager: {
        type: 'plain_text_input',
        dispatch_action_config: { trigger_actions_on: ['on_character_entered'] },
      },
    }
    const blocks = Object.entries(kinds).map(([name, element]) => input(name, name, element, LIVE))
    const view = { type: 'modal', title: plain('Live'), submit: plain('Save'), blocks }
    await bot.views.open({ trigger_id: triggerId, view: view as never })
    const modal = page.getByRole('dialog', { name: 'Live' })
    const told = async (id: string, part: object) => {
      const action = await visitor.slack.until(id, () => {
        const actions = visitor.slack.envelopes.at(-1)?.payload['actions'] as
          | { action_id: string }[]
          | undefined
        return actions?.find((one) => one.action_id === id)
      })
      expect(action).toMatchObject(part)
    }
    const before = visitor.slack.envelopes.length
    await modal.getByLabel('Time').fill('18:30')
    await told('Time', { selected_time: '18:30' })
    await modal.getByRole('checkbox', { name: 'two' }).check()
    await told('Days', { selected_options: [optionOf('two')] })
    await modal.getByLabel('Menu').selectOption('one')
    await told('Menu', option('one'))
    await modal.getByRole('radio', { name: 'two' }).check()
    await told('Choice', option('two'))
    await modal.getByRole('combobox', { name: 'Several' }).press('ArrowDown')
    await page.keyboard.press('Enter')
    await told('Several', { selected_options: [optionOf('one')] })
    await modal.getByLabel('Text').fill('words')
    await modal.getByLabel('Text').press('Enter')
    await told('Text', { value: 'words' })
    await modal.getByLabel('Eager').fill('more')
    await told('Eager', { value: 'more' })
    await modal.getByLabel('Menu').selectOption('')
    await told('Menu', { selected_option: null })
    expect(visitor.slack.envelopes.length - before).toBe(8)
  })
})
