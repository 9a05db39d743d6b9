import { BROWSER_HEADERS, type Handle, sendPage } from './answers.ts'
import { type Health, healthRoutes } from './health.ts'
import { type Listening, type ListenOptions, listen } from './listen.ts'
import type { Pages } from './pages.ts'
import { READ, type Routes, serveRoutes } from './routes.ts'
import { guardSlackRequests, type SlackRequestsOptions } from './slack-requests.ts'

export type HttpOptions = ListenOptions &
  SlackRequestsOptions & {
    /** Who answers `/slack/install` and `/slack/oauth_redirect`, where the app can be installed. */
    oauth?: Handle | undefined
    pages: Pick<Pages, 'landing' | 'privacy' | 'support' | 'missing'>
    health: Health
    /** Where people reach it; with https browsers are told to never come without. */
    publicUrl?: string | undefined
  }

/** A year, in seconds. */
const STRICT = { 'strict-transport-security': 'max-age=31536000' }

/**
 * Serves Slack and people on one port: what Slack sends, the installation, pages, and health.
 * @throws Error where the port cannot be listened on
 */
export async function startHttp(options: HttpOptions): Promise<Listening> {
  const { health, log, pages, publicUrl } = options
  const serve = serveRoutes(routesOf(options), log, pages.missing)
  const isSecure = publicUrl?.startsWith('https:') ?? false
  const listening = await listen(
    (request, response) => {
      if (isSecure) for (const [name, value] of Object.entries(STRICT)) response.setHeader(name, value)
      serve(request, response)
    },
    'PORT',
    options,
  )
  const drain = () => {
    health.drain()
    listening.drain()
  }
  const stopListening = () => {
    drain()
    return listening.stopListening()
  }
  const close = () => {
    drain()
    return listening.close()
  }
  return { port: listening.port, drain, stopListening, close }
}

function routesOf(options: HttpOptions): Routes {
  const { oauth, pages, health } = options
  const page = (html: string) => ({
    methods: READ,
    handle: (...[, response]: Parameters<Handle>) => sendPage(response, html),
  })
  return {
    '/slack/events': { methods: ['POST'], handle: guardSlackRequests(options) },
    ...(oauth ? installRoutes(oauth) : {}),
    '/': page(pages.landing),
    '/privacy': page(pages.privacy),
    '/support': page(pages.support),
    ...healthRoutes(health),
  }
}

/** `@slack/oauth` writes what it answers by itself; the headers of a browser are there before. */
function installRoutes(oauth: Handle): Routes {
  const handle: Handle = (request, response) => {
    for (const [name, value] of Object.entries(BROWSER_HEADERS)) response.setHeader(name, value)
    return oauth(request, response)
  }
  return {
    '/slack/install': { methods: ['GET'], handle },
    '/slack/oauth_redirect': { methods: ['GET'], handle },
  }
}
