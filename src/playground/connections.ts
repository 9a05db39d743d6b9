import { randomUUID } from 'node:crypto'
import type { IncomingMessage, Server } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { World } from './world.ts'

/** Per app (docs.slack.dev apis/events-api/using-socket-mode). */
const MAX_CONNECTIONS = 10
const PING_MS = 10_000

/** Why Slack asks a client to connect anew; too_many_websockets is for the eleventh. */
export type DisconnectReason = 'warning' | 'refresh_requested' | 'link_disabled' | 'too_many_websockets'

/**
 * One WebSocket of the app. Live from the hello until it closes or is asked to leave; `confirmed` once it
 * answered the ping behind the hello, so that the app has surely read the hello.
 */
export type Connection = {
  number: number
  socket: WebSocket
  live: boolean
  confirmed: boolean
}

/** What the envelopes need to hear of the connections. */
export type Hooks = {
  opened: () => void
  closed: (connection: Connection) => void
  received: (text: string) => void
}

export type Connections = {
  /** A single-use WebSocket address, the answer of apps.connections.open. */
  ticket: () => string
  /** The live ones, oldest first. */
  live: () => Connection[]
  disconnect: (reason: DisconnectReason) => void
  close: () => void
}

/** Takes WebSocket upgrades at /link/ on this server, says hello, and pings as Slack does. */
export function acceptConnections(world: World, server: Server, hooks: Hooks): Connections {
  const all: Connection[] = []
  const live = () => all.filter((one) => one.live && one.socket.readyState === one.socket.OPEN)
  const changed = () => world.emit({ kind: 'sockets', live: live().length })
  let count = 0
  const welcome = (socket: WebSocket) => {
    const connection: Connection = {
      number: ++count,
      socket,
      live: live().length < MAX_CONNECTIONS,
      confirmed: false,
    }
    all.push(connection)
    socket.on('message', (data) => hooks.received(String(data)))
    socket.on('error', () => socket.terminate())
    socket.on('close', () => {
      all.splice(all.indexOf(connection), 1)
      changed()
      hooks.closed(connection)
    })
    if (!connection.live) return leave(connection, 'too_many_websockets')
    greet(connection, world.workspace.app.id, live().length, changed)
    changed()
    hooks.opened()
  }
  const { sockets, ticket } = takeUpgrades(world, server, welcome)
  // The SDK gives up a connection that was pinged once and then not for 30 s.
  const heartbeat = setInterval(() => {
    for (const one of all) one.socket.ping()
  }, PING_MS).unref()
  return {
    ticket,
    live,
    disconnect: (reason) => {
      const [oldest] = live()
      if (oldest === undefined) return
      leave(oldest, reason)
      changed()
    },
    close: () => {
      clearInterval(heartbeat)
      for (const one of all) one.socket.terminate()
      sockets.close()
    },
  }
}

/** The WebSocket server at /link/, and its tickets: each opens one connection. */
function takeUpgrades(world: World, server: Server, welcome: (socket: WebSocket) => void) {
  const sockets = new WebSocketServer({ noServer: true })
  const tickets = new Set<string>()
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const address = new URL(request.url ?? '/', world.url)
    if (address.pathname === '/link/' && tickets.delete(address.searchParams.get('ticket') ?? '')) {
      sockets.handleUpgrade(request, socket, head, welcome)
    } else socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n')
  })
  const ticket = () => {
    const one = randomUUID()
    tickets.add(one)
    return `${world.url.replace('http:', 'ws:')}/link/?ticket=${one}&app_id=${world.workspace.app.id}`
  }
  return { sockets, ticket }
}

function greet(connection: Connection, appId: string, count: number, confirmed: () => void): void {
  const hello = {
    type: 'hello',
    num_connections: count,
    debug_info: { host: 'applink-local', build_number: 1, approximate_connection_time: 18_060 },
    connection_info: { app_id: appId },
  }
  connection.socket.send(JSON.stringify(hello))
  connection.socket.once('pong', () => {
    connection.confirmed = true
    confirmed()
  })
  connection.socket.ping()
}

/** Asks the client to go; it closes the connection itself, and gets no envelope any more. */
function leave(connection: Connection, reason: DisconnectReason): void {
  connection.live = false
  connection.socket.send(
    JSON.stringify({ type: 'disconnect', reason, debug_info: { host: 'applink-local' } }),
  )
}
