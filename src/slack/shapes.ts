import { dig } from '../cards/elements.ts'
import type { Body } from './bodies.ts'

const IS = {
  text: (value: unknown) => typeof value === 'string',
  /** Somewhere to post to. */
  address: (value: unknown) => typeof value === 'string' && /^https?:/.test(value) && URL.canParse(value),
  object: (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value),
  list: (value: unknown) => Array.isArray(value),
  number: (value: unknown) => typeof value === 'number',
  /** A text in commands. */
  flag: (value: unknown) => typeof value === 'boolean' || typeof value === 'string',
}
type Known = keyof typeof IS
/** What a field must be; with `?` it may also be missing or null. */
type Kind = Known | `${Known}?`
/** Fields by their path; `*` is every item of a list. */
type Shape = Readonly<Record<string, Kind>>

// Where something comes from.
const EVERYTHING: Shape = {
  ...{ type: 'text?', command: 'text?', event: 'object?', event_id: 'text?', event_time: 'number?' },
  ...{ team_id: 'text?', enterprise_id: 'text?', team: 'object?', enterprise: 'object?', user: 'object?' },
  ...{ 'team.id': 'text?', 'team.enterprise_id': 'text?', 'enterprise.id': 'text?', 'user.team_id': 'text?' },
  ...{ is_enterprise_install: 'flag?', authorizations: 'list?', 'authorizations.*': 'object' },
  ...{ 'authorizations.*.team_id': 'text?', 'authorizations.*.enterprise_id': 'text?' },
  ...{ 'authorizations.*.is_enterprise_install': 'flag?', view: 'object?' },
  ...{ 'view.app_installed_team_id': 'text?', trigger_id: 'text?', response_url: 'text?' },
}
const COMMAND: Shape = {
  ...{ command: 'text', text: 'text?', user_id: 'text', channel_id: 'text', trigger_id: 'text' },
  response_url: 'address',
}
const EVENT: Shape = { 'event.type': 'text' }
const MESSAGE: Shape = {
  ...{ 'event.channel': 'text', 'event.ts': 'text', 'event.user': 'text?', 'event.text': 'text?' },
  ...{ 'event.thread_ts': 'text?', 'event.subtype': 'text?', 'event.channel_type': 'text?' },
}
const EVENTS = new Map<string, Shape>([
  ['message', MESSAGE],
  ['app_mention', MESSAGE],
  ['app_home_opened', { 'event.user': 'text', 'event.channel': 'text', 'event.tab': 'text?' }],
  [
    'link_shared',
    {
      ...{ 'event.links': 'list', 'event.links.*': 'object', 'event.links.*.url': 'text' },
      ...{ 'event.channel': 'text?', 'event.message_ts': 'text?', 'event.unfurl_id': 'text?' },
    },
  ],
  ['tokens_revoked', { 'event.tokens': 'object', 'event.tokens.bot': 'list?' }],
])

const PERSON: Shape = { user: 'object', 'user.id': 'text' }
const VIEW: Shape = {
  ...{ 'view.id': 'text', 'view.type': 'text', 'view.callback_id': 'text', 'view.private_metadata': 'text' },
  ...{ 'view.state': 'object' },
}
const TYPES = new Map<string, Shape>([
  [
    'block_actions',
    {
      ...{ ...PERSON, trigger_id: 'text', actions: 'list', 'actions.*': 'object' },
      ...{
        'actions.*.action_id': 'text',
        'actions.*.value': 'text?',
        'actions.*.selected_option': 'object?',
      },
      ...{ 'actions.*.selected_option.value': 'text?', 'actions.*.selected_conversation': 'text?' },
      ...{ container: 'object', 'container.message_ts': 'text?', 'container.channel_id': 'text?' },
      ...{ channel: 'object?', 'channel.id': 'text?' },
      response_url: 'address?',
    },
  ],
  ['block_suggestion', { ...PERSON, action_id: 'text', value: 'text' }],
  [
    'view_submission',
    {
      ...{ ...PERSON, view: 'object', response_urls: 'list?', 'response_urls.*': 'object' },
      ...{ 'response_urls.*.channel_id': 'text', 'response_urls.*.response_url': 'address' },
    },
  ],
  ['shortcut', { ...PERSON, callback_id: 'text', trigger_id: 'text' }],
  [
    'message_action',
    {
      ...{ ...PERSON, callback_id: 'text', trigger_id: 'text', response_url: 'address' },
      ...{ channel: 'object', 'channel.id': 'text', message: 'object', 'message.text': 'text?' },
    },
  ],
])

/**
 * Names the first field of what Slack sent that is not what those who read it take it for; undefined where all are. What
 * they do not read may be anything: Slack adds to it.
 */
export function faultIn(body: object): string | undefined {
  return (
    faultOf(body, EVERYTHING) ??
    shapesOf(body as Body)
      .map((shape) => faultOf(body, shape))
      .find(Boolean)
  )
}

function shapesOf({ type, command, event, view }: Body): Shape[] {
  const hasView = view && (type === 'block_actions' || type === 'view_submission')
  const own = command !== undefined ? COMMAND : event ? EVENT : TYPES.get(type ?? '')
  return [own ?? {}, EVENTS.get(event?.type ?? '') ?? {}, hasView ? VIEW : {}]
}

const faultOf = (body: object, shape: Shape): string | undefined =>
  Object.entries(shape).find(
    ([path, kind]) => !valuesAt(body, path.split('.')).every((one) => isA(kind, one)),
  )?.[0]

function valuesAt(value: unknown, [key, ...rest]: string[]): unknown[] {
  if (key === undefined) return [value]
  if (key === '*') return Array.isArray(value) ? value.flatMap((one) => valuesAt(one, rest)) : []
  return valuesAt(dig(value, key), rest)
}

const isA = (kind: Kind, value: unknown) =>
  kind.endsWith('?')
    ? value === undefined || value === null || IS[kind.slice(0, -1) as Known](value)
    : IS[kind as Known](value)
