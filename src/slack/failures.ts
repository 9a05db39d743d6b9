import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api'
import { RefusedError } from './refused-error.ts'

const UNREACHED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
])

/** Whether a request surely did not reach Slack: a connection never stood. */
export function neverSent(error: unknown): boolean {
  const cause = error instanceof WebAPIRequestError ? error.original : error
  for (let inner = cause; inner instanceof Error; inner = inner.cause) {
    if (UNREACHED.has(String((inner as NodeJS.ErrnoException).code))) return true
  }
  return false
}

/**
 * Whether a message may be there although sending it failed: the answer was lost on its way, or Slack stumbled. Then
 * nothing more should be said, since it might contradict what the person already reads.
 */
export function mayHaveArrived(error: unknown): boolean {
  if (error instanceof RefusedError || error instanceof WebAPIHTTPError) return error.statusCode >= 500
  const cause = error instanceof WebAPIRequestError ? error.original : error
  const onTheWay =
    cause instanceof Error && (cause.message === 'fetch failed' || cause.name === 'TimeoutError')
  return onTheWay && !neverSent(cause)
}

/** What a failed call to Slack means for the one who wants it done. */
export type Failure =
  /** It may work later. `uncertain`: it may have been carried out all the same. */
  | { kind: 'passing'; reason: string; uncertain: boolean; retryAfterMs?: number }
  /** The channel, or the workspace, is out of reach until a person does something. */
  | { kind: 'permanent'; reason: string }
  | { kind: 'refused'; reason: string }

/** Slack's errors that a person has to do something about (docs.slack.dev/reference/methods/chat.postMessage). */
const PERMANENT = new Set([
  'account_inactive',
  'access_denied',
  'cannot_reply_to_message',
  'channel_not_found',
  'ekm_access_denied',
  'invalid_auth',
  'is_archived',
  'missing_scope',
  'no_permission',
  'not_allowed_token_type',
  'not_authed',
  'not_in_channel',
  'org_login_required',
  'restricted_action',
  'restricted_action_non_threadable_channel',
  'restricted_action_read_only_channel',
  'restricted_action_thread_only_channel',
  'team_access_not_granted',
  'team_disabled',
  'team_not_found',
  'token_expired',
  'token_revoked',
  'user_not_found',
  'user_removed_from_team',
])

/** Slack's errors that pass by themselves; after those marked so it may have done what was asked. */
const PASSING = new Map([
  ['accesslimited', { uncertain: false }],
  ['fatal_error', { uncertain: true }],
  ['internal_error', { uncertain: true }],
  ['ratelimited', { uncertain: false }],
  ['rate_limited', { uncertain: false }],
  ['request_timeout', { uncertain: true }],
  ['service_unavailable', { uncertain: true }],
  ['team_added_to_org', { uncertain: false }],
])

/** What an error of `@slack/web-api` means. */
export function failureOf(error: unknown): Failure {
  if (error instanceof WebAPIRateLimitedError) {
    return { kind: 'passing', reason: 'ratelimited', uncertain: false, retryAfterMs: error.retryAfter * 1000 }
  }
  if (error instanceof WebAPIPlatformError) {
    const reason = error.data.error
    const passing = PASSING.get(reason)
    if (passing) return { kind: 'passing', reason, ...passing }
    return { kind: PERMANENT.has(reason) ? 'permanent' : 'refused', reason }
  }
  if (error instanceof WebAPIHTTPError) {
    const reason = `http_${error.statusCode}`
    return error.statusCode >= 500
      ? { kind: 'passing', reason, uncertain: true }
      : { kind: 'refused', reason }
  }
  if (neverSent(error)) return { kind: 'passing', reason: 'unreachable', uncertain: false }
  // Whatever else happened, happened on the way.
  return { kind: 'passing', reason: 'no-answer', uncertain: true }
}
