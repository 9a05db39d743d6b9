import type { Channel, User, Workspace } from './model.ts'

const TEAM = 'T0LOCAL001'

/** The bot's user id, unless told otherwise. */
export const BOT_USER = 'UKSTREAMS01'

/** The scopes that the app's manifest asks for; a workspace starts with these. */
export const DEFAULT_SCOPES = ['app_mentions:read', 'chat:write', 'commands', 'im:history']

/** The bot events that the app subscribes to. */
export const DEFAULT_SUBSCRIPTIONS = [
  'app_mention',
  'message.im',
  'app_home_opened',
  'app_uninstalled',
  'tokens_revoked',
]

/**
 * A workspace with three people in three time zones (ada an admin, grace plain, kenji a guest), and three
 * channels: the bot is in #general and in the private #streaming, not in #random.
 */
export function createWorkspace(botUserId: string): Workspace {
  const people = [
    person('U0ADA00001', 'ada', 'Ada Lovelace', 'Europe/London', { is_admin: true }),
    person('U0GRACE001', 'grace', 'Grace Hopper', 'America/New_York'),
    person('U0KENJI001', 'kenji', 'Kenji Tanaka', 'Asia/Tokyo', { is_restricted: true }),
  ]
  const [ada, grace, kenji] = people.map((one) => one.id) as [string, string, string]
  return {
    team: { id: TEAM, name: 'Local Slack', domain: 'local-slack' },
    app: { id: 'A0KSTREAMS', botId: 'B0KSTREAMS', botUserId },
    users: [...people, person(botUserId, 'kstreams', 'kstreams', 'Etc/UTC', { is_bot: true })],
    channels: [
      channel('C0GENERAL1', 'general', [ada, grace, kenji, botUserId]),
      channel('C0STREAM01', 'streaming', [ada, grace, botUserId], true),
      channel('C0RANDOM01', 'random', [ada, grace]),
    ],
    messages: [],
    views: [],
    scopes: [...DEFAULT_SCOPES],
    subscriptions: [...DEFAULT_SUBSCRIPTIONS],
    installed: true,
  }
}

function person(id: string, name: string, realName: string, tz: string, more: Partial<User> = {}): User {
  const plain = { is_admin: false, is_restricted: false, is_bot: false, deleted: false }
  return { id, name, real_name: realName, tz, ...plain, ...more }
}

function channel(id: string, name: string, members: string[], isPrivate = false): Channel {
  return { id, name, is_private: isPrivate, is_im: false, is_archived: false, members }
}

/** The person with this id or name. Throws for an unknown one: a mistake of the caller, not of the app. */
export function userOf(workspace: Workspace, idOrName: string): User {
  const found = workspace.users.find((one) => one.id === idOrName || one.name === idOrName)
  if (found === undefined) throw new Error(`no such person in the local Slack: ${idOrName}`)
  return found
}

/** The conversation with this id or name (with or without #), or undefined. */
export function findChannel(workspace: Workspace, idOrName: string): Channel | undefined {
  const name = idOrName.replace(/^#/, '')
  return workspace.channels.find((one) => one.id === idOrName || (!one.is_im && one.name === name))
}

/** The direct message between this person and the bot, opened on first use (D...). */
export function openDm(workspace: Workspace, userId: string): Channel {
  const open = workspace.channels.find((one) => one.is_im && one.user === userId)
  if (open !== undefined) return open
  const id = `D${userId.slice(1)}`
  const members = [userId, workspace.app.botUserId]
  const dm: Channel = { ...channel(id, '', members), is_im: true, user: userId }
  workspace.channels.push(dm)
  return dm
}

/** Whether this person (or the bot) belongs to the conversation. */
export function isMember(where: Channel, userId: string): boolean {
  return where.members.includes(userId)
}
