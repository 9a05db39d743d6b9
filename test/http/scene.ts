import { createHmac } from 'node:crypto'
import { connect } from 'node:net'
import { App, HTTPReceiver } from '@slack/bolt'
import { pino } from 'pino'
import { onTestFinished } from 'vitest'
import { createHealth } from '../../src/http/health.ts'
import { createPages } from '../../src/http/pages.ts'
import { type HttpOptions, startHttp } from '../../src/http/server.ts'
import { guardedReceiver } from '../../src/http/slack-requests.ts'
import { sdkLogger } from '../../src/slack/sdk-logger.ts'

const SECRET = 'signing-secret-of-the-test'
export const FORM = 'application/x-www-form-urlencoded'
export const JSON_TYPE = 'application/json'

export const SITE = { installs: true, contact: 'help@example.com', keptDays: 90, erasedAfterDays: 30 }

export type Scene = Awaited<ReturnType<typeof startScene>>

/** The real server with the real Bolt behind it, closed when the test ends. */
export async function startScene(options: Partial<HttpOptions> = {}) {
  const lines: string[] = []
  const log = pino({ level: 'trace' }, { write: (line) => void lines.push(line) })
  /** What came through to the listeners. */
  const heard: unknown[] = []
  const health = createHealth({ store: () => true })
  const http = await startHttp({
    ...{ port: 0, host: '127.0.0.1', signingSecret: SECRET, log, health },
    ...{ pages: createPages(SITE), slack: createBolt(log, heard) },
    ...options,
  })
  onTestFinished(() => http.close())
  return { http, health, heard, url: `http://127.0.0.1:${http.port}`, log: () => lines.join('') }
}

function createBolt(log: pino.Logger, heard: unknown[]): HttpOptions['slack'] {
  const logger = sdkLogger(log)
  const receiver = new HTTPReceiver({
    ...{ signingSecret: SECRET, logger, unhandledRequestTimeoutMillis: 10, ...guardedReceiver(log) },
  })
  const authorize = async () => ({ botToken: 'xoxb-test', botId: 'B1', botUserId: 'U1' })
  const app = new App({ receiver, logger, authorize, convoStore: false })
  app.command(/.*/, async ({ ack, command }) => {
    heard.push(command)
    await ack('heard')
  })
  app.event(/.*/, async ({ event }) => void heard.push(event))
  const others = async ({ ack, payload }: { ack: () => Promise<void>; payload: unknown }) => {
    heard.push(payload)
    await ack()
  }
  app.action(/.*/, others)
  app.view(/.*/, others)
  app.shortcut(/.*/, others)
  app.options(/.*/, others)
  app.error(async () => {})
  return receiver.requestListener
}

export const seconds = (ms = Date.now()) => Math.floor(ms / 1000)

/** The headers that Slack would send with this body. */
export function signed(body: string | Buffer, type = FORM, at = seconds()): Record<string, string> {
  const hash = createHmac('sha256', SECRET).update(`v0:${at}:`).update(body.toString()).digest('hex')
  return {
    ...{ 'content-type': type, 'x-slack-request-timestamp': String(at), 'x-slack-signature': `v0=${hash}` },
  }
}

export const COMMAND = 'command=%2Fkstreams&text=fraud&team_id=T1&user_id=U2&channel_id=C1'

/** Posts what Slack sends; `headers` default to those of a good request. */
export function post(
  { url }: { url: string },
  body: string | Buffer = COMMAND,
  headers: Record<string, string> = signed(body),
): Promise<Response> {
  return fetch(`${url}/slack/events`, { method: 'POST', body, headers })
}

/** A request as it goes over the wire. */
export function wire(first: string, headers: Record<string, string>, body = ''): string {
  const lines = Object.entries({ host: 'bot.example.com', ...headers }).map(
    ([name, value]) => `${name}: ${value}`,
  )
  return `${[first, ...lines].join('\r\n')}\r\n\r\n${body}`
}

/** A signed command as it goes over the wire; the connection ends with its answer. */
export function wiredCommand(headers: Record<string, string> = {}, body = COMMAND): string {
  const all = {
    ...signed(body),
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
    ...headers,
  }
  return wire('POST /slack/events HTTP/1.1', all, body)
}

/**
 * Writes bytes to the server, and reads until it closes the connection.
 * @param hangUp whether our side says that it is done
 * @returns all that came back
 */
export function raw(
  { http }: Pick<Scene, 'http'>,
  bytes: string | Uint8Array,
  hangUp = false,
): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(http.port, '127.0.0.1', () => {
      if (hangUp) socket.end(bytes)
      else socket.write(bytes)
    })
    const chunks: Buffer[] = []
    socket.on('data', (chunk) => chunks.push(chunk))
    // A reset after the answer is the server's right: it does not read on.
    socket.on('error', () => {})
    socket.on('close', () => resolve(Buffer.concat(chunks).toString()))
  })
}

/** The status codes in what came back, in order. */
export const statuses = (answer: string) =>
  [...answer.matchAll(/^HTTP\/1\.1 (\d{3})/gm)].map(([, status]) => Number(status))
