import type { App } from '@slack/bolt'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type LocalSlack, type LocalSlackOptions, startLocalSlack } from '../../src/playground/index.ts'
import { closedUrl, type Got, type HttpBot, SIGNING_SECRET, startHttpBot, startReplica } from './http-bot.ts'

const stops: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop()
})

async function start(options: LocalSlackOptions = {}, urls: string[] = []): Promise<LocalSlack> {
  const http = { urls, signingSecret: SIGNING_SECRET, retryWaitsMs: [0, 20, 20], ...options.http }
  const slack = await startLocalSlack({ ...options, http })
  stops.push(slack.close)
  return slack
}

async function replica(answer: Parameters<typeof startReplica>[0]) {
  const one = await startReplica(answer)
  stops.push(one.stop)
  return one
}
const ok = () => replica((_got, response) => void response.end())
const mention = (slack: LocalSlack) => slack.mention({ text: 'fraud' })
const envelopeOf = (slack: LocalSlack) => slack.envelopes[0]
const retries = (got: Got[]) =>
  got.map(({ headers }) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']])

describe('a Bolt app over HTTP', () => {
  let slack: LocalSlack
  let bot: HttpBot
  const heard: unknown[] = []

  const listen = (app: App) => {
    app.command('/kstreams', async ({ command, ack, respond }) => {
      if (command.text === 'in the ack') return ack({ text: 'here' })
      if (command.text === 'as text') return ack('plain')
      await ack()
      return void (await respond({
        text: `you typed ${command.text}`,
        blocks: [
          {
            type: 'actions',
            elements: [{ type: 'button', action_id: 'more', text: { type: 'plain_text', text: 'More' } }],
          },
        ],
      }))
    })
    app.event('app_mention', async ({ event, say, context }) => {
      heard.push([context.retryNum, event.text])
      await say({ text: 'hello', thread_ts: event.ts })
    })
    app.action('more', async ({ ack, body, client }) => {
      await ack()
      await client.views.open({ trigger_id: (body as { trigger_id: string }).trigger_id, view: VIEW })
    })
    app.options('pick', async ({ options, ack }) => {
      await ack({ options: [{ text: { type: 'plain_text', text: options.value }, value: options.value }] })
    })
    app.view('asked', async ({ ack, view }) => {
      const typed = view.state.values['q']?.['q']?.value
      await ack(
        typed === 'bad' ? { response_action: 'errors', errors: { q: 'No.' } } : { response_action: 'clear' },
      )
    })
  }

  beforeEach(async () => {
    heard.length = 0
    slack = await start()
    bot = await startHttpBot(slack, listen)
    stops.push(bot.stop)
    slack.deliverTo([bot.url])
  })

  test('answers a command, by its response_url and in the acknowledgement', async () => {
    const delivery = await slack.command({ text: 'fräud & "joins" +' })
    const [answer] = await slack.answers(delivery)
    expect(answer).toMatchObject({ text: 'you typed fräud & "joins" +', visibleTo: delivery.user })
    const [inAck] = await slack.answers(await slack.command({ text: 'in the ack' }))
    expect(inAck).toMatchObject({ text: 'here' })
    const [asText] = await slack.answers(await slack.command({ text: 'as text' }))
    expect(asText).toMatchObject({ text: 'plain' })
    expect(envelopeOf(slack)).toMatchObject({
      ...{ state: 'acked', connections: [] },
      attempts: [{ url: bot.url, status: 200, body: '' }],
    })
  })

  test('hears of a mention, opens a modal, offers options and takes a submission', async () => {
    const [said] = await slack.answers(await mention(slack))
    expect(said).toMatchObject({ text: 'hello' })
    expect(heard).toEqual([[undefined, '<@UKSTREAMS01> fraud']])
    const [message] = await slack.answers(await slack.command({ text: 'x' }))
    const view = await slack.opened(await slack.press({ message: message as never, actionId: 'more' }))
    const offered = await slack.suggest({ view, actionId: 'pick', value: 'joins' })
    expect(offered).toEqual([{ text: { type: 'plain_text', text: 'joins' }, value: 'joins' }])
    await (await slack.submit({ view, values: { q: 'bad', pick: 'joins' } })).acked
    expect([view.open, view.errors]).toEqual([true, { q: 'No.' }])
    await (await slack.submit({ view, values: { q: 'good' } })).acked
    expect(view.open).toBe(false)
  })

  test('sees through a wrong signature and an old clock', async () => {
    const forger = await start({ http: { urls: [bot.url], signingSecret: 'another' } })
    await expect((await forger.command({ text: 'x' })).acked).rejects.toThrow('http_client_error')
    const late = await start({ now: () => Date.now() - 6 * 60_000 }, [bot.url])
    await expect((await late.command({ text: 'x' })).acked).rejects.toThrow('http_client_error')
    expect(late.envelopes[0]?.attempts).toMatchObject([{ status: 401, failure: 'http_error' }])
    expect(late.workspace.messages.at(-1)).toMatchObject({ error: 'http_client_error' })
  })
})

const VIEW = {
  type: 'modal' as const,
  callback_id: 'asked',
  title: { type: 'plain_text' as const, text: 'Ask' },
  submit: { type: 'plain_text' as const, text: 'Go' },
  blocks: [
    {
      type: 'input' as const,
      block_id: 'q',
      label: { type: 'plain_text' as const, text: 'Question' },
      element: { type: 'plain_text_input' as const, action_id: 'q' },
    },
    {
      type: 'input' as const,
      block_id: 'pick',
      optional: true,
      label: { type: 'plain_text' as const, text: 'Topic' },
      element: { type: 'external_select' as const, action_id: 'pick' },
    },
  ],
}

describe('what Slack sends', () => {
  test('a command as form fields, an event as JSON, a click as JSON in a field', async () => {
    const one = await ok()
    const slack = await start({ now: () => 1_800_000_000_000 }, [one.url])
    await (await slack.command({ text: 'a b' })).acked
    await (await mention(slack)).acked
    await (await slack.shortcut({ callbackId: 'find' })).acked
    const [command, event, click] = one.got
    const form = 'application/x-www-form-urlencoded'
    expect(command?.headers).toMatchObject({
      'content-type': form,
      'x-slack-request-timestamp': '1800000000',
      'x-slack-signature': expect.stringMatching(/^v0=[0-9a-f]{64}$/),
    })
    const fields = Object.fromEntries(new URLSearchParams(command?.body))
    expect(fields).toMatchObject({
      ...{ command: '/kstreams', text: 'a b', team_id: 'T0LOCAL001', api_app_id: 'A0KSTREAMS' },
      ...{ is_enterprise_install: 'false', user_id: 'U0ADA00001' },
    })
    expect(fields).not.toHaveProperty('enterprise_id')
    expect(event?.headers['content-type']).toBe('application/json')
    expect(JSON.parse(event?.body ?? '')).toMatchObject({
      ...{ type: 'event_callback', team_id: 'T0LOCAL001', context_team_id: 'T0LOCAL001' },
      ...{ event_id: expect.stringMatching(/^Ev/), event_time: 1_800_000_000, api_app_id: 'A0KSTREAMS' },
      authorizations: [{ team_id: 'T0LOCAL001', enterprise_id: null, is_enterprise_install: false }],
    })
    expect(click?.headers['content-type']).toBe(form)
    const payload: unknown = JSON.parse(new URLSearchParams(click?.body).get('payload') ?? '')
    expect(payload).toMatchObject({ type: 'shortcut', callback_id: 'find', enterprise: null })
  })

  test('in a workspace of an organisation', async () => {
    const one = await ok()
    const slack = await start({ team: 'T0ACME', teamName: 'Acme', enterprise: 'E0ORG' }, [one.url])
    const { acked, payload } = await slack.command({ text: 'x' })
    await acked
    expect(payload).toMatchObject({ team_id: 'T0ACME', team_domain: 'acme', enterprise_id: 'E0ORG' })
    expect(payload).toMatchObject({ user_id: 'U0ADA00001' + '0ACME', is_enterprise_install: 'false' })
    const said = await mention(slack)
    expect(said.payload).toMatchObject({
      ...{ enterprise_id: 'E0ORG', context_enterprise_id: 'E0ORG' },
      event_id: expect.stringMatching(/^Ev0ACME/),
      authorizations: [{ enterprise_id: 'E0ORG', team_id: 'T0ACME' }],
    })
    expect(slack.botToken).toBe('xoxb-local-kstreams')
  })

  test('refuses ids that are none', async () => {
    await expect(startLocalSlack({ team: 'acme' })).rejects.toThrow('team must be like T0ACME, got acme')
    await expect(startLocalSlack({ enterprise: 'T1' })).rejects.toThrow('enterprise must be like E0ACME')
  })
})

describe('retries of events', () => {
  const failing = (status: number, headers = {}) =>
    replica((got, response) => {
      response.writeHead(got.headers['x-slack-retry-num'] === '2' ? 200 : status, headers).end()
    })

  test('after an error: the same event, signed anew, until it is answered', async () => {
    const one = await failing(500)
    let now = 1_800_000_000_000
    const slack = await start({ now: () => (now += 1000) }, [one.url])
    await (await mention(slack)).acked
    expect(retries(one.got)).toEqual([
      [undefined, undefined],
      ['1', 'http_error'],
      ['2', 'http_error'],
    ])
    expect(new Set(one.got.map(({ body }) => body)).size).toBe(1)
    expect(new Set(one.got.map(({ headers }) => headers['x-slack-signature'])).size).toBe(3)
    expect(envelopeOf(slack)).toMatchObject({ state: 'acked', retry_attempt: 2 })
    expect(envelopeOf(slack)?.attempts?.map(({ status }) => status)).toEqual([500, 500, 200])
  })

  test('three at most', async () => {
    const one = await replica((_got, response) => void response.writeHead(404).end('who?'))
    const slack = await start({}, [one.url])
    await expect((await mention(slack)).acked).rejects.toThrow('http_client_error')
    expect(one.got).toHaveLength(4)
    expect(envelopeOf(slack)?.attempts?.at(-1)).toMatchObject({ status: 404, body: 'who?' })
  })

  test('none where the app wants none', async () => {
    const one = await failing(500, { 'x-slack-no-retry': '1' })
    const slack = await start({}, [one.url])
    await expect((await mention(slack)).acked).rejects.toThrow('http_service_error')
    expect(one.got).toHaveLength(1)
  })

  test('after a timeout', async () => {
    const one = await replica((got, response) => {
      if (got.headers['x-slack-retry-num'] !== undefined) response.end()
    })
    const slack = await start({ ackTimeoutMs: 200 }, [one.url])
    await (await mention(slack)).acked
    expect(retries(one.got)[1]).toEqual(['1', 'http_timeout'])
    expect(envelopeOf(slack)?.attempts?.[0]).not.toHaveProperty('status')
  })

  test('wait as Slack waits', async () => {
    const one = await failing(500)
    const slack = await startLocalSlack({ http: { urls: [one.url], signingSecret: SIGNING_SECRET } })
    stops.push(slack.close)
    await mention(slack)
    // The first comes at once; the second only after a minute, when the test is long over.
    const waiting = () => slack.envelopes.find((one) => one.retry_attempt === 2 && one.state === 'waiting')
    await slack.until('the second retry', waiting)
    // What is sent afterwards overtakes it.
    for (let n = 0; n < 5; n++) {
      await expect((await slack.command({ text: 'x' })).acked).rejects.toThrow('http_service_error')
    }
    expect(one.got).toHaveLength(2 + 5)
  })

  test('none of commands: the person is told', async () => {
    const broken = await replica((_got, response) => void response.destroy())
    const slack = await start({ ackTimeoutMs: 500 }, [broken.url])
    const told = async (error: string) => {
      await expect((await slack.command({ text: 'x' })).acked).rejects.toThrow(error)
      expect(slack.workspace.messages.at(-1)).toMatchObject({ user: 'USLACKBOT', error })
    }
    await told('dispatch_failed')
    expect(broken.got).toHaveLength(1)
    slack.deliverTo([(await failing(503)).url])
    await told('http_service_error')
    slack.deliverTo([(await replica(() => {})).url])
    await told('operation_timeout')
    slack.deliverTo([await closedUrl()])
    await told('dispatch_failed')
  })

  test('by hand', async () => {
    const one = await ok()
    const slack = await start({}, [one.url])
    const delivery = await mention(slack)
    await delivery.acked
    await (await slack.redeliver(delivery)).acked
    expect(retries(one.got).at(-1)).toEqual(['1', 'http_timeout'])
    expect(one.got[1]?.body).toBe(one.got[0]?.body)
    expect(slack.envelopes[1]?.attempts).toHaveLength(1)
  })
})

describe('a load balancer', () => {
  test('takes the replicas in turn, and passes over those that refuse', async () => {
    const [one, two] = [await ok(), await ok()]
    const slack = await start({}, [one.url, await closedUrl(), two.url])
    for (let n = 0; n < 6; n++) await (await slack.command({ text: String(n) })).acked
    expect([one.got.length, two.got.length]).toEqual([2, 4])
    expect(slack.workspace.messages).toEqual([])
  })

  test('says that nobody was there when all refuse, and an event comes again', async () => {
    const one = await ok()
    const slack = await start({}, [await closedUrl(), await closedUrl()])
    const { acked } = await mention(slack)
    slack.deliverTo([one.url])
    await acked
    expect(one.got[0]?.headers['x-slack-retry-reason']).toBe('connection_failed')
  })

  test('repeats nothing that may have arrived: only Slack does', async () => {
    const broken = await replica((_got, response) => void response.destroy())
    const good = await ok()
    const slack = await start({}, [broken.url, good.url])
    await (await mention(slack)).acked
    expect(retries(good.got)).toEqual([['1', 'unknown_error']])
    expect(envelopeOf(slack)?.attempts).toMatchObject([{ url: broken.url }, { url: good.url }])
  })

  test('keeps its connections; without a replica nothing is sent', async () => {
    const ports = new Set<unknown>()
    const one = await replica((_got, response) => {
      ports.add(response.socket?.remotePort)
      response.end()
    })
    const slack = await start({}, [one.url])
    for (let n = 0; n < 10; n++) await (await slack.command({ text: String(n) })).acked
    // A second one may open while the first is not yet known to be free.
    expect(ports.size).toBeLessThanOrEqual(2)
    slack.deliverTo([])
    await expect((await slack.command({ text: 'x' })).acked).rejects.toThrow('dispatch_failed')
  })

  test('is no matter of sockets', async () => {
    const slack = await startLocalSlack()
    stops.push(slack.close)
    expect(() => slack.deliverTo([])).toThrow('this local Slack speaks to its app by sockets')
  })
})

test('closing ends what is under way', async () => {
  const silent = await replica(() => {})
  const slack = await start({}, [silent.url])
  await mention(slack)
  await slack.command({ text: 'x' })
  await slack.close()
  expect(slack.envelopes.map(({ state }) => state)).toEqual(['sent', 'sent'])
})
