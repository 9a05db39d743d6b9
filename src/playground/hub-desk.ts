import { type Answer, answered, type Faults } from './call-faults.ts'
import { type FrontDesk, tokenOf, type Visitors } from './front-desk.ts'
import type { Grants } from './grants.ts'
import { notFound } from './local-slack.ts'
import { type CallRecord, type Json, SlackRefusal } from './model.ts'
import type { OAuth } from './oauth.ts'
import { recordOf } from './web-api.ts'

/** What the desk of a hub needs; `calls` takes what belongs to no workspace. */
export type Hub = { grants: Grants; oauth: OAuth; faults: Faults; calls: CallRecord[]; now: () => number }

type Call = { method: string; args: Json; authorization: string | undefined }

/** One address for all workspaces: a call goes to that of its token, a post to that of its response_url. */
export function hubDesk(hub: Hub): FrontDesk {
  return {
    call: (method, args, authorization) => {
      const token = tokenOf(args, authorization)
      const found = token === undefined ? undefined : hub.grants.find(token, args)
      if (found !== undefined && found !== 'denied') return found.webApi.call(method, args, authorization)
      const kind = token === undefined ? 'none' : 'unknown'
      return answerAlone(hub, { method, args, authorization }, kind, found)
    },
    respond: (path, body) => {
      const [, , team] = path.split('/')
      const member = hub.grants.all().find((one) => one.stage.world.workspace.team.id === team)
      if (member !== undefined) return member.webApi.respond(path, body)
      return answered({ status: 404, body: { ok: false, error: 'invalid_url' } })
    },
    visit: (request, response, body) => {
      const { pathname, href } = new URL(request.url ?? '/', 'http://localhost')
      if (pathname === '/oauth/v2/authorize') showConsent(hub.oauth, href, response)
      else notFound(request, response, body)
    },
  }
}

function answerAlone(hub: Hub, call: Call, token: 'none' | 'unknown', denied: 'denied' | undefined): Answer {
  const { token: _, client_secret: secret, ...shown } = call.args
  const answer = hub.faults.attempt(call.method, () => {
    if (call.method === 'oauth.v2.access') {
      return answered({ body: { ok: true, ...hub.oauth.exchange(call.args, call.authorization) } })
    }
    if (call.method === 'api.test') return answered({ body: { ok: true, args: shown } })
    if (denied !== undefined) throw new SlackRefusal('team_access_not_granted')
    throw new SlackRefusal(token === 'none' ? 'not_authed' : 'invalid_auth')
  })
  hub.calls.push(recordOf({ method: call.method, token, arguments: shown }, answer, hub.now()))
  return answer
}

/** What a person sees who follows the link; `authorize` of the hub answers for them. */
function showConsent(oauth: OAuth, address: string, response: Parameters<Visitors>[1]): void {
  try {
    const { scopes } = oauth.read(address)
    response.writeHead(200, { 'content-type': 'text/plain' }).end(`kstreams asks for ${scopes.join(', ')}`)
  } catch (error) {
    response.writeHead(400, { 'content-type': 'text/plain' }).end((error as Error).message)
  }
}
