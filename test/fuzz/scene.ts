import { createHmac } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import type { CallRecord } from '../../src/playground/model.ts'
import { readMessage } from '../../src/playground/notifications.ts'
import { SECRETS, startMany } from '../many/stage.ts'
import { folder } from '../store/engines.ts'
import { LURE } from './hostile.ts'
import type { Place, Sent } from './slack-payloads.ts'

type Said = Record<string, unknown>

/** The whole app behind its port, in two workspaces: one to be asked in, one that it may be removed from. */
export async function startFuzz() {
  const many = await startMany({ databaseUrl: `file:${join(folder(), 'kstreams.db')}` })
  const [acme, gone] = [await many.workspace('T0ACME'), await many.workspace('T0GONE')]
  const answered = await startAnswers()
  const rejected: unknown[] = []
  const keep = (error: unknown) => void rejected.push(error)
  process.on('unhandledRejection', keep)
  process.on('uncaughtException', keep)
  onTestFinished(() => {
    process.off('unhandledRejection', keep)
    process.off('uncaughtException', keep)
  })
  const [replica] = many.replicas
  if (!replica) throw new Error('nobody to ask')
  const placeIn = ({ workspace, dmOf }: typeof acme): Place => ({
    ...{ team: workspace.team.id, user: workspace.users[0]?.id ?? '', dm: dmOf('ada').id },
    ...{ channel: workspace.channels[0]?.id ?? '', responseUrl: answered.url },
  })
  let read = 0
  return {
    ...{ acme, place: placeIn(acme), removable: placeIn(gone), rejected },
    send: (sent: Sent) => send(replica.origin, sent),
    /** What the app said since this was asked last: calls of the Web API, and posts to a response_url. */
    said: (): Said[] => {
      const calls = many.hub.calls.slice(read)
      read = many.hub.calls.length
      return [...calls.map(saidBy), ...answered.posts.splice(0)]
    },
    /** The log's lines that tell of a payload which was believed to be what it is not. */
    mistakes: () => mistakesIn(replica.log()),
  }
}

/** Takes what is posted to a response_url. */
async function startAnswers() {
  const posts: Said[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    posts.push({ method: 'response_url', ...(JSON.parse(Buffer.concat(chunks).toString()) as Said) })
    response.end('ok')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return { posts, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` }
}

/** Posts it as Slack does, signed; gives the status, and what stands in the answer. */
async function send(origin: string, { as, body }: Sent): Promise<{ status: number; answer: string }> {
  const isForm =
    as === 'payload' || (as === 'form' && Object.values(body).every((one) => typeof one === 'string'))
  const form = as === 'payload' ? { payload: JSON.stringify(body) } : (body as Record<string, string>)
  const text = isForm ? new URLSearchParams(form).toString() : JSON.stringify(body)
  const at = String(Math.floor(Date.now() / 1000))
  const hash = createHmac('sha256', SECRETS.SLACK_SIGNING_SECRET).update(`v0:${at}:${text}`).digest('hex')
  const headers = {
    'content-type': isForm ? 'application/x-www-form-urlencoded' : 'application/json',
    ...{ 'x-slack-request-timestamp': at, 'x-slack-signature': `v0=${hash}` },
  }
  const response = await fetch(`${origin}/slack/events`, { method: 'POST', body: text, headers })
  return { status: response.status, answer: await response.text() }
}

const saidBy = ({ method, arguments: args, response }: CallRecord): Said => ({
  ...Object.fromEntries(Object.entries(args).map(([name, value]) => [name, parsed(value)])),
  ...{ method, error: response['error'] },
})

function parsed(value: unknown): unknown {
  if (typeof value !== 'string' || !/^[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}

const POSTS = new Set(['chat.postMessage', 'response_url'])
/** What Slack says of something that is not in its form, or too large. */
const NO_FORM = /invalid_blocks|invalid_arguments|msg_too_long|no_text|invalid_metadata|view_too_large/

/** Nobody is called, nothing leads elsewhere, and what is posted has a text and shows no pages. */
export function expectHarmless(said: Said): void {
  const { notifies, links } = readMessage({ text: String(said['text'] ?? ''), blocks: said })
  const called = notifies.filter((one) => /^(?:channel|here|everyone)$|VICTIM$/.test(one))
  const lured = links.filter((one) => one.includes(LURE))
  expect({ called, lured, in: said }).toEqual({ called: [], lured: [], in: said })
  expect(JSON.stringify(said['error'] ?? '')).not.toMatch(NO_FORM)
  if (!POSTS.has(String(said['method'])) || said['delete_original'] === true) return
  expect(said['text'], JSON.stringify(said)).toMatch(/\S/)
  expect([said['unfurl_links'], said['unfurl_media']].map(String)).toEqual(['false', 'false'])
}

type Line = { level: number; error?: { name?: string; stack?: string; cause?: Line['error'] } }
const BELIEVED = new Set(['TypeError', 'RangeError', 'ReferenceError'])

function mistakesIn(log: string): string[] {
  return log
    .split('\n')
    .filter((line) => BELIEVED.has(line.match(/"name":"(\w+Error)"/)?.[1] ?? ''))
    .filter((line) => {
      const { level, error } = JSON.parse(line) as Line
      const [first = ''] = error?.stack?.split('\n') ?? []
      return level >= 50 || !first.includes('node_modules')
    })
}
