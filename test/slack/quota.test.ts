import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ErrorCode, LogLevel, WebClient } from '@slack/web-api'
import { describe, expect, it, onTestFinished } from 'vitest'
import { METHOD_RATES } from '../../src/playground/rate-limits.ts'
import { failureOf } from '../../src/slack/failures.ts'
import { limitedFetch } from '../../src/slack/quota.ts'
import { budgetOf } from '../../src/slack/tiers.ts'
import { createQuota } from '../../src/store/quota.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

const TEAM = 'T1'
const POST = { channel: 'C1', text: 'hello' }
const json = (response: ServerResponse, body: unknown) =>
  response.setHeader('content-type', 'application/json; charset=utf-8').end(JSON.stringify(body))

/** A Slack that answers as it is told to, and a client that keeps to a quota. */
async function scene(handler: Handler, wait = (_method: string) => 0) {
  const requests: string[] = []
  const server = createServer((request, response) => {
    requests.push(request.url ?? '')
    handler(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const [calls, pauses]: [string[], [string, string, number][]] = [[], []]
  const quota = {
    take: async (_team: string, method: string) => wait(method),
    pause: async (team: string, method: string, ms: number) => void pauses.push([team, method, ms]),
  }
  const call = (method: string, result: string, ms: number) => {
    expect(ms).toBeGreaterThanOrEqual(0)
    calls.push(`${method} ${result}`)
  }
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  const client = clientOf(address, limitedFetch(fetch, { team: TEAM, quota, metrics: { call } }))
  return { client, requests, calls, pauses, address }
}

const clientOf = (address: string, fetch: typeof globalThis.fetch) =>
  new WebClient('xoxb-1', {
    ...{ slackApiUrl: `${address}api/`, fetch, retryConfig: { retries: 0 }, rejectRateLimitedCalls: true },
    logLevel: LogLevel.ERROR,
  })
const failing = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error,
  )

describe('calls of the Web API', () => {
  it('go through, and are reported by what became of them', async () => {
    const said = [
      { ok: true, ts: '1.2' },
      { ok: false, error: 'not_in_channel' },
    ]
    const { client, calls } = await scene((_, response) => json(response, said.shift()))
    expect(await client.chat.postMessage(POST)).toMatchObject({ ok: true, ts: '1.2' })
    expect(failureOf(await failing(client.chat.postMessage(POST)))).toMatchObject({
      reason: 'not_in_channel',
    })
    expect(calls).toEqual(['chat.postMessage ok', 'chat.postMessage not_in_channel'])
  })

  it('are held back as Slack would, without a request, where there is nothing left', async () => {
    const { client, calls, requests, pauses } = await scene(
      (_, response) => json(response, { ok: true }),
      (method) => (method === 'chat.postMessage' ? 12_001 : 0),
    )
    const error = await failing(client.chat.postMessage(POST))
    expect(error).toMatchObject({ code: ErrorCode.RateLimitedError, retryAfter: 13 })
    expect(failureOf(error)).toEqual({
      ...{ kind: 'passing', reason: 'ratelimited', uncertain: false, retryAfterMs: 13_000 },
    })
    expect(requests).toEqual([])
    await client.auth.test()
    expect(requests).toEqual(['/api/auth.test'])
    expect(calls).toEqual(['chat.postMessage held_back', 'auth.test ok'])
    expect(pauses).toEqual([])
  })

  it('wait for a second at least', async () => {
    const { client } = await scene(
      () => {},
      () => 1,
    )
    expect(await failing(client.chat.postMessage(POST))).toMatchObject({ retryAfter: 1 })
  })

  it('stop everywhere when Slack refuses one', async () => {
    const said = ['7', 'soon']
    const { client, calls, pauses } = await scene((_, response) => {
      response.writeHead(429, { 'retry-after': said.shift() }).end()
    })
    expect(await failing(client.chat.update({ ...POST, ts: '1.2' }))).toMatchObject({ retryAfter: 7 })
    await failing(client.chat.postMessage(POST))
    expect(pauses).toEqual([
      [TEAM, 'chat.update', 7000],
      [TEAM, 'chat.postMessage', 1000],
    ])
    expect(calls).toEqual(['chat.update ratelimited', 'chat.postMessage ratelimited'])
  })

  it('are reported when Slack stumbles, talks of something else, or cannot be reached', async () => {
    const said: Handler[] = [
      (_, response) => response.writeHead(503).end(),
      (_, response) => response.setHeader('content-type', 'text/html').end('<p>'),
      (_, response) => response.setHeader('content-type', 'application/json').end('{"ok":'),
      (_, response) => json(response, { error: 'odd', ok: false }),
      ({ socket }) => socket.destroy(),
    ]
    const { client, calls } = await scene((request, response) => said.shift()?.(request, response))
    for (const _ of [...said]) await failing(client.chat.postMessage(POST))
    const results = ['http_503', 'ok', 'no_answer', 'odd', 'no_answer']
    expect(calls).toEqual(results.map((result) => `chat.postMessage ${result}`))
  })

  it('leave other addresses alone', async () => {
    const { address, requests, calls } = await scene(
      (_, response) => response.end('there'),
      () => 1000,
    )
    const quota = { take: async () => 1000, pause: async () => {} }
    const metrics = { call: (method: string) => calls.push(method) }
    const get = limitedFetch(fetch, { team: TEAM, quota, metrics })
    expect(await (await get(new Request(`${address}files/api/x/y`))).text()).toBe('there')
    expect((await get(new URL(`${address}api/auth.test`))).status).toBe(429)
    expect(requests).toEqual(['/files/api/x/y'])
    expect(calls).toEqual(['auth.test'])
  })

  it('keep two workspaces apart, and one within its minute', async () => {
    const { address, requests } = await scene((_, response) => json(response, { ok: true }))
    const quota = createQuota({ database: () => undefined, budgetOf, now: () => 0 })
    const metrics = { call: () => {} }
    const [one, other] = ['T1', 'T2'].map((team) =>
      clientOf(address, limitedFetch(fetch, { team, quota, metrics })),
    )
    const opening = Array.from({ length: 60 }, () =>
      failing(Promise.resolve(one?.conversations.open({ users: 'U1' }))),
    )
    const refused = (await Promise.all(opening)).filter((error) => error !== undefined)
    expect(refused).toHaveLength(35)
    expect(refused[0]).toMatchObject({ retryAfter: 60 })
    await other?.conversations.open({ users: 'U1' })
    expect(requests).toHaveLength(26)
  })
})

describe('the tiers', () => {
  // Where the playground is stricter, or looser so that sockets can be opened in a row.
  const OTHERWISE = ['api.test', 'assistant.threads.setStatus']

  it.each(Object.entries(METHOD_RATES).filter(([method]) => !OTHERWISE.includes(method)))(
    'are those of the playground: %s',
    (method, { perMinute }) => {
      expect(budgetOf(method)).toBe(perMinute)
    },
  )

  it('are cautious with what is not known', () => {
    expect(budgetOf('files.remote.share')).toBe(20)
  })
})
