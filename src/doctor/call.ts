import { redact } from '../log.ts'

/** How long any server may take to answer, in milliseconds. */
export const ANSWER_MS = 10_000

export type Answered = {
  /** Slack's own answer: `ok`, `error`, and what was asked for. */
  body: { ok: boolean; error?: string } & Record<string, unknown>
  /** The scopes of the token; undefined where Slack does not say. */
  scopes: string[] | undefined
  /** How far this machine's clock is ahead of Slack's, in milliseconds; undefined where Slack does not say. */
  aheadMs: number | undefined
}

/** What became of a call: Slack's answer, or why there is none, in the middle of a sentence. */
export type Called = Answered | { failed: string }

/** Calls a method of Slack's Web API, once. */
export type Call = (method: string, token?: string, args?: Record<string, string>) => Promise<Called>

/**
 * Prepares calls. Not those of Slack's SDK, which keeps the headers of an answer to itself.
 * @param slackApiUrl ends in a slash
 * @param now the clock that is compared with Slack's, in milliseconds since 1970
 */
export function createCall(slackApiUrl: string, now: () => number): Call {
  return async (method, token, args = {}) => {
    const sent = now()
    try {
      const response = await fetch(`${slackApiUrl}${method}`, {
        method: 'POST',
        body: new URLSearchParams(args),
        headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
        // A token goes where the operator said, and nowhere else.
        redirect: 'manual',
        signal: AbortSignal.timeout(ANSWER_MS),
      })
      const received = now()
      const body = asAnswer(await response.text())
      if (!body) return { failed: `it answered HTTP ${response.status}, and not as Slack does` }
      const scopes = response.headers.get('x-oauth-scopes')
      return {
        body,
        scopes: scopes === null ? undefined : scopes.split(',').map((scope) => scope.trim()),
        aheadMs: aheadOf(response.headers.get('date'), (sent + received) / 2),
      }
    } catch (error) {
      return { failed: whyNot(error) }
    }
  }
}

function asAnswer(text: string): Answered['body'] | undefined {
  try {
    const body: unknown = JSON.parse(text)
    const isAnswer = typeof body === 'object' && body !== null && 'ok' in body && typeof body.ok === 'boolean'
    return isAnswer ? (body as Answered['body']) : undefined
  } catch {
    return undefined
  }
}

/** The header has whole seconds: on the average half of one has passed since. */
const HALF_MS = 500

function aheadOf(date: string | null, middle: number): number | undefined {
  const theirs = Date.parse(date ?? '')
  return Number.isNaN(theirs) ? undefined : middle - (theirs + HALF_MS)
}

/** Why a server did not answer, in the middle of a sentence. `error`: what `fetch` threw. */
export function whyNot(error: unknown): string {
  if ((error as Error).name === 'TimeoutError') return `no answer within ${ANSWER_MS / 1000} seconds`
  let inner = error
  while (inner instanceof Error && inner.cause !== undefined) inner = inner.cause
  const { code, message } = inner as { code?: string; message?: string }
  return redact(code ?? message ?? String(inner))
}
