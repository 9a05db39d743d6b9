import { WebAPIRateLimitedError } from '@slack/web-api'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type LocalSlack, startLocalSlack } from '../../src/playground/index.ts'
import { METHOD_RATES } from '../../src/playground/rate-limits.ts'
import { webClient } from './bot.ts'

const ADA = 'U0ADA00001'
const GENERAL = 'C0GENERAL1'
let slack: LocalSlack
let elapsed = 0

beforeEach(async () => {
  elapsed = 5000
  slack = await startLocalSlack({ elapsed: () => elapsed })
  slack.workspace.scopes.push('channels:history', 'users:read')
  slack.limits('on')
})
afterEach(() => slack.close())

/** The seconds of Retry-After, or 0 when the call went through. */
async function wait(call: Promise<unknown>): Promise<number> {
  try {
    await call
    return 0
  } catch (error) {
    if (error instanceof WebAPIRateLimitedError) return error.retryAfter
    throw error
  }
}
const history = (channel = GENERAL) => wait(webClient(slack).conversations.history({ channel }))
const post = (channel: string) => wait(webClient(slack).chat.postMessage({ channel, text: 'x' }))
async function burst(count: number, call: () => Promise<number>): Promise<number[]> {
  const waits: number[] = []
  for (let n = 0; n < count; n++) waits.push(await call())
  return waits
}
const none = (count: number) => Array<number>(count).fill(0)

describe("Slack's limits", () => {
  test('are off until they are switched on', async () => {
    slack.limits('off')
    expect(slack.limited()).toBe(false)
    expect(await burst(40, history)).toEqual(none(40))
    slack.limits('on')
    expect(slack.limited()).toBe(true)
    expect((await burst(11, history)).at(-1)).toBe(2)
    slack.limits('off')
    slack.limits('on')
    expect(await history()).toBe(0)
  })

  test('every method that is served has its rate', () => {
    expect(slack.methods.filter((method) => METHOD_RATES[method] === undefined)).toEqual([])
  })

  test('a tier: a burst, then evenly; each method for itself', async () => {
    expect(await burst(11, history)).toEqual([...none(10), 2])
    expect(await wait(webClient(slack).users.info({ user: ADA }))).toBe(0)
    elapsed += 1199
    expect(await history()).toBe(1)
    elapsed += 1
    expect(await burst(2, history)).toEqual([0, 2])
    elapsed += 60_000
    expect(await burst(11, history)).toEqual([...none(10), 2])
  })

  test('over HTTP: 429, whole seconds, ratelimited, and nothing is carried out', async () => {
    await burst(3, () => post(GENERAL))
    const refused = await fetch(`${slack.apiUrl}chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${slack.botToken}` },
      body: new URLSearchParams({ channel: GENERAL, text: 'too much' }),
    })
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '1'])
    expect(await refused.json()).toEqual({ ok: false, error: 'ratelimited' })
    expect(slack.workspace.messages.map((one) => one.text)).toEqual(['x', 'x', 'x'])
    expect(slack.calls.at(-1)).toMatchObject({ status: 429, response: { error: 'ratelimited' } })
  })

  test('posts: one a second in each conversation, by whatever name', async () => {
    expect([await post(GENERAL), await post('#general'), await post('general')]).toEqual(none(3))
    expect(await post(GENERAL)).toBe(1)
    expect([await post(ADA), await post('D0ADA00001'), await post(ADA)]).toEqual(none(3))
    expect(await post('D0ADA00001')).toBe(1)
    elapsed += 1000
    expect(await burst(2, () => post(GENERAL))).toEqual([0, 1])
  })

  test('posts: several hundred a minute in the workspace', async () => {
    const channels = Array.from({ length: 301 }, (_, n) => slack.addChannel({ name: `channel-${n}` }).id)
    const waits = await Promise.all(channels.map(post))
    expect(waits.filter((seconds) => seconds > 0)).toEqual([1])
    elapsed += 200
    expect(await post(channels[300] ?? '')).toBe(0)
    expect(await post(channels[0] ?? '')).toBe(1)
  })

  test('a call too many meets no fault, and one without a token spends nothing', async () => {
    await burst(10, history)
    slack.failWith('conversations.history', 'internal_error')
    expect(await history()).toBe(2)
    expect(slack.waitingFaults()).toEqual(['failWith'])
    elapsed += 60_000
    await expect(history()).rejects.toThrow('internal_error')
    for (let n = 0; n < 20; n++) await fetch(`${slack.apiUrl}conversations.history`)
    expect(await burst(10, history)).toEqual([...none(9), 2])
  })

  test('they go by real time, not by the clock that people turn', async () => {
    await slack.close()
    let now = 1_800_000_000_000
    slack = await startLocalSlack({ now: () => now, elapsed: () => elapsed })
    slack.limits('on')
    await burst(3, () => post(GENERAL))
    now += 86_400_000
    expect(await post(GENERAL)).toBe(1)
  })
})
