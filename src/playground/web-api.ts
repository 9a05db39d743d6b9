import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { type Answer, answered, createFaults, type Faults, rateLimited } from './call-faults.ts'
import { isFromHere } from './guard.ts'
import { createLimiter, type Limiter } from './limiter.ts'
import type { Method } from './methods/method.ts'
import { type CallRecord, type Json, SlackRefusal } from './model.ts'
import type { ResponseUrls } from './response-urls.ts'
import { isJson, type World } from './world.ts'

export type WebApiOptions = {
  world: World
  methods: Record<string, Method>
  responseUrls: ResponseUrls
  botToken: string
  appToken: string
  /** Real milliseconds, for Slack's limits. */
  elapsed: () => number
}

export type WebApi = {
  faults: Faults
  limiter: Limiter
  /** Who answers where Slack itself has nothing; without one it is a 404. */
  setVisitors: (visitors: Visitors) => void
}

/** Answers a request to an address that is none of Slack's, such as a page. */
export type Visitors = (request: IncomingMessage, response: ServerResponse, body: string) => void

type Api = WebApiOptions & { faults: Faults; limiter: Limiter; visitors: Visitors }

/** Serves /api/<method> and the response_urls on this server; every call is recorded in `world.calls`. */
export function attachWebApi(server: Server, options: WebApiOptions): WebApi {
  const notFound: Visitors = (_request, response) => void response.writeHead(404).end()
  const faults = createFaults()
  const limiter = createLimiter(options.world, options.elapsed)
  const api: Api = { ...options, faults, limiter, visitors: notFound }
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (!isFromHere(request, api.world.url))
      return void response.writeHead(403).end('forbidden: foreign Host or Origin')
    readBody(request)
      .then((body) => reply(api, request, response, body))
      // A fault of the playground itself: shown to whoever called, in Slack's form.
      .catch((error: Error) => response.writeHead(500).end(`fatal_error: ${error.stack}`))
  })
  return {
    faults,
    limiter,
    setVisitors: (visitors) => {
      api.visitors = visitors
    },
  }
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

function reply(api: Api, request: IncomingMessage, response: ServerResponse, body?: string): void {
  if (body === undefined) {
    response.writeHead(413).end('{"ok":false,"error":"request_too_large"}')
    return
  }
  const address = new URL(request.url ?? '/', api.world.url)
  const [, area, method = ''] = address.pathname.split('/')
  if (!AREAS.has(area)) {
    api.visitors(request, response, body)
    return
  }
  const answer =
    area === 'api'
      ? callMethod(api, method, request, readArguments(request, address, body))
      : spendResponseUrl(api, address.pathname, body)
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

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function callMethod(api: Api, name: string, request: IncomingMessage, args: Json): Answer {
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1]
  const { token = bearer, ...given } = args
  const kind = tokenKind(api, token)
  // A call too many is not carried out, and meets no fault either.
  const known = kind === 'bot' || kind === 'app'
  const wait = known ? api.limiter.spend(name, given) : undefined
  const answer =
    wait === undefined ? api.faults.attempt(name, () => run(api, name, kind, given)) : rateLimited(wait)
  if (kind === 'bot') answer.headers['x-oauth-scopes'] = api.world.workspace.scopes.join(',')
  record(api, { method: name, token: kind, arguments: given }, answer)
  return answer
}

function tokenKind(api: Api, token: unknown): CallRecord['token'] {
  if (token === undefined || token === '') return 'none'
  if (token === api.botToken) return 'bot'
  return token === api.appToken ? 'app' : 'unknown'
}

function run(api: Api, name: string, token: CallRecord['token'], args: Json): Answer {
  const method = Object.hasOwn(api.methods, name) ? api.methods[name] : undefined
  if (method === undefined) throw new SlackRefusal('unknown_method', { req_method: name })
  if (method.token !== 'none') {
    if (token === 'none') throw new SlackRefusal('not_authed')
    if (token === 'unknown') throw new SlackRefusal('invalid_auth')
    if (token === 'bot' && !api.world.workspace.installed) throw new SlackRefusal('account_inactive')
    if (token !== method.token) throw new SlackRefusal('not_allowed_token_type')
  }
  const needed = method.scope?.(api.world, args)
  const { scopes } = api.world.workspace
  if (needed !== undefined && !scopes.includes(needed)) {
    throw new SlackRefusal('missing_scope', { needed, provided: scopes.join(',') })
  }
  return answered({ body: { ok: true, ...method.run(api.world, args) } })
}

/** A post to a response_url, recorded as method 'response_url'. failWith gives HTTP 500 with the error as body. */
function spendResponseUrl(api: Api, path: string, body: string): Answer {
  const args = parse(body)
  const answer = api.faults.attempt('response_url', () => {
    if (!isJson(args)) return answered({ status: 400, body: 'invalid_payload' })
    return answered(api.responseUrls.use(path, args))
  })
  if (isJson(answer.body) && answer.status === 200)
    Object.assign(answer, { status: 500, body: answer.body['error'] })
  record(api, { method: 'response_url', token: 'none', arguments: isJson(args) ? args : { body } }, answer)
  return answer
}

function record(api: Api, call: Pick<CallRecord, 'method' | 'token' | 'arguments'>, answer: Answer): void {
  const { status, body, lost } = answer
  const response = typeof body === 'string' ? { body } : body
  const whole: CallRecord = { ...call, status, response, lost, at: api.world.now() }
  api.world.calls.push(whole)
  api.world.emit({ kind: 'call', call: whole })
}
