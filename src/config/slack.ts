import { readKeys } from '../workspaces/keys.ts'
import { getting, type Read, type Variable } from './variables.ts'

/** How Slack reaches the bot: over sockets that the bot opens, or by requests to its port. */
export type Transport = { kind: 'socket'; appToken: string } | { kind: 'http'; signingSecret: string }

/** Whose bot it is: one workspace's, by its token, or that of all who install it. */
export type Tenancy = { kind: 'one'; botToken: string } | { kind: 'many'; oauth: OAuth }

/** `keys`: what tokens are sealed with, newest first, 32 bytes each. */
export type OAuth = { clientId: string; clientSecret: string; stateSecret: string; keys: readonly Buffer[] }

const MANY = ['SLACK_CLIENT_ID', 'SLACK_CLIENT_SECRET', 'SLACK_STATE_SECRET', 'TOKEN_ENCRYPTION_KEY'] as const
const ALL = ['SLACK_BOT_TOKEN', 'SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET', ...MANY] as const

/**
 * Reads what the bot needs of Slack; what is wrong or missing is added to `faults`.
 * @returns undefined where nothing at all is set, and where something is wrong
 */
export function readSlack(
  read: Read,
  faults: string[],
): { transport: Transport; tenancy: Tenancy } | undefined {
  const given = ALL.filter((name) => read(name) !== undefined)
  const [first] = given
  if (first === undefined) return undefined
  const before = faults.length
  const token = readToken('SLACK_BOT_TOKEN', 'xoxb-', read, faults)
  const appToken = readToken('SLACK_APP_TOKEN', 'xapp-', read, faults)
  const many = given.find((name) => MANY.includes(name as (typeof MANY)[number]))
  const oauth = many ? readMany(many, read, faults) : undefined
  const need = (name: Variable, because: Variable) =>
    faults.push(`${name} is not set, but ${because} is. ${getting(name)}`)
  if (token && many) faults.push(tooMuch('SLACK_BOT_TOKEN', many, TENANCY))
  const signingSecret = read('SLACK_SIGNING_SECRET')
  if (appToken && signingSecret) faults.push(tooMuch('SLACK_APP_TOKEN', 'SLACK_SIGNING_SECRET', TRANSPORT))
  else if (appToken && many) faults.push(tooMuch('SLACK_APP_TOKEN', many, OVER_HTTP))
  else if (!appToken && !signingSecret) need(many ? 'SLACK_SIGNING_SECRET' : 'SLACK_APP_TOKEN', first)
  if (!token && !many) need('SLACK_BOT_TOKEN', first)
  if (faults.length > before) return undefined
  return {
    transport: appToken ? { kind: 'socket', appToken } : { kind: 'http', signingSecret: signingSecret ?? '' },
    tenancy: oauth ? { kind: 'many', oauth } : { kind: 'one', botToken: token ?? '' },
  }
}

const TENANCY =
  'The first is for one workspace, the other for all that install the app: remove one of the two.'
const TRANSPORT = 'The first is for Socket Mode, the other for HTTP: remove one of the two.'
const OVER_HTTP =
  'Socket Mode serves one workspace; to be installed in many, remove it and set SLACK_SIGNING_SECRET.'

const tooMuch = (one: Variable, other: Variable, why: string) => `${one} and ${other} are both set. ${why}`

/** Names each that is missing, and what is wrong with the key. */
function readMany(given: Variable, read: Read, faults: string[]): OAuth | undefined {
  const missing = MANY.filter((name) => read(name) === undefined)
  for (const name of missing) faults.push(`${name} is not set, but ${given} is. ${getting(name)}`)
  const typed = read('TOKEN_ENCRYPTION_KEY')
  const keys = typed === undefined ? [] : readKeys(typed)
  if (typeof keys === 'string') {
    faults.push(`TOKEN_ENCRYPTION_KEY ${keys}`)
    return undefined
  }
  const text = (name: (typeof MANY)[number]) => read(name) ?? ''
  return {
    ...{ clientId: text('SLACK_CLIENT_ID'), clientSecret: text('SLACK_CLIENT_SECRET') },
    ...{ stateSecret: text('SLACK_STATE_SECRET'), keys },
  }
}

function readToken(
  name: 'SLACK_BOT_TOKEN' | 'SLACK_APP_TOKEN',
  prefix: string,
  read: Read,
  faults: string[],
) {
  const value = read(name)
  // The value itself is a secret and must not be repeated.
  if (value !== undefined && !value.startsWith(prefix)) {
    faults.push(`${name} does not begin with ${prefix}. ${getting(name)}`)
  }
  return value
}
