import { RefusedAddressError } from './public-agent.ts'

/**
 * Why there is no answer, in a few words: we did not ask (`refused`), asking again is of no use (`final`), or it may help
 * (`passing`; `unreachable` when it is the host's fault, whatever it is asked for).
 */
export type Failure = { failure: string; kind: 'refused' | 'final' | 'passing' | 'unreachable' }

/** By the name and the code of an error of Node's, OpenSSL's or undici's. */
const FAILURES: readonly [RegExp, string, Failure['kind']][] = [
  [/ENOTFOUND|EAI_|ENODATA/, 'host not found', 'unreachable'],
  [/TIMEOUT|ETIMEDOUT|TimeoutError/, 'timed out', 'passing'],
  [/ECONNREFUSED/, 'connection refused', 'unreachable'],
  [/CERT|SIGNATURE/, 'certificate not valid', 'final'],
  [/ERR_SSL|ERR_TLS|EPROTO/, 'no secure connection', 'final'],
  [/HTTPParserError|HEADERS_OVERFLOW/, 'answer not understood', 'passing'],
  [/UNREACH|ENETDOWN/, 'host not reachable', 'unreachable'],
]

/** What to say of an error in asking a server. */
export function failureOf(error: unknown): Failure {
  for (const one of chain(error)) {
    if (one instanceof RefusedAddressError) return { failure: one.message, kind: 'refused' }
    const said = `${one.name} ${(one as NodeJS.ErrnoException).code}`
    const known = FAILURES.find(([pattern]) => pattern.test(said))
    if (known) return { failure: known[1], kind: known[2] }
  }
  return { failure: 'connection broken', kind: 'passing' }
}

/** An error, what caused it, and, where several addresses were tried, what the first of them said. */
function chain(error: unknown): Error[] {
  if (!(error instanceof Error)) return []
  const [first] = error instanceof AggregateError ? (error.errors as unknown[]) : []
  return [error, ...chain(first ?? error.cause)]
}
