import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Balancer, createBalancer } from './balancer.ts'
import type { Stage } from './deliveries.ts'
import { echoToBot } from './echo.ts'
import { openFrontDesk, type Visitors } from './front-desk.ts'
import { createHttpMode } from './http-mode.ts'
import type { LocalSlack, LocalSlackOptions } from './local-slack-api.ts'
import { methodTable } from './methods/index.ts'
import { localSlackOf } from './one-workspace.ts'
import { createResponseUrls } from './response-urls.ts'
import { attachSocketMode } from './socket-mode.ts'
import type { Transport } from './transport.ts'
import { createWebApi } from './web-api.ts'
import { createWorld } from './world.ts'

/** Starts a Slack workspace in this process, on 127.0.0.1 only. It holds everything in memory. */
export async function startLocalSlack(options: LocalSlackOptions = {}): Promise<LocalSlack> {
  const { port = 0, ackTimeoutMs = 3000, elapsed = () => performance.now(), http } = options
  const world = createWorld(options)
  const server = createServer()
  const sockets = attachSocketMode(world, server, ackTimeoutMs)
  const balancer = http === undefined ? undefined : createBalancer(http.urls)
  const transport =
    http === undefined || balancer === undefined
      ? sockets
      : createHttpMode(world, { ...http, balancer, ackTimeoutMs })
  const stage: Stage = { world, transport, responseUrls: createResponseUrls(world) }
  const methods = methodTable(sockets.open)
  const tokens = { bot: 'xoxb-local-kstreams', app: 'xapp-local-kstreams', revoked: new Set<string>() }
  const webApi = createWebApi({ ...stage, methods, elapsed, tokens })
  const desk = { ...webApi, visit: notFound }
  openFrontDesk(server, () => world.url, desk)
  echoToBot(stage)
  world.url = await listen(server, port)
  return localSlackOf({
    ...{ stage, webApi, tokens, sockets },
    methods: Object.keys(methods),
    deliverTo: (urls) => deliverTo(balancer, urls),
    serve: (visitors) => {
      desk.visit = visitors
    },
    close: () => {
      for (const one of new Set<Transport>([transport, sockets])) one.close()
      balancer?.close()
      return close(server)
    },
  })
}

/** What Slack itself has nothing at. */
export const notFound: Visitors = (_request, response) => void response.writeHead(404).end()

function deliverTo(balancer: Balancer | undefined, urls: string[]): void {
  if (balancer === undefined) throw new Error('this local Slack speaks to its app by sockets')
  balancer.to(urls)
}

/** Listens on 127.0.0.1 and gives the address, without a trailing slash. Rejects where the port is taken. */
export function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', () => {
      resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`)
    })
  })
}

/** Ends everything that is open on this server. */
export function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
