import { WebClient, type WebClientOptions } from '@slack/web-api'
import { request } from 'undici'
import { type Log, redact } from '../log.ts'
import type { Metrics } from '../metrics/metrics.ts'
import { limitedFetch, type Quota } from './quota.ts'
import { RefusedError } from './refused-error.ts'
import { createRespond, type RespondTo } from './respond.ts'
import { sdkLogger } from './sdk-logger.ts'

export const REQUEST_TIMEOUT_MS = 10_000

/** Who the bot is in a workspace, and where that is. */
export type Identity = { team?: string; team_id?: string; user_id?: string; bot_id?: string }

const START_RETRIES = {
  retryConfig: { retries: 5, factor: 2, minTimeout: 500 },
  rejectRateLimitedCalls: false,
}

/** What reaches Slack: its Web API, with a token, and what it wants answers posted to. */
export type SlackApi = {
  /**
   * Calls the Web API with the token of a workspace, within that workspace's limits.
   * @param more `orgWide`: whether the token is that of a whole organisation; then each call says which workspace it is
   *   about. `renewed`: see `limitedFetch`
   */
  clientOf: (
    team: string,
    botToken: string,
    more?: { orgWide: boolean; renewed: () => Promise<string | undefined> },
  ) => WebClient
  /** Asks Slack whose token this is. */
  identify: (botToken: string) => Promise<Identity>
  /** Answers commands and clicks. */
  respond: RespondTo
  options: WebClientOptions
}

/** Prepares calls to Slack. */
export function openSlackApi(
  slackApiUrl: string,
  { quota, metrics, log }: { quota: Quota; metrics: Metrics; log: Log },
): SlackApi {
  const options = clientOptions(slackApiUrl, log)
  return {
    clientOf: (team, botToken, more) => {
      const limited = limitedFetch(boundedFetch, { team, quota, metrics, renewed: more?.renewed })
      return new WebClient(botToken, {
        ...options,
        fetch: limited,
        ...(more?.orgWide ? { teamId: team } : {}),
      })
    },
    identify: (botToken) => new WebClient(botToken, { ...options, ...START_RETRIES }).auth.test(),
    respond: createRespond(timed(postJson, metrics)),
    options,
  }
}

/** Calls are never repeated by the SDK: it would post a message twice when an answer is lost (see send.ts). */
export function clientOptions(slackApiUrl: string, log: Log): WebClientOptions {
  return {
    ...{ slackApiUrl, logger: sdkLogger(log), timeout: REQUEST_TIMEOUT_MS, rejectRateLimitedCalls: true },
    retryConfig: { retries: 0 },
    fetch: boundedFetch,
  }
}

/** Fetch with a time limit. The Web API's own client reads its errors itself. */
const boundedFetch: typeof fetch = (url, init) =>
  fetch(url, { signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS), ...init })

/** Posts JSON to a `response_url`. @throws RefusedError with Slack's reason; a TypeError when the answer is lost */
type PostJson = (url: string, json: string) => Promise<void>

/**
 * As fetch would, at a third of what that costs: most of what is answered goes this way, and all that comes back is a word.
 * Bolt's `respond` has neither a time limit nor Slack's reason when it refuses.
 */
const postJson: PostJson = async (url, json) => {
  const { statusCode, body } = await request(url, {
    ...{ method: 'POST', headers: { 'content-type': 'application/json' }, body: json },
    ...{ headersTimeout: REQUEST_TIMEOUT_MS, bodyTimeout: REQUEST_TIMEOUT_MS },
  }).catch(failedAsFetch)
  if (statusCode >= 200 && statusCode < 300) return body.dump().catch(failedAsFetch)
  const text = await body.text().catch(failedAsFetch)
  throw new RefusedError(statusCode, redact(text.slice(0, 200)))
}

/** What failures.ts knows a lost answer by. */
function failedAsFetch(cause: unknown): never {
  throw new TypeError('fetch failed', { cause })
}

/** Counts posts to a `response_url`, which are all that goes this way. */
function timed(post: PostJson, metrics: Metrics): PostJson {
  return async (url, json) => {
    const began = performance.now()
    const tell = (result: string) => metrics.call('response_url', result, performance.now() - began)
    try {
      await post(url, json)
      tell('ok')
    } catch (error) {
      tell(error instanceof RefusedError ? `http_${error.statusCode}` : 'no_answer')
      throw error
    }
  }
}
