import { createServer } from 'node:http'
import { type Balancer, createBalancer } from './balancer.ts'
import { createFaults } from './call-faults.ts'
import type { Stage } from './deliveries.ts'
import { echoToBot } from './echo.ts'
import { openFrontDesk } from './front-desk.ts'
import { createGrants, type Member, remove } from './grants.ts'
import { createHttpMode } from './http-mode.ts'
import type { NewWorkspace, SlackHub, SlackHubOptions } from './hub-api.ts'
import { hubDesk } from './hub-desk.ts'
import { sayFarewell } from './installation.ts'
import { close, listen } from './local-slack.ts'
import { methodTable } from './methods/index.ts'
import { type CallRecord, type Counted, SlackRefusal } from './model.ts'
import { createOAuth } from './oauth.ts'
import { callFaults, localSlackOf } from './one-workspace.ts'
import { createResponseUrls } from './response-urls.ts'
import { createWebApi } from './web-api.ts'
import { createWorld, NOTHING_COUNTED } from './world.ts'

/** What all workspaces share; since they count together, no stamp of one is that of another. */
type Shared = SlackHubOptions & { url: string; balancer: Balancer; counted: Counted; calls: CallRecord[] }

/** Starts a Slack of many workspaces, on 127.0.0.1 only. It has none yet, and holds everything in memory. */
export async function startSlackHub(options: SlackHubOptions): Promise<SlackHub> {
  const { port = 0, now = Date.now, urls } = options
  const server = createServer()
  const grants = createGrants()
  const oauth = createOAuth(options, grants, now)
  const faults = createFaults()
  const balancer = createBalancer(urls)
  const shared: Shared = { ...options, url: '', balancer, counted: { ...NOTHING_COUNTED }, calls: [] }
  openFrontDesk(server, () => shared.url, hubDesk({ grants, oauth, faults, calls: shared.calls, now }))
  shared.url = await listen(server, port)
  return {
    ...callFaults(faults),
    url: shared.url,
    apiUrl: `${shared.url}/api/`,
    authorizationUrl: `${shared.url}/oauth/v2/authorize`,
    calls: shared.calls,
    addWorkspace: (wanted) => {
      const member = makeMember(shared, wanted)
      grants.add(member)
      if (wanted.installed) grants.install({ team: wanted.team }, {})
      return member.slack
    },
    authorize: oauth.authorize,
    install: (place, wish = {}) => grants.install(place, wish),
    uninstall: (place, tell = ['app_uninstalled', 'tokens_revoked']) => remove(grants.at(place), tell),
    farewell: (place, type) => sayFarewell(grants.at(place)[0].stage, type),
    deliverTo: balancer.to,
    close: () => {
      for (const { stage } of grants.all()) stage.transport.close()
      balancer.close()
      return close(server)
    },
  }
}

function makeMember(shared: Shared, { team, name, enterprise }: NewWorkspace): Member {
  const { now, counted, balancer, calls, ackTimeoutMs = 3000, elapsed = () => performance.now() } = shared
  const world = createWorld({ now, team, teamName: name, enterprise, counted })
  world.url = shared.url
  world.workspace.installed = false
  const transport = createHttpMode(world, { ...shared, ackTimeoutMs })
  const stage: Stage = { world, transport, responseUrls: createResponseUrls(world) }
  const tokens = { bot: '', app: '', revoked: new Set<string>() }
  const methods = methodTable(noSocket)
  const webApi = createWebApi({ ...stage, methods, elapsed, tokens })
  echoToBot(stage)
  world.onChange((change) => {
    if (change.kind === 'call') calls.push(change.call)
  })
  const slack = localSlackOf({
    ...{ stage, webApi, tokens, sockets: NO_SOCKETS, methods: Object.keys(methods) },
    deliverTo: balancer.to,
    serve: () => {
      throw new Error('a workspace of a hub serves no page: its address is that of all')
    },
    close: async () => transport.close(),
  })
  return { slack, stage, webApi, tokens }
}

/** The app of a hub is reached by HTTP alone. */
const NO_SOCKETS = { live: () => 0, confirmed: () => 0, disconnect: () => {}, drop: () => {} }

function noSocket(): never {
  throw new SlackRefusal('socket_mode_not_enabled')
}
