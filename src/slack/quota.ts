import type { Metrics } from '../metrics/metrics.ts'

/** What is left of Slack's limits, whichever process used them up. Never throws. */
export type Quota = {
  /** How long to wait before this method is called in this workspace, in milliseconds; 0: call it now, it is counted. */
  take: (team: string, method: string) => Promise<number>
  /** Slack refused a call, and takes none for so long: all processes hold back. */
  pause: (team: string, method: string, ms: number) => Promise<void>
}

type Of = {
  team: string
  quota: Quota
  metrics: Pick<Metrics, 'call'>
  /** Gives the token that took the place of a refused one; undefined where there is none. Never throws. */
  renewed?: (() => Promise<string | undefined>) | undefined
}

/** Slack takes the token no more; what was called with it was not carried out. */
const REFUSED: ReadonlySet<string> = new Set([
  'token_revoked',
  'invalid_auth',
  'account_inactive',
  'token_expired',
])

/** Where Slack does not say how long: as short as its answer could be. */
const UNSAID_SECONDS = 1

/**
 * The fetch of a workspace's WebClient. It keeps to Slack's limits: what is too much is answered at once as Slack would,
 * by a 429 with Retry-After, so that whoever called need not know the difference. Where the app was installed again a
 * moment ago, the call goes out once more with the new token. Each call is reported.
 * @param fetch by which Slack is called; what it throws is thrown on
 */
export function limitedFetch(fetch: typeof globalThis.fetch, of: Of): typeof fetch {
  return async (url, init) => {
    const method = methodOf(url)
    if (method === undefined) return fetch(url, init)
    const wait = await of.quota.take(of.team, method)
    if (wait > 0) {
      of.metrics.call(method, 'held_back', 0)
      return heldBack(wait)
    }
    const { response, result } = await report(method, of, () => fetch(url, init))
    const token = REFUSED.has(result) ? await of.renewed?.() : undefined
    if (token === undefined) return response
    const headers = new Headers(init?.headers)
    headers.set('authorization', `Bearer ${token}`)
    return (await report(method, of, () => fetch(url, { ...init, headers }))).response
  }
}

async function report(method: string, { team, quota, metrics }: Of, call: () => Promise<Response>) {
  const began = performance.now()
  const tell = (result: string) => metrics.call(method, result, performance.now() - began)
  const response = await call().catch((error: unknown) => {
    tell('no_answer')
    throw error
  })
  if (response.status === 429) {
    const seconds = Number.parseInt(response.headers.get('retry-after') ?? '', 10) || UNSAID_SECONDS
    void quota.pause(team, method, seconds * 1000)
  }
  const result = await resultOf(response)
  tell(result)
  return { response, result }
}

/** `chat.postMessage` of `https://slack.com/api/chat.postMessage`; undefined for what is no call of the Web API. */
function methodOf(url: Parameters<typeof fetch>[0]): string | undefined {
  const { pathname } = new URL(url instanceof Request ? url.url : url)
  return /\/api\/([\w.]+)$/.exec(pathname)?.[1]
}

function heldBack(ms: number): Response {
  const headers = { 'retry-after': String(Math.ceil(ms / 1000)) }
  return Response.json({ ok: false, error: 'ratelimited' }, { status: 429, headers })
}

/** What became of a call, as metrics call it. The answer itself is left unread. */
async function resultOf(response: Response): Promise<string> {
  if (response.status === 429) return 'ratelimited'
  if (!response.ok) return `http_${response.status}`
  if (!response.headers.get('content-type')?.startsWith('application/json')) return 'ok'
  try {
    const text = await response.clone().text()
    // As Slack writes it. Reading all of a long answer twice would cost more than the call's own part.
    if (text.startsWith('{"ok":true')) return 'ok'
    const { ok, error } = JSON.parse(text) as { ok?: unknown; error?: unknown }
    return ok === true ? 'ok' : String(error)
  } catch {
    return 'no_answer'
  }
}
