import { readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Json, type LocalSlack, type SlackMessage, startLocalSlack } from '../../src/playground/index.ts'
import { readManifest } from '../../src/playground/page-server/manifest.ts'
import {
  DEFAULT_SCOPES,
  DEFAULT_SUBSCRIPTIONS,
  DEFAULT_UNFURL_DOMAINS,
} from '../../src/playground/workspace.ts'
import { type Bot, refusal, startBot, webClient } from './bot.ts'

let slack: LocalSlack
let bot: Bot | undefined

beforeEach(async () => {
  slack = await startLocalSlack()
})
afterEach(async () => {
  await bot?.stop()
  bot = undefined
  await slack.close()
})

const threads = () => webClient(slack).assistant.threads
const prompts = [{ title: 'Fraud', message: 'fraud' }]
const messages = (data: Json) => (data['response_metadata'] as Json)['messages']

describe('suggested prompts', () => {
  const set = (args: object) => threads().setSuggestedPrompts(args as never)

  test('are kept per direct message, the latest alone', async () => {
    const { id } = slack.dmOf('ada')
    await set({ channel_id: id, prompts: [...prompts, ...prompts] })
    await set({ channel_id: id, title: 'Try', prompts })
    await set({ channel_id: slack.dmOf('grace').id, prompts })
    expect(slack.workspace.prompts).toEqual([
      { channel: id, title: 'Try', prompts },
      { channel: 'D0GRACE001', title: '', prompts },
    ])
  })

  test('with thread_ts the call is answered as usual, and nothing happens', async () => {
    const { id } = slack.dmOf('ada')
    expect(await set({ channel_id: id, prompts, thread_ts: '1.000001' })).toMatchObject({ ok: true })
    expect(slack.workspace.prompts).toEqual([])
  })

  test('are refused elsewhere, in wrong numbers and half', async () => {
    const channel_id = slack.dmOf('ada').id
    const many = [1, 2, 3, 4, 5].map((one) => ({ title: `${one}`, message: `${one}` }))
    expect(await refusal(set({ channel_id: 'C0GENERAL1', prompts }))).toMatchObject({
      error: 'channel_not_found',
    })
    for (const bad of [many, []]) {
      const data = await refusal(set({ channel_id, prompts: bad }))
      expect(data.error).toBe('invalid_arguments')
      expect(messages(data)).toEqual(['[ERROR] must provide 1 to 4 items [json-pointer:/prompts]'])
    }
    expect(messages(await refusal(set({ channel_id, prompts: [{ title: 'a' }] })))).toEqual([
      '[ERROR] must define `title` and `message` [json-pointer:/prompts/0]',
    ])
    slack.workspace.scopes.splice(slack.workspace.scopes.indexOf('assistant:write'), 1)
    expect(await refusal(set({ channel_id, prompts }))).toMatchObject({ error: 'missing_scope' })
  })
})

describe('status and title of a thread', () => {
  const start = async () => {
    await slack.say({ text: 'hi' })
    const { channel, ts } = slack.workspace.messages.at(-1) as SlackMessage
    return { channel_id: channel, thread_ts: ts }
  }

  test('the status goes with the app’s next reply there, and with an empty one; the title stays', async () => {
    const at = await start()
    await threads().setStatus({ ...at, status: 'is searching...' })
    await threads().setTitle({ ...at, title: 'Fraud' })
    const note = slack.workspace.threads[0]
    expect(note).toEqual({
      ...{ channel: 'C0GENERAL1', threadTs: at.thread_ts },
      ...{ status: 'is searching...', title: 'Fraud' },
    })
    const chat = webClient(slack).chat
    await slack.say({ text: 'a person', threadTs: at.thread_ts })
    await chat.postMessage({ channel: at.channel_id, text: 'elsewhere' })
    expect(note?.status).toBe('is searching...')
    await chat.postMessage({ channel: at.channel_id, thread_ts: at.thread_ts, text: 'found' })
    expect(note).toMatchObject({ status: '', title: 'Fraud' })
    await threads().setStatus({ ...at, status: 'is thinking...' })
    await threads().setStatus({ ...at, status: '' })
    expect(slack.workspace.threads).toMatchObject([{ status: '' }])
  })

  test('need a thread that is there, in a conversation of the bot', async () => {
    const at = await start()
    const status = (args: object) => threads().setStatus({ ...at, status: 'x', ...args })
    expect(await refusal(status({ thread_ts: '1.000001' }))).toMatchObject({ error: 'invalid_thread_ts' })
    expect(await refusal(status({ channel_id: 'C0RANDOM01' }))).toMatchObject({ error: 'channel_not_found' })
    expect(slack.workspace.threads).toEqual([])
  })
})

describe('the Home tab opens', () => {
  test('with the view that was published, on the tab that was asked for', async () => {
    const first = await slack.openHome({})
    expect(first.payload['event']).toMatchObject({
      ...{ type: 'app_home_opened', user: 'U0ADA00001', channel: 'D0ADA00001', tab: 'home' },
    })
    expect(first.payload['event']).not.toHaveProperty('view')
    const view = { type: 'home', private_metadata: 'p', blocks: [{ type: 'divider' }] } as never
    await webClient(slack).views.publish({ user_id: 'U0ADA00001', view })
    expect((await slack.openHome({ user: 'ada' })).payload['event']).toMatchObject({
      view: { type: 'home', private_metadata: 'p', hash: expect.any(String) },
    })
    const messagesTab = (await slack.openHome({ tab: 'messages' })).payload['event']
    expect(messagesTab).toMatchObject({ tab: 'messages' })
    expect(messagesTab).not.toHaveProperty('view')
    expect((await slack.openHome({ user: 'grace' })).payload['event']).not.toHaveProperty('view')
  })

  test('not for who has not subscribed', async () => {
    slack.workspace.subscriptions.splice(0)
    expect(await slack.openHome({})).toMatchObject({ delivered: false, channel: 'D0ADA00001' })
  })
})

describe('the manifest', () => {
  test('is what a workspace starts with', async () => {
    const manifest = await readManifest()
    expect([...manifest.scopes].sort()).toEqual([...DEFAULT_SCOPES].sort())
    expect([...manifest.subscriptions].sort()).toEqual([...DEFAULT_SUBSCRIPTIONS].sort())
    expect(manifest.unfurlDomains).toEqual(DEFAULT_UNFURL_DOMAINS)
  })

  test('says the shortcuts and the suggested prompts', async () => {
    const { features } = JSON.parse(
      readFileSync(new URL('../../manifest.json', import.meta.url), 'utf8'),
    ) as { features: { shortcuts: Json[]; agent_view: { suggested_prompts: Json[] } } }
    const manifest = await readManifest()
    expect(manifest.prompts).toEqual(features.agent_view.suggested_prompts)
    expect(
      manifest.shortcuts.map(({ callbackId, ...rest }) => ({ ...rest, callback_id: callbackId })),
    ).toEqual(features.shortcuts)
  })
})

describe('a modal that asks where to post', () => {
  const plain = (text: string) => ({ type: 'plain_text', text })
  const where = (type: string, id: string, more: object = { response_url_enabled: true }) => ({
    ...{ type: 'input', block_id: `${id}-block`, label: plain('Where'), optional: true },
    element: { type, action_id: id, ...more },
  })
  const open = async (...blocks: object[]) => {
    bot = await startBot(slack, (app) => {
      app.command('/kstreams', async ({ ack, client, body }) => {
        await ack()
        const view = { type: 'modal', title: plain('Share'), submit: plain('Share'), blocks } as never
        await client.views.open({ trigger_id: body.trigger_id, view })
      })
      app.view(/.*/, async ({ ack, respond, body }) => {
        await ack()
        const text = `shared by ${body.user.id}`
        if ((body as unknown as { response_urls: object[] }).response_urls.length > 0) {
          await respond({ text, response_type: 'in_channel' })
        }
      })
    })
    return slack.opened(await slack.command({}))
  }

  test('gets a response_url for what was chosen, also where the bot is not', async () => {
    const view = await open(where('conversations_select', 'talk'), where('channels_select', 'channel'))
    const delivery = await slack.submit({ view, values: { talk: 'C0RANDOM01' } })
    const [answer] = await slack.answers(delivery)
    expect(answer).toMatchObject({ text: 'shared by U0ADA00001', channel: 'C0RANDOM01' })
    expect(answer).not.toHaveProperty('visibleTo')
    expect(delivery.payload['response_urls']).toEqual([
      {
        ...{ block_id: 'talk-block', action_id: 'talk', channel_id: 'C0RANDOM01' },
        response_url: delivery.responseUrl,
      },
    ])
  })

  test('gets none without response_url_enabled, and none for nothing chosen', async () => {
    const view = await open(where('conversations_select', 'talk', {}), where('channels_select', 'channel'))
    const delivery = await slack.submit({ view, values: { talk: 'C0RANDOM01' } })
    expect(delivery.payload['response_urls']).toEqual([])
    expect(delivery.responseUrl).toBeUndefined()
  })

  test('may ask for it only with these two menus', async () => {
    const view = { type: 'modal', title: plain('a'), submit: plain('b') }
    const blocks = [where('users_select', 'user')]
    const trigger = { trigger_id: 'x', view: { ...view, blocks } as never }
    expect(messages(await refusal(webClient(slack).views.open(trigger)))).toEqual([
      '[ERROR] invalid additional property: response_url_enabled [json-pointer:/view/blocks/0/element]',
    ])
  })
})
