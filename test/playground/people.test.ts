import type { App } from '@slack/bolt'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type LocalSlack, type SlackMessage, startLocalSlack } from '../../src/playground/index.ts'
import { type Bot, refusal, startBot, webClient } from './bot.ts'

let slack: LocalSlack
let bot: Bot | undefined
let now = 1_800_000_000_000
const ADA = 'U0ADA00001'
const KENJI = 'U0KENJI001'
const GENERAL = 'C0GENERAL1'

beforeEach(async () => {
  now = 1_800_000_000_000
  slack = await startLocalSlack({ now: () => now })
})
afterEach(async () => {
  await bot?.stop()
  bot = undefined
  await slack.close()
})
const run = async (listen: (app: App) => void) => {
  bot = await startBot(slack, listen)
}
/** What a POST to a response_url gives: status and body. */
const post = async (url: string | undefined, body: object) => {
  const answer = await fetch(url as string, { method: 'POST', body: JSON.stringify(body) })
  return { status: answer.status, body: await answer.text() }
}
const plain = (text: string) => ({ type: 'plain_text', text }) as const
const button = (action_id: string, more: object = {}) => ({
  type: 'button',
  text: plain(action_id),
  action_id,
  ...more,
})

describe('commands', () => {
  test('carry what Slack sends, and are answered by response_url', async () => {
    await run((app) =>
      app.command('/kstreams', async ({ ack, respond }) => {
        await ack()
        await respond('found')
      }),
    )
    const delivery = await slack.command({ text: ' fraud ', user: 'grace' })
    const [answer] = await slack.answers(delivery)
    expect(answer).toMatchObject({
      text: 'found',
      visibleTo: 'U0GRACE001',
      channel: GENERAL,
      user: 'UKSTREAMS01',
    })
    expect(await delivery.acked).toMatchObject({ payload: {}, bytes: 2, dropped: false })
    expect(delivery.payload).toMatchObject({
      team_id: 'T0LOCAL001',
      channel_name: 'general',
      user_name: 'grace',
      command: '/kstreams',
      text: 'fraud',
      api_app_id: 'A0KSTREAMS',
      is_enterprise_install: 'false',
      response_url: delivery.responseUrl,
      trigger_id: delivery.triggerId,
    })
  })

  test('may be answered in the ack', async () => {
    await run((app) =>
      app.command('/kstreams', ({ ack }) => ack({ response_type: 'in_channel', text: 'hi' })),
    )
    const [answer] = await slack.answers(await slack.command({}))
    expect(answer).toMatchObject({ text: 'hi' })
    expect(answer).not.toHaveProperty('visibleTo')
  })

  test('an ack that is no message', async () => {
    await run((app) => app.command('/kstreams', ({ ack }) => ack({ blocks: [{ type: 'alert' }] as never })))
    await (await slack.command({})).acked
    expect(slack.workspace.messages[0]).toMatchObject({ error: 'invalid_command_response', visibleTo: ADA })
  })

  test('an ack of 20,480 bytes is dropped without a word', async () => {
    let size = 0
    await run((app) =>
      app.command('/kstreams', ({ ack }) => ack({ text: 'x'.repeat(size - '{"text":""}'.length) })),
    )
    size = 20_480
    expect(await (await slack.command({})).acked).toMatchObject({ bytes: 20_480, dropped: true })
    expect(slack.workspace.messages).toEqual([])
    size = 20_479
    const [answer] = await slack.answers(await slack.command({}))
    expect(answer?.text).toHaveLength(20_468)
  })

  test('with no connection they fail at once', async () => {
    const delivery = await slack.command({ user: 'kenji' })
    await expect(delivery.acked).rejects.toThrow('dispatch_failed')
    expect(slack.workspace.messages).toMatchObject([
      {
        text: '/kstreams failed because the app did not respond',
        error: 'dispatch_failed',
        visibleTo: KENJI,
      },
    ])
  })

  test('without an ack the person is told so', async () => {
    await slack.close()
    slack = await startLocalSlack({ ackTimeoutMs: 20 })
    await run((app) => app.command('/kstreams', async ({ respond }) => void (await respond('never acked'))))
    const delivery = await slack.command({})
    await expect(delivery.acked).rejects.toThrow('operation_timeout')
    const note = await slack.until('the note', () => slack.workspace.messages.find((one) => one.error))
    expect(note).toMatchObject({ error: 'operation_timeout', visibleTo: ADA, user: 'USLACKBOT' })
  })

  test('without the scope there is no such command', async () => {
    slack.workspace.scopes.splice(0)
    const delivery = await slack.command({})
    expect(delivery.delivered).toBe(false)
    await expect(delivery.acked).rejects.toThrow('missing_scope: commands')
    expect(slack.workspace.messages[0]?.text).toBe('/kstreams is not a valid command.')
  })

  test('an answer that never comes is explained', async () => {
    await run((app) =>
      app.command('/kstreams', async ({ ack, client }) => {
        await ack()
        await client.chat.postMessage({ channel: 'C0RANDOM01', text: 'x' }).catch(() => {})
      }),
    )
    const delivery = await slack.command({ text: 'fraud' })
    await expect(slack.answers(delivery, 1, { timeoutMs: 200 })).rejects.toThrow(
      /^0 of 1 answers to \/kstreams fraud by ada within 200 ms. Calls since: chat.postMessage\(C0RANDOM01\) -> not_in_channel/,
    )
  })
})

describe('response_url', () => {
  test('five uses', async () => {
    await run((app) => app.command('/kstreams', ({ ack }) => ack()))
    const { responseUrl } = await slack.command({})
    for (const text of ['1', '2', '3', '4', '5'])
      expect(await post(responseUrl, { text })).toMatchObject({ status: 200, body: 'ok' })
    expect(await post(responseUrl, { text: '6' })).toEqual({
      status: 404,
      body: '{"ok":false,"error":"used_url"}',
    })
    expect(slack.workspace.messages).toHaveLength(5)
    expect(slack.calls.filter((call) => call.method === 'response_url').map((call) => call.status)).toEqual([
      200, 200, 200, 200, 200, 404,
    ])
  })

  test('thirty minutes', async () => {
    await run((app) => app.command('/kstreams', ({ ack }) => ack()))
    const { responseUrl } = await slack.command({})
    now += 30 * 60_000
    expect((await post(responseUrl, { text: 'in time' })).status).toBe(200)
    now += 1
    expect(await post(responseUrl, { text: 'late' })).toEqual({
      status: 404,
      body: '{"ok":false,"error":"expired_url"}',
    })
  })

  test('refuses what Slack refuses', async () => {
    await run((app) => app.command('/kstreams', ({ ack }) => ack()))
    const { responseUrl } = await slack.command({})
    expect(await post(responseUrl, { blocks: [{ type: 'alert' }] })).toEqual({
      status: 400,
      body: 'invalid_blocks',
    })
    expect(await post(responseUrl, {})).toEqual({ status: 400, body: 'no_text' })
    expect((await fetch(responseUrl as string, { method: 'POST', body: '{' })).status).toBe(400)
    expect((await post(`${slack.url}/commands/x`, { text: 'x' })).status).toBe(404)
  })

  test('faults', async () => {
    await run((app) => app.command('/kstreams', ({ ack }) => ack()))
    const { responseUrl } = await slack.command({})
    slack.rateLimit('response_url')
    slack.failWith('response_url', 'internal_error')
    slack.loseAnswer('response_url')
    expect((await post(responseUrl, { text: 'x' })).status).toBe(429)
    expect(await post(responseUrl, { text: 'x' })).toEqual({ status: 500, body: 'internal_error' })
    await expect(post(responseUrl, { text: 'lost' })).rejects.toThrow()
    expect(slack.workspace.messages.map((one) => one.text)).toEqual(['lost'])
  })

  test('works where the bot is not a member; in_channel and thread_ts as asked', async () => {
    await run((app) => app.command('/kstreams', ({ ack }) => ack()))
    const { responseUrl } = await slack.command({ channel: 'random' })
    await post(responseUrl, { text: 'x', response_type: 'in_channel', thread_ts: '1.000001' })
    expect(slack.workspace.messages[0]).toMatchObject({ channel: 'C0RANDOM01', thread_ts: '1.000001' })
    expect(slack.workspace.messages[0]).not.toHaveProperty('visibleTo')
  })
})

describe('mentions, direct messages, events', () => {
  test('a mention is answered in its thread; Bolt knows who asked', async () => {
    await run((app) =>
      app.event('app_mention', async ({ event, say, context }) => {
        await say({ text: `${context.userId} ${context.botId} said ${event.text}`, thread_ts: event.ts })
      }),
    )
    const [first, second] = [
      await slack.mention({ text: 'fraud' }),
      await slack.mention({ text: 'risk', user: 'kenji' }),
    ]
    const [toSecond] = await slack.answers(second)
    const [toFirst] = await slack.answers(first)
    expect(toFirst).toMatchObject({
      text: `${ADA} B0KSTREAMS said <@UKSTREAMS01> fraud`,
      thread_ts: first.ts,
    })
    expect(toSecond).toMatchObject({ thread_ts: second.ts })
    expect(first.payload).toMatchObject({
      team_id: 'T0LOCAL001',
      type: 'event_callback',
      event_id: first.eventId,
      authorizations: [{ user_id: 'UKSTREAMS01', is_bot: true, is_enterprise_install: false }],
      event: { type: 'app_mention', channel: GENERAL, ts: first.ts, event_ts: first.ts },
    })
  })

  test('a mention where the bot is not raises no event; nor does one without scope or subscription', async () => {
    const nowhere = await slack.mention({ text: 'x', channel: 'random' })
    expect(nowhere.delivered).toBe(false)
    await expect(nowhere.acked).rejects.toThrow('not_in_channel')
    slack.workspace.subscriptions.splice(0)
    await expect((await slack.mention({ text: 'x' })).acked).rejects.toThrow('not subscribed to app_mention')
    slack.workspace.scopes.splice(0)
    await expect((await slack.dm({ text: 'x' })).acked).rejects.toThrow('missing_scope: im:history')
    expect(slack.envelopes).toEqual([])
  })

  test("the bot's own direct messages come back as events, its channel messages do not", async () => {
    const heard: string[] = []
    await run((app) => {
      // Bolt's own guard drops what its bot user says; this sees it before.
      app.use(async ({ payload, next }) => {
        const {
          bot_id: botId,
          text,
          subtype,
        } = payload as { bot_id?: string; text?: string; subtype?: string }
        heard.push(`${botId ?? 'person'}: ${subtype ?? text}`)
        await next()
      })
      app.message(async ({ message, say, client }) => {
        if (message.subtype !== undefined) return
        const { ts, channel } = await say(`echo of ${message.text}`)
        await client.chat.update({ channel: channel as string, ts: ts as string, text: 'changed' })
        await client.chat.postMessage({ channel: GENERAL, text: 'in the channel' })
      })
    })
    bot?.app.error(async () => {})
    const delivery = await slack.dm({ text: 'hello', user: 'grace' })
    const [answer] = await slack.answers(delivery)
    expect(answer).toMatchObject({ channel: 'D0GRACE001' })
    await slack.until('all events', () =>
      slack.envelopes.filter((one) => one.state === 'acked').length === 3 ? true : undefined,
    )
    const events = slack.envelopes.map((one) => one.payload['event'])
    expect(events).toMatchObject([
      { type: 'message', channel_type: 'im', user: 'U0GRACE001', text: 'hello' },
      {
        type: 'message',
        channel_type: 'im',
        user: 'UKSTREAMS01',
        bot_id: 'B0KSTREAMS',
        text: 'echo of hello',
      },
      {
        subtype: 'message_changed',
        message: { text: 'changed' },
        previous_message: { text: 'echo of hello' },
      },
    ])
    // The second never got past ignoreSelf.
    expect(heard).toEqual(['person: hello', 'person: message_changed'])
  })

  test('a deletion in a direct message is an event too', async () => {
    const client = webClient(slack)
    const { ts, channel } = await client.chat.postMessage({ channel: ADA, text: 'x' })
    await client.chat.delete({ channel: channel as string, ts: ts as string })
    expect(slack.envelopes[1]?.payload['event']).toMatchObject({ subtype: 'message_deleted', deleted_ts: ts })
  })

  test('any event, as it is', async () => {
    await run((app) =>
      app.event('app_home_opened', async ({ event, client }) => {
        await client.views.publish({
          user_id: event.user,
          view: { type: 'home', blocks: [{ type: 'divider' }] },
        })
      }),
    )
    await slack.event({ type: 'app_home_opened', user: ADA, channel: 'D0ADA00001', tab: 'home' })
    const home = await slack.until('the home', () => slack.workspace.views.find((one) => one.type === 'home'))
    expect(home).toMatchObject({ user: ADA, open: true })
    await slack.event({ type: 'app_home_opened', user: ADA, channel: 'D0ADA00001', tab: 'home' })
    await slack.until('the second', () => slack.calls.filter((one) => one.method === 'views.publish')[1])
    expect(slack.workspace.views).toHaveLength(1)
  })

  test('redelivered: the same ids, counted as a retry', async () => {
    const seen: unknown[] = []
    await run((app) =>
      app.event('app_mention', async ({ body, context }) => {
        seen.push([body.event_id, context.retryNum, context.retryReason])
      }),
    )
    const delivery = await slack.mention({ text: 'x' })
    await delivery.acked
    const again = await slack.redeliver(delivery)
    await again.acked
    expect(again.envelopeId).toBe(delivery.envelopeId)
    expect(seen).toEqual([
      [delivery.eventId, 0, ''],
      [delivery.eventId, 1, 'timeout'],
    ])
  })
})

describe('buttons', () => {
  const blocks = [
    {
      type: 'card',
      title: plain('card'),
      actions: [button('share', { value: 'v1', style: 'primary' }), button('next')],
    },
    {
      type: 'carousel',
      elements: [
        { type: 'card', title: plain('a'), actions: [button('open', { value: 'a' })] },
        { type: 'card', title: plain('b'), actions: [button('open', { value: 'b' })] },
      ],
    },
    {
      type: 'section',
      text: plain('s'),
      accessory: {
        type: 'overflow',
        action_id: 'more',
        options: [
          { text: plain('1'), value: 'o1' },
          { text: plain('2'), value: 'o2' },
        ],
      },
    },
    {
      type: 'context_actions',
      elements: [
        {
          type: 'feedback_buttons',
          action_id: 'feedback',
          positive_button: { text: plain('+'), value: 'good' },
          negative_button: { text: plain('-'), value: 'bad' },
        },
      ],
    },
  ]
  const reply = { text: 'card', blocks } as never
  let heard: { action: Record<string, unknown>; body: Record<string, unknown> }[] = []
  const listen = (more: (app: App) => void = () => {}) => {
    heard = []
    return run((app) => {
      app.command('/kstreams', async ({ ack, respond, command }) => {
        await ack()
        await respond(
          command.text === 'public' ? { ...(reply as object), response_type: 'in_channel' } : reply,
        )
      })
      app.action(/.*/, async ({ ack, action, body }) => {
        await ack()
        heard.push({ action: action as never, body: body as never })
      })
      more(app)
    })
  }
  const shown = async (text = ''): Promise<SlackMessage> =>
    (await slack.answers(await slack.command({ text })))[0] as SlackMessage

  test('are found anywhere and say what they hold', async () => {
    await listen()
    const message = await shown()
    const press = async (actionId: string, more: object = {}) => {
      const delivery = await slack.press({ message, actionId, ...more })
      await delivery.acked
      return slack.until('the press', () => heard.pop()?.action)
    }
    expect(await press('share')).toMatchObject({
      type: 'button',
      value: 'v1',
      style: 'primary',
      block_id: expect.any(String),
    })
    expect(await press('open')).toMatchObject({ value: 'a' })
    expect(await press('open', { nth: 1 })).toMatchObject({ value: 'b' })
    expect(await press('more', { value: 'o2' })).toMatchObject({ selected_option: { value: 'o2' } })
    expect(await press('feedback')).toMatchObject({ type: 'feedback_buttons', value: 'good' })
    expect(await press('feedback', { value: 'bad' })).toMatchObject({ value: 'bad' })
    await expect(press('feedback', { value: 'none' })).rejects.toThrow(
      'no feedback button has the value none',
    )
    await expect(press('nothing')).rejects.toThrow('nothing to press with action_id nothing')
  })

  test('come with the message, except ephemeral ones', async () => {
    await listen()
    const secret = await shown()
    const hidden = await slack.press({ message: secret, actionId: 'next' })
    expect(hidden.payload).toMatchObject({
      type: 'block_actions',
      user: { id: ADA, team_id: 'T0LOCAL001' },
      container: { type: 'message', message_ts: secret.ts, channel_id: GENERAL, is_ephemeral: true },
      response_url: hidden.responseUrl,
    })
    expect(hidden.payload).not.toHaveProperty('message')
    await expect(slack.press({ message: secret, actionId: 'next', user: 'grace' })).rejects.toThrow(
      'grace cannot see',
    )
    const open = await shown('public')
    const seen = await slack.press({ message: open, actionId: 'next', user: 'grace' })
    expect(seen.payload).toMatchObject({
      message: { ts: open.ts, text: 'card' },
      container: { is_ephemeral: false },
    })
    await seen.acked
  })

  test('replace in place; share deletes the preview and posts for all', async () => {
    await listen((app) => {
      app.action('next', ({ respond }) => respond({ replace_original: true, text: 'page 2' }).then(() => {}))
      app.action('share', ({ respond }) =>
        respond({ delete_original: true, response_type: 'in_channel', text: 'shared' }).then(() => {}),
      )
    })
    const message = await shown()
    const pressed = await slack.press({ message, actionId: 'share' })
    const [shared] = await slack.answers(pressed)
    expect(shared).toMatchObject({ text: 'shared' })
    expect(shared).not.toHaveProperty('visibleTo')
    expect(message.deleted).toBe(true)
    await expect(slack.press({ message, actionId: 'next' })).rejects.toThrow('gone')
    const second = await shown()
    const [replaced] = await slack.answers(await slack.press({ message: second, actionId: 'next' }))
    expect(replaced).toMatchObject({ ts: second.ts, text: 'page 2', visibleTo: ADA })
    expect(replaced).not.toHaveProperty('blocks')
  })

  test('without an ack the person is told so', async () => {
    await slack.close()
    slack = await startLocalSlack({ ackTimeoutMs: 20 })
    await run(() => {})
    await webClient(slack).chat.postMessage({ channel: GENERAL, ...(reply as object) } as never)
    const [message] = slack.workspace.messages
    const pressed = await slack.press({ message: message as SlackMessage, actionId: 'next', user: 'kenji' })
    await expect(pressed.acked).rejects.toThrow('operation_timeout')
    expect(slack.workspace.messages[1]).toMatchObject({ error: 'operation_timeout', visibleTo: KENJI })
  })

  test('delete_original alone posts nothing; in_channel cannot make an ephemeral message public', async () => {
    await listen()
    const message = await shown()
    const pressed = await slack.press({ message, actionId: 'next' })
    await post(pressed.responseUrl, {
      replace_original: true,
      response_type: 'in_channel',
      text: 'still for one',
    })
    expect(message).toMatchObject({ text: 'still for one', visibleTo: ADA })
    await post(pressed.responseUrl, { delete_original: true })
    expect(slack.workspace.messages).toMatchObject([{ deleted: true }])
  })
})

describe('views', () => {
  const modal = (more: object = {}) => ({
    type: 'modal' as const,
    callback_id: 'subscribe',
    title: plain('Digest'),
    submit: plain('Save'),
    blocks: [
      {
        type: 'input',
        block_id: 'time',
        label: plain('Time'),
        element: { type: 'plain_text_input', action_id: 'at', initial_value: '09:00' },
      },
      {
        type: 'input',
        block_id: 'zone',
        label: plain('Zone'),
        element: {
          type: 'static_select',
          action_id: 'tz',
          options: [{ text: plain('Tokyo'), value: 'Asia/Tokyo' }],
        },
      },
      {
        type: 'input',
        block_id: 'days',
        optional: true,
        label: plain('Days'),
        element: { type: 'checkboxes', action_id: 'days', options: [{ text: plain('Mon'), value: 'mon' }] },
      },
      {
        type: 'input',
        block_id: 'where',
        optional: true,
        label: plain('Where'),
        element: { type: 'conversations_select', action_id: 'where' },
      },
      { type: 'actions', elements: [button('preview')] },
    ] as never,
    ...more,
  })
  const opening = (app: App) =>
    app.command('/kstreams', async ({ ack, client, body }) => {
      await ack()
      await client.views.open({ trigger_id: body.trigger_id, view: modal() })
    })
  const submitting = (ack: object | undefined) => (app: App) => {
    opening(app)
    app.view('subscribe', async ({ ack: answer }) => answer(ack as never))
  }
  const open = async () => slack.opened(await slack.command({}))

  test('are filled in and submitted', async () => {
    let values: unknown
    await run((app) => {
      opening(app)
      app.view('subscribe', async ({ ack, view }) => {
        await ack()
        values = view.state.values
      })
    })
    const view = await open()
    expect(view.view).toMatchObject({
      callback_id: 'subscribe',
      team_id: 'T0LOCAL001',
      root_view_id: view.id,
      private_metadata: '',
    })
    await expect(slack.submit({ view })).rejects.toThrow('the required input tz is empty')
    await expect(slack.submit({ view, values: { nothing: 1 } })).rejects.toThrow()
    await expect(slack.submit({ view, values: { tz: 'Mars' } })).rejects.toThrow(
      'no option with the value Mars',
    )
    await (await slack.submit({ view, values: { tz: 'Asia/Tokyo', days: ['mon'], where: GENERAL } })).acked
    expect(view.open).toBe(false)
    expect(values).toMatchObject({
      time: { at: { type: 'plain_text_input', value: '09:00' } },
      zone: { tz: { selected_option: { value: 'Asia/Tokyo' } } },
      days: { days: { selected_options: [{ value: 'mon' }] } },
      where: { where: { selected_conversation: GENERAL } },
    })
    await expect(slack.submit({ view: view.id })).rejects.toThrow('not an open modal')
  })

  test.each([
    [
      'errors',
      { response_action: 'errors', errors: { time: 'not a time' } },
      { open: true, errors: { time: 'not a time' } },
      1,
    ],
    [
      'errors elsewhere',
      { response_action: 'errors', errors: { nowhere: 'x' } },
      { open: true, trouble: 'errors for unknown block_id: nowhere' },
      1,
    ],
    [
      'update',
      { response_action: 'update', view: modal({ callback_id: 'two' }) },
      { open: true, view: { callback_id: 'two' } },
      1,
    ],
    [
      'update with a bad view',
      { response_action: 'update', view: modal({ title: plain('x'.repeat(25)) }) },
      {
        open: true,
        trouble: expect.stringContaining('must be less than 25 characters [json-pointer:/view/title/text]'),
      },
      1,
    ],
    ['push', { response_action: 'push', view: modal({ callback_id: 'two' }) }, { open: true }, 2],
    ['clear', { response_action: 'clear' }, { open: false }, 1],
    ['nothing', undefined, { open: false }, 1],
  ])('response_action %s', async (_name, ack, state, count) => {
    await run(submitting(ack))
    const view = await open()
    await (await slack.submit({ view, values: { tz: 'Asia/Tokyo' } })).acked
    expect(view).toMatchObject(state)
    expect(slack.workspace.views).toHaveLength(count)
  })

  test('a submission without an ack leaves the view in trouble', async () => {
    await slack.close()
    slack = await startLocalSlack({ ackTimeoutMs: 400 })
    await run(opening)
    const view = await open()
    await expect((await slack.submit({ view, values: { tz: 'Asia/Tokyo' } })).acked).rejects.toThrow(
      'operation_timeout',
    )
    expect(view).toMatchObject({ open: true, trouble: 'operation_timeout' })
  })

  test('a button in a view carries the view; a view may be pushed, three deep', async () => {
    await run((app) => {
      opening(app)
      app.action('preview', async ({ ack, body, client }) => {
        await ack()
        await client.views.push({ trigger_id: (body as { trigger_id: string }).trigger_id, view: modal() })
      })
    })
    bot?.app.error(async () => {})
    const first = await open()
    const press = await slack.press({ view: first, actionId: 'preview' })
    expect(press.payload).toMatchObject({
      container: { type: 'view', view_id: first.id },
      view: { id: first.id },
    })
    expect(press.payload).not.toHaveProperty('response_url')
    const second = await slack.opened(press)
    expect(second).toMatchObject({ rootId: first.id, previousId: first.id })
    const third = await slack.opened(await slack.press({ view: second.id, actionId: 'preview' }))
    await slack.press({ view: third, actionId: 'preview' })
    const refused = await slack.until('the refusal', () => slack.calls.find((call) => call.response['error']))
    expect(refused.response['error']).toBe('push_limit_reached')
  })

  test('triggers: once, within three seconds', async () => {
    await run((app) => app.command('/kstreams', ({ ack }) => ack()))
    const client = webClient(slack)
    const errorWith = async (trigger_id: string | undefined, view: object = modal()) =>
      (await refusal(client.views.open({ trigger_id: trigger_id as string, view: view as never }))).error
    const { triggerId } = await slack.command({})
    expect(await errorWith(triggerId, { type: 'modal' })).toBe('invalid_arguments')
    now += 3000
    await client.views.open({ trigger_id: triggerId as string, view: modal() })
    expect(await errorWith(triggerId)).toBe('exchanged_trigger_id')
    const late = await slack.command({})
    now += 3001
    expect(await errorWith(late.triggerId)).toBe('expired_trigger_id')
    expect(await errorWith('1.2.3')).toBe('invalid_trigger_id')
  })

  test('checks: views say invalid_arguments and the path', async () => {
    await run((app) => app.command('/kstreams', ({ ack }) => ack()))
    const { triggerId } = await slack.command({})
    const faultsOf = async (more: object) => {
      const call = webClient(slack).views.open({ trigger_id: triggerId as string, view: modal(more) })
      const refused = await refusal(call)
      expect(refused.error).toBe('invalid_arguments')
      return (refused['response_metadata'] as { messages: string[] }).messages
    }
    expect(await faultsOf({ title: plain('x'.repeat(25)) })).toEqual([
      '[ERROR] must be less than 25 characters [json-pointer:/view/title/text]',
    ])
    expect(await faultsOf({ submit: undefined })).toEqual([
      '[ERROR] must define `submit` to use an `input` block in modals [json-pointer:/view/blocks/0/input]',
    ])
    expect(await faultsOf({ private_metadata: 'x'.repeat(3001) })).toEqual([
      '[ERROR] must be less than 3001 characters [json-pointer:/view/private_metadata]',
    ])
    expect(await faultsOf({ callback_id: 'x'.repeat(256) })).toEqual([
      '[ERROR] must be less than 256 characters [json-pointer:/view/callback_id]',
    ])
    expect(await faultsOf({ blocks: [{ type: 'markdown', text: 'x' }] })).toEqual([
      '[ERROR] unsupported type: markdown [json-pointer:/view/blocks/0/type]',
    ])
    expect(await faultsOf({ type: 'home' })).toContain(
      '[ERROR] must match the view type modal [json-pointer:/view/type]',
    )
  })

  test('update: by id or external id, with the right hash', async () => {
    await run(opening)
    const view = await open()
    const client = webClient(slack)
    const error = async (args: object) =>
      (await refusal(client.views.update({ view: modal(), ...args } as never))).error
    expect(await error({ view_id: 'V0' })).toBe('not_found')
    expect(await error({ view_id: view.id, hash: 'old' })).toBe('hash_conflict')
    await client.views.update({ view_id: view.id, hash: view.hash, view: modal({ external_id: 'mine' }) })
    await client.views.update({ external_id: 'mine', view: modal({ callback_id: 'two' }) })
    expect(view.view['callback_id']).toBe('two')
  })
})
