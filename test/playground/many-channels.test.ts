import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type LocalSlack, startLocalSlack } from '../../src/playground/index.ts'
import { refusal, webClient } from './bot.ts'

const ADA = 'U0ADA00001'
const GRACE = 'U0GRACE001'
const BOT = 'UKSTREAMS01'
let slack: LocalSlack

beforeEach(async () => {
  slack = await startLocalSlack()
})
afterEach(() => slack.close())

describe('channels more', () => {
  test('have the bot and ada, or whom they are told to have', async () => {
    const news = slack.addChannel({ name: 'news' })
    expect(news).toMatchObject({ name: 'news', is_private: false, is_archived: false, members: [ADA, BOT] })
    expect(news.id).toMatch(/^C0\d{8}$/)
    expect(slack.workspace.channels).toContain(news)
    const secret = slack.addChannel({ name: 'secret', is_private: true, members: ['grace', GRACE, BOT] })
    expect(secret).toMatchObject({ is_private: true, members: [GRACE, BOT] })
    expect(() => slack.addChannel({ name: 'news' })).toThrow('name_taken')
    expect(() => slack.addChannel({ name: 'more', members: ['nobody'] })).toThrow('no such person')
    const said = await slack.mention({ text: 'hi', channel: 'news' })
    expect(said.delivered).toBe(true)
  })

  test('are told to whoever listens', () => {
    const kinds: string[] = []
    slack.onChange(({ kind }) => void kinds.push(kind))
    slack.addChannel({ name: 'news' })
    expect(kinds).toEqual(['workspace'])
  })

  test('ids go on after a restart', async () => {
    slack.addChannel({ name: 'news' })
    const saved = slack.save()
    await slack.close()
    slack = await startLocalSlack({ saved })
    const more = slack.addChannel({ name: 'more' })
    expect(slack.workspace.channels.filter((one) => one.id === more.id)).toHaveLength(1)
    await webClient(slack).chat.postMessage({ channel: '#news', text: 'x' })
  })

  test('ten thousand: a call takes no longer than in three', { timeout: 60_000 }, async () => {
    slack.workspace.scopes.push('channels:history')
    const channels = Array.from({ length: 10_000 }, (_, n) => slack.addChannel({ name: `channel-${n}` }))
    const client = webClient(slack)
    const post = ({ id }: { id: string }) => client.chat.postMessage({ channel: id, text: id })
    const some = channels.filter((_, n) => n % 5 === 0)
    for (let n = 0; n < some.length; n += 50) await Promise.all(some.slice(n, n + 50).map(post))
    expect(slack.workspace.messages).toHaveLength(2000)
    const last = some.at(-1)?.id ?? ''
    const { messages } = await client.conversations.history({ channel: last })
    expect(messages?.map((one) => one.text)).toEqual([last])
  })

  test('what tests change in the lists is seen', async () => {
    const client = webClient(slack)
    const { channels, users } = slack.workspace
    channels.push({
      ...slack.addChannel({ name: 'copied' }),
      id: 'C0COPY0001',
      name: 'copy',
      members: [BOT],
    })
    await client.chat.postMessage({ channel: 'C0COPY0001', text: 'x' })
    channels.splice(0, 1)
    expect((await refusal(client.chat.postMessage({ channel: '#general', text: 'x' }))).error).toBe(
      'channel_not_found',
    )
    users.push({ ...slack.workspace.users[1], id: 'U0NEW00001', name: 'new' } as never)
    expect((await client.chat.postMessage({ channel: 'U0NEW00001', text: 'x' })).channel).toBe('D0NEW00001')
  })
})
