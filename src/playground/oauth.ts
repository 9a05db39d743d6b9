import type { Grants, Place } from './grants.ts'
import { type Json, SlackRefusal } from './model.ts'
import { userOf } from './workspace.ts'

/** How long a code is good for (docs.slack.dev authentication/installing-with-oauth). */
const CODE_MS = 10 * 60_000

/** What Slack knows of the app. */
export type Client = { clientId: string; clientSecret: string; redirectUris?: readonly string[] | undefined }

/** Who answers Slack's question whether to install the app; ada unless told otherwise. */
export type Answerer = Place & { user?: string; deny?: boolean }

type Code = { place: Place; user: string | undefined; asked: Asked; at: number; used: boolean }
/** `redirectUri` is what the address said, if anything; `returnTo` is where the person is sent. */
type Asked = { scopes: string[]; state: string | null; redirectUri: string | undefined; returnTo: string }

export type OAuth = {
  /** Reads an address of /oauth/v2/authorize. Throws, in Slack's word, where Slack would show an error page. */
  read: (address: string) => Asked
  /** The person answers; gives the address that their browser is sent to. Throws as `read` does. */
  authorize: (address: string, answerer: Answerer) => string
  /** oauth.v2.access without `ok`. Throws SlackRefusal. */
  exchange: (args: Json, authorization: string | undefined) => Json
}

/** Installing by OAuth (docs.slack.dev reference/methods/oauth.v2.access). `now` is in milliseconds since 1970. */
export function createOAuth(client: Client, grants: Grants, now: () => number): OAuth {
  const codes = new Map<string, Code>()
  const read = (address: string) => readAddress(client, new URL(address))
  return {
    read,
    authorize: (address, { user, deny = false, ...place }) => {
      const asked = read(address)
      userOf(grants.at(place)[0].stage.world.workspace, user ?? 'ada')
      const to = new URL(asked.returnTo)
      if (deny) to.searchParams.set('error', 'access_denied')
      else {
        const code = `${codes.size + 1}.code-of-${'team' in place ? place.team : place.enterprise}`
        codes.set(code, { place, user, asked, at: now(), used: false })
        to.searchParams.set('code', code)
      }
      if (asked.state !== null) to.searchParams.set('state', asked.state)
      return to.href
    },
    exchange: (args, authorization) => {
      checkClient(client, args, authorization)
      const code = codes.get(String(args['code']))
      if (code === undefined || now() - code.at > CODE_MS) throw new SlackRefusal('invalid_code')
      if (code.used) throw new SlackRefusal('code_already_used')
      if (code.asked.redirectUri !== args['redirect_uri']) throw new SlackRefusal('bad_redirect_uri')
      code.used = true
      return grants.install(code.place, { user: code.user, scopes: code.asked.scopes })
    },
  }
}

function readAddress({ clientId, redirectUris }: Client, { pathname, searchParams }: URL): Asked {
  if (pathname !== '/oauth/v2/authorize') throw new Error(`not the address of an installation: ${pathname}`)
  if (searchParams.get('client_id') !== clientId) throw new Error('invalid_client_id')
  const scopes = (searchParams.get('scope') ?? '').split(/[ ,]+/).filter((one) => one !== '')
  if (scopes.length === 0) throw new Error('no_scopes')
  const redirectUri = searchParams.get('redirect_uri') ?? undefined
  const returnTo = redirectUri ?? redirectUris?.[0]
  const known = redirectUris?.some((one) => returnTo?.startsWith(one)) ?? true
  if (returnTo === undefined || !known) throw new Error('bad_redirect_uri')
  return { scopes, state: searchParams.get('state'), redirectUri, returnTo }
}

/** Id and secret come as fields or as the user and password of the request. */
function checkClient(
  { clientId, clientSecret }: Client,
  args: Json,
  authorization: string | undefined,
): void {
  const basic = /^Basic (.+)$/.exec(authorization ?? '')?.[1]
  const [user, password] = Buffer.from(basic ?? '', 'base64')
    .toString()
    .split(':')
  const given = basic === undefined ? args : { client_id: user, client_secret: password }
  if (given['client_id'] !== clientId) throw new SlackRefusal('invalid_client_id')
  if (given['client_secret'] !== clientSecret) throw new SlackRefusal('bad_client_secret')
}
