import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { describeError, type Log } from '../log.ts'
import { type Handle, sendPage, sendText } from './answers.ts'

/** What is at a path, and the methods that it takes. */
export type Route = { methods: readonly string[]; handle: Handle }
/** By exact path. Nothing is decoded or put together from it, so no path leads anywhere else. */
export type Routes = Readonly<Record<string, Route>>

/** The methods of what is only read. */
export const READ = ['GET', 'HEAD'] as const

/**
 * Finds who answers: 404 for an unknown path, 405 for a method that it does not take; the query is left to who answers.
 * Whatever fails there becomes a 500 without a word of why, which the log has.
 * @param missing the page that a browser gets at an unknown path; a line of text where there is none
 */
export function serveRoutes(routes: Routes, log: Log, missing?: string): RequestListener {
  const known = new Map(Object.entries(routes))
  return (request, response) => {
    const [path = ''] = (request.url ?? '').split('?', 1)
    const route = known.get(path)
    if (route === undefined) return sendMissing(request, response, missing)
    if (!route.methods.includes(request.method ?? '')) {
      const allow = route.methods.join(', ')
      return sendText(response, 405, `Use ${allow} here.`, { allow })
    }
    Promise.resolve()
      .then(() => route.handle(request, response))
      .catch((error: unknown) => {
        log.error({ path, error: describeError(error) }, 'a request could not be answered')
        fail(response)
      })
  }
}

function sendMissing({ headers }: IncomingMessage, response: ServerResponse, page?: string): void {
  const isBrowser = /\btext\/html\b/i.test(headers.accept ?? '')
  if (page !== undefined && isBrowser) sendPage(response, page, 404)
  else sendText(response, 404, 'There is nothing here.')
}

function fail(response: ServerResponse): void {
  if (response.headersSent) response.destroy()
  else sendText(response, 500, 'That went wrong on our side.')
}
