import { once } from 'node:events'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo, LookupFunction, Server, Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { isPublic } from '../../src/link-check/address.ts'
import { type CheckOptions, checkLinks } from '../../src/link-check/check.ts'
import type { LinkResult } from '../../src/link-check/result.ts'
import { selfSigned } from './certificate.ts'

/** What a server does with a request to a path; what is not here is 404. */
export type Routes = Record<string, RequestListener>

export type Web = {
  port: number
  /** The address of a path, on a host whose name leads to this server. */
  at: (path: string, host?: string) => string
  /** `HEAD a.test/path`, in the order in which they came; without those for robots.txt. */
  asked: string[]
  /** What vouches for the server at `a.test`, if it is a secure one. */
  ca: string
  /** Options of a check that can reach this server, though not the rest of this machine, and does not wait long. */
  options: CheckOptions & { pace: NonNullable<CheckOptions['pace']> }
  check: (paths: readonly string[], options?: CheckOptions) => Promise<LinkResult[]>
}

export const PACE = { hosts: 4, timeoutMs: 10_000, gapMs: 0, backoffMs: 0, mostRetryAfterMs: 5 }

/** Starts a server that all names below `.test` lead to, until the end of the test. */
export async function startWeb(routes: Routes, secure = false): Promise<Web> {
  const asked: string[] = []
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    const { method, url = '', headers } = request
    if (url !== '/robots.txt') asked.push(`${method} ${headers.host?.replace(/:\d+$/, '')}${url}`)
    const route = routes[url.split('?')[0] ?? '']
    if (route) return route(request, response)
    response.writeHead(404).end()
  }
  const identity = selfSigned('a.test')
  const server = secure ? createSecureServer(identity, answer) : createServer(answer)
  const port = await listen(server)
  const at = (path: string, host = 'a.test') =>
    /^\w+:/.test(path) ? path : `${secure ? 'https' : 'http'}://${host}:${port}${path}`
  const allow = (address: string, to: number) =>
    (address === '127.0.0.1' && to === port) || isPublic(address, to)
  const options = {
    ...{ network: { lookup, allow }, pace: PACE, random: () => 0 },
    archive: at('/wayback/available', 'archive.test'),
  }
  const check: Web['check'] = (paths, more = {}) =>
    checkLinks(
      paths.map((path) => at(path)),
      { ...options, ...more },
    )
  return { port, at, asked, ca: identity.cert, options, check }
}

/** Listens on a free port of this machine, and lets go of all connections after the test. */
export async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket.on('error', () => {}))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

const NAMES: Record<string, string> = {
  'ten.test': '10.1.2.3',
  'cloud.test': '169.254.169.254',
  'mapped.test': '::ffff:127.0.0.1',
  localhost: '127.0.0.1',
}

/** As `dns.lookup`: names below `.test` are this machine's, and there are no others. */
const lookup: LookupFunction = (host, _, callback) => {
  const address = NAMES[host] ?? (host.endsWith('.test') ? '127.0.0.1' : undefined)
  if (address === undefined) {
    callback(Object.assign(new Error(`no ${host}`), { code: 'ENOTFOUND' }), [])
  } else callback(null, [{ address, family: address.includes(':') ? 6 : 4 }])
}

export const ok: RequestListener = (_, response) => void response.end('fine')
export const status =
  (code: number, headers: Record<string, string> = {}): RequestListener =>
  (_, response) =>
    void response.writeHead(code, headers).end()
export const to = (location: string, code = 302) => status(code, { location })
/** Each time the next one, then the last one for ever. */
export const inOrder = (...listeners: RequestListener[]): RequestListener => {
  let nth = 0
  return (...given) => listeners[Math.min(nth++, listeners.length - 1)]?.(...given)
}
