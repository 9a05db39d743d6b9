import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type LocalSlack, startLocalSlack } from '../../src/playground/index.ts'
import { refusal, webClient } from './bot.ts'

let slack: LocalSlack
let now = 1_800_000_000_000
const GENERAL = 'C0GENERAL1'
const STREAMING = 'C0STREAM01'
const RANDOM = 'C0RANDOM01'
const ADA = 'U0ADA00001'

beforeEach(async () => {
  now = 1_800_000_000_000
  slack = await startLocalSlack({ now: () => now })
})
afterEach(() => slack.close())

const errorOf = async (call: Promise<unknown>) => (await refusal(call)).error

describe('tokens and scopes', () => {
  test('auth.test knows the bot and shows its scopes', async () => {
    const answer = await webClient(slack).auth.test()
    expect(answer).toMatchObject({
      ok: true,
      team_id: slack.workspace.team.id,
      user_id: slack.workspace.app.botUserId,
      bot_id: slack.workspace.app.botId,
    })
    expect(answer.response_metadata?.scopes).toEqual(slack.workspace.scopes)
  })

  test('no token, a wrong token, the wrong kind of token', async () => {
    expect(await errorOf(webClient(slack, '').auth.test())).toBe('not_authed')
    expect(await errorOf(webClient(slack, 'xoxb-wrong').auth.test())).toBe('invalid_auth')
    expect(await errorOf(webClient(slack, slack.appToken).auth.test())).toBe('not_allowed_token_type')
    expect(await errorOf(webClient(slack).apps.connections.open({}))).toBe('not_allowed_token_type')
  })

  test('a missing scope is named', async () => {
    const client = webClient(slack)
    slack.workspace.scopes.splice(0, Number.POSITIVE_INFINITY, 'chat:write', 'commands')
    expect(await refusal(client.users.info({ user: ADA }))).toMatchObject({
      error: 'missing_scope',
      needed: 'users:read',
      provided: 'chat:write,commands',
    })
    expect((await refusal(client.conversations.history({ channel: GENERAL })))['needed']).toBe(
      'channels:history',
    )
    expect((await refusal(client.conversations.history({ channel: STREAMING })))['needed']).toBe(
      'groups:history',
    )
    slack.workspace.scopes.splice(0)
    expect((await refusal(client.chat.postMessage({ channel: GENERAL, text: 'x' })))['needed']).toBe(
      'chat:write',
    )
  })

  test('an unknown method, over GET and JSON too', async () => {
    expect(await errorOf(webClient(slack).apiCall('chat.shout'))).toBe('unknown_method')
    const got = await fetch(`${slack.apiUrl}api.test?a=1`)
    expect(await got.json()).toEqual({ ok: true, args: { a: '1' } })
    const posted = await fetch(`${slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json; charset=utf-8',
        authorization: `Bearer ${slack.botToken}`,
      },
      body: JSON.stringify({ channel: '#general', text: 'by JSON', blocks: [{ type: 'divider' }] }),
    })
    expect(await posted.json()).toMatchObject({ ok: true, channel: GENERAL })
    expect(slack.workspace.messages[0]?.blocks?.[0]).toMatchObject({ type: 'divider' })
  })

  test('it listens on this machine only, and serves nothing else', async () => {
    expect((await fetch(`${slack.url}/`)).status).toBe(404)
    expect(slack.calls).toEqual([])
    expect(new URL(slack.url).hostname).toBe('127.0.0.1')
  })
})

describe('chat.*', () => {
  test('posts, updates and deletes', async () => {
    const client = webClient(slack)
    const posted = await client.chat.postMessage({
      channel: GENERAL,
      text: 'one',
      metadata: { event_type: 'digest', event_payload: { id: '1' } },
    })
    expect(posted.message).toMatchObject({ user: 'UKSTREAMS01', bot_id: 'B0KSTREAMS', text: 'one' })
    expect(posted.message).not.toHaveProperty('notifies')
    const ts = posted.ts as string
    expect(ts).toMatch(/^1800000000\.\d{6}$/)
    await client.chat.update({ channel: GENERAL, ts, text: 'two', blocks: [{ type: 'divider' }] })
    await client.chat.update({ channel: GENERAL, ts, text: 'three' })
    const [message] = slack.workspace.messages
    expect(message).toMatchObject({ ts, text: 'three', blocks: [{ type: 'divider' }], edited: {} })
    await client.chat.update({ channel: GENERAL, ts, text: 'three', blocks: [] })
    expect(message).not.toHaveProperty('blocks')
    await client.chat.delete({ channel: GENERAL, ts })
    expect(message?.deleted).toBe(true)
    expect(await errorOf(client.chat.delete({ channel: GENERAL, ts }))).toBe('message_not_found')
    expect(slack.calls.map((call) => call.method)).toContain('chat.update')
    expect(slack.calls[0]).toMatchObject({ token: 'bot', status: 200, lost: false, at: now })
  })

  test('refuses what Slack refuses', async () => {
    const client = webClient(slack)
    const post = (channel: string, more: object = {}) =>
      errorOf(client.chat.postMessage({ channel, text: 'x', ...more }))
    expect(await post('C0NOWHERE1')).toBe('channel_not_found')
    expect(await post(RANDOM)).toBe('not_in_channel')
    expect(await post(GENERAL, { text: '' })).toBe('no_text')
    expect(await post(GENERAL, { text: 'x'.repeat(40_001) })).toBe('msg_too_long')
    expect(await post(GENERAL, { metadata: { event_type: 'x' } })).toBe('invalid_metadata_format')
    expect(await post(GENERAL, { attachments: { text: 'x' } })).toBe('invalid_attachments')
    expect(await post(GENERAL, { attachments: Array(101).fill({ text: 'x' }) })).toBe('too_many_attachments')
    const blocks = Array.from({ length: 5 }, () => ({
      type: 'section',
      text: { type: 'mrkdwn', text: 'x'.repeat(2700) },
    }))
    expect(await post(GENERAL, { blocks })).toBe('msg_blocks_too_long')
    expect(await errorOf(client.apiCall('chat.postMessage', { text: 'x' }))).toBe('invalid_arguments')
    expect(await errorOf(client.apiCall('chat.postMessage', { channel: GENERAL, blocks: 'nonsense' }))).toBe(
      'invalid_blocks_format',
    )
    const general = slack.workspace.channels.find((one) => one.id === GENERAL)
    if (general) general.is_archived = true
    expect(await post(GENERAL)).toBe('is_archived')
    expect(slack.workspace.messages).toEqual([])
  })

  test('a private channel without the bot does not exist for it', async () => {
    const streaming = slack.workspace.channels.find((one) => one.id === STREAMING)
    streaming?.members.pop()
    expect(await errorOf(webClient(slack).chat.postMessage({ channel: STREAMING, text: 'x' }))).toBe(
      'channel_not_found',
    )
  })

  test('chat:write.public posts into public channels without the bot', async () => {
    slack.workspace.scopes.push('chat:write.public')
    await webClient(slack).chat.postMessage({ channel: RANDOM, text: 'x' })
    expect(slack.workspace.messages).toHaveLength(1)
  })

  test('only its own messages can be changed', async () => {
    const said = await slack.mention({ text: 'hello' })
    const client = webClient(slack)
    const ts = said.ts as string
    expect(await errorOf(client.chat.update({ channel: GENERAL, ts, text: 'x' }))).toBe('cant_update_message')
    expect(await errorOf(client.chat.delete({ channel: GENERAL, ts }))).toBe('cant_delete_message')
    expect(await errorOf(client.chat.update({ channel: GENERAL, ts: '1.2', text: 'x' }))).toBe(
      'message_not_found',
    )
  })

  test('ephemeral messages: to members only, seen by one, found by no method', async () => {
    const client = webClient(slack)
    const { message_ts: ts } = await client.chat.postEphemeral({ channel: GENERAL, user: ADA, text: 'psst' })
    expect(slack.workspace.messages[0]).toMatchObject({ text: 'psst', visibleTo: ADA })
    expect(await errorOf(client.chat.update({ channel: GENERAL, ts: ts as string, text: 'x' }))).toBe(
      'message_not_found',
    )
    const kenji = { channel: STREAMING, user: 'U0KENJI001', text: 'x' }
    expect(await errorOf(client.chat.postEphemeral(kenji))).toBe('user_not_in_channel')
    expect(await errorOf(client.chat.postEphemeral({ ...kenji, channel: RANDOM }))).toBe('not_in_channel')
    slack.archive({ user: ADA, channel: STREAMING, archived: true })
    expect(await errorOf(client.chat.postEphemeral(kenji))).toBe('is_archived')
  })

  test('a link to a message, and to a reply in its thread', async () => {
    const { chat } = webClient(slack)
    const { ts = '' } = await chat.postMessage({ channel: GENERAL, text: 'root' })
    const { ts: reply = '' } = await chat.postMessage({ channel: GENERAL, text: 'reply', thread_ts: ts })
    const link = (message_ts: string) => chat.getPermalink({ channel: GENERAL, message_ts })
    const place = (stamp: string) =>
      `https://local-slack.slack.com/archives/${GENERAL}/p${stamp.replace('.', '')}`
    expect((await link(ts)).permalink).toBe(place(ts))
    expect((await link(reply)).permalink).toBe(`${place(reply)}?thread_ts=${ts}&cid=${GENERAL}`)
    expect(await errorOf(link('1.000001'))).toBe('message_not_found')
  })

  test("a person's id opens the direct message; a thread that nobody knows is taken as it is", async () => {
    const client = webClient(slack)
    const { channel } = await client.chat.postMessage({ channel: ADA, text: 'hello', thread_ts: '1.000001' })
    expect(channel).toBe('D0ADA00001')
    expect(slack.workspace.messages[0]?.thread_ts).toBe('1.000001')
  })
})

describe('conversations.*, users.*, bots.*', () => {
  const everything = [
    'users:read',
    'channels:read',
    'channels:history',
    'im:write',
    'im:read',
    'groups:history',
  ]

  test('history: newest first, no replies, no ephemerals, metadata on request', async () => {
    slack.workspace.scopes.push(...everything)
    const client = webClient(slack)
    const metadata = { event_type: 'digest', event_payload: { id: '7' } }
    const first = await client.chat.postMessage({ channel: GENERAL, text: '1', metadata })
    await client.chat.postMessage({ channel: GENERAL, text: '1.1', thread_ts: first.ts as string })
    await client.chat.postEphemeral({ channel: GENERAL, user: ADA, text: 'psst' })
    now += 1000
    await client.chat.postMessage({ channel: GENERAL, text: '2' })
    const all = await client.conversations.history({ channel: GENERAL })
    expect(all.messages?.map((one) => one.text)).toEqual(['2', '1'])
    expect(all.messages?.[1]?.metadata).toEqual({ event_type: 'digest' })
    const full = await client.conversations.history({
      channel: GENERAL,
      include_all_metadata: true,
      oldest: first.ts as string,
      inclusive: true,
    })
    expect(full.messages?.[1]?.metadata).toEqual(metadata)
    const later = await client.conversations.history({ channel: GENERAL, oldest: first.ts as string })
    expect(later.messages?.map((one) => one.text)).toEqual(['2'])
    expect(await errorOf(client.conversations.history({ channel: RANDOM }))).toBe('not_in_channel')
  })

  test('history: pages that a message which comes meanwhile does not move', async () => {
    slack.workspace.scopes.push(...everything)
    const client = webClient(slack)
    for (const text of ['1', '2', '3', '4', '5']) await client.chat.postMessage({ channel: GENERAL, text })
    const read = async (args: object) => {
      const page = await client.conversations.history({ channel: GENERAL, limit: 2, ...args })
      return [page.messages?.map((one) => one.text).join(''), page.response_metadata?.next_cursor] as const
    }
    const [first, cursor = ''] = await read({})
    expect(first).toBe('54')
    // As Slack's own: next_ts and the stamp without its dot.
    expect(atob(cursor)).toMatch(/^next_ts:1800000000\d{6}$/)
    await client.chat.postMessage({ channel: GENERAL, text: '6' })
    const [second, next] = await read({ cursor })
    expect(second).toBe('32')
    expect(await read({ cursor: next })).toEqual(['1', undefined])
    expect(await read({ limit: 3, latest: '1800000000.000004' })).toEqual(['321', undefined])
    const bad = async (args: object) =>
      errorOf(client.conversations.history({ channel: GENERAL, ...args } as never))
    expect(await bad({ cursor: 'nonsense' })).toBe('invalid_cursor')
    expect(await bad({ oldest: 'yesterday' })).toBe('invalid_ts_oldest')
    expect(await bad({ latest: '1.2.3' })).toBe('invalid_ts_latest')
  })

  test('history: an archived channel can be read; one that the bot is not in, or has no name for, cannot', async () => {
    slack.workspace.scopes.push(...everything)
    const client = webClient(slack)
    await client.chat.postMessage({ channel: GENERAL, text: '1' })
    slack.archive({ user: ADA, channel: GENERAL, archived: true })
    expect((await client.conversations.history({ channel: GENERAL })).messages).toHaveLength(1)
    const error = (channel: string) => errorOf(client.conversations.history({ channel }))
    expect(await error(RANDOM)).toBe('not_in_channel')
    slack.leave({ user: 'kstreams', channel: STREAMING })
    expect(await error(STREAMING)).toBe('channel_not_found')
    expect(await error('#general')).toBe('channel_not_found')
    expect(await error('C0NOWHERE1')).toBe('channel_not_found')
  })

  test('replies: the root and its answers', async () => {
    slack.workspace.scopes.push(...everything)
    const client = webClient(slack)
    const root = await client.chat.postMessage({ channel: GENERAL, text: 'root' })
    await client.chat.postMessage({ channel: GENERAL, text: 'answer', thread_ts: root.ts as string })
    const { messages } = await client.conversations.replies({ channel: GENERAL, ts: root.ts as string })
    expect(messages?.map((one) => one.text)).toEqual(['root', 'answer'])
    expect(await errorOf(client.conversations.replies({ channel: GENERAL, ts: '1.1' }))).toBe(
      'thread_not_found',
    )
  })

  test('open, info, users.info in three zones, bots.info', async () => {
    slack.workspace.scopes.push(...everything)
    const client = webClient(slack)
    expect(await client.conversations.open({ users: ADA })).toMatchObject({ channel: { id: 'D0ADA00001' } })
    expect(await client.conversations.open({ users: ADA })).toMatchObject({ already_open: true })
    expect(await errorOf(client.conversations.open({ users: 'U0NOBODY01' }))).toBe('user_not_found')
    const info = await client.conversations.info({ channel: GENERAL })
    expect(info.channel).toMatchObject({ name: 'general', is_member: true, is_channel: true, is_im: false })
    const people = await Promise.all(
      slack.workspace.users.slice(0, 3).map(async ({ id }) => (await client.users.info({ user: id })).user),
    )
    expect(people.map((one) => [one?.tz, one?.tz_offset, one?.is_admin, one?.is_restricted])).toEqual([
      ['Europe/London', 0, true, false],
      ['America/New_York', -18_000, false, false],
      ['Asia/Tokyo', 32_400, false, true],
    ])
    expect(await errorOf(client.users.info({ user: 'U0NOBODY01' }))).toBe('user_not_found')
    expect((await client.conversations.open({ users: 'U0GRACE001' })).channel?.id).toBe('D0GRACE001')
    expect((await client.bots.info({ bot: 'B0KSTREAMS' })).bot?.name).toBe('kstreams')
    expect(await errorOf(client.bots.info({ bot: 'B0OTHER' }))).toBe('bot_not_found')
  })
})

describe('people', () => {
  const grace = { id: 'U0GRACE001', name: 'grace', real_name: 'Grace Hopper', tz: 'America/New_York' }
  const plain = { is_admin: false, is_restricted: false, is_bot: false, deleted: false }
  const infoOf = async (user: string) => {
    slack.workspace.scopes.push('users:read')
    return (await webClient(slack).users.info({ user })).user
  }

  test('users.info says who may what', async () => {
    const flags = { ...plain, is_owner: false, is_primary_owner: false, is_ultra_restricted: false }
    const team_id = 'T0LOCAL001'
    expect(await infoOf(grace.id)).toMatchObject({ ...grace, ...flags, team_id, tz_offset: -18_000 })
    expect(await infoOf(ADA)).toMatchObject({ is_admin: true, is_owner: true, is_primary_owner: true })
    expect(await infoOf('UKSTREAMS01')).toMatchObject({ ...flags, is_bot: true, team_id })
    slack.workspace.users.push({
      ...grace,
      ...plain,
      ...{ id: 'U0GUEST001', name: 'guest', is_restricted: true, is_ultra_restricted: true },
    })
    expect(await infoOf('U0GUEST001')).toMatchObject({ is_restricted: true, is_ultra_restricted: true })
  })

  test('a person of another workspace, met over Slack Connect', async () => {
    const guest = { ...grace, ...plain, id: 'U0CONNECT1', name: 'connie', team_id: 'T0OTHER001' }
    slack.workspace.users.push(guest)
    expect(await infoOf(guest.id)).toMatchObject({ team_id: 'T0OTHER001' })
    slack.join({ user: 'connie', channel: GENERAL })
    const said = await slack.mention({ text: 'hi', user: 'connie' })
    const team = { team: 'T0OTHER001', user_team: 'T0OTHER001', source_team: 'T0OTHER001' }
    expect(said.payload).toMatchObject({ team_id: 'T0LOCAL001', event: { user: guest.id, ...team } })
    const own = await slack.mention({ text: 'hi' })
    expect(own.payload['event']).toMatchObject({ team: 'T0LOCAL001' })
    expect(own.payload['event']).not.toHaveProperty('user_team')
    await webClient(slack).chat.postMessage({
      channel: GENERAL,
      blocks: [
        {
          type: 'actions',
          elements: [{ type: 'button', action_id: 'go', text: { type: 'plain_text', text: 'x' } }],
        },
      ],
      text: 'x',
    })
    const message = slack.workspace.messages.at(-1)
    if (message === undefined) throw new Error('nothing was posted')
    const pressed = await slack.press({ message, actionId: 'go', user: 'connie' })
    expect(pressed.payload).toMatchObject({
      user: { id: guest.id, team_id: 'T0OTHER001' },
      team: { id: 'T0LOCAL001' },
    })
  })

  test('whom nothing can be sent to', async () => {
    slack.workspace.scopes.push('im:write')
    slack.workspace.users.push({ ...grace, ...plain, id: 'U0GONE0001', name: 'gone', deleted: true })
    const client = webClient(slack)
    const post = (channel: string) => errorOf(client.chat.postMessage({ channel, text: 'x' }))
    expect(await post('U0GONE0001')).toBe('channel_not_found')
    expect(await post('UKSTREAMS01')).toBe('channel_not_found')
    expect(await errorOf(client.conversations.open({ users: 'U0GONE0001' }))).toBe('user_disabled')
    expect(slack.workspace.channels.filter((one) => one.is_im)).toEqual([])
  })
})

describe('metadata', () => {
  const post = (metadata: unknown) =>
    webClient(slack).chat.postMessage({ channel: ADA, text: 'x', metadata } as never)

  test('is kept, in a direct message too', async () => {
    slack.workspace.scopes.push('im:history')
    const metadata = {
      event_type: 'digest',
      event_payload: { id: '7', n: 1, first: true, one: { a: 1 }, list: [{ b: 'c' }] },
    }
    const { channel } = await post(metadata)
    const { messages } = await webClient(slack).conversations.history({
      channel: channel as string,
      include_all_metadata: true,
    })
    expect(messages?.[0]?.metadata).toEqual(metadata)
  })

  test.each([
    ['no JSON', 'nonsense'],
    ['no type', { event_payload: {} }],
    ['an empty type', { event_type: '', event_payload: {} }],
    ['no payload', { event_type: 'x' }],
    ['a list as payload', { event_type: 'x', event_payload: [] }],
    ['null within', { event_type: 'x', event_payload: { a: null } }],
    ['two levels', { event_type: 'x', event_payload: { a: { b: { c: 1 } } } }],
    ['a list of words', { event_type: 'x', event_payload: { a: ['b'] } }],
  ])('is refused with %s', async (_name, metadata) => {
    expect(await errorOf(post(metadata))).toBe('invalid_metadata_format')
  })

  test('is refused when it is too large', async () => {
    const of = (length: number) => ({ event_type: 'x', event_payload: { a: 'ü'.repeat(length) } })
    await post(of(3900))
    expect(await errorOf(post(of(4000)))).toBe('metadata_too_large')
  })
})

describe('faults', () => {
  test('429 with Retry-After, so many times, for that method only', async () => {
    const client = webClient(slack)
    slack.rateLimit('chat.postMessage', { retryAfterSeconds: 7, times: 2 })
    for (const _ of [1, 2]) {
      const failed = await client.chat
        .postMessage({ channel: GENERAL, text: 'x' })
        .catch((error: unknown) => error)
      expect(failed).toBeInstanceOf(WebAPIRateLimitedError)
      expect((failed as WebAPIRateLimitedError).retryAfter).toBe(7)
    }
    await client.auth.test()
    await client.chat.postMessage({ channel: GENERAL, text: 'x' })
    expect(slack.calls.map((call) => call.status)).toEqual([429, 429, 200, 200])
    expect(slack.workspace.messages).toHaveLength(1)
  })

  test('a lost answer: carried out, but nobody hears of it', async () => {
    slack.loseAnswer('chat.postMessage')
    const failed = await webClient(slack)
      .chat.postMessage({ channel: GENERAL, text: 'x' })
      .catch((error: unknown) => error)
    expect(failed).toBeInstanceOf(WebAPIRequestError)
    expect(slack.workspace.messages).toHaveLength(1)
    expect(slack.calls[0]).toMatchObject({ lost: true, response: { ok: true } })
  })

  test('a slow answer: carried out at once', async () => {
    slack.slow('chat.postMessage', 60_000)
    let answered = false
    const first = webClient(slack).chat.postMessage({ channel: GENERAL, text: 'first' })
    const settled = first.then(
      () => {
        answered = true
      },
      (error: unknown) => error,
    )
    await slack.until('the message', () => slack.workspace.messages[0])
    expect(slack.calls[0]).toMatchObject({ status: 200, response: { ok: true } })
    await webClient(slack).chat.postMessage({ channel: GENERAL, text: 'second' })
    expect(answered).toBe(false)
    slack.slow('chat.postMessage', 1, { times: 2 })
    expect(slack.waitingFaults()).toEqual(['slow'])
    for (const text of ['third', 'fourth'])
      await webClient(slack).chat.postMessage({ channel: GENERAL, text })
    expect(slack.waitingFaults()).toEqual([])
    await slack.close()
    expect(await settled).toBeInstanceOf(WebAPIRequestError)
  })

  test('a server that is out of order: not carried out, or carried out all the same', async () => {
    const statusOf = (text: string) =>
      webClient(slack)
        .chat.postMessage({ channel: GENERAL, text })
        .then(
          () => 200,
          (error: unknown) => (error instanceof WebAPIHTTPError ? error.statusCode : error),
        )
    slack.failHttp('chat.postMessage', 503)
    slack.failHttp('chat.postMessage', 500, { times: 2, carriedOut: true })
    const statuses = []
    for (const text of ['1', '2', '3', '4']) statuses.push(await statusOf(text))
    expect(statuses).toEqual([503, 500, 500, 200])
    expect(slack.workspace.messages.map((one) => one.text)).toEqual(['2', '3', '4'])
    expect(slack.calls.map((call) => call.status)).toEqual([503, 500, 500, 200])
    slack.failHttp('chat.postMessage', 500, { carriedOut: true })
    expect(await statusOf('')).toBe(500)
    expect(slack.workspace.messages).toHaveLength(3)
  })

  test('any error of Slack', async () => {
    slack.failWith('chat.postMessage', 'account_inactive')
    const failed = await webClient(slack)
      .chat.postMessage({ channel: GENERAL, text: 'x' })
      .catch((error: unknown) => error)
    expect(failed).toBeInstanceOf(WebAPIPlatformError)
    expect((failed as WebAPIPlatformError).data.error).toBe('account_inactive')
    await webClient(slack).chat.postMessage({ channel: GENERAL, text: 'x' })
  })

  test('block types that are refused, images that cannot be fetched', async () => {
    const client = webClient(slack)
    const image = { type: 'image', image_url: 'https://example.com/a.png', alt_text: 'a' } as const
    const blocks = [{ type: 'divider' }, image]
    slack.rejectBlocks(['divider'])
    expect(await refusal(client.chat.postMessage({ channel: GENERAL, text: 'x', blocks }))).toMatchObject({
      error: 'invalid_blocks',
      errors: ['Unsupported block type: divider [json-pointer:/blocks/0/type]'],
    })
    slack.rejectBlocks(['card'])
    const card = { type: 'card', title: { type: 'mrkdwn', text: 'x' } } as const
    const inside = await refusal(
      client.chat.postMessage({
        channel: GENERAL,
        text: 'x',
        blocks: [{ type: 'carousel', elements: [card] }],
      }),
    )
    expect(inside['errors']).toEqual([
      'Unsupported block type: card [json-pointer:/blocks/0/elements/0/type]',
    ])
    slack.rejectBlocks([])
    slack.breakImages(['https://example.com/a.png'])
    const refused = await refusal(client.chat.postMessage({ channel: GENERAL, text: 'x', blocks }))
    expect(refused['errors']).toEqual(['downloading image failed [json-pointer:/blocks/1/image_url]'])
    slack.breakImages([])
    await client.chat.postMessage({ channel: GENERAL, text: 'x', blocks })
  })
})
