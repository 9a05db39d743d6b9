import { LogLevel, SocketModeClient } from '@slack/socket-mode'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type Change, type LocalSlack, startLocalSlack } from '../../src/playground/index.ts'
import { startBot } from './bot.ts'

let slack: LocalSlack
let clients: SocketModeClient[] = []
type Got = {
  client: number
  ack: (payload?: object) => Promise<void>
  body: Record<string, unknown>
  retry_num?: number
  type: string
}
let got: Got[] = []

beforeEach(async () => {
  slack = await startLocalSlack()
  clients = []
  got = []
})
afterEach(async () => {
  await Promise.all(clients.map((client) => client.disconnect()))
  await slack.close()
})

/** Starts one more connection; it acknowledges nothing by itself. */
async function connect(autoReconnectEnabled = true): Promise<SocketModeClient> {
  const client = new SocketModeClient({
    appToken: slack.appToken,
    logLevel: LogLevel.ERROR,
    clientPingTimeout: 100,
    autoReconnectEnabled,
    clientOptions: { slackApiUrl: slack.apiUrl },
  })
  const number = clients.push(client)
  client.on('slack_event', (event) => {
    got.push({ client: number, ...event })
    tell()
  })
  await client.start()
  return client
}
let tell = () => {}
/** Resolves when the clients have received so many envelopes in all. */
const received = (count: number) =>
  new Promise<Got[]>((resolve) => {
    tell = () => {
      if (got.length >= count) resolve(got)
    }
    tell()
  })

describe('connections', () => {
  test('hello, count, connected', async () => {
    const two = slack.connected(2)
    expect(slack.sockets()).toBe(0)
    await connect()
    await connect()
    await two
    expect(slack.sockets()).toBe(2)
    expect(slack.calls.map((call) => [call.method, call.token])).toEqual([
      ['apps.connections.open', 'app'],
      ['apps.connections.open', 'app'],
    ])
  })

  test('what hello says; a ticket opens one connection', async () => {
    const answer = await fetch(`${slack.apiUrl}apps.connections.open`, {
      method: 'POST',
      headers: { authorization: `Bearer ${slack.appToken}` },
    })
    const { url } = (await answer.json()) as { url: string }
    const { WebSocket } = await import('ws')
    const first = new WebSocket(url)
    const hello = await new Promise((resolve) =>
      first.on('message', (data) => resolve(JSON.parse(String(data)))),
    )
    expect(hello).toMatchObject({
      type: 'hello',
      num_connections: 1,
      connection_info: { app_id: 'A0KSTREAMS' },
      debug_info: { approximate_connection_time: 18_060 },
    })
    const pong = new Promise((resolve) => first.on('pong', resolve))
    first.ping()
    await pong
    const second = new WebSocket(url)
    const refused = await new Promise<Error>((resolve) => second.on('error', resolve))
    expect(refused.message).toContain('404')
    first.terminate()
  })

  test('at most ten', async () => {
    await Promise.all(Array.from({ length: 10 }, () => connect()))
    const { WebSocket } = await import('ws')
    const answer = await fetch(`${slack.apiUrl}apps.connections.open?token=${slack.appToken}`)
    const socket = new WebSocket(((await answer.json()) as { url: string }).url)
    const first = await new Promise((resolve) =>
      socket.on('message', (data) => resolve(JSON.parse(String(data)))),
    )
    expect(first).toMatchObject({ type: 'disconnect', reason: 'too_many_websockets' })
    expect(slack.sockets()).toBe(10)
  })

  test.each(['warning', 'refresh_requested', 'link_disabled'] as const)(
    'disconnect with reason %s: the SDK comes back',
    async (reason) => {
      await connect()
      slack.disconnectSockets(reason)
      expect(slack.sockets()).toBe(0)
      await slack.connected()
      expect(slack.sockets()).toBe(1)
    },
  )

  test('only the oldest connection is asked to leave', async () => {
    await connect(false)
    await connect(false)
    slack.disconnectSockets()
    expect(slack.sockets()).toBe(1)
    await slack.event({ type: 'app_home_opened', user: 'U0ADA00001' })
    expect((await received(1))[0]?.client).toBe(2)
  })

  test('closing is quick, with connections open', async () => {
    await connect(false)
    const start = performance.now()
    await slack.close()
    expect(performance.now() - start).toBeLessThan(100)
  })
})

describe('envelopes', () => {
  test('go to one connection each, in turn', async () => {
    await connect()
    await connect()
    for (const text of ['1', '2', '3', '4']) await slack.mention({ text })
    expect((await received(4)).map((one) => one.client).sort()).toEqual([1, 1, 2, 2])
    expect(slack.envelopes.map((one) => one.connections)).toEqual([[1], [2], [1], [2]])
    for (const one of got) await one.ack()
  })

  test('an event waits for a connection', async () => {
    const delivery = await slack.mention({ text: 'early' })
    expect(slack.envelopes[0]?.state).toBe('waiting')
    await connect()
    const [event] = await received(1)
    await event?.ack()
    await delivery.acked
    expect(slack.envelopes[0]).toMatchObject({
      state: 'acked',
      accepts_response_payload: false,
      retry_attempt: 0,
    })
  })

  test('an unacknowledged event is sent again when its connection drops; a command is not', async () => {
    await connect()
    const mention = await slack.mention({ text: 'x' })
    const command = await slack.command({})
    await received(2)
    slack.dropSocket()
    const again = (await received(3))[2]
    expect(again).toMatchObject({ type: 'events_api', retry_num: 1 })
    expect(again?.body['event_id']).toBe(mention.eventId)
    await again?.ack()
    await mention.acked
    expect(slack.envelopes[0]).toMatchObject({ connections: [1, 2], retry_reason: 'timeout' })
    expect(slack.envelopes[1]).toMatchObject({
      connections: [1],
      state: 'sent',
      accepts_response_payload: true,
    })
    expect(command.delivered).toBe(true)
  })

  test('an event that is not acknowledged in time is sent once more, then given up', async () => {
    await slack.close()
    slack = await startLocalSlack({ ackTimeoutMs: 20 })
    await connect()
    const delivery = await slack.mention({ text: 'x' })
    await expect(delivery.acked).rejects.toThrow('operation_timeout')
    expect((await received(2)).map((one) => one.retry_num)).toEqual([0, 1])
  })
})

describe('the change feed', () => {
  test('tells messages, views, calls, envelopes and connections, until told to stop', async () => {
    const kinds = new Set<Change['kind']>()
    const stop = slack.onChange((change) => void kinds.add(change.kind))
    const bot = await startBot(slack, (app) => {
      app.command('/kstreams', async ({ ack, client, body }) => {
        await ack()
        const title = { type: 'plain_text', text: 't' } as const
        const view = { type: 'modal' as const, title, blocks: [{ type: 'divider' as const }] }
        await client.views.open({ trigger_id: body.trigger_id, view })
      })
    })
    await slack.opened(await slack.command({}))
    await slack.mention({ text: 'x' })
    expect([...kinds].sort()).toEqual(['call', 'envelope', 'message', 'sockets', 'view'])
    stop()
    kinds.clear()
    await slack.dm({ text: 'x' })
    expect(kinds.size).toBe(0)
    await bot.stop()
  })
})
