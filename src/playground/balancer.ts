import { Agent, request } from 'undici'
import type { Attempt } from './model.ts'

/** A POST to the app, signed already. */
export type Post = { headers: Record<string, string>; body: string }

/** What became of a POST; `noRetry` when the app asked for none (x-slack-no-retry: 1). */
export type Posted = { attempt: Attempt; noRetry: boolean }

/** What stands in front of the replicas of the app. */
export type Balancer = {
  /** From now on the POSTs go to these addresses, to each in turn. */
  to: (urls: readonly string[]) => void
  /** Never rejects; gives up after so many real milliseconds. */
  post: (post: Post, timeoutMs: number) => Promise<Posted>
  close: () => void
}

/**
 * A load balancer: a replica that refuses the connection is passed over, since nothing was sent to it. A connection
 * that breaks later is a failure: the POST may have been carried out, and who balances does not repeat it.
 * Connections are kept.
 */
export function createBalancer(urls: readonly string[]): Balancer {
  const agent = new Agent()
  let targets = urls
  let turn = 0
  return {
    to: (wanted) => {
      targets = wanted
    },
    post: async (post, timeoutMs) => {
      const started = performance.now()
      const signal = AbortSignal.timeout(timeoutMs)
      const first = turn++ % Math.max(targets.length, 1)
      let posted: Posted = failed('', 'connection_failed')
      for (const url of [...targets.slice(first), ...targets.slice(0, first)]) {
        posted = await attempt(agent, url, post, signal)
        if (posted.attempt.failure !== 'connection_failed') break
      }
      return { ...posted, attempt: { ...posted.attempt, ms: performance.now() - started } }
    },
    close: () => void agent.destroy(),
  }
}

async function attempt(agent: Agent, url: string, post: Post, signal: AbortSignal): Promise<Posted> {
  try {
    const answer = await request(url, { method: 'POST', dispatcher: agent, signal, ...post })
    const { statusCode: status, headers } = answer
    const body = await answer.body.text()
    const failure = status >= 200 && status < 300 ? {} : ({ failure: 'http_error' } as const)
    return { attempt: { url, status, body, ...failure, ms: 0 }, noRetry: headers['x-slack-no-retry'] === '1' }
  } catch (error) {
    return failed(url, failureOf(error, signal))
  }
}

function failed(url: string, failure: NonNullable<Attempt['failure']>): Posted {
  return { attempt: { url, failure, ms: 0 }, noRetry: false }
}

/** Nothing was sent where there was no connection. */
function failureOf(error: unknown, signal: AbortSignal): NonNullable<Attempt['failure']> {
  if (signal.aborted) return 'http_timeout'
  return (error as NodeJS.ErrnoException).code === 'ECONNREFUSED' ? 'connection_failed' : 'unknown_error'
}
