import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Json, type LocalSlack, type SlackMessage, startLocalSlack } from '../../src/playground/index.ts'
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

const TALK = 'https://www.confluent.io/events/talk?id=1&x=2'
const VIDEO = 'https://youtu.be/abc'
const events = () =>
  slack.envelopes.flatMap(({ payload }) => {
    const inner = payload['event'] as Json | undefined
    return inner?.['type'] === 'link_shared' ? [inner] : []
  })
const types = () => slack.envelopes.map(({ payload }) => (payload['event'] as Json)['type'])
const last = () => slack.workspace.messages.at(-1) as SlackMessage
const section = { type: 'section', text: { type: 'mrkdwn', text: 'A talk' } }

describe('link_shared', () => {
  test('tells of the links to the app’s domains, wherever a person posts them', async () => {
    await slack.say({
      text: `<${VIDEO}|this> ${TALK.replace('&', '&amp;')} https://example.com`,
      channel: 'random',
    })
    expect(events()).toEqual([
      {
        type: 'link_shared',
        channel: 'C0RANDOM01',
        is_bot_user_member: false,
        user: 'U0ADA00001',
        message_ts: last().ts,
        unfurl_id: expect.stringContaining(last().ts),
        source: 'conversations_history',
        links: [
          { domain: 'youtu.be', url: VIDEO },
          { domain: 'confluent.io', url: TALK },
        ],
        event_ts: expect.any(String),
      },
    ])
  })

  test('comes beside the event of a mention or a direct message, which stays as it is', async () => {
    const mention = await slack.mention({ text: `<${VIDEO}>`, threadTs: '1.000001' })
    expect(mention).toMatchObject({ delivered: true, threadTs: '1.000001' })
    expect(mention.payload['event']).toMatchObject({ type: 'app_mention' })
    const dm = await slack.dm({ text: VIDEO, user: 'grace' })
    expect(dm.payload['event']).toMatchObject({ type: 'message' })
    expect(types()).toEqual(['app_mention', 'link_shared', 'message', 'link_shared'])
    expect(events()).toMatchObject([
      { is_bot_user_member: true, thread_ts: '1.000001', channel: 'C0GENERAL1' },
      { is_bot_user_member: true, user: 'U0GRACE001', channel: 'D0GRACE001' },
    ])
  })

  test('is not for other links, for look-alikes, for apps, nor without scope or subscription', async () => {
    await slack.say({ text: '<https://confluent.io.evil.com/x> https://notyoutu.be/x mailto:a@youtu.be' })
    await webClient(slack).chat.postMessage({ channel: 'C0GENERAL1', text: VIDEO })
    const { scopes, subscriptions, unfurlDomains } = slack.workspace
    scopes.splice(scopes.indexOf('links:read'), 1)
    await slack.say({ text: VIDEO })
    scopes.push('links:read')
    subscriptions.splice(subscriptions.indexOf('link_shared'), 1)
    await slack.say({ text: VIDEO })
    subscriptions.push('link_shared')
    unfurlDomains.splice(0)
    await slack.say({ text: VIDEO })
    expect(events()).toEqual([])
  })
})

describe('chat.unfurl', () => {
  const shared = async (text = `see <${TALK.replace('&', '&amp;')}>`, channel = 'random') => {
    await slack.say({ text, channel })
    return last()
  }
  const unfurl = (args: object) => webClient(slack).chat.unfurl(args as never)
  const at = ({ channel, ts }: SlackMessage) => ({ channel, ts })

  test('puts the preview under the message, and a later one in its place', async () => {
    const message = await shared()
    const changes: string[] = []
    slack.onChange((change) => {
      if (change.kind === 'message') changes.push(change.write.action)
    })
    await unfurl({ ...at(message), unfurls: { [TALK]: { blocks: [section] } } })
    await unfurl({ ...at(message), unfurls: { [TALK]: { blocks: [section, { type: 'divider' }] } } })
    expect(message.attachments).toMatchObject([
      {
        id: 1,
        app_unfurl_url: TALK,
        is_app_unfurl: true,
        blocks: [{ type: 'section' }, { type: 'divider' }],
      },
    ])
    expect(message).not.toHaveProperty('edited')
    expect(message.text).toContain('see')
    expect(changes).toEqual(['updated', 'updated'])
  })

  test('goes by unfurl_id and source, too', async () => {
    const message = await shared()
    const unfurls = { [TALK]: { blocks: [section] } }
    const id = events()[0]?.['unfurl_id']
    await unfurl({ unfurl_id: id, source: 'conversations_history', unfurls })
    expect(message.attachments).toHaveLength(1)
    const error = async (args: object) => (await refusal(unfurl({ unfurls, ...args }))).error
    expect(await error({ unfurl_id: id, source: 'composer' })).toBe('cannot_find_message')
    expect(await error({ unfurl_id: 'x', source: 'conversations_history' })).toBe('cannot_find_message')
    expect(await error({ unfurl_id: id })).toBe('missing_source')
  })

  test('refuses what Slack refuses', async () => {
    const message = await shared(`<${TALK.replace('&', '&amp;')}> and <https://example.com/a>`)
    const error = async (args: object) => (await refusal(unfurl({ ...at(message), ...args }))).error
    const unfurls = { [TALK]: { blocks: [section] } }
    expect(await error({ unfurls: { [VIDEO]: { blocks: [section] } } })).toBe('cannot_unfurl_message')
    expect(await error({ unfurls: { 'https://example.com/a': { blocks: [section] } } })).toBe(
      'cannot_unfurl_url',
    )
    expect(await error({ unfurls, ts: '1.000001' })).toBe('cannot_find_message')
    expect(await error({ unfurls, channel: 'C0' })).toBe('cannot_find_channel')
    expect(await error({ unfurls, ts: '' })).toBe('missing_ts')
    expect(await error({ unfurls, channel: '' })).toBe('missing_channel')
    expect(await error({ unfurls: '' })).toBe('missing_unfurls')
    expect(await error({ unfurls: { [TALK]: 1 } })).toBe('invalid_unfurls_format')
    const rich = { type: 'rich_text', elements: [{ type: 'rich_text_section', elements: [] }] }
    for (const block of [rich, { type: 'section' }]) {
      const data = await refusal(unfurl({ ...at(message), unfurls: { [TALK]: { blocks: [block] } } }))
      expect(data).toMatchObject({ error: 'invalid_blocks', errors: [expect.stringContaining('/blocks/0')] })
    }
    expect(message).not.toHaveProperty('attachments')
    slack.workspace.scopes.splice(slack.workspace.scopes.indexOf('links:write'), 1)
    expect(await refusal(unfurl({ ...at(message), unfurls }))).toMatchObject({
      ...{ error: 'missing_scope', needed: 'links:write' },
    })
  })

  test('in a direct message, the app hears of it as message_changed', async () => {
    await slack.dm({ text: VIDEO })
    await unfurl({ ...at(last()), unfurls: { [VIDEO]: { blocks: [section] } } })
    expect(slack.envelopes.at(-1)?.payload['event']).toMatchObject({
      ...{ subtype: 'message_changed', message: { user: 'U0ADA00001', attachments: [{ id: 1 }] } },
    })
  })

  test('its buttons can be pressed: the app hears which preview, and answers beside it', async () => {
    bot = await startBot(slack, (app) => {
      app.action('more', async ({ ack, respond }) => {
        await ack()
        await respond({ text: 'more of it', replace_original: true })
      })
    })
    const message = await shared()
    const button = { type: 'button', action_id: 'more', text: { type: 'plain_text', text: 'More' } }
    const blocks = [{ ...section, accessory: button }]
    await unfurl({ ...at(message), unfurls: { [TALK]: { blocks } } })
    const delivery = await slack.press({ message, actionId: 'more' })
    const [answer] = await slack.answers(delivery)
    expect(answer).toMatchObject({ text: 'more of it', visibleTo: 'U0ADA00001' })
    expect(message.text).toContain('see')
    expect(delivery.payload).toMatchObject({
      container: {
        ...{ type: 'message_attachment', attachment_id: 1, is_app_unfurl: true },
        ...{ app_unfurl_url: TALK, message_ts: message.ts },
      },
      app_unfurl: { app_unfurl_url: TALK },
      actions: [{ action_id: 'more' }],
    })
    expect(delivery.payload).not.toHaveProperty('message')
  })
})

describe('a video', () => {
  const plain = (text: string) => ({ type: 'plain_text', text })
  const video = (video_url: string) => ({
    ...{ type: 'video', video_url, title: plain('A talk'), alt_text: 'A talk' },
    thumbnail_url: 'https://i.ytimg.com/vi/abc/hqdefault.jpg',
  })
  const OWN = 'https://www.youtube.com/embed/abc'
  const SENTENCE = 'Video validation failed: Domain is not a valid unfurl domain claimed by your app'
  const publish = (url: string) => {
    const view = { type: 'home', blocks: [section, video(url)] } as never
    return webClient(slack).views.publish({ user_id: 'U0ADA00001', view })
  }
  const post = (url: string) =>
    webClient(slack).chat.postMessage({ channel: 'C0GENERAL1', text: 'x', blocks: [video(url)] as never })

  test('is taken from the unfurl domains and their subdomains', async () => {
    await publish(OWN)
    await post(OWN)
    expect(last().blocks).toMatchObject([{ type: 'video' }])
  })

  test('is refused from elsewhere, and without links.embed:write', async () => {
    const inView = { error: 'invalid_arguments' }
    const pointer = (at: string) => [`[ERROR] ${SENTENCE} [json-pointer:${at}]`]
    expect(await refusal(publish('https://vimeo.com/1'))).toMatchObject({
      ...inView,
      response_metadata: { messages: pointer('/view/blocks/1/video_url') },
    })
    expect(await refusal(post('https://youtube.com.evil.com/1'))).toMatchObject({
      error: 'invalid_blocks',
      response_metadata: { messages: pointer('/blocks/0/video_url') },
    })
    const { scopes } = slack.workspace
    scopes.splice(scopes.indexOf('links.embed:write'), 1)
    expect(await refusal(publish(OWN))).toMatchObject(inView)
  })
})
