import { lookup } from './lookup.ts'
import type { Channel, User, Workspace } from './model.ts'

const TEAM = 'T0LOCAL001'

/** The app's id, the same wherever it is installed. */
export const APP = 'A0KSTREAMS'

/** The bot's user id, unless told otherwise. */
export const BOT_USER = 'UKSTREAMS01'

/** The scopes that the app's manifest asks for; a workspace starts with these. */
export const DEFAULT_SCOPES = [
  'app_mentions:read',
  'assistant:write',
  'channels:history',
  'chat:write',
  'commands',
  'groups:history',
  'im:history',
  'links.embed:write',
  'links:read',
  'links:write',
  'users:read',
]

/** The bot events that the app subscribes to. */
export const DEFAULT_SUBSCRIPTIONS = [
  'app_home_opened',
  'app_mention',
  'app_uninstalled',
  'link_shared',
  'message.im',
  'tokens_revoked',
]

/** The unfurl domains of the app's manifest. */
export const DEFAULT_UNFURL_DOMAINS = [
  'confluent.io',
  'kafka-summit.org',
  'slideshare.net',
  'youtu.be',
  'youtube.com',
]

/** Which workspace it is; everything has a default. */
export type Origin = {
  /** `T...` in capitals and digits. */
  team?: string | undefined
  teamName?: string | undefined
  /** The organisation, `E...`. */
  enterprise?: string | undefined
}

/** What the ids of a workspace have in them, so that no two workspaces share one; '' for the default one. */
export function idTag(id: string = TEAM): string {
  return id === TEAM ? '' : id.slice(1)
}

/**
 * The bot's user id in this workspace, unless told otherwise. Throughout an organisation it is one, since one token
 * may stand for it everywhere.
 */
export function botUserIn({ team, enterprise }: Origin): string {
  return `${BOT_USER}${idTag(enterprise ?? team)}`
}

/**
 * A workspace with three people in three time zones (ada its owner, and so an admin; grace plain; kenji a guest),
 * and three channels: the bot is in #general and in the private #streaming, not in #random. Throws where `origin`
 * holds what is no id of Slack's.
 */
export function createWorkspace(botUserId: string, origin: Origin = {}): Workspace {
  checkIds(origin)
  const { team = TEAM, teamName = 'Local Slack', enterprise } = origin
  const tag = idTag(team)
  const people = [
    person(`U0ADA00001${tag}`, 'ada', 'Ada Lovelace', 'Europe/London', OWNER),
    person(`U0GRACE001${tag}`, 'grace', 'Grace Hopper', 'America/New_York'),
    person(`U0KENJI001${tag}`, 'kenji', 'Kenji Tanaka', 'Asia/Tokyo', { is_restricted: true }),
  ]
  const [ada, grace, kenji] = people.map((one) => one.id) as [string, string, string]
  return {
    team: { id: team, name: teamName, domain: teamName.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-') },
    ...(enterprise === undefined
      ? {}
      : { enterprise: { id: enterprise, name: `Organisation ${enterprise}` } }),
    app: { id: APP, botId: `B0KSTREAMS${idTag(enterprise ?? team)}`, botUserId },
    users: [...people, person(botUserId, 'kstreams', 'kstreams', 'Etc/UTC', { is_bot: true })],
    channels: [
      channel(`C0GENERAL1${tag}`, 'general', [ada, grace, kenji, botUserId]),
      channel(`C0STREAM01${tag}`, 'streaming', [ada, grace, botUserId], true),
      channel(`C0RANDOM01${tag}`, 'random', [ada, grace]),
    ],
    messages: [],
    views: [],
    scopes: [...DEFAULT_SCOPES],
    subscriptions: [...DEFAULT_SUBSCRIPTIONS],
    unfurlDomains: [...DEFAULT_UNFURL_DOMAINS],
    prompts: [],
    threads: [],
    installed: true,
  }
}

function checkIds({ team = TEAM, enterprise = 'E0' }: Origin): void {
  if (!/^T[A-Z0-9]+$/.test(team)) throw new Error(`team must be like T0ACME, got ${team}`)
  if (!/^E[A-Z0-9]+$/.test(enterprise)) throw new Error(`enterprise must be like E0ACME, got ${enterprise}`)
}

const OWNER = { is_admin: true, is_owner: true, is_primary_owner: true }

function person(id: string, name: string, realName: string, tz: string, more: Partial<User> = {}): User {
  const plain = { is_admin: false, is_restricted: false, is_bot: false, deleted: false }
  return { id, name, real_name: realName, tz, ...plain, ...more }
}

function channel(id: string, name: string, members: string[], isPrivate = false): Channel {
  return { id, name, is_private: isPrivate, is_im: false, is_archived: false, members }
}

const usersById = lookup<User>((one) => one.id)
const usersByName = lookup<User>((one) => one.name)
const channelsById = lookup<Channel>((one) => one.id)
const channelsByName = lookup<Channel>((one) => (one.is_im ? undefined : one.name))

/** The person or bot with this id, or undefined. */
export function findUser({ users }: Workspace, id: unknown): User | undefined {
  return usersById(users, String(id))[0]
}

/** The person with this id or name. Throws for an unknown one: a mistake of the caller, not of the app. */
export function userOf(workspace: Workspace, idOrName: string): User {
  const found = findUser(workspace, idOrName) ?? usersByName(workspace.users, idOrName)[0]
  if (found === undefined) throw new Error(`no such person in the local Slack: ${idOrName}`)
  return found
}

/** The conversation with this id, or undefined. */
export function channelOf({ channels }: Workspace, id: unknown): Channel | undefined {
  return channelsById(channels, String(id))[0]
}

/** The conversation with this id or name (with or without #), or undefined. */
export function findChannel(workspace: Workspace, idOrName: string): Channel | undefined {
  return channelOf(workspace, idOrName) ?? channelsByName(workspace.channels, idOrName.replace(/^#/, ''))[0]
}

/** The direct message between this person and the bot, or undefined while it is not open. */
export function findDm(workspace: Workspace, userId: string): Channel | undefined {
  const found = channelOf(workspace, dmId(userId))
  return found?.user === userId ? found : undefined
}

/** The direct message between this person and the bot, opened on first use (D...). */
export function openDm(workspace: Workspace, userId: string): Channel {
  const open = findDm(workspace, userId)
  if (open !== undefined) return open
  const members = [userId, workspace.app.botUserId]
  const dm: Channel = { ...channel(dmId(userId), '', members), is_im: true, user: userId }
  workspace.channels.push(dm)
  return dm
}

/** The id of the direct message between this person and the bot. */
export function dmId(userId: string): string {
  return `D${userId.slice(1)}`
}

/** Adds a channel (C...); `members` by id. Its name is free: whoever calls has looked. */
export function createChannel(
  workspace: Workspace,
  made: { id: string; name: string; members: string[]; isPrivate: boolean },
): Channel {
  const added = channel(made.id, made.name, made.members, made.isPrivate)
  workspace.channels.push(added)
  return added
}

/** Whether this person (or the bot) belongs to the conversation. */
export function isMember(where: Channel, userId: string): boolean {
  return where.members.includes(userId)
}
