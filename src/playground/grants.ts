import type { Stage } from './deliveries.ts'
import { type Farewell, sayFarewell } from './installation.ts'
import type { LocalSlack } from './local-slack-api.ts'
import type { Delivery, Json } from './model.ts'
import type { Tokens, WebApi } from './web-api.ts'
import { APP, channelOf, DEFAULT_SCOPES, findUser, userOf } from './workspace.ts'

/** One workspace of a hub. */
export type Member = { slack: LocalSlack; stage: Stage; webApi: WebApi; tokens: Tokens }
type Members = [Member, ...Member[]]

/** Where the app is installed: in one workspace, or in all of an organisation. */
export type Place = { team: string } | { enterprise: string }

/** What is asked for when the app is installed; ada and the scopes of the manifest unless told otherwise. */
export type Wish = { user?: string | undefined; scopes?: readonly string[] | undefined }

/** The workspaces and the tokens that were given out, those that are revoked included. */
export type Grants = {
  add: (member: Member) => void
  /** The workspaces of this place. Throws where there are none. */
  at: (place: Place) => Members
  /** Installs the app, and gives the answer of oauth.v2.access without `ok`: a new token, and the old one is revoked. */
  install: (place: Place, wish: Wish) => Json
  /**
   * The workspace that a call with this token acts on: `denied` when `team_id` names one that the token is not for,
   * undefined for a token that nobody was given.
   */
  find: (token: string, args: Json) => Member | 'denied' | undefined
  all: () => Member[]
}

/** No workspace yet. */
export function createGrants(): Grants {
  const members = new Map<string, Member>()
  const byToken = new Map<string, Members>()
  const at = (place: Place): Members => {
    const [first, ...rest] = [...members.values()].filter((one) => isAt(place, one))
    if (first === undefined) throw new Error(`no workspace at ${JSON.stringify(place)}`)
    return [first, ...rest]
  }
  return {
    add: (member) => {
      const { id } = member.stage.world.workspace.team
      if (members.has(id)) throw new Error(`there is a workspace ${id} already`)
      members.set(id, member)
    },
    at,
    install: (place, wish) => {
      const found = at(place)
      const token = `xoxb-${'team' in place ? place.team : place.enterprise}-${byToken.size + 1}-kstreams`
      byToken.set(token, found)
      return grant(place, found, token, wish)
    },
    find: (token, args) => pick(byToken.get(token), args),
    all: () => [...members.values()],
  }
}

function isAt(place: Place, { stage }: Member): boolean {
  const { team, enterprise } = stage.world.workspace
  return 'team' in place ? team.id === place.team : enterprise?.id === place.enterprise
}

function grant(place: Place, members: Members, token: string, wish: Wish): Json {
  const { user = 'ada', scopes = DEFAULT_SCOPES } = wish
  const orgWide = 'enterprise' in place
  for (const { stage, tokens } of members) {
    if (tokens.bot !== '') tokens.revoked.add(tokens.bot)
    tokens.bot = token
    Object.assign(stage.world.workspace, { installed: true, orgWide, scopes: [...scopes] })
    stage.world.emit({ kind: 'workspace' })
  }
  const { workspace } = members[0].stage.world
  const { id, name } = workspace.team
  return {
    access_token: token,
    token_type: 'bot',
    scope: scopes.join(','),
    bot_user_id: workspace.app.botUserId,
    app_id: APP,
    team: orgWide ? null : { id, name },
    enterprise: workspace.enterprise ?? null,
    is_enterprise_install: orgWide,
    authed_user: { id: userOf(workspace, user).id },
  }
}

/** A token of one workspace takes no notice of team_id (docs.slack.dev enterprise/organization-ready-apps). */
function pick(members: Members | undefined, args: Json): Member | 'denied' | undefined {
  if (members === undefined || members.length === 1) return members?.[0]
  const { team_id: team } = args
  if (team === undefined || team === '') return members.find((one) => knows(one, args)) ?? members[0]
  return members.find((one) => one.stage.world.workspace.team.id === team) ?? 'denied'
}

const PLACES = ['channel', 'channel_id', 'user', 'user_id', 'users']

/** Whether anything that the call is about belongs to this workspace. */
function knows({ stage }: Member, args: Json): boolean {
  const { workspace, triggers, unfurls } = stage.world
  return (
    PLACES.some((name) => channelOf(workspace, args[name]) ?? findUser(workspace, args[name])) ||
    workspace.views.some((one) => one.id === args['view_id']) ||
    triggers.has(String(args['trigger_id'])) ||
    unfurls.has(String(args['unfurl_id']))
  )
}

/** Removes the app: its token is dead at once, and the app is told in this order (sayFarewell). */
export function remove(members: Members, tell: readonly Farewell[]): Delivery[] {
  for (const { stage } of members) {
    stage.world.workspace.installed = false
    stage.world.emit({ kind: 'workspace' })
  }
  return tell.map((type) => sayFarewell(members[0].stage, type))
}
