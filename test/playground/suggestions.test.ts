import type { App } from '@slack/bolt'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import {
  type LocalSlack,
  type SlackMessage,
  startLocalSlack,
  type ViewState,
} from '../../src/playground/index.ts'
import { type Bot, startBot, webClient } from './bot.ts'

const ADA = 'U0ADA00001'
const GENERAL = 'C0GENERAL1'
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

const plain = (text: string) => ({ type: 'plain_text', text }) as const
const option = (value: string) => ({ text: plain(value), value })
const ZONES = ['Europe/London', 'Europe/Lisbon', 'America/New_York'].map(option)
const external = (action_id: string, more: object = {}) => ({
  ...{ type: 'external_select', action_id, min_query_length: 0 },
  ...more,
})
const input = (block_id: string, element: object, more: object = {}) => ({
  ...{ type: 'input', block_id, label: plain(block_id), element },
  ...more,
})
const BLOCKS = [
  input('zone', external('zone', { initial_option: option('Etc/UTC') })),
  input(
    'topics',
    external('topics', { type: 'multi_external_select', min_query_length: undefined, max_selected_items: 2 }),
    { optional: true, dispatch_action: true },
  ),
]

/** An app that opens a modal on its command, and offers what `answer` gives. */
async function run(answer: unknown, more: (app: App) => void = () => {}): Promise<void> {
  bot = await startBot(slack, (app) => {
    app.command('/kstreams', async ({ ack, client, body }) => {
      await ack()
      const view = { type: 'modal', title: plain('Digest'), submit: plain('Save'), blocks: BLOCKS }
      await client.views.open({ trigger_id: body.trigger_id, view: view as never })
    })
    app.options(/.*/, ({ ack, payload }) =>
      ack(typeof answer === 'function' ? answer(payload.value) : answer),
    )
    app.action(/.*/, ({ ack }) => ack())
    app.view(/.*/, ({ ack }) => ack())
    more(app)
  })
}
const open = async () => slack.opened(await slack.command({}))
const stateOf = (view: ViewState) => (view.view['state'] as { values: unknown }).values
const matching = (value: string) => ({ options: ZONES.filter((one) => one.value.includes(value)) })

describe('options that an app offers while somebody types', () => {
  test('come in the acknowledgement of a block_suggestion', async () => {
    await run(matching)
    const view = await open()
    const offered = await slack.suggest({ view, actionId: 'zone', value: 'Lis' })
    expect(offered).toEqual([option('Europe/Lisbon')])
    const envelope = slack.envelopes.at(-1)
    expect(envelope).toMatchObject({
      type: 'interactive',
      accepts_response_payload: true,
      state: 'acked',
      payload: {
        ...{ type: 'block_suggestion', action_id: 'zone', block_id: 'zone', value: 'Lis' },
        user: { id: ADA, name: 'ada', team_id: 'T0LOCAL001' },
        team: { id: 'T0LOCAL001', domain: 'local-slack' },
        container: { type: 'view', view_id: view.id },
        api_app_id: 'A0KSTREAMS',
        view: { id: view.id, state: { values: { zone: { zone: { selected_option: option('Etc/UTC') } } } } },
      },
    })
    for (const none of ['trigger_id', 'response_url', 'message', 'channel', 'actions'])
      expect(envelope?.payload).not.toHaveProperty(none)
    expect(await slack.suggest({ view: view.id, actionId: 'zone', value: 'nowhere' })).toEqual([])
  })

  test('may be in groups', async () => {
    await run({
      option_groups: [
        { label: plain('Europe'), options: ZONES.slice(0, 2) },
        { label: plain('America'), options: ZONES.slice(2) },
      ],
    })
    const offered = await slack.suggest({ view: await open(), actionId: 'zone', value: '' })
    expect(offered.map((one) => [one.group, one.value])).toEqual([
      ['Europe', 'Europe/London'],
      ['Europe', 'Europe/Lisbon'],
      ['America', 'America/New_York'],
    ])
  })

  test('are asked for from min_query_length characters on: three, unless the menu says otherwise', async () => {
    await run(matching)
    const view = await open()
    await expect(slack.suggest({ view, actionId: 'topics', value: 'Eu' })).rejects.toThrow(
      'topics asks from 3 characters on',
    )
    expect(await slack.suggest({ view, actionId: 'topics', value: 'Eur' })).toHaveLength(2)
    expect(await slack.suggest({ view, actionId: 'zone', value: '' })).toHaveLength(3)
    await expect(slack.suggest({ view, actionId: 'nothing', value: '' })).rejects.toThrow('nothing to press')
  })

  test.each([
    ['neither', {}, 'must define either `options` or `option_groups`'],
    ['both', { options: [], option_groups: [] }, 'must define either `options` or `option_groups`'],
    ['too many', { options: Array.from({ length: 101 }, (_, n) => option(`${n}`)) }, 'no more than 100'],
    ['a long text', { options: [{ text: plain('x'.repeat(76)), value: 'x' }] }, '/options/0/text/text'],
    ['a long value', { options: [{ text: plain('x'), value: 'x'.repeat(76) }] }, '/options/0/value'],
    [
      'markup',
      { options: [{ text: { type: 'mrkdwn', text: 'x' }, value: 'x' }] },
      'unsupported type: mrkdwn',
    ],
    ['an empty group', { option_groups: [{ label: plain('x'), options: [] }] }, 'at least 1 items'],
    ['a payload that Slack drops', { options: Array(100).fill(option('é'.repeat(75))) }, 'Slack drops'],
  ])('are refused: %s', async (_name, answer, says) => {
    await run(answer)
    const view = await open()
    await expect(slack.suggest({ view, actionId: 'zone', value: 'x' })).rejects.toThrow(says)
    await expect(slack.submit({ view, values: { zone: 'x' } })).rejects.toThrow('was not offered')
  })

  test('that never come', async () => {
    await slack.close()
    slack = await startLocalSlack({ ackTimeoutMs: 400 })
    bot = await startBot(slack, (app) => {
      app.options(/.*/, () => Promise.resolve())
    })
    const blocks = [{ type: 'actions', elements: [external('zone')] }]
    await webClient(slack).chat.postMessage({ channel: GENERAL, text: 'x', blocks: blocks as never })
    const message = slack.workspace.messages[0] as SlackMessage
    await expect(slack.suggest({ message, actionId: 'zone', value: '' })).rejects.toThrow('operation_timeout')
    slack.uninstall()
    await expect(slack.suggest({ message, actionId: 'zone', value: '' })).rejects.toThrow('not installed')
  })

  test('in a message: with the message, unless it is ephemeral', async () => {
    await run(matching)
    const client = webClient(slack)
    const blocks = [{ type: 'actions', block_id: 'b', elements: [external('zone')] }] as never
    await client.chat.postMessage({ channel: GENERAL, text: 'x', blocks })
    await client.chat.postEphemeral({ channel: GENERAL, user: ADA, text: 'y', blocks })
    const [open, secret] = slack.workspace.messages as [SlackMessage, SlackMessage]
    const ask = { actionId: 'zone', value: 'New' }
    expect(await slack.suggest({ message: open, ...ask, user: 'kenji' })).toEqual([
      option('America/New_York'),
    ])
    expect(slack.envelopes.at(-1)?.payload).toMatchObject({
      ...{ type: 'block_suggestion', block_id: 'b', channel: { id: GENERAL, name: 'general' } },
      user: { name: 'kenji' },
      container: { type: 'message', message_ts: open.ts, channel_id: GENERAL, is_ephemeral: false },
      message: { ts: open.ts, text: 'x' },
    })
    const pressed = await slack.press({ message: open, actionId: 'zone', value: 'America/New_York' })
    expect(pressed.payload).toMatchObject({
      actions: [{ type: 'external_select', selected_option: option('America/New_York') }],
      state: { values: { b: { zone: { selected_option: option('America/New_York') } } } },
    })
    await slack.suggest({ message: secret, ...ask })
    expect(slack.envelopes.at(-1)?.payload).not.toHaveProperty('message')
    await expect(slack.suggest({ message: { ...open, ts: '1.1' }, ...ask })).rejects.toThrow('is gone')
  })
})

describe('what can be chosen in an external select', () => {
  test('what it starts with counts when nothing is changed', async () => {
    await run(matching)
    const view = await open()
    await (await slack.submit({ view })).acked
    expect(stateOf(view)).toEqual({
      zone: { zone: { type: 'external_select', selected_option: option('Etc/UTC') } },
      topics: { topics: { type: 'multi_external_select', selected_options: [] } },
    })
  })

  test('what was offered, by value; what is chosen already; a whole option', async () => {
    await run(matching)
    const view = await open()
    await expect(slack.submit({ view, values: { zone: 'Europe/London' } })).rejects.toThrow(
      'zone was not offered an option with the value Europe/London',
    )
    await slack.suggest({ view, actionId: 'zone', value: 'Eur' })
    slack.fill({ view, values: { zone: 'Europe/London' } })
    slack.fill({ view, values: { zone: 'Etc/UTC' } })
    const own = { ...option('Mars'), group: 'Planets' }
    const [london] = await slack.suggest({ view, actionId: 'topics', value: 'London' })
    slack.fill({ view, values: { topics: [own, london] } })
    const pressed = await slack.press({ view, actionId: 'topics', value: ['Mars', 'Europe/London'] })
    expect(pressed.payload['actions']).toMatchObject([
      { type: 'multi_external_select', selected_options: [option('Mars'), option('Europe/London')] },
    ])
    expect(() => slack.fill({ view, values: { topics: ['a', 'b', 'c'] } })).toThrow('topics takes at most 2')
    await (await slack.submit({ view, values: { topics: [] } })).acked
    expect(stateOf(view)).toMatchObject({
      zone: { zone: { selected_option: option('Etc/UTC') } },
      topics: { topics: { selected_options: [] } },
    })
  })

  test('a menu offers nothing of what another one was offered', async () => {
    await run(matching)
    const view = await open()
    await slack.suggest({ view, actionId: 'zone', value: 'Eur' })
    expect(() => slack.fill({ view, values: { topics: ['Europe/London'] } })).toThrow('was not offered')
  })
})
