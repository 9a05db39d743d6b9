import type { IncomingMessage } from 'node:http'

const NAMES = ['127.0.0.1', 'localhost', '[::1]']

/**
 * Whether a request comes from this machine's own pages or programs. A site that a person visits could
 * otherwise drive the workspace from their browser: by its own address that leads to 127.0.0.1 (the Host tells),
 * or by a form that posts here (the Origin tells).
 * @param url where the server listens, `http://127.0.0.1:PORT`
 */
export function isFromHere({ headers, url: path }: IncomingMessage, url: string): boolean {
  const { port } = new URL(url)
  const hosts = NAMES.map((name) => `${name}:${port}`)
  const { host, origin } = headers
  if (host === undefined || !hosts.includes(host.toLowerCase())) return false
  if (origin !== undefined && !hosts.some((one) => origin === `http://${one}`)) return false
  // Following a link from elsewhere to the page itself is no harm.
  return path === '/' || OWN.includes(headers['sec-fetch-site'])
}

/** What a browser says of its own page's requests, of an address that was typed, and what programs say: nothing. */
const OWN: unknown[] = ['same-origin', 'none', undefined]
