import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { isFromHere } from './guard.ts'
import type { Method } from './methods/method.ts'
import { type CallRecord, type Json, SlackRefusal } from './model.ts'
import type { ResponseUrls } from './response-urls.ts'
import { isJson, type World } from './world.ts'

/** A fault that the next calls of a method meet. */
export type Fault =
  | { kind: 'rateLimit'; retryAfterSeconds: number; times: number }
  | { kind: 'loseAnswer'; times: number }
  | { kind: 'failWith'; error: string; times: number }

export type WebApiOptions = {
  world: World
  methods: Record<string, Method>
  responseUrls: ResponseUrls
  botToken: string
  appToken: string
}

export type WebApi = {
  /** Lets the next `fault.times` calls of these methods together meet the fault; faults queue up. */
  addFault: (methods: readonly string[], fault: Fault) => void
  /** The faults that still wait for their calls. */
  waitingFaults: () => Fault[]
  /** Who answers where Slack itself has nothing; without one it is a 404. */
  setVisitors: (visitors: Visitors) => void
}

/** Answers a request to an address that is none of Slack's, such as a page. */
export type Visitors = (request: IncomingMessage, response: ServerResponse, body: string) => void

type Answer = { status: number; headers: Record<string, string>; body: Json | string; lost: boolean }
type Api = WebApiOptions & { faults: Map<string, Fault[]>; visitors: Visitors }

/** Serves /api/<method> and the response_urls on this server; every call is recorded in `world.calls`. */
export function attachWebApi(server: Server, options: WebApiOptions): WebApi {
  const notFound: Visitors = (_request, response) => void response.writeHead(404).end()
  const api: Api = { ...options, faults: new Map(), visitors: notFound }
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    if (!isFromHere(request, api.world.url))
      return void response.writeHead(403).end('forbidden: foreign Host or Origin')
    readBody(request)
      .then((body) => reply(api, request, response, body))
      // A fault of the playground itself: shown to whoever called, in Slack's form.
      .catch((error: Error) => response.writeHead(500).end(`fatal_error: ${error.stack}`))
  })
  return {
    addFault: (methods, fault) => {
      const shared = { ...fault }
      for (const one of methods) api.faults.set(one, [...(api.faults.get(one) ?? []), shared])
    },
    waitingFaults: () => [...new Set([...api.faults.values()].flat())].filter((one) => one.times > 0),
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

function reply(api: Api, request: IncomingMessage, response: ServerResponse, body?: string): void {
  if (body === undefined) {
    response.writeHead(413).end('{"ok":false,"error":"request_too_large"}')
    return
  }
  const address = new URL(request.url ?? '/', api.world.url)
  const [, area, method = ''] = address.pathname.split('/')
  if (area !== 'api' && area !== 'commands' && area !== 'actions') {
    api.visitors(request, response, body)
    return
  }
  const answer =
    area === 'api'
      ? callMethod(api, method, request, readArguments(request, address, body))
      : spendResponseUrl(api, address.pathname, body)
  if (answer.lost) {
    response.destroy()
    return
  }
  const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body)
  const type = typeof answer.body === 'string' ? 'text/html' : 'application/json; charset=utf-8'
  response.writeHead(answer.status, { 'content-type': type, ...answer.headers }).end(text)
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

const NESTED = new Set(['blocks', 'attachments', 'metadata', 'view'])

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
  const answer = attempt(api, name, () => run(api, name, kind, given))
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
    if (token === 'bot' && !api.world.workspace.installed) throw new SlackRefusal('token_revoked')
    if (token !== method.token) throw new SlackRefusal('not_allowed_token_type')
  }
  const needed = method.scope?.(api.world, args)
  const { scopes } = api.world.workspace
  if (needed !== undefined && !scopes.includes(needed)) {
    throw new SlackRefusal('missing_scope', { needed, provided: scopes.join(',') })
  }
  return { status: 200, headers: {}, body: { ok: true, ...method.run(api.world, args) }, lost: false }
}

/** Carries out `work` unless a fault stands before it; turns refusals into Slack's `ok: false`. */
function attempt(api: Api, name: string, work: () => Answer): Answer {
  const fault = nextFault(api, name)
  if (fault?.kind === 'rateLimit') {
    const headers = { 'retry-after': String(fault.retryAfterSeconds) }
    return { status: 429, headers, body: { ok: false, error: 'ratelimited' }, lost: false }
  }
  if (fault?.kind === 'failWith') return refusal(new SlackRefusal(fault.error))
  const lost = fault?.kind === 'loseAnswer'
  try {
    return { ...work(), lost }
  } catch (error) {
    if (error instanceof SlackRefusal) return { ...refusal(error), lost }
    throw error
  }
}

function refusal(error: SlackRefusal): Answer {
  return { status: 200, headers: {}, body: { ok: false, error: error.message, ...error.extra }, lost: false }
}

function nextFault(api: Api, name: string): Fault | undefined {
  const waiting = api.faults.get(name)?.filter((one) => one.times > 0) ?? []
  api.faults.set(name, waiting)
  const [fault] = waiting
  if (fault !== undefined) fault.times -= 1
  return fault
}

/** A post to a response_url, recorded as method 'response_url'. failWith gives HTTP 500 with the error as body. */
function spendResponseUrl(api: Api, path: string, body: string): Answer {
  const args = parse(body)
  const answer = attempt(api, 'response_url', () => {
    if (!isJson(args)) return { status: 400, headers: {}, body: 'invalid_payload', lost: false }
    return { headers: {}, lost: false, ...api.responseUrls.use(path, args) }
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
