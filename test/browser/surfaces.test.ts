import type { App, BlockAction } from '@slack/bolt'
import axe from 'axe-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, describe, expect, it } from 'vitest'
import { webClient } from '../playground/bot.ts'
import { ADA, GENERAL, visitBot } from '../playground/page-visitor.ts'
import { launchBrowser, openPage } from './browser.ts'
import { on } from './workspace.ts'

const browser = await launchBrowser()
afterAll(() => browser?.close())

const TALK = 'https://www.confluent.io/events/a-talk'
const SHORTCUT = /Find Kafka Streams use cases/
const DM = 'D0ADA00001'

/** A page and a bare app; pictures from elsewhere do not load. */
const begin = async (listen: (app: App) => void = () => {}) => {
  const visitor = await visitBot((app) => {
    listen(app)
    app.action(/.*/, ({ ack }) => ack())
    app.view(/.*/, ({ ack }) => ack())
  })
  const page = await openPage(browser as Browser, visitor.url)
  await page.route(/^https:/, (route) => route.abort())
  const events = () =>
    visitor.slack.envelopes.map(({ payload }) => (payload['event'] ?? payload) as Record<string, unknown>)
  const heard = (find: (event: Record<string, unknown>) => boolean) =>
    visitor.slack.until('an event', () => events().findLast(find))
  return { page, visitor, events, heard, bot: webClient(visitor.slack), ...on(page) }
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
const section = (text: string) => ({ type: 'section' as const, text: { type: 'mrkdwn' as const, text } })
const button = (text: string, action_id: string) => ({
  ...{ type: 'button' as const, text: plain(text), action_id },
})

describe.skipIf(browser === undefined)('the surfaces of an app', { timeout: 60_000 }, () => {
  it('a message has its shortcuts in a menu, for the pointer and for the keyboard', async () => {
    const { page, visitor, say, newest, thread, heard } = await begin((app) => {
      app.shortcut('find_use_cases', async ({ ack, shortcut, respond }) => {
        await ack()
        const { message, message_ts } = shortcut as { message: { text: string }; message_ts: string }
        await respond({ text: `found: ${message.text}`, thread_ts: message_ts })
      })
    })
    await say('fraud')
    const more = newest().getByRole('button', { name: 'More actions' })
    await newest().hover()
    await more.click()
    await newest().getByRole('menuitem', { name: SHORTCUT }).click()
    await newest().getByRole('button', { name: '1 reply' }).click()
    await thread().getByText('found: fraud').waitFor()
    await thread().getByText('Only visible to you').waitFor()
    expect(await thread().getByRole('article').last().getByRole('button').count()).toBe(0)
    await page.keyboard.press('Escape')
    await more.focus()
    await page.keyboard.press('ArrowDown')
    await page.getByRole('menuitem').first().waitFor()
    expect(await faults(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('menuitem').waitFor({ state: 'detached' })
    await newest().locator('button:focus[aria-label="More actions"]').waitFor()
    await page.keyboard.press('Enter')
    await page.getByRole('menuitem').first().waitFor()
    await page.keyboard.press('Enter')
    await newest().getByText('2 replies').waitFor()
    expect(await heard(({ type }) => type === 'message_action')).toMatchObject({
      ...{ callback_id: 'find_use_cases', channel: { id: GENERAL }, user: { id: ADA } },
      message: { text: 'fraud' },
    })
    expect(visitor.slack.envelopes.filter(({ type }) => type === 'interactive')).toHaveLength(2)
  })

  it('a global shortcut opens a modal here; one that is pushed has a way back', async () => {
    const where = {
      ...{ type: 'conversations_select', action_id: 'where' },
      ...{ default_to_current_conversation: true, response_url_enabled: true },
    }
    const view = (text: string) => ({
      ...{ type: 'modal', title: plain('Search'), submit: plain('Post') },
      blocks: [
        section(text),
        { type: 'input', block_id: 'where', label: plain('Where to'), element: where },
        { type: 'actions', elements: [button('More', 'push'), button('Again', 'update')] },
      ],
    })
    const { page, place, heard, visitor } = await begin((app) => {
      app.shortcut('search_use_cases', async ({ ack, client, shortcut }) => {
        await ack()
        await client.views.open({ trigger_id: shortcut.trigger_id, view: view('at first') as never })
      })
      app.action<BlockAction>(/push|update/, async ({ ack, body, action, client }) => {
        await ack()
        if (action.action_id === 'update') {
          const view_id = body.view?.id ?? ''
          return void (await client.views.update({ view_id, view: view('and then') as never }))
        }
        const on = { type: 'modal', title: plain('On top'), blocks: [video] } as never
        await client.views.push({ trigger_id: body.trigger_id, view: on })
      })
    })
    const video = {
      ...{ type: 'video', title: plain('A talk'), alt_text: 'A stage', title_url: TALK },
      ...{ video_url: 'https://www.youtube.com/embed/abc', provider_name: 'YouTube' },
      thumbnail_url: 'https://i.ytimg.com/vi/abc/hqdefault.jpg',
    }
    await place('random').click()
    await page.getByRole('button', { name: 'Shortcuts' }).click()
    await page.getByRole('menuitem', { name: /Search use cases/ }).click()
    const search = page.getByRole('dialog', { name: 'Search' })
    await search.getByText('at first').waitFor()
    const menu = search.getByRole('combobox', { name: 'Where to' })
    expect(await menu.inputValue()).toBe('C0RANDOM01')
    expect(await menu.getByRole('option').allInnerTexts()).toEqual([
      ...['Choose an option', '#general', '#streaming', '#random', 'kstreams'],
    ])
    await menu.selectOption('#streaming')
    await search.getByRole('button', { name: 'Again' }).click()
    await search.getByText('and then').waitFor()
    await search.getByRole('button', { name: 'More' }).click()
    const top = page.getByRole('dialog', { name: 'On top' })
    const play = top.getByRole('link', { name: /Play A talk/ })
    expect(await play.getAttribute('href')).toBe('https://www.youtube.com/embed/abc')
    expect(await top.getByRole('link', { name: 'A talk', exact: true }).getAttribute('href')).toBe(TALK)
    expect(await page.locator('iframe').count()).toBe(0)
    expect(await faults(page)).toEqual([])
    await top.getByRole('button', { name: 'Back' }).click()
    await search.getByRole('button', { name: 'Post' }).waitFor()
    expect(await search.getByRole('button', { name: 'Back' }).count()).toBe(0)
    expect(await menu.inputValue()).toBe('C0STREAM01')
    await search.getByRole('button', { name: 'Post' }).click()
    await search.waitFor({ state: 'detached' })
    expect(await heard(({ type }) => type === 'view_submission')).toMatchObject({
      response_urls: [{ block_id: 'where', action_id: 'where', channel_id: 'C0STREAM01' }],
    })
    expect(visitor.slack.workspace.views.some((one) => one.open)).toBe(false)
  })

  it('the direct message offers what to write, and says what the app does', async () => {
    const { page, visitor, place, bot, heard, newest, thread } = await begin()
    await place('kstreams').click()
    expect(await heard(({ type }) => type === 'app_home_opened')).toMatchObject({ tab: 'messages' })
    const prompts = page.getByRole('region', { name: 'Suggested prompts' }).getByRole('button')
    expect(await prompts.allInnerTexts()).toContain('Fraud detection')
    await bot.assistant.threads.setSuggestedPrompts({
      ...{ channel_id: DM, title: 'What others ask', prompts: [{ title: 'Joins', message: 'who joins?' }] },
    })
    await page.getByText('What others ask').waitFor()
    expect(await prompts.allInnerTexts()).toEqual(['Joins'])
    await prompts.click()
    expect(await heard(({ type }) => type === 'message')).toMatchObject({ text: 'who joins?' })
    await newest().getByText('who joins?').waitFor()
    const ts = visitor.slack.workspace.messages.at(-1)?.ts ?? ''
    const says = page.getByText('kstreams is searching...')
    await bot.assistant.threads.setStatus({ channel_id: DM, thread_ts: ts, status: 'is searching...' })
    await says.waitFor()
    await newest().hover()
    await newest().getByRole('button', { name: 'Reply in thread' }).click()
    await thread().getByText('kstreams is searching...').waitFor()
    expect(await faults(page)).toEqual([])
    await bot.chat.postMessage({ channel: DM, thread_ts: ts, text: 'found' })
    await thread().getByText('found').waitFor()
    expect(await says.count()).toBe(0)
  })

  it('a link’s preview stands under its message, and its buttons reach the app', async () => {
    const { page, say, newest, heard, bot } = await begin()
    await say(`look: ${TALK}`)
    const { channel, message_ts, links } = (await heard(({ type }) => type === 'link_shared')) as {
      channel: string
      message_ts: string
      links: { url: string }[]
    }
    const preview = (text: string) => [section(text), { type: 'actions', elements: [button('More', 'more')] }]
    const unfurls = (text: string) =>
      Object.fromEntries(links.map(({ url }) => [url, { blocks: preview(text) }])) as never
    await bot.chat.unfurl({ channel, ts: message_ts, unfurls: unfurls('A talk') })
    const attachment = newest().getByTestId('attachment')
    await attachment.getByText('A talk').waitFor()
    await bot.chat.unfurl({ channel, ts: message_ts, unfurls: unfurls('The talk') })
    await attachment.getByText('The talk').waitFor()
    expect(await attachment.count()).toBe(1)
    const bar = "getComputedStyle(document.querySelector('[data-testid=attachment]')).borderLeftWidth"
    expect(await page.evaluate(bar)).toBe('4px')
    expect(await newest().getByText('(edited)').count()).toBe(0)
    await attachment.getByRole('button', { name: 'More' }).click()
    expect(await heard(({ type }) => type === 'block_actions')).toMatchObject({
      ...{ container: { is_app_unfurl: true, app_unfurl_url: TALK }, actions: [{ action_id: 'more' }] },
    })
    expect(await faults(page)).toEqual([])
  })

  it('an opinion on a private answer stays pressed, the last one', async () => {
    const { page, newest, bot, heard } = await begin()
    const rating = {
      ...{ type: 'feedback_buttons', action_id: 'rate' },
      positive_button: { text: plain('Good'), value: 'good' },
      negative_button: { text: plain('Bad'), value: 'bad' },
    }
    const blocks = [section('Here it is'), { type: 'context_actions', elements: [rating] }] as never
    await bot.chat.postEphemeral({ channel: GENERAL, user: ADA, text: 'Here it is', blocks })
    const pressed = async () =>
      newest()
        .getByRole('button')
        .evaluateAll((all) => all.map((one) => `${one.textContent} ${one.ariaPressed}`))
    await newest().getByText('Only visible to you').waitFor()
    expect(await pressed()).toEqual(['Good false', 'Bad false'])
    await newest().getByRole('button', { name: 'Good' }).click()
    expect(await pressed()).toEqual(['Good true', 'Bad false'])
    await newest().getByRole('button', { name: 'Bad' }).click()
    expect(await pressed()).toEqual(['Good false', 'Bad true'])
    expect(await heard(({ actions }) => JSON.stringify(actions).includes('"bad"'))).toMatchObject({
      container: { is_ephemeral: true },
    })
    expect(await faults(page)).toEqual([])
  })

  it('the Home tab is opened, typed into and chosen from', async () => {
    const industries = ['bank', 'shop'].map((value) => ({ text: plain(value), value }))
    const home = (text: string) => ({
      type: 'home' as const,
      blocks: [
        section(text),
        {
          ...{ type: 'input', block_id: 'q', label: plain('Search'), dispatch_action: true },
          element: { type: 'plain_text_input', action_id: 'query' },
        },
        {
          ...section('Industry'),
          accessory: {
            ...{ type: 'static_select', action_id: 'industry', placeholder: plain('Industry') },
            options: industries,
          },
        },
      ] as never,
    })
    const { page, place, heard, composer } = await begin((app) => {
      app.event('app_home_opened', async ({ event, client }) => {
        if (event.tab === 'home') await client.views.publish({ user_id: event.user, view: home('Welcome') })
      })
      app.action<BlockAction>(/query|industry/, async ({ ack, body, action, client }) => {
        await ack()
        const used = action as { value?: string; selected_option?: { value: string } }
        const text = `found: ${used.value ?? used.selected_option?.value}`
        await client.views.update({ view_id: body.view?.id ?? '', view: home(text) })
      })
    })
    await place('kstreams').click()
    const tab = (name: string) => page.getByRole('tab', { name })
    await tab('Home').click()
    const panel = page.getByRole('tabpanel', { name: 'Home' })
    await panel.getByText('Welcome').waitFor()
    expect(await heard(({ type, tab }) => type === 'app_home_opened' && tab === 'home')).not.toHaveProperty(
      'view',
    )
    expect(await composer().count()).toBe(0)
    await panel.getByRole('textbox', { name: 'Search' }).fill('joins')
    await panel.getByRole('textbox', { name: 'Search' }).press('Enter')
    await panel.getByText('found: joins').waitFor()
    expect(await panel.getByRole('textbox', { name: 'Search' }).inputValue()).toBe('joins')
    await panel.getByRole('combobox', { name: 'Industry' }).selectOption('shop')
    await panel.getByText('found: shop').waitFor()
    expect(await heard(({ type }) => type === 'block_actions')).toMatchObject({
      view: { type: 'home', state: { values: { q: { query: { value: 'joins' } } } } },
    })
    expect(await faults(page)).toEqual([])
    await tab('Home').press('ArrowRight')
    await composer().waitFor()
    await tab('Messages').press('ArrowLeft')
    expect(await heard(({ type, view }) => type === 'app_home_opened' && view !== undefined)).toMatchObject({
      ...{ tab: 'home', channel: DM },
    })
  })
})
