import type { App } from '@slack/bolt'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type LocalSlack, type SlackMessage, startLocalSlack } from '../../src/playground/index.ts'
import { type Bot, startBot } from './bot.ts'

let slack: LocalSlack
let bot: Bot | undefined
let now = Date.UTC(2026, 10, 22)

beforeEach(async () => {
  slack = await startLocalSlack({ now: () => now })
})
afterEach(async () => {
  await bot?.stop()
  bot = undefined
  await slack.close()
})

const connect = async (listen: (app: App) => void) => {
  bot = await startBot(slack, listen)
}
/** A message of ada's in a channel that the bot is not in. */
const said = async (text = 'who joins streams?'): Promise<SlackMessage> => {
  await slack.say({ text, channel: 'random' })
  const message = slack.workspace.messages.at(-1)
  if (message === undefined) throw new Error('nothing was said')
  return message
}
const post = (url: string | undefined, body: object) =>
  fetch(url ?? '', { method: 'POST', body: JSON.stringify(body) })
const shown = () => slack.workspace.messages.filter((one) => one.deleted !== true)

describe('a message shortcut', () => {
  test('brings the whole message, and a response_url that works where the bot is not', async () => {
    await connect((app) => {
      app.shortcut({ callback_id: 'find', type: 'message_action' }, async ({ ack, shortcut, respond }) => {
        await ack()
        await respond({ text: `for ${shortcut.message.text}`, thread_ts: shortcut.message_ts })
      })
    })
    const message = await said()
    const delivery = await slack.shortcut({ callbackId: 'find', user: 'grace', message })
    const [answer] = await slack.answers(delivery)
    expect(answer).toMatchObject({
      ...{ text: 'for who joins streams?', thread_ts: message.ts },
      ...{ visibleTo: 'U0GRACE001', channel: 'C0RANDOM01' },
    })
    expect(slack.envelopes[0]).toMatchObject({ type: 'interactive', state: 'acked' })
    expect(delivery.payload).toMatchObject({
      type: 'message_action',
      callback_id: 'find',
      message_ts: message.ts,
      message: { type: 'message', ts: message.ts, user: 'U0ADA00001', text: 'who joins streams?' },
      channel: { id: 'C0RANDOM01', name: 'random' },
      user: { id: 'U0GRACE001', name: 'grace' },
      team: { id: 'T0LOCAL001', domain: 'local-slack' },
      response_url: delivery.responseUrl,
      trigger_id: delivery.triggerId,
    })
    expect(delivery.payload).not.toHaveProperty('container')
  })

  test('opens a modal that knows where it was chosen', async () => {
    const element = {
      ...{ type: 'conversations_select', action_id: 'where' },
      default_to_current_conversation: true,
    }
    const label = { type: 'plain_text', text: 'Where' }
    const blocks = [{ type: 'input', block_id: 'where', label, element }]
    await connect((app) => {
      app.shortcut(/.*/, async ({ ack, client, shortcut }) => {
        await ack()
        const view = { type: 'modal', title: label, submit: label, blocks }
        await client.views.open({ trigger_id: shortcut.trigger_id, view: view as never })
      })
    })
    const view = await slack.opened(await slack.shortcut({ callbackId: 'a', message: await said() }))
    const selected = (one: typeof view) =>
      (one.view['state'] as { values: { where: { where: object } } }).values.where.where
    expect(selected(view)).toMatchObject({ selected_conversation: 'C0RANDOM01' })
    const anywhere = await slack.opened(await slack.shortcut({ callbackId: 'a' }))
    expect(selected(anywhere)).toMatchObject({ selected_conversation: null })
    const here = await slack.opened(await slack.shortcut({ callbackId: 'a', channel: 'C0GENERAL1' }))
    expect(selected(here)).toMatchObject({ selected_conversation: 'C0GENERAL1' })
  })

  test('has a response_url of five uses within half an hour, private or for all', async () => {
    await connect((app) => {
      app.shortcut(/.*/, async ({ ack }) => ack())
    })
    const message = await said()
    const { responseUrl } = await slack.shortcut({ callbackId: 'any', message })
    expect((await post(responseUrl, { text: 'all', response_type: 'in_channel' })).status).toBe(200)
    expect(shown().at(-1)).not.toHaveProperty('visibleTo')
    for (let use = 2; use <= 5; use += 1) await post(responseUrl, { text: `use ${use}` })
    expect(shown().at(-1)).toMatchObject({ text: 'use 5', visibleTo: 'U0ADA00001' })
    expect(await (await post(responseUrl, { text: 'six' })).json()).toEqual({ ok: false, error: 'used_url' })
    const late = await slack.shortcut({ callbackId: 'any', message })
    now += 30 * 60_000 + 1
    expect(await (await post(late.responseUrl, { text: 'late' })).json()).toMatchObject({
      error: 'expired_url',
    })
  })

  test('is not for those who cannot see the message, nor for private answers, nor without the scope', async () => {
    const message = await said()
    await expect(slack.shortcut({ callbackId: 'x', user: 'kenji', message })).rejects.toThrow('cannot see')
    await slack.mention({ text: 'hi', channel: 'random' })
    await slack.say({ text: '<@UKSTREAMS01>', channel: 'random' })
    const note = slack.workspace.messages.at(-1) as SlackMessage
    expect(note.visibleTo).toBe('U0ADA00001')
    await expect(slack.shortcut({ callbackId: 'x', message: note })).rejects.toThrow('gone')
    slack.workspace.scopes.splice(slack.workspace.scopes.indexOf('commands'), 1)
    const delivery = await slack.shortcut({ callbackId: 'x', message })
    expect(delivery.delivered).toBe(false)
    await expect(delivery.acked).rejects.toThrow('missing_scope: commands')
  })
})

test('a global shortcut has neither channel nor response_url, and an unknown one is sent as it is', async () => {
  const heard: object[] = []
  await connect((app) => {
    app.shortcut({ type: 'shortcut', callback_id: 'search' }, async ({ ack, shortcut }) => {
      heard.push(shortcut)
      await ack()
    })
  })
  const delivery = await slack.shortcut({ callbackId: 'search', user: 'kenji' })
  await delivery.acked
  expect(heard).toEqual([delivery.payload])
  expect(delivery.payload).toMatchObject({ type: 'shortcut', user: { id: 'U0KENJI001' } })
  for (const key of ['channel', 'response_url', 'message', 'message_ts']) {
    expect(delivery.payload).not.toHaveProperty(key)
  }
  expect(delivery.channel).toBeUndefined()
  const unknown = await slack.shortcut({ callbackId: 'nobody_knows' })
  expect(unknown.delivered).toBe(true)
  expect(slack.envelopes.at(-1)?.payload).toMatchObject({ callback_id: 'nobody_knows' })
})

describe('answers in a thread that one person sees', () => {
  const button = { type: 'button', action_id: 'next', text: { type: 'plain_text', text: 'Next' } }
  const blocks = [{ type: 'actions', elements: [button] }]
  /** A private answer with a button in the thread of a message; the button's press is answered with `body`. */
  const pressed = async (body: object) => {
    await connect((app) => {
      app.shortcut(/.*/, async ({ ack, respond, shortcut }) => {
        await ack()
        const { message_ts } = shortcut as { message_ts: string }
        await respond({ text: 'one', blocks: blocks as never, thread_ts: message_ts })
      })
      app.action('next', async ({ ack, respond }) => {
        await ack()
        await respond(body as never)
      })
    })
    const root = await said()
    const [first] = await slack.answers(await slack.shortcut({ callbackId: 'find', message: root }))
    if (first === undefined) throw new Error('no answer')
    expect(first).toMatchObject({ thread_ts: root.ts, visibleTo: 'U0ADA00001' })
    const [second] = await slack.answers(await slack.press({ message: first, actionId: 'next' }))
    return { root, first, second: second as SlackMessage }
  }

  test('leave it when they are replaced, whatever thread_ts says', async () => {
    const { root, first, second } = await pressed({ text: 'two', replace_original: true, thread_ts: 'any' })
    expect(first.deleted).toBe(true)
    expect(second).toMatchObject({ text: 'two', visibleTo: 'U0ADA00001', channel: root.channel })
    expect(second).not.toHaveProperty('thread_ts')
  })

  test('stay in it when they are deleted and posted anew with thread_ts', async () => {
    const anew = { text: 'two', delete_original: true, thread_ts: '1.000001' }
    const { first, second } = await pressed(anew)
    expect(first.deleted).toBe(true)
    expect(second).toMatchObject({ text: 'two', visibleTo: 'U0ADA00001', thread_ts: '1.000001' })
  })

  test('are shown to all when they are posted anew as in_channel', async () => {
    const { first, second } = await pressed({
      ...{ text: 'shared', delete_original: true },
      ...{ replace_original: false, response_type: 'in_channel' },
    })
    expect(first.deleted).toBe(true)
    expect(second).not.toHaveProperty('visibleTo')
    expect(second).not.toHaveProperty('thread_ts')
  })
})
