import { request } from 'node:http'
import type { App } from '@slack/bolt'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import { type LocalSlack, startLocalSlack } from '../../src/playground/index.ts'
import type { Act, ActAnswer, PageChange, PageState } from '../../src/playground/page-api.ts'
import { createClock } from '../../src/playground/page-server/clock.ts'
import { readManifest } from '../../src/playground/page-server/manifest.ts'
import { servePage } from '../../src/playground/page-server/server.ts'
import { openPlayground } from '../../src/playground/run.ts'
import { playgroundConfig } from '../settings.ts'
import { startBot } from './bot.ts'

export const ADA = 'U0ADA00001'
export const KENJI = 'U0KENJI001'
export const BOT = 'UKSTREAMS01'
export const GENERAL = 'C0GENERAL1'
export const RANDOM = 'C0RANDOM01'

/** What a page sees of the feed. */
export type Stream = {
  /** The state that the stream began with. */
  begin: Promise<PageState>
  /** The first change, past or to come, for which this gives something. */
  change: <T>(find: (change: PageChange) => T | undefined) => Promise<T>
  ended: Promise<void>
}

export type Visitor = {
  url: string
  slack: LocalSlack
  /** What was said to the person at the terminal. */
  said: string[]
  act: (act: Act) => Promise<ActAnswer>
  state: () => Promise<PageState>
  feed: () => Stream
  close: () => Promise<void>
}

/** The playground with the real app, as `npm start` opens it, closed when the test ends. */
export async function visit(options: { stateFolder?: string } = {}): Promise<Visitor> {
  const visitor = await open(options)
  onTestFinished(visitor.close)
  return visitor
}

/** The same, to be closed by the caller. */
export async function open(options: { stateFolder?: string } = {}): Promise<Visitor> {
  const said: string[] = []
  const playground = await openPlayground({
    ...options,
    config: playgroundConfig(),
    port: 0,
    log: pino({ level: 'silent' }),
    say: (line) => void said.push(line),
  })
  const { url, slack } = playground
  let closed: Promise<void> | undefined
  const close = () => {
    closed ??= playground.close()
    return closed
  }
  return { slack, said, close, ...doors(url) }
}

/** What a page does with its server. */
function doors(url: string): Pick<Visitor, 'url' | 'act' | 'state' | 'feed'> {
  return {
    url,
    act: async (act) => (await post(url, JSON.stringify(act))).json() as Promise<ActAnswer>,
    state: async () => (await fetch(`${url}/state`)).json() as Promise<PageState>,
    feed: () => listen(url),
  }
}

/** The page with a bare Bolt app instead of the real one, closed when the test ends; `listen` says what it does. */
export async function visitBot(listen: (app: App) => void): Promise<Visitor> {
  const clock = createClock()
  const slack = await startLocalSlack({ now: clock.now })
  const page = servePage(slack, clock, await readManifest())
  const bot = await startBot(slack, listen, { pingMs: 5000 })
  const close = async () => {
    page.close()
    await bot.stop()
    await slack.close()
  }
  onTestFinished(close)
  return { slack, said: [], close, ...doors(slack.url) }
}

/** POST /act as the page does, with these headers instead. */
export function post(url: string, body: string, headers: Record<string, string> = {}): Promise<Response> {
  const own = { 'content-type': 'application/json', origin: url }
  return fetch(`${url}/act`, { method: 'POST', headers: { ...own, ...headers }, body })
}

/** A request whose path and Host go out exactly as they are: fetch would tidy them. */
export function raw(
  url: string,
  path: string,
  options: { method?: string; headers?: Record<string, string> } = {},
): Promise<{ status: number; body: string; headers: Record<string, unknown> }> {
  const { port } = new URL(url)
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, ...options }, (response) => {
      let body = ''
      response.on('data', (chunk) => (body += String(chunk)))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body, headers: response.headers }))
    })
    sent.on('error', reject)
    sent.end()
  })
}

function listen(url: string): Stream {
  const changes: PageChange[] = []
  const looks = new Set<() => void>()
  let begun: (state: PageState) => void = () => {}
  const begin = new Promise<PageState>((resolve) => {
    begun = resolve
  })
  const take = (part: string) => {
    const [, name, data = ''] = /^event: (\w+)\ndata: (.*)$/m.exec(part) ?? []
    if (name === 'state') begun(JSON.parse(data) as PageState)
    if (name === 'change') changes.push(JSON.parse(data) as PageChange)
    for (const look of looks) look()
  }
  const read = async () => {
    const { body } = await fetch(`${url}/feed`)
    let text = ''
    for await (const chunk of body ?? []) {
      text += new TextDecoder().decode(chunk)
      const parts = text.split('\n\n')
      text = parts.pop() ?? ''
      for (const part of parts) take(part)
    }
  }
  const change: Stream['change'] = (find) =>
    new Promise((resolve) => {
      const look = () => {
        const [found] = changes.map(find).filter((one) => one !== undefined)
        if (found === undefined) return
        looks.delete(look)
        resolve(found)
      }
      looks.add(look)
      look()
    })
  return { begin, change, ended: read() }
}
