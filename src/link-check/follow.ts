import { STATUS_CODES } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { linkKey } from '../catalogue/links.ts'
import { isProof } from '../store/links.ts'
import { refusalOf } from './address.ts'
import type { Answer, Client, Method } from './client.ts'
import type { Failure } from './failure.ts'
import { redirectOf } from './redirect.ts'
import type { LinkResult } from './result.ts'

type Outcome = Pick<LinkResult, 'state' | 'reason' | 'movedTo'>

export type FollowDeps = Pick<Client, 'ask'> & {
  mayAsk: (url: URL) => Promise<boolean>
  /** What was tried in vain, by origin: no other link of a host that is not there is waited for. */
  unreachable: Map<string, Failure>
  signal: AbortSignal
  /** Before the first repetition, in ms; doubled before each further one. */
  backoffMs: number
  /** A server that wants to be left alone for longer is, in ms. */
  mostRetryAfterMs: number
  /** From 0 to 1. */
  random: () => number
}

const MOST_REDIRECTS = 10
/** A redirect to a longer address is none for people. */
const LONGEST_ADDRESS = 4000
/** Many a server answers HEAD wrongly, or not at all; the rest are repetitions. */
const METHODS: readonly Method[] = ['HEAD', 'GET', 'GET', 'GET']

/**
 * Follows a link to where it ends.
 * @returns `moved` where it is redirected for good to what {@link linkKey} takes for another address; what is redirected
 * for now is `ok`
 * @throws only what `signal` was aborted with
 */
export async function follow(url: string, deps: FollowDeps): Promise<Outcome> {
  const seen = new Set<string>()
  let [here, movedTo, forGood] = [new URL(url), url, true]
  for (;;) {
    // Mostly for want of a cookie, which a browser has.
    if (seen.has(here.href)) return { state: 'blocked', reason: 'redirects in a circle' }
    if (seen.size > MOST_REDIRECTS)
      return { state: 'blocked', reason: `more than ${MOST_REDIRECTS} redirects` }
    const isForbidden = refusalOf(here) === undefined && !(await deps.mayAsk(here))
    const answer = isForbidden ? FORBIDDEN : await persist(here, deps)
    if ('failure' in answer) return failed(answer, seen.size > 0)
    const next = redirectOf(answer, here)
    if (next && next.href.length > LONGEST_ADDRESS)
      return { state: 'blocked', reason: 'redirect: an address too long to follow' }
    if (!next) return verdict(answer, linkKey(movedTo) === linkKey(url) ? undefined : movedTo)
    seen.add(here.href)
    forGood &&= answer.status === 301 || answer.status === 308
    if (forGood) movedTo = next.href
    here = next
  }
}

const FORBIDDEN: Failure = { failure: 'robots.txt', kind: 'refused' }

function failed({ failure, kind }: Failure, redirected: boolean): Outcome {
  return {
    state: kind === 'refused' ? 'blocked' : 'dead',
    reason: redirected ? `redirect: ${failure}` : failure,
  }
}

function verdict({ status, headers }: Answer, movedTo: string | undefined): Outcome {
  if (status >= 200 && status < 300)
    return movedTo === undefined ? { state: 'ok' } : { state: 'moved', movedTo }
  const reason = [status, STATUS_CODES[status]].filter(Boolean).join(' ')
  // Cloudflare asks whether we are human (developers.cloudflare.com/cloudflare-challenges/challenge-types/challenge-pages).
  if (headers['cf-mitigated'] === 'challenge') return { state: 'blocked', reason }
  // Of the redirects only those without an address come here. All else that we did wrong, a browser may do right.
  const dead = isProof(reason) || status < 400 || isFault(status)
  return { state: dead ? 'dead' : 'blocked', reason }
}

async function persist(url: URL, deps: FollowDeps): Promise<Answer | Failure> {
  const { unreachable } = deps
  const answer = unreachable.get(url.origin) ?? (await askOften(url, deps))
  if ('failure' in answer && answer.kind === 'unreachable') unreachable.set(url.origin, answer)
  return answer
}

/** Asks until there is an answer that counts, or as often as it makes sense. */
async function askOften(url: URL, deps: FollowDeps): Promise<Answer | Failure> {
  let answer: Answer | Failure = FORBIDDEN
  for (const [nth, method] of METHODS.entries()) {
    answer = await deps.ask(url, method)
    if (isClear(answer, url)) return answer
    if (mayPass(answer)) {
      const wait = waitBefore(answer, nth, deps)
      if (nth === METHODS.length - 1 || wait > deps.mostRetryAfterMs) return answer
      await sleep(wait, undefined, { signal: deps.signal })
    } else if (method === 'GET' || 'failure' in answer) return answer
  }
  return answer
}

const isClear = (answer: Answer | Failure, url: URL) =>
  !('failure' in answer) &&
  ((answer.status >= 200 && answer.status < 300) || redirectOf(answer, url) !== undefined)

const mayPass = (answer: Answer | Failure) =>
  'failure' in answer
    ? answer.kind === 'passing' || answer.kind === 'unreachable'
    : answer.status === 429 || isFault(answer.status)

/** That a server has a fault of its own. LinkedIn's 999 is none. */
const isFault = (status: number) => status >= 500 && status < 600

/** As long as the server wants; or else longer each time, and never as long as somebody else who was refused as we were. */
function waitBefore(answer: Answer | Failure, nth: number, { backoffMs, random }: FollowDeps): number {
  const asked = 'failure' in answer ? undefined : retryAfter(answer.headers['retry-after'])
  return asked ?? backoffMs * 2 ** nth * (0.5 + random())
}

/** `Retry-After` in ms: it has seconds or a date (RFC 9110, 10.2.3). */
function retryAfter(text = ''): number | undefined {
  if (/^\d+$/.test(text)) return Number(text) * 1000
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : Math.max(0, at - Date.now())
}
