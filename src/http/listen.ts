import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Log } from '../log.ts'
import { createRefusals, type Refusals } from './refusals.ts'

/** How long clients may take, in milliseconds. */
export type Limits = {
  /** For the headers of a request, or to begin one after connecting. */
  headersMs: number
  /** For the whole request. */
  requestMs: number
  /** For anything to move while an answer is under way. */
  stalledMs: number
  /** Between two requests. */
  keepAliveMs: number
}

/**
 * Slack sends a request in one piece. A connection is kept for longer than load balancers keep theirs (60 s is usual), so
 * that none sends into one that was just closed.
 */
const LIMITS: Limits = { headersMs: 5000, requestMs: 10_000, stalledMs: 30_000, keepAliveMs: 75_000 }
/** How often Node looks for slow clients at most; its own 30 s would make the limits above meaningless. */
const MOST_CHECK_MS = 1000
/** Slack and load balancers use a few; a hundred hang on to what a crowd would. */
const MOST_CONNECTIONS = 500
/** Node's own limit, made ours: cookies of other programs on the same domain must fit. */
const MAX_HEADER_BYTES = 16 * 1024

export type Listening = {
  port: number
  /** From now on each answer asks the client to connect anew elsewhere; new requests are still answered. */
  drain: () => void
  /** Drains, takes no new connection, and ends those without a request in hand that Node knows to be idle. */
  stopListening: () => Promise<void>
  /**
   * Stops listening, ends every connection without a request in hand, and resolves once the others have had their answers.
   * How long to wait for that is the caller's business.
   */
  close: () => Promise<void>
}

export type ListenOptions = {
  /** 0: any free one. */
  port: number
  /** All addresses of the machine when undefined. */
  host?: string | undefined
  log: Log
  /** Shorter ones, for tests. */
  limits?: Partial<Limits>
}

/**
 * An HTTP server that bad clients cannot hold: slow ones are cut off (408), what is not HTTP gets a 400 and its connection
 * closed.
 * @param name the variable that the port comes from
 * @throws Error naming that, or HOST, where it cannot be listened on
 */
export async function listen(
  listener: RequestListener,
  name: 'PORT' | 'METRICS_PORT',
  { port, host, log, limits }: ListenOptions,
): Promise<Listening> {
  const server = createBoundedServer({ ...LIMITS, ...limits })
  refuseGarbage(server, createRefusals(log))
  const traffic = followTraffic(server, listener)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  }).catch((error: NodeJS.ErrnoException) => explainPort(name, error))
  server.on('error', (error) =>
    log.error({ code: (error as NodeJS.ErrnoException).code }, 'the port is in trouble'),
  )
  let closed: Promise<void> | undefined
  const stopListening = async () => {
    traffic.drain()
    closed ??= new Promise((resolve) => server.close(() => resolve()))
  }
  const close = async () => {
    await stopListening()
    traffic.endIdle()
    await closed
  }
  return { port: (server.address() as AddressInfo).port, drain: traffic.drain, stopListening, close }
}

function createBoundedServer({ headersMs, requestMs, stalledMs, keepAliveMs }: Limits): Server {
  const server = createServer({
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    keepAliveTimeout: keepAliveMs,
    connectionsCheckingInterval: Math.min(MOST_CHECK_MS, headersMs),
    maxHeaderSize: MAX_HEADER_BYTES,
    requireHostHeader: true,
    insecureHTTPParser: false,
  })
  // For who sends requests and does not read the answers.
  server.timeout = stalledMs
  // Each may make us hold a body of a megabyte before its signature is judged; further ones are closed at once.
  server.maxConnections = MOST_CONNECTIONS
  return server
}

const STATUS: Record<string, string> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
}

function refuseGarbage(server: Server, refused: Refusals): void {
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    // Somebody hung up: nobody is left to answer.
    if (!socket.writable || error.code === 'ECONNRESET') {
      socket.destroy()
      return
    }
    refused(error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 'too slow' : 'not HTTP')
    const status = STATUS[error.code ?? ''] ?? '400 Bad Request'
    socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`, () => socket.destroy())
  })
}

/** Knows which connections have a request in hand. */
function followTraffic(server: Server, listener: RequestListener) {
  const sockets = new Set<Socket>()
  const inHand = new Set<ServerResponse>()
  let draining = false
  const endAfter = (response: ServerResponse) => {
    if (!response.headersSent) response.setHeader('connection', 'close')
  }
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  server.on('request', (request, response) => {
    inHand.add(response)
    response.on('close', () => {
      inHand.delete(response)
      // Its headers may have gone out before the drain began.
      if (draining) request.socket.destroySoon()
    })
    if (draining) endAfter(response)
    listener(request, response)
  })
  return {
    drain: () => {
      draining = true
      for (const response of inHand) endAfter(response)
    },
    endIdle: () => {
      const busy = new Set([...inHand].map((response) => response.req.socket))
      for (const socket of sockets) if (!busy.has(socket)) socket.destroy()
    },
  }
}

const NO_ADDRESS = ['EADDRNOTAVAIL', 'ENOTFOUND', 'EAI_AGAIN']

function explainPort(name: string, error: NodeJS.ErrnoException): never {
  const { code = error.message } = error
  const reason = code === 'EADDRINUSE' ? 'is taken' : `cannot be used (${code})`
  const fault = NO_ADDRESS.includes(code)
    ? 'HOST is no address of this machine. Leave it out for all that it has.'
    : `${name} ${reason}. Set another one.`
  throw new Error(fault, { cause: error })
}
