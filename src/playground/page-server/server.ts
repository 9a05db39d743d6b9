import type { IncomingMessage, ServerResponse } from 'node:http'
import type { LocalSlack } from '../local-slack-api.ts'
import type { ActAnswer } from '../page-api.ts'
import { readAct } from './act-shape.ts'
import { perform } from './acts.ts'
import { type Clock, momentOf } from './clock.ts'
import type { Desk } from './desk.ts'
import { createFeed, type Feed, faultsChange, pageState } from './feed.ts'
import { findPageFile } from './files.ts'
import { createJournal } from './journal.ts'
import type { AppManifest } from './manifest.ts'

const HEADERS = {
  'content-security-policy':
    "default-src 'self'; img-src 'self' https: data:; style-src 'self' 'unsafe-inline'; connect-src 'self'; " +
    "object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
}
const NOT_BUILT = 'The page is not built yet. Run: npm run build\n'

/**
 * Serves the page and what it needs on the server of this local Slack: `/`, `/assets/*`, `/state`, `/feed`, `/act`.
 * Requests of foreign sites never come here (guard.ts).
 */
export function servePage(slack: LocalSlack, clock: Clock, app: AppManifest): { close: () => void } {
  for (const one of slack.workspace.users) if (!one.is_bot) slack.dmOf(one.id)
  const desk: Desk = { slack, clock, app, journal: createJournal(slack, clock.now), lastEvent: undefined }
  const feed = createFeed(desk)
  slack.serve((request, response, body) => {
    for (const [name, value] of Object.entries(HEADERS)) response.setHeader(name, value)
    route(desk, feed, { request, response, body }).catch((error: Error) => {
      if (!response.headersSent) json(response, 500, { ok: false, error: `fatal_error: ${error.message}` })
    })
  })
  return { close: feed.close }
}

type Visit = { request: IncomingMessage; response: ServerResponse; body: string }

async function route(desk: Desk, feed: Feed, { request, response, body }: Visit): Promise<void> {
  const [path = '/'] = (request.url ?? '/').split('?')
  const wanted = path === '/act' ? 'POST' : 'GET'
  if (request.method !== wanted) {
    response.writeHead(405, { allow: wanted }).end()
  } else if (path === '/state') json(response, 200, pageState(desk))
  else if (path === '/feed') feed.open(response)
  else if (path === '/act') await act(desk, feed, { request, response, body })
  else await file(path, response)
}

async function file(path: string, response: ServerResponse): Promise<void> {
  const found = await findPageFile(path)
  if (found === undefined) {
    response.writeHead(path === '/' ? 503 : 404, { 'content-type': 'text/plain; charset=utf-8' })
    response.end(path === '/' ? NOT_BUILT : 'Not found\n')
    return
  }
  const caching = found.lasting ? 'public, max-age=31536000, immutable' : 'no-cache'
  response.writeHead(200, { 'content-type': found.type, 'cache-control': caching }).end(found.body)
}

function json(response: ServerResponse, status: number, value: unknown): void {
  const headers = { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' }
  response.writeHead(status, headers).end(JSON.stringify(value))
}

/** Only JSON by name: a form of a foreign site cannot send that without asking first. */
async function act(desk: Desk, feed: Feed, { request, response, body }: Visit): Promise<void> {
  const answer = (status: number, value: ActAnswer) => json(response, status, value)
  if (!request.headers['content-type']?.startsWith('application/json')) {
    return answer(415, { ok: false, error: 'send application/json' })
  }
  const wish = readAct(body)
  if ('wrong' in wish) return answer(400, { ok: false, error: wish.wrong })
  try {
    if (wish.do !== 'clock') answer(200, { ok: true, ...(await perform(desk, wish)) })
    else {
      turn(desk, wish)
      feed.send({ kind: 'clock', clock: { now: desk.clock.now(), turned: desk.clock.turned() } })
      answer(200, { ok: true })
    }
    if (wish.do === 'fault') feed.send(faultsChange(desk.slack))
  } catch (error) {
    // What a person cannot do is no fault of the server: the page says so.
    answer(200, { ok: false, error: error instanceof Error ? error.message : String(error) })
  }
}

function turn({ slack, clock }: Desk, { to, user }: { to: number | string; user?: string }): void {
  const { users } = slack.workspace
  const zone = (users.find((one) => one.id === user) ?? users[0])?.tz ?? 'Etc/UTC'
  if (typeof to === 'number') clock.turn(to)
  else if (to === 'tomorrow-9' || to === 'next-dst-night') clock.turn(momentOf(to, clock.now(), zone))
  else clock.reset()
}
