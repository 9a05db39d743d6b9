import type { Answer, Client } from './client.ts'
import type { Failure } from './failure.ts'

/** Where an answer sends us on to; undefined where it does not, or to nowhere. */
export function redirectOf({ status, headers }: Answer, from: URL): URL | undefined {
  const { location } = headers
  if (status < 300 || status > 399 || !location || !URL.canParse(location, from.href)) return undefined
  const to = new URL(location, from.href)
  // A browser keeps what comes after the # (RFC 9110, 10.2.2).
  if (!to.hash) to.hash = from.hash
  return to
}

/**
 * Gets a text from a public server, redirects followed.
 * @param limits at most so many `bytes` of it, after so many `redirects`
 * @returns the last answer, which may be a redirect too many, or why there is none
 */
export async function getText(
  { ask }: Pick<Client, 'ask'>,
  url: URL,
  { bytes, redirects }: { bytes: number; redirects: number },
): Promise<Answer | Failure> {
  const answer = await ask(url, 'GET', bytes)
  const next = 'failure' in answer ? undefined : redirectOf(answer, url)
  return next && redirects > 0 ? getText({ ask }, next, { bytes, redirects: redirects - 1 }) : answer
}
