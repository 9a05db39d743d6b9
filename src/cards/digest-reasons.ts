import type { Line, Piece } from './blocks.ts'
import { digestCode, INVITE } from './digest-settings.ts'

/** What happened, within a sentence, and what to do. In braces stands what to type. */
type Reason = { what: string; remedy: string }

const INSTALL = 'Whoever runs this app can install it again; then type {resume} in the channel.'
const BY_MYSELF = 'Nothing to do: I go on by myself.'
const NOTHING_TO_DO = 'Nothing to do: the next digest comes as planned.'

/** By Slack's error codes (docs.slack.dev/reference/methods/chat.postMessage) and our own, which have hyphens. */
const REASONS: Record<string, Reason> = {
  is_archived: { what: 'the channel was archived', remedy: 'Unarchive it, then type {resume} there.' },
  channel_not_found: {
    what: 'the channel is gone, or I can no longer see it',
    remedy: 'If it still exists, type {invite} there, then {resume}.',
  },
  not_in_channel: { what: 'I am not in the channel', remedy: 'Type {invite} there, then {resume}.' },
  account_inactive: { what: 'Slack has switched my account off', remedy: INSTALL },
  token_revoked: { what: 'my access to this workspace was taken away', remedy: INSTALL },
  invalid_auth: {
    what: 'Slack does not accept my token',
    remedy: 'Whoever runs this app can give me a new one; then type {resume} in the channel.',
  },
  restricted_action: {
    what: 'only some people may post in the channel',
    remedy: 'Ask somebody who manages it to let me post, then type {resume} there.',
  },
  missing_scope: {
    what: 'I lack a permission that posting needs',
    remedy:
      'Whoever runs this app can install it again with all its scopes; then type {resume} in the channel.',
  },
  uninstalled: {
    what: 'the app was removed from the workspace',
    remedy: 'Once it is installed again, type {resume} in the channel.',
  },
  'by-person': { what: 'it was stopped by hand', remedy: 'To start it again, type {resume} in the channel.' },
  'left-environment': {
    what: 'the settings of this app no longer name the channel',
    remedy: 'Whoever runs this app can add it again. Or type {digest} there to set up a digest without them.',
  },
  missed: {
    what: 'I was not running, or could not reach Slack, until it was too late',
    remedy: NOTHING_TO_DO,
  },
  'nothing-new': {
    what: 'every use case that matches had been shown',
    remedy: 'Nothing to do: the round starts again with the next digest.',
  },
  'no-match': {
    what: 'no use case matches its industries and topics',
    remedy: 'Choose others with {digest} in the channel.',
  },
  'bad-settings': {
    what: 'I do not know its time zone any more',
    remedy: 'Choose another one with {digest} in the channel.',
  },
  'during-pause': {
    what: 'it was paused before it could be sent',
    remedy: NOTHING_TO_DO,
  },
  uncertain: {
    what: 'Slack did not say whether it arrived',
    remedy: 'I did not send it a second time, so that nobody reads it twice.',
  },
  'rate-limited': { what: 'Slack asked me to wait', remedy: BY_MYSELF },
  unreachable: { what: 'I could not reach Slack', remedy: BY_MYSELF },
  'no-answer': { what: 'Slack did not answer', remedy: BY_MYSELF },
  'slack-trouble': { what: 'Slack had trouble of its own', remedy: BY_MYSELF },
  'handed-over': {
    what: 'another copy of this app takes over',
    remedy: 'Nothing to do: it goes on by itself.',
  },
  failed: {
    what: 'Slack did not take it',
    remedy: 'If it happens again, whoever runs this app finds the cause in its log.',
  },
}

/** Slack's codes that mean the same to people, under the one that has the words. */
const SAME: Record<string, readonly string[]> = {
  account_inactive: ['team_disabled', 'user_removed_from_team'],
  channel_not_found: ['user_not_found'],
  invalid_auth: ['not_allowed_token_type', 'not_authed', 'token_expired'],
  missing_scope: ['no_permission'],
  'rate-limited': ['accesslimited', 'rate_limited', 'ratelimited'],
  restricted_action: [
    'restricted_action_non_threadable_channel',
    'restricted_action_read_only_channel',
    'restricted_action_thread_only_channel',
  ],
  'slack-trouble': [
    ...['fatal_error', 'internal_error', 'request_timeout', 'service_unavailable', 'team_added_to_org'],
    ...['http_500', 'http_502', 'http_503', 'http_504'],
  ],
  token_revoked: [
    ...[
      'access_denied',
      'ekm_access_denied',
      'org_login_required',
      'team_access_not_granted',
      'team_not_found',
    ],
  ],
}

const BY_CODE: ReadonlyMap<string, Reason> = new Map(
  Object.entries(REASONS).flatMap(([code, reason]) =>
    [code, ...(SAME[code] ?? [])].map((each) => [each, reason] as const),
  ),
)

function reasonOf(code: string): Reason {
  const unknown = {
    what: `something failed (${code})`,
    remedy: 'Whoever runs this app finds more in its log.',
  }
  return BY_CODE.get(code) ?? unknown
}

/** Every code that has words of its own. */
export const REASON_CODES: readonly string[] = [...BY_CODE.keys()]

/**
 * Why a digest stopped or did not come, not escaped: what happened and what to do.
 * @param code Slack's error code or one of ours; any other is shown as it is
 * @param command the slash command as it is called in this workspace, such as `/kstreams`
 */
export function sayReason(code: string, command: string): string {
  const said = reasonLine(code, command).map((piece) => {
    if (typeof piece === 'string') return piece
    return 'code' in piece ? piece.code : 'name' in piece ? piece.name : ''
  })
  const sentence = said.join('')
  return sentence.charAt(0).toUpperCase() + sentence.slice(1)
}

/** What happened, to follow a colon; without what to do. */
export function reasonPiece(code: string): Piece {
  return { name: reasonOf(code).what }
}

/** What happened, to follow a colon, and what to do: `the channel was archived. Unarchive it, then type ...`. */
export function reasonLine(code: string, command: string): Line {
  const typed: Record<string, Piece> = {
    resume: digestCode(command, 'resume'),
    digest: digestCode(command),
    invite: INVITE,
  }
  const remedy = reasonOf(code).remedy.split(/[{}]/)
  return [reasonPiece(code), '. ', ...remedy.map((part) => typed[part] ?? part)]
}
