import { type Answer, answered, createFaults, type Faults, rateLimited } from './call-faults.ts'
import { type FrontDesk, parse, tokenOf } from './front-desk.ts'
import { createLimiter, type Limiter } from './limiter.ts'
import type { Method } from './methods/method.ts'
import { type CallRecord, type Json, SlackRefusal } from './model.ts'
import type { ResponseUrls } from './response-urls.ts'
import { isJson, type World } from './world.ts'

/** The tokens of one workspace; '' where there is none. */
export type Tokens = { bot: string; app: string; revoked: Set<string> }

export type WebApiOptions = {
  world: World
  methods: Record<string, Method>
  responseUrls: ResponseUrls
  tokens: Tokens
  /** Real milliseconds, for Slack's limits. */
  elapsed: () => number
}

/** The Web API of one workspace; every call is recorded in `world.calls`. */
export type WebApi = Pick<FrontDesk, 'call' | 'respond'> & { faults: Faults; limiter: Limiter }

type Api = WebApiOptions & { faults: Faults; limiter: Limiter }

/** Answers calls and posts to response_urls, with faults and limits of its own. */
export function createWebApi(options: WebApiOptions): WebApi {
  const faults = createFaults()
  const limiter = createLimiter(options.world, options.elapsed)
  const api: Api = { ...options, faults, limiter }
  return {
    faults,
    limiter,
    call: (method, args, authorization) => callMethod(api, method, args, authorization),
    respond: (path, body) => spendResponseUrl(api, path, body),
  }
}

function callMethod(api: Api, name: string, args: Json, authorization: string | undefined): Answer {
  const { token: _, ...given } = args
  const kind = tokenKind(api.tokens, tokenOf(args, authorization))
  // A call too many is not carried out, and meets no fault either.
  const known = kind === 'bot' || kind === 'app'
  const wait = known ? api.limiter.spend(name, given) : undefined
  const answer =
    wait === undefined ? api.faults.attempt(name, () => run(api, name, kind, given)) : rateLimited(wait)
  if (kind === 'bot') answer.headers['x-oauth-scopes'] = api.world.workspace.scopes.join(',')
  const ofTeam = kind === 'bot' || kind === 'revoked'
  record(api, { method: name, token: kind, arguments: given }, answer, ofTeam)
  return answer
}

function tokenKind({ bot, app, revoked }: Tokens, token: string | undefined): CallRecord['token'] {
  if (token === undefined) return 'none'
  if (token === bot) return 'bot'
  if (revoked.has(token)) return 'revoked'
  return token === app ? 'app' : 'unknown'
}

function run(api: Api, name: string, token: CallRecord['token'], args: Json): Answer {
  const method = Object.hasOwn(api.methods, name) ? api.methods[name] : undefined
  if (method === undefined) throw new SlackRefusal('unknown_method', { req_method: name })
  if (method.token !== 'none') {
    refuseToken(api, token)
    if (token !== method.token) throw new SlackRefusal('not_allowed_token_type')
  }
  const needed = method.scope?.(api.world, args)
  const { scopes } = api.world.workspace
  if (needed !== undefined && !scopes.includes(needed)) {
    throw new SlackRefusal('missing_scope', { needed, provided: scopes.join(',') })
  }
  return answered({ body: { ok: true, ...method.run(api.world, args) } })
}

function refuseToken({ world }: Api, token: CallRecord['token']): void {
  if (token === 'none') throw new SlackRefusal('not_authed')
  if (token === 'unknown') throw new SlackRefusal('invalid_auth')
  if (token === 'revoked') throw new SlackRefusal('token_revoked')
  if (token === 'bot' && !world.workspace.installed) throw new SlackRefusal('account_inactive')
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
  const given = isJson(args) ? args : { body }
  record(api, { method: 'response_url', token: 'none', arguments: given }, answer, true)
  return answer
}

type Called = Pick<CallRecord, 'method' | 'token' | 'arguments'>

function record({ world }: Api, call: Called, answer: Answer, ofTeam: boolean): void {
  const team = ofTeam ? { team: world.workspace.team.id } : {}
  const whole: CallRecord = { ...recordOf(call, answer, world.now()), ...team }
  world.calls.push(whole)
  world.emit({ kind: 'call', call: whole })
}

/** A call with its answer, as it is kept. */
export function recordOf(call: Called, { status, body, lost }: Answer, at: number): CallRecord {
  const response = typeof body === 'string' ? { body } : body
  return { ...call, status, response, lost, at }
}
