import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startApp } from '../../src/app.ts'
import { DATA_FOLDER } from '../../src/catalogue/load.ts'
import { type LocalSlack, startLocalSlack } from '../../src/playground/index.ts'
import { settingsFor } from '../settings.ts'
import { startBot } from './bot.ts'

/** Messages of the bot so far. To prove a silence, the tests ask something more and see that only that is answered. */
const botMessages = (slack: LocalSlack) =>
  slack.workspace.messages.filter((message) => message.user === slack.workspace.app.botUserId)

describe('once', () => {
  it('answers an event once however often it is delivered', async () => {
    const { slack } = await startBot()
    const delivery = await slack.mention({ text: 'fraud' })
    await slack.answers(delivery)
    await (await slack.redeliver(delivery)).acked
    await (await slack.redeliver(delivery)).acked
    await slack.answers(await slack.mention({ text: 'nyt' }))
    expect(botMessages(slack)).toHaveLength(2)
  })

  it('answers a command once when its envelope comes again', async () => {
    const { slack } = await startBot()
    const delivery = await slack.command({ text: 'fraud' })
    await slack.answers(delivery)
    await (await slack.redeliver(delivery)).acked
    await slack.answers(await slack.command({ text: 'nyt' }))
    expect(botMessages(slack)).toHaveLength(2)
  })

  it('answers one message once, whatever events tell of it', async () => {
    const { slack } = await startBot()
    const delivery = await slack.mention({ text: 'fraud' })
    await slack.answers(delivery)
    const inner = (delivery.payload as { event: Record<string, unknown> }).event
    await (await slack.event(inner)).acked
    await (await slack.event({ ...inner, edited: { user: delivery.user, ts: '1790000000.000200' } })).acked
    await slack.answers(await slack.mention({ text: 'nyt' }))
    expect(botMessages(slack)).toHaveLength(2)
  })

  it.each([
    ['chat.postMessage', 'an answer may have arrived'],
    ['response_url', 'could not answer'],
  ])('says nothing twice when an answer of Slack to %s is lost', async (method, logged) => {
    const { slack, log } = await startBot()
    const ask = (text: string) =>
      method === 'response_url' ? slack.command({ text }) : slack.mention({ text })
    slack.loseAnswer(method)
    await slack.answers(await ask('fraud'))
    await slack.answers(await ask('nyt'))
    expect(botMessages(slack).map((message) => message.text.slice(0, 30))).toEqual([
      expect.stringContaining('fraud'),
      expect.stringContaining('nyt'),
    ])
    expect(log()).toContain(logged)
  })

  it('waits out a 429 and posts once', async () => {
    const { slack } = await startBot()
    slack.rateLimit('chat.postMessage', { retryAfterSeconds: 1 })
    const delivery = await slack.mention({ text: 'fraud' })
    await slack.answers(delivery)
    expect(botMessages(slack)).toHaveLength(1)
  })
})

describe('silence', () => {
  it('towards other bots, edits, deletions, notices and itself', async () => {
    const { slack } = await startBot()
    const channel = slack.workspace.channels.find((one) => one.name === 'general')?.id ?? ''
    const mention = `<@${slack.workspace.app.botUserId}> fraud`
    const base = { type: 'app_mention', channel, text: mention, ts: '1790000000.000100', user: 'UOTHERBOT1' }
    const im = { ...base, type: 'message', channel_type: 'im', channel: 'D0KSTREAMS' }
    const quiet = [
      { ...base, bot_id: 'BOTHER1' },
      { ...base, app_id: 'AOTHER1' },
      { ...im, subtype: 'bot_message', bot_id: 'BOTHER1' },
      { ...im, subtype: 'message_changed', message: { text: mention, user: 'U1' } },
      { ...im, subtype: 'message_deleted' },
      { ...im, subtype: 'channel_join' },
      { ...im, user: 'USLACKBOT' },
      { ...im, user: slack.workspace.app.botUserId },
    ]
    for (const inner of quiet) await (await slack.event(inner)).acked
    await slack.answers(await slack.mention({ text: 'nyt' }))
    expect(botMessages(slack)).toHaveLength(1)
  })

  it('two bots that mention each other come to rest', async () => {
    const { slack } = await startBot()
    const channel = slack.workspace.channels.find((one) => one.name === 'general')?.id ?? ''
    // The other bot repeats whatever it reads, with a mention of ours: a loop, if ours took the bait.
    let echoes = 0
    const stop = slack.onChange((change) => {
      if (change.kind !== 'message' || change.write.message.user !== slack.workspace.app.botUserId) return
      const text = `<@${slack.workspace.app.botUserId}> ${change.write.message.text.slice(0, 50)}`
      echoes++
      void slack.event({
        type: 'app_mention',
        channel,
        text,
        ts: '1790000001.000100',
        user: 'UECHO',
        bot_id: 'BECHO',
      })
    })
    await slack.answers(await slack.mention({ text: 'fraud' }))
    await slack.answers(await slack.mention({ text: 'nyt' }))
    stop()
    expect(echoes).toBe(2)
  })
})

describe('tiers', () => {
  it('falls to classic blocks, and does not ask for cards again', async () => {
    const { slack } = await startBot()
    slack.rejectBlocks(['card'])
    const [first] = await slack.answers(await slack.command({ text: 'fraud' }))
    const types = first?.blocks?.map((block) => block['type']) ?? []
    expect(types.filter((type) => type !== 'context')).toEqual([
      'rich_text',
      ...Array(3).fill(['section', 'actions', 'divider']).flat().slice(0, -1),
      'actions',
    ])
    const tries = slack.calls.length
    await slack.answers(await slack.command({ text: 'walmart' }))
    expect(slack.calls.length).toBe(tries + 1)
  })

  it('is not lowered by a stumble of Slack', async () => {
    const { slack } = await startBot()
    slack.failWith('response_url', 'internal_error')
    const failed = await slack.command({ text: 'fraud' })
    // Slack says so to who typed it: whether the answer came, nobody knows.
    await expect(failed.acked).rejects.toThrow('operation_timeout')
    const [answer] = await slack.answers(await slack.command({ text: 'walmart' }))
    expect(answer?.blocks?.some((block) => block['type'] === 'card')).toBe(true)
  })

  it('remembers for each surface by itself', async () => {
    const { slack } = await startBot()
    slack.rejectBlocks(['card'])
    await slack.answers(await slack.command({ text: 'fraud' }))
    slack.rejectBlocks([])
    const [answer] = await slack.answers(await slack.mention({ text: 'fraud' }))
    expect(answer?.blocks?.some((block) => block['type'] === 'card')).toBe(true)
  })

  it('falls to text, which still names every title and address', async () => {
    const { slack } = await startBot()
    slack.rejectBlocks(['card', 'section', 'rich_text'])
    const [answer] = await slack.answers(await slack.mention({ text: 'walmart' }))
    expect(answer?.blocks).toBeUndefined()
    expect(answer?.text).toContain('Kafka Streams at Scale')
    expect(answer?.text).toContain('https://www.slideshare.net/kafkazone/')
  })
})

describe('sockets', () => {
  it('answers while Slack refreshes one of them', async () => {
    const { slack } = await startBot()
    await slack.connected(2)
    slack.disconnectSockets('refresh_requested')
    await slack.until('one socket to be left', () => (slack.sockets() === 1 ? true : undefined))
    const [answer] = await slack.answers(await slack.command({ text: 'nyt' }))
    expect(answer?.text).toContain('New York Times')
  })

  it('answers after one broke without a word', async () => {
    const { slack } = await startBot()
    await slack.connected(2)
    slack.dropSocket()
    const [answer] = await slack.answers(await slack.command({ text: 'nyt' }))
    expect(answer?.text).toContain('New York Times')
  })
})

describe('trouble', () => {
  it('apologises with a reference that leads to the cause in the log', async () => {
    const { slack, log } = await startBot()
    slack.failWith('chat.postMessage', 'fatal_error')
    const [answer] = await slack.answers(await slack.mention({ text: 'fraud' }))
    const reference = /reference ([0-9a-f]{6})/.exec(answer?.text ?? '')?.[1] ?? 'none'
    const line =
      log()
        .split('\n')
        .find((one) => one.includes(reference)) ?? ''
    expect(JSON.parse(line)).toMatchObject({
      msg: 'could not answer',
      kind: 'mention',
      error: { slackError: 'fatal_error' },
    })
  })

  it('logs neither what people write nor any token, at the finest level', async () => {
    const { slack, log } = await startBot()
    slack.failWith('chat.postMessage', 'fatal_error')
    slack.rejectBlocks(['card'])
    for (const text of ['planted secret words', 'fraud planted']) {
      await slack.answers(await slack.mention({ text }))
      await slack.answers(await slack.command({ text }))
      await slack.answers(await slack.dm({ text }))
    }
    expect(log()).toContain('answered')
    expect(log()).not.toMatch(/planted/)
    expect(log()).not.toMatch(/xox[a-z]-|xapp-|hooks\.slack|StubHub/)
  })

  it('outlives a socket that closed before its answer was acknowledged', async () => {
    const { slack, close } = await startBot()
    slack.slow('chat.postMessage', 1500)
    const delivery = await slack.mention({ text: 'fraud' })
    expect(await slack.answers(delivery)).toHaveLength(1)
    // The acknowledgement, due after a second, finds no socket: nothing must be left that ends the process.
    await close()
  })

  it('repeats an answer that Slack stumbled over, unless it is there', async () => {
    const { slack } = await startBot()
    slack.failHttp('chat.postMessage', 500)
    slack.failWith('conversations.replies', 'internal_error')
    expect(await slack.answers(await slack.mention({ text: 'fraud' }))).toHaveLength(1)
    slack.failHttp('chat.postMessage', 500, { carriedOut: true })
    await slack.answers(await slack.mention({ text: 'nyt' }))
    await slack.until(
      'a look for it',
      () => slack.calls.filter(({ method }) => method === 'conversations.replies')[2],
    )
    await slack.answers(await slack.mention({ text: 'walmart' }))
    expect(botMessages(slack)).toHaveLength(3)
  })

  it('closes within its grace while Slack is slow to answer', async () => {
    const { slack, close } = await startBot()
    const delivery = await slack.mention({ text: 'fraud' })
    await delivery.acked
    await close()
    expect(await slack.answers(delivery)).toHaveLength(1)
    expect(slack.sockets()).toBe(0)
  })
})

describe('a broken catalogue', () => {
  it('stops the start, with every problem in the words of `check`, before Slack is called', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kstreams-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    await cp(DATA_FOLDER, folder, { recursive: true })
    await writeFile(join(folder, 'use-cases/new-one.yaml'), 'company: New One\n')
    const slack = await startLocalSlack()
    onTestFinished(slack.close)
    const { config, secrets } = settingsFor(slack)
    const starting = startApp(config, secrets, pino({ level: 'silent' }), { dataFolder: folder })
    await expect(starting).rejects.toThrow('use-cases/new-one.yaml: title is missing.')
    expect(slack.calls).toEqual([])
  })
})
