import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest'
import type { PageChange } from '../../src/playground/page-api.ts'
import { createClock, momentOf } from '../../src/playground/page-server/clock.ts'
import { toSlackText } from '../../src/playground/page-server/composer.ts'
import { findPageFile } from '../../src/playground/page-server/files.ts'
import { createWorkspace } from '../../src/playground/workspace.ts'
import { webClient } from './bot.ts'
import {
  ADA,
  BOT,
  GENERAL,
  KENJI,
  open,
  post,
  RANDOM,
  raw,
  type Stream,
  type Visitor,
  visit,
  visitBot,
} from './page-visitor.ts'

/** The bot's next message that holds these words. */
const answer = (feed: Stream, words: string) =>
  feed.change((change) =>
    change.kind === 'message' && change.message.user === BOT && change.message.text.includes(words)
      ? change.message
      : undefined,
  )
/** The next call of this method with an answer that holds `part`. */
const call = (feed: Stream, method: string, part: object) =>
  feed.change((change) => {
    if (change.kind !== 'call' || change.call.method !== method) return undefined
    const { status, response } = change.call
    return Object.entries(part).every(([key, value]) => ({ status, ...response })[key] === value)
      ? change.call
      : undefined
  })
const only = <Kind extends PageChange['kind']>(feed: Stream, kind: Kind) =>
  feed.change((change) => (change.kind === kind ? (change as PageChange & { kind: Kind }) : undefined))

/** A page with an app that opens a modal, and offers Tokyo in its menu. */
async function visitModal() {
  const plain = (text: string) => ({ type: 'plain_text', text }) as const
  const zone = { type: 'external_select', action_id: 'zone', min_query_length: 0 }
  const view = {
    ...{ type: 'modal', notify_on_close: true, title: plain('Suggest'), submit: plain('Send') },
    blocks: [
      {
        type: 'actions',
        elements: [{ type: 'button', action_id: 'more', text: plain('More') }, zone],
      },
      {
        ...{ type: 'input', block_id: 'b', label: plain('Why') },
        element: { type: 'plain_text_input', action_id: 'why' },
      },
    ],
  }
  const page = await visitBot((app) => {
    app.command(/.*/, async ({ ack, client, body }) => {
      await ack()
      await client.views.open({ trigger_id: body.trigger_id, view: view as never })
    })
    app.action(/.*/, ({ ack }) => ack())
    app.view(/.*/, ({ ack }) => ack())
    app.view({ type: 'view_closed', callback_id: /.*/ }, ({ ack }) => ack())
    app.options(/.*/, ({ ack, payload }) =>
      payload.value === 'broken'
        ? ack({} as never)
        : ack({ options: [{ text: plain('Tokyo'), value: 'Tokyo' }] }),
    )
  })
  const feed = page.feed()
  const openOne = async () => {
    const before = page.slack.workspace.views.length
    await page.act({ do: 'command', user: ADA, channel: GENERAL, text: 'suggest' })
    return (await page.slack.until('the modal', () => page.slack.workspace.views[before])).id
  }
  return { page, feed, openOne, zone }
}

describe('what a person does on the page, the real app answers on the feed', () => {
  it('a command, privately', async () => {
    const page = await visit()
    const feed = page.feed()
    const begin = await feed.begin
    expect(begin).toMatchObject({ home: true, installed: true, sockets: 2, messages: [] })
    expect(begin.command).toMatchObject({ name: '/kstreams', usageHint: expect.stringContaining('fraud') })
    expect(begin.channels.filter((one) => one.is_im)).toHaveLength(3)
    const done = await page.act({ do: 'command', user: ADA, channel: RANDOM, text: 'fraud' })
    expect(done).toMatchObject({ ok: true, envelopeId: expect.any(String) })
    const message = await answer(feed, 'fraud')
    expect(message).toMatchObject({ visibleTo: ADA, channel: RANDOM })
    const sent = await feed.change((one) =>
      one.kind === 'envelope' && one.envelope.state === 'acked' ? one.envelope : undefined,
    )
    const used = await call(feed, 'response_url', { status: 200 })
    expect(sent.number).toBeLessThan(used.number)
    expect((await page.state()).messages).toEqual([message])
  })

  it('a mention in a channel and in a thread, and a direct message', async () => {
    const page = await visit()
    const feed = page.feed()
    const asked = await page.act({ do: 'post', user: ADA, channel: GENERAL, text: '@kstreams walmart' })
    const first = await answer(feed, 'Walmart')
    expect(asked).toMatchObject({ ok: true, ts: first.thread_ts })
    const thread = { channel: GENERAL, threadTs: first.thread_ts ?? '' }
    await page.act({ do: 'post', user: KENJI, ...thread, text: 'hey @kstreams pinterest?' })
    expect(await answer(feed, 'Pinterest')).toMatchObject({ thread_ts: first.thread_ts })
    const dm = await page.act({ do: 'openDm', user: KENJI })
    const channel = dm.ok ? (dm.channel ?? '') : ''
    await page.act({ do: 'post', user: KENJI, channel, text: 'zalando' })
    expect(await answer(feed, 'Zalando')).toMatchObject({ channel })
  })

  it('plain messages reach everybody but the bot, also in a channel without it', async () => {
    const page = await visit()
    const feed = page.feed()
    await feed.begin
    await page.act({ do: 'post', user: ADA, channel: GENERAL, text: 'lunch?' })
    await page.act({ do: 'post', user: ADA, channel: RANDOM, text: 'a < b & @grace' })
    const { messages, envelopes } = await page.state()
    expect(messages.map((one) => one.text)).toEqual(['lunch?', 'a &lt; b &amp; <@U0GRACE001>'])
    expect(envelopes).toEqual([])
    const mention = { do: 'post', user: ADA, channel: RANDOM, text: '@kstreams fraud' } as const
    expect(await page.act(mention)).not.toHaveProperty('envelopeId')
    expect((await page.state()).messages.at(-1)).toMatchObject({ visibleTo: ADA, user: 'USLACKBOT' })
    expect(
      await page.act({ do: 'command', command: '/invite', user: ADA, channel: RANDOM, text: '@kstreams' }),
    ).toMatchObject({ ok: true })
    const { channels } = await only(feed, 'workspace')
    expect(channels.find((one) => one.id === RANDOM)?.members).toContain(BOT)
    await page.act(mention)
    expect(await answer(feed, 'fraud')).toMatchObject({ channel: RANDOM })
  })

  it('people join, leave and invite within their rights', async () => {
    const page = await visit()
    const here = { user: KENJI, channel: RANDOM }
    expect(await page.act({ do: 'post', ...here, text: 'hi' })).toMatchObject({ ok: false })
    expect(await page.act({ do: 'join', ...here })).toEqual({ ok: false, error: 'user_is_restricted' })
    const invite = { do: 'invite', user: ADA, channel: RANDOM, who: KENJI } as const
    expect(await page.act(invite)).toEqual({ ok: true })
    expect(await page.act(invite)).toEqual({ ok: false, error: 'already_in_channel' })
    expect(await page.act({ do: 'post', ...here, text: 'hi' })).toMatchObject({ ok: true })
    expect(await page.act({ do: 'post', ...here, text: ' ' })).toEqual({ ok: false, error: 'no_text' })
    expect(await page.act({ do: 'invite', ...here, who: BOT })).toMatchObject({ error: 'user_is_restricted' })
    expect(await page.act({ do: 'leave', ...here })).toEqual({ ok: true })
    const ada = { user: ADA, channel: RANDOM }
    expect(await page.act({ do: 'leave', ...ada })).toEqual({ ok: true })
    expect(await page.act(invite)).toEqual({ ok: false, error: 'not_in_channel' })
    expect(await page.act({ do: 'join', ...ada })).toEqual({ ok: true })
    const secret = { user: ADA, channel: 'C0STREAM01' }
    await page.act({ do: 'leave', ...secret })
    expect(await page.act({ do: 'join', ...secret })).toMatchObject({
      error: 'method_not_supported_for_channel_type',
    })
  })

  it('the Home tab: an event, where the manifest subscribes to it', async () => {
    const page = await visit()
    const { subscriptions } = page.slack.workspace
    const all = subscriptions.splice(0)
    expect(await page.act({ do: 'openHome', user: ADA, tab: 'home' })).toMatchObject({ ok: true })
    expect((await page.state()).envelopes).toEqual([])
    subscriptions.push(...all)
    await page.act({ do: 'openHome', user: ADA, tab: 'home' })
    expect((await page.state()).envelopes[0]?.payload).toMatchObject({
      event: { type: 'app_home_opened', user: ADA, tab: 'home' },
    })
  })

  it('shortcuts of the manifest, and no others; prompts and a status reach the page', async () => {
    const page = await visitBot((app) => {
      app.shortcut(/.*/, ({ ack }) => ack())
    })
    const feed = page.feed()
    const { shortcuts, firstPrompts, prompts, threads } = await feed.begin
    expect(shortcuts.map(({ type }) => type)).toEqual(['message', 'global'])
    expect(firstPrompts.length).toBeGreaterThan(0)
    expect({ prompts, threads }).toEqual({ prompts: [], threads: [] })
    const at = { user: ADA, channel: GENERAL }
    const { ts = '' } = (await page.act({ do: 'post', ...at, text: 'hi' })) as { ts?: string }
    const choose = (callbackId: string, more = {}) => page.act({ do: 'shortcut', ...at, callbackId, ...more })
    expect(await choose('find_use_cases', { ts })).toMatchObject({ ok: true, channel: GENERAL })
    expect(await choose('search_use_cases')).toMatchObject({ ok: true })
    expect(await choose('search_use_cases', { ts })).toEqual({
      ...{ ok: false, error: 'The app has no message shortcut search_use_cases.' },
    })
    expect(await choose('find_use_cases', { ts: '1.000001' })).toMatchObject({ error: 'message_not_found' })
    expect(page.slack.envelopes.map(({ payload }) => payload['type'])).toEqual(['message_action', 'shortcut'])
    const bot = webClient(page.slack).assistant.threads
    await bot.setStatus({ channel_id: GENERAL, thread_ts: ts, status: 'is searching...' })
    const thread = await feed.change((change) => (change.kind === 'thread' ? change.thread : undefined))
    expect(thread).toMatchObject({ channel: GENERAL, threadTs: ts, status: 'is searching...' })
    const set = { channel_id: page.slack.dmOf(ADA).id, prompts: [{ title: 'a', message: 'b' }] }
    await bot.setSuggestedPrompts(set as never)
    const changed = await feed.change((change) => (change.kind === 'prompts' ? change.prompts : undefined))
    expect(changed.prompts).toEqual(set.prompts)
    expect((await page.state()).prompts).toEqual([changed])
  })

  it('a button of an answer', async () => {
    const page = await visit()
    const feed = page.feed()
    await page.act({ do: 'command', user: ADA, channel: GENERAL, text: 'walmart' })
    const { ts, blocks } = await answer(feed, 'Walmart')
    const [, actionId = ''] = /"action_id":"([^"]+)"/.exec(JSON.stringify(blocks)) ?? []
    const press = { do: 'press', user: ADA, channel: GENERAL, ts, actionId } as const
    expect(await page.act(press)).toMatchObject({ ok: true, envelopeId: expect.any(String) })
    const pressed = await feed.change((one) =>
      one.kind === 'envelope' && one.envelope.type === 'interactive' && one.envelope.state === 'acked'
        ? one.envelope.payload
        : undefined,
    )
    expect(pressed).toMatchObject({ actions: [{ action_id: actionId }], user: { id: ADA } })
    expect(await page.act({ ...press, user: KENJI })).toMatchObject({
      error: 'kenji cannot see this ephemeral message',
    })
  })

  it('a modal: pressed in, filled in, and closed by its owner alone', async () => {
    const { page, feed, openOne } = await visitModal()
    const gone = (id: string) =>
      feed.change((one) => (one.kind === 'view' && one.view.id === id && !one.view.open ? true : undefined))
    const viewId = await openOne()
    expect((await page.state()).views.map((one) => one.id)).toEqual([viewId])
    expect(await page.act({ do: 'submit', user: KENJI, viewId, values: {} })).toMatchObject({
      error: 'view_not_found',
    })
    expect(await page.act({ do: 'pressInView', user: ADA, viewId, actionId: 'more' })).toMatchObject({
      ok: true,
    })
    expect(await page.act({ do: 'submit', user: ADA, viewId, values: {} })).toMatchObject({
      error: 'cannot submit: the required input why is empty',
    })
    expect(await page.act({ do: 'submit', user: ADA, viewId, values: { why: 'so' } })).toMatchObject({
      ok: true,
    })
    await gone(viewId)
    const second = await openOne()
    expect(await page.act({ do: 'closeView', user: ADA, viewId: second })).toMatchObject({ ok: true })
    await gone(second)
    const { views, envelopes } = await page.state()
    expect(views).toEqual([])
    expect(envelopes.at(-1)?.payload).toMatchObject({ type: 'view_closed', is_cleared: false })
  })

  it('what is filled in goes along with a press, and waits on the server', async () => {
    const { page, feed, openOne } = await visitModal()
    const viewId = await openOne()
    const at = { user: ADA, viewId }
    const stateOf = (view: unknown) => (view as { state: { values: unknown } }).state.values
    // What the app has taken out of the view meanwhile is left out.
    const values = { why: 'so', gone: 'x' }
    expect(await page.act({ do: 'pressInView', ...at, actionId: 'more', values })).toMatchObject({ ok: true })
    const { envelopes } = await page.state()
    expect(stateOf(envelopes.at(-1)?.payload['view'])).toMatchObject({ b: { why: { value: 'so' } } })
    expect(await page.act({ do: 'fill', ...at, values: { why: 'because' } })).toEqual({ ok: true })
    const filled = await feed.change((one) =>
      one.kind === 'view' && JSON.stringify(one.view).includes('because') ? one.view : undefined,
    )
    expect(stateOf(filled.view)).toMatchObject({ b: { why: { value: 'because' } } })
    expect(await page.act({ do: 'fill', user: KENJI, viewId, values: {} })).toMatchObject({ ok: false })
  })

  it('an external select asks the app, in a modal and in a message', async () => {
    const { page, openOne, zone } = await visitModal()
    const viewId = await openOne()
    const ask = { user: ADA, actionId: 'zone', value: 'To' }
    const tokyo = { text: { type: 'plain_text', text: 'Tokyo' }, value: 'Tokyo' }
    const offered = { ok: true, options: [tokyo] }
    expect(await page.act({ do: 'suggestInView', ...ask, viewId, values: { why: 'so' } })).toEqual(offered)
    expect((await page.state()).envelopes.at(-1)?.payload).toMatchObject({
      type: 'block_suggestion',
      view: { state: { values: { b: { why: { value: 'so' } } } } },
    })
    const refused = { ok: false, error: expect.stringContaining('Slack refuses the answer') }
    expect(await page.act({ do: 'suggestInView', ...ask, viewId, value: 'broken' })).toEqual(refused)
    const blocks = [{ type: 'actions', elements: [zone] }] as never
    const { ts = '' } = await webClient(page.slack).chat.postMessage({ channel: GENERAL, text: 'x', blocks })
    expect(await page.act({ do: 'suggest', ...ask, channel: GENERAL, ts })).toEqual(offered)
    const press = { do: 'press', user: ADA, channel: GENERAL, ts, actionId: 'zone', value: 'Tokyo' } as const
    expect(await page.act(press)).toMatchObject({ ok: true })
  })

  it('buttons and views that are not there are refused in words', async () => {
    const page = await visit()
    const press = { do: 'press', user: ADA, channel: GENERAL, ts: '1.1', actionId: 'x' } as const
    expect(await page.act(press)).toEqual({ ok: false, error: 'message_not_found' })
    expect(await page.act({ do: 'closeView', user: ADA, viewId: 'V1' })).toMatchObject({
      error: 'view_not_found',
    })
    expect(await page.act({ ...press, user: BOT })).toMatchObject({ error: 'The bot acts by itself.' })
    expect(await page.act({ do: 'command', command: '/x', user: ADA, channel: GENERAL, text: '' })).toEqual({
      ok: false,
      error: '/x is not a valid command.',
    })
  })
})

describe('faults', () => {
  it('rate-limit and lose-answer meet the next answer, whichever way it goes, and no other', async () => {
    const page = await visit()
    const feed = page.feed()
    await feed.begin
    await page.act({ do: 'fault', fault: 'rate-limit' })
    expect((await only(feed, 'faults')).faults).toContainEqual({ name: 'rate-limit', on: true })
    await page.act({ do: 'command', user: ADA, channel: GENERAL, text: 'fraud' })
    await call(feed, 'response_url', { status: 429, error: 'ratelimited' })
    expect(await answer(feed, 'fraud')).toMatchObject({ visibleTo: ADA })
    expect((await page.state()).faults.every((one) => !one.on)).toBe(true)
    await page.act({ do: 'post', user: ADA, channel: GENERAL, text: '@kstreams walmart' })
    expect(await call(feed, 'chat.postMessage', { ok: true })).toMatchObject({ lost: false })

    await page.act({ do: 'fault', fault: 'lose-answer' })
    await page.act({ do: 'post', user: ADA, channel: GENERAL, text: '@kstreams zalando' })
    await feed.change((one) => (one.kind === 'call' && one.call.lost ? true : undefined))
    expect((await page.state()).faults.every((one) => !one.on)).toBe(true)
  })

  it('redeliver: the app answers an event once', async () => {
    const page = await visit()
    const feed = page.feed()
    expect(await page.act({ do: 'fault', fault: 'redeliver' })).toMatchObject({ ok: false })
    await page.act({ do: 'post', user: ADA, channel: GENERAL, text: '@kstreams walmart' })
    await answer(feed, 'Walmart')
    expect(await page.act({ do: 'fault', fault: 'redeliver' })).toMatchObject({ ok: true })
    const again = await feed.change((one) =>
      one.kind === 'envelope' && one.envelope.retry_attempt === 1 && one.envelope.state === 'acked'
        ? one.envelope
        : undefined,
    )
    expect(again.retry_reason).toBe('timeout')
    await page.act({ do: 'command', user: ADA, channel: GENERAL, text: 'fraud' })
    await answer(feed, 'fraud')
    const { messages } = await page.state()
    expect(messages.filter((one) => one.thread_ts !== undefined)).toHaveLength(1)
  })

  it('archive and kick show the app what Slack says, and are taken back', async () => {
    const page = await visit()
    const feed = page.feed()
    const mention = { do: 'post', user: ADA, channel: GENERAL, text: '@kstreams walmart' } as const
    const archive = { do: 'fault', fault: 'archive', channel: GENERAL } as const
    expect(await page.act(archive)).toEqual({ ok: true })
    expect(await page.act(mention)).toEqual({ ok: false, error: 'is_archived' })
    expect(await page.act({ ...mention, do: 'command', text: 'x' })).toMatchObject({ error: 'is_archived' })
    expect(await page.act({ ...archive, on: false })).toEqual({ ok: true })
    const kick = { do: 'fault', fault: 'kick', channel: GENERAL } as const
    expect(await page.act(kick)).toEqual({ ok: true })
    expect(await page.act(kick)).toEqual({ ok: false, error: 'not_in_channel' })
    expect(await page.act(mention)).not.toHaveProperty('envelopeId')
    expect(await page.act({ ...kick, on: false })).toEqual({ ok: true })
    await page.act(mention)
    await answer(feed, 'Walmart')
    expect(await page.act({ do: 'fault', fault: 'kick' })).toEqual({ ok: false, error: 'channel_not_found' })
  })

  it('reject-cards: invalid_blocks with its path, and the app falls back', async () => {
    const page = await visit()
    const feed = page.feed()
    await page.act({ do: 'fault', fault: 'reject-cards' })
    await page.act({ do: 'post', user: ADA, channel: GENERAL, text: '@kstreams walmart' })
    const refused = await call(feed, 'chat.postMessage', { error: 'invalid_blocks' })
    expect(JSON.stringify(refused.response)).toContain('json-pointer:/blocks/')
    const message = await answer(feed, 'Walmart')
    expect(message.blocks?.some((one) => one['type'] === 'card')).toBe(false)
    await page.act({ do: 'fault', fault: 'reject-cards', on: false })
    expect((await page.state()).faults).toContainEqual({ name: 'reject-cards', on: false })
  })

  it('drop-socket: the app goes on over the other one', async () => {
    const page = await visit()
    const feed = page.feed()
    await page.act({ do: 'fault', fault: 'drop-socket' })
    expect(await feed.change((one) => (one.kind === 'sockets' ? one.live : undefined))).toBe(1)
    await page.act({ do: 'command', user: ADA, channel: GENERAL, text: 'fraud' })
    await answer(feed, 'fraud')
  })

  it('uninstall: events where subscribed, then account_inactive until it is installed again', async () => {
    const page = await visit()
    const feed = page.feed()
    page.slack.workspace.subscriptions.push('app_uninstalled', 'tokens_revoked')
    await page.act({ do: 'fault', fault: 'uninstall' })
    expect(await only(feed, 'faults')).toMatchObject({ installed: false })
    const types = (await page.state()).envelopes.map((one) => one.payload['event'])
    expect(types).toMatchObject([{ type: 'app_uninstalled' }, { type: 'tokens_revoked' }])
    const headers = { authorization: `Bearer ${page.slack.botToken}` }
    const test = async () =>
      (await fetch(`${page.slack.apiUrl}auth.test`, { method: 'POST', headers })).json()
    expect(await test()).toMatchObject({ ok: false, error: 'account_inactive' })
    const command = { do: 'command', user: ADA, channel: GENERAL, text: 'fraud' } as const
    await page.act(command)
    expect((await page.state()).messages.at(-1)).toMatchObject({ error: 'invalid_command', visibleTo: ADA })
    await page.act({ do: 'fault', fault: 'uninstall', on: false })
    expect(await test()).toMatchObject({ ok: true })
    await page.act(command)
    await answer(feed, 'fraud')
  })
})

describe("Slack's limits", () => {
  it('are switched on and off', async () => {
    const page = await visit()
    const feed = page.feed()
    await feed.begin
    expect(await page.act({ do: 'fault', fault: 'limits' })).toEqual({ ok: true })
    expect((await only(feed, 'faults')).faults).toContainEqual({ name: 'limits', on: true })
    expect(page.slack.limited()).toBe(true)
    await page.act({ do: 'fault', fault: 'limits', on: false })
    expect((await page.state()).faults).toContainEqual({ name: 'limits', on: false })
  })
})

describe('the clock', () => {
  it('turns, runs on, and comes back; stamps rise all the same', async () => {
    const page = await visit()
    const feed = page.feed()
    await feed.begin
    const say = async (text: string) => {
      const done = await page.act({ do: 'post', user: ADA, channel: GENERAL, text })
      return done.ok ? Number(done.ts) : 0
    }
    const first = await say('one')
    expect(await page.act({ do: 'clock', to: 'tomorrow-9', user: KENJI })).toEqual({ ok: true })
    const { clock } = await only(feed, 'clock')
    expect(clock.turned).toBe(true)
    const shown = new Date(clock.now).toLocaleString('en-GB', { timeZone: 'Asia/Tokyo', timeStyle: 'short' })
    expect(shown).toBe('09:00')
    const second = await say('two')
    expect(second).toBeGreaterThanOrEqual(Math.floor(clock.now / 1000))
    await page.act({ do: 'clock', to: 'real' })
    expect((await page.state()).clock).toMatchObject({ turned: false })
    const third = await say('three')
    expect([first, second, third]).toEqual([first, second, third].toSorted((a, b) => a - b))
    expect(new Set([first, second, third]).size).toBe(3)
  })

  it.each([
    ['tomorrow-9', 'Europe/London', '2026-03-28T12:00Z', '2026-03-29T08:00Z'],
    ['tomorrow-9', 'America/New_York', '2026-11-01T03:00Z', '2026-11-01T14:00Z'],
    ['tomorrow-9', 'Asia/Tokyo', '2026-11-22T16:00Z', '2026-11-24T00:00Z'],
    ['next-dst-night', 'Europe/London', '2026-11-22T12:00Z', '2027-03-28T00:30Z'],
    ['next-dst-night', 'America/New_York', '2026-10-01T12:00Z', '2026-11-01T05:30Z'],
    ['next-dst-night', 'Asia/Tokyo', '2026-11-22T12:00Z', '2027-03-28T00:30Z'],
    ['next-dst-night', 'Europe/London', '2027-03-28T00:30Z', '2027-10-31T00:30Z'],
  ] as const)('%s in %s from %s is %s', (mark, zone, now, wanted) => {
    expect(new Date(momentOf(mark, Date.parse(now), zone))).toEqual(new Date(wanted))
  })

  it('runs like the real one', () => {
    let real = 1000
    const clock = createClock(() => real)
    clock.turn(5000)
    real = 1500
    expect([clock.now(), clock.turned()]).toEqual([5500, true])
    clock.reset()
    expect([clock.now(), clock.turned()]).toEqual([1500, false])
  })
})

describe('what is typed becomes what Slack sends', () => {
  const { users, channels } = createWorkspace(BOT)
  it.each([
    ['@kstreams fraud', '<@UKSTREAMS01> fraud'],
    ['@Ada, see #random!', '<@U0ADA00001>, see <#C0RANDOM01|random>!'],
    ['a < b && c > d', 'a &lt; b &amp;&amp; c &gt; d'],
    ['<@U0ADA00001> <!channel>', '&lt;@U0ADA00001&gt; &lt;!channel&gt;'],
    ['@here @nobody ada@kstreams.dev #nowhere', '<!here> @nobody ada@kstreams.dev #nowhere'],
    ['see https://x.test/?a=1&b=2.', 'see <https://x.test/?a=1&amp;b=2>.'],
    ['(https://x.test/@ada#random)', '(<https://x.test/@ada#random>)'],
  ])('%s', (typed, sent) => {
    expect(toSlackText(typed, { users, channels })).toBe(sent)
  })
})

describe('the page is this machine’s alone', () => {
  let page: Visitor
  // One for all: nothing here changes it.
  const shared = () => page
  beforeAll(async () => {
    page = await open()
  })
  afterAll(() => page.close())

  it.each([
    ['POST', '/act', { origin: 'https://evil.example' }],
    ['POST', '/act', { origin: 'null' }],
    ['POST', '/act', { 'sec-fetch-site': 'cross-site' }],
    ['GET', '/state', { host: 'evil.example' }],
    ['GET', '/state', { host: '127.0.0.1:1' }],
    ['GET', '/feed', { host: 'localhost.evil.example' }],
    ['GET', '/', { host: 'evil.example' }],
    ['GET', '/state', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors' }],
    ['GET', '/api/auth.test?token=xoxb-local-kstreams', { 'sec-fetch-site': 'same-site' }],
    ['POST', '/api/auth.test?token=xoxb-local-kstreams', { origin: 'http://localhost:1' }],
  ])('%s %s with %o is refused', async (method, path, headers) => {
    const whole = { 'content-type': 'application/json', ...headers }
    expect(await raw(shared().url, path, { method, headers: whole as Record<string, string> })).toMatchObject(
      {
        status: 403,
      },
    )
  })

  it('localhost and a link from elsewhere are welcome', async () => {
    const { url } = shared()
    const { port } = new URL(url)
    expect(await raw(url, '/state', { headers: { host: `localhost:${port}` } })).toMatchObject({
      status: 200,
    })
    const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' }
    expect((await raw(url, '/', { headers: link })).status).not.toBe(403)
  })

  it.each([
    '/../package.json',
    '/assets/../../main.js',
    '/..%2fmain.js',
    '/assets/%2e%2e/%2e%2e/main.js',
    '//etc/passwd',
    '/assets',
    '/%',
  ])('no path leads out of the page: %s', async (path) => {
    expect(await raw(shared().url, path)).toMatchObject({ status: 404 })
  })

  it('what is not an act is refused with a reason', async () => {
    const { url } = shared()
    const wrong = async (body: string, headers = {}) => {
      const response = await post(url, body, headers)
      return [response.status, ((await response.json()) as { error: string }).error]
    }
    expect(await wrong('{')).toEqual([400, 'the body is not JSON'])
    expect(await wrong('[]')).toEqual([400, expect.stringContaining('do is none of')])
    expect(await wrong('{"do":"constructor"}')).toEqual([400, expect.stringContaining('do is none of')])
    expect(await wrong('{"do":"post","user":1}')).toEqual([400, 'post: user is not a string'])
    expect(await wrong('{"do":"openHome","user":"a","tab":"x"}')).toEqual([400, 'openHome: tab is not a tab'])
    expect(await wrong('{"do":"clock","to":-1}')).toEqual([400, 'clock: to is not a moment'])
    expect(await wrong('{"do":"fault","fault":"toString"}')).toEqual([400, 'fault: fault is not a fault'])
    expect(await wrong('{}', { 'content-type': 'text/plain' })).toEqual([415, expect.any(String)])
    expect(await wrong(`{"x":"${'x'.repeat(2_000_000)}"}`)).toEqual([413, expect.any(String)])
    expect(await raw(url, '/act')).toMatchObject({ status: 405 })
    expect(await raw(url, '/state', { method: 'POST' })).toMatchObject({ status: 405 })
    expect(await raw(url, '/state')).toMatchObject({
      headers: {
        'content-security-policy': expect.stringContaining("default-src 'self'"),
        'x-content-type-options': 'nosniff',
      },
    })
  })

  it('files have their type; those with a hash may be kept', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'page-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    await mkdir(join(folder, 'assets'))
    await writeFile(join(folder, 'index.html'), '<title>x</title>')
    await writeFile(join(folder, 'assets/a-1.js'), '1')
    expect(await findPageFile('/', folder)).toMatchObject({
      type: 'text/html; charset=utf-8',
      lasting: false,
    })
    expect(await findPageFile('/assets/a-1.js', folder)).toMatchObject({
      type: 'text/javascript; charset=utf-8',
      lasting: true,
    })
    expect(await findPageFile('/assets/b.js', folder)).toBeUndefined()
    expect(await findPageFile('/', join(folder, 'nowhere'))).toBeUndefined()
  })
})
