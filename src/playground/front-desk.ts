import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Answer } from './call-faults.ts'
import { isFromHere } from './guard.ts'
import type { Json } from './model.ts'
import { isJson } from './world.ts'

/** Answers a request to an address that is none of Slack's, such as a page. */
export type Visitors = (request: IncomingMessage, response: ServerResponse, body: string) => void

/** Who answers what comes to Slack's address. */
export type FrontDesk = {
  /** A Web API call; `authorization` is the header, and a token may also be among the arguments. */
  call: (method: string, args: Json, authorization: string | undefined) => Answer
  /** A post to a response_url: its path, and the body as it came. */
  respond: (path: string, body: string) => Answer
  visit: Visitors
}

/** Serves /api/<method>, the response_urls and the visitors on this server; `url` is its own address. */
export function openFrontDesk(server: Server, url: () => string, desk: FrontDesk): void {
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (!isFromHere(request, url()))
      return void response.writeHead(403).end('forbidden: foreign Host or Origin')
    readBody(request)
      .then((body) => reply(desk, request, response, body))
      // A fault of the playground itself: shown to whoever called, in Slack's form.
      .catch((error: Error) => response.writeHead(500).end(`fatal_error: ${error.stack}`))
  })
}

/** What no message comes near, so that nobody fills the memory. */
const MAX_BODY_BYTES = 1_000_000

async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = []
  let bytes = 0
  for await (const chunk of request) {
    bytes += (chunk as Buffer).length
    // Read to the end all the same: a client that is still sending would not see the answer.
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk as Buffer)
  }
  if (bytes > MAX_BODY_BYTES) return undefined
  return Buffer.concat(chunks).toString('utf8')
}

/** Web API calls, and the response_urls of commands, of buttons, and of shortcuts and modals. */
const AREAS: ReadonlySet<unknown> = new Set(['api', 'commands', 'actions', 'app'])

function reply(desk: FrontDesk, request: IncomingMessage, response: ServerResponse, body?: string): void {
  if (body === undefined) {
    response.writeHead(413).end('{"ok":false,"error":"request_too_large"}')
    return
  }
  const address = new URL(request.url ?? '/', 'http://localhost')
  const [, area, method = ''] = address.pathname.split('/')
  if (!AREAS.has(area)) {
    desk.visit(request, response, body)
    return
  }
  const answer =
    area === 'api'
      ? desk.call(method, readArguments(request, address, body), request.headers.authorization)
      : desk.respond(address.pathname, body)
  if (answer.lost) response.destroy()
  else if (answer.delayMs === 0) send(response, answer)
  else {
    const timer = setTimeout(() => send(response, answer), answer.delayMs)
    response.on('close', () => clearTimeout(timer))
  }
}

function send(response: ServerResponse, { status, headers, body }: Answer): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const type = typeof body === 'string' ? 'text/html' : 'application/json; charset=utf-8'
  response.writeHead(status, { 'content-type': type, ...headers }).end(text)
}

/** Form fields, JSON body and query in one; nested values of forms are JSON strings. */
function readArguments(request: IncomingMessage, address: URL, body: string): Json {
  const args: Json = Object.fromEntries(address.searchParams)
  if (request.headers['content-type']?.startsWith('application/json')) {
    const parsed = parse(body)
    return { ...args, ...(isJson(parsed) ? parsed : {}) }
  }
  for (const [key, value] of new URLSearchParams(body)) {
    args[key] = NESTED.has(key) ? (parse(value) ?? value) : value
  }
  return args
}

const NESTED = new Set(['attachments', 'blocks', 'metadata', 'prompts', 'unfurls', 'view'])

/** JSON, or undefined for what is none. */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The token of a call, which goes before that of its header; undefined without one. */
export function tokenOf({ token }: Json, authorization: string | undefined): string | undefined {
  const found = token ?? /^Bearer (.+)$/.exec(authorization ?? '')?.[1]
  return found === undefined || found === '' ? undefined : String(found)
}
