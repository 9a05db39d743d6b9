import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { STYLE_HASH } from './page.ts'

/** Who answers a request; a fault is logged and becomes a 500 (routes.ts). */
export type Handle = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>

/**
 * What every answer that a browser may show carries: nothing is loaded, run, framed, guessed or kept. A page may say how an
 * installation went, and health is of this moment.
 */
export const BROWSER_HEADERS = {
  'content-security-policy':
    `default-src 'none'; style-src '${STYLE_HASH}'; img-src data:; ` +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const

/** Answers with one of the pages of pages.ts. */
export function sendPage(response: ServerResponse, html: string, status = 200): void {
  send(response, status, 'text/html', html)
}

/** Answers with a line of text. */
export function sendText(
  response: ServerResponse,
  status: number,
  text: string,
  headers: OutgoingHttpHeaders = {},
): void {
  send(response, status, 'text/plain', `${text}\n`, headers)
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, status: number, value: unknown): void {
  send(response, status, 'application/json', JSON.stringify(value))
}

function send(
  response: ServerResponse,
  status: number,
  type: string,
  body: string,
  headers: OutgoingHttpHeaders = {},
): void {
  response.writeHead(status, {
    ...BROWSER_HEADERS,
    ...{ 'content-type': `${type}; charset=utf-8`, 'content-length': Buffer.byteLength(body) },
    ...headers,
  })
  response.end(body)
}
