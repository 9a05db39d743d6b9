import { WebClient, type WebClientOptions } from '@slack/web-api'
import { type Log, redact } from '../log.ts'
import { RefusedError } from './refused-error.ts'
import { createRespond, type RespondTo } from './respond.ts'
import { sdkLogger } from './sdk-logger.ts'

export const REQUEST_TIMEOUT_MS = 10_000

/** Who the bot is, and where: asked once, when the program starts. */
export type Identity = { team?: string; team_id?: string; user_id?: string; bot_id?: string }

/** The Web API of the workspace that the token is for, and what answers commands and clicks. */
export type SlackApi = { client: WebClient; identity: Promise<Identity>; respond: RespondTo }

const START_RETRIES = {
  retryConfig: { retries: 5, factor: 2, minTimeout: 500 },
  rejectRateLimitedCalls: false,
}

/** Prepares calls to Slack, and asks it who we are. */
export function openSlackApi(slackApiUrl: string, botToken: string, log: Log): SlackApi {
  const options = clientOptions(slackApiUrl, log)
  const identity = new WebClient(botToken, { ...options, ...START_RETRIES }).auth.test()
  identity.catch(() => {}) // Reported by whoever waits for the connection.
  return {
    client: new WebClient(botToken, options),
    identity,
    respond: createRespond(boundedFetch(slackApiUrl)),
  }
}

/** Calls are never repeated by the SDK: it would post a message twice when an answer is lost (see send.ts). */
export function clientOptions(slackApiUrl: string, log: Log): WebClientOptions {
  return {
    ...{ slackApiUrl, logger: sdkLogger(log), timeout: REQUEST_TIMEOUT_MS, rejectRateLimitedCalls: true },
    retryConfig: { retries: 0 },
    fetch: boundedFetch(slackApiUrl),
  }
}

/**
 * Fetch with a time limit, and for a `response_url` with Slack's reason when it refuses: Bolt's `respond` has neither.
 * The Web API's own client reads its errors itself.
 */
function boundedFetch(slackApiUrl: string): typeof fetch {
  return async (url, init) => {
    const response = await fetch(url, { signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS), ...init })
    if (response.ok || String(url).startsWith(slackApiUrl)) return response
    throw new RefusedError(response.status, redact((await response.text()).slice(0, 200)))
  }
}
