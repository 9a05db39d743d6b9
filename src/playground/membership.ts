import { deliverEvent, type Stage } from './deliveries.ts'
import { type Channel, type Json, SlackRefusal } from './model.ts'
import { createChannel, findChannel, isMember, userOf } from './workspace.ts'

/**
 * A person (or the bot) joins a channel, by themselves or invited: channel_not_found for a direct message,
 * is_archived, already_in_channel (docs.slack.dev reference/methods/conversations.invite).
 */
export function join(stage: Stage, who: { user: string; channel: string }): void {
  const { channel, user } = where(stage, who)
  if (channel.is_archived) throw new SlackRefusal('is_archived')
  if (isMember(channel, user)) throw new SlackRefusal('already_in_channel')
  channel.members.push(user)
  changed(stage, { type: 'member_joined_channel', user, channel: channel.id, channel_type: 'C' })
}

/** A person (or the bot) leaves a channel, or is removed from it: not_in_channel when they are not there. */
export function leave(stage: Stage, who: { user: string; channel: string }): void {
  const { channel, user } = where(stage, who)
  if (!isMember(channel, user)) throw new SlackRefusal('not_in_channel')
  channel.members.splice(channel.members.indexOf(user), 1)
  changed(stage, { type: 'member_left_channel', user, channel: channel.id, channel_type: 'C' })
}

/** Archives a channel, or opens it again; what is so already is refused: already_archived, not_archived. */
export function archive(stage: Stage, about: { user: string; channel: string; archived: boolean }): void {
  const { channel, user } = where(stage, about)
  if (channel.is_archived === about.archived) {
    throw new SlackRefusal(about.archived ? 'already_archived' : 'not_archived')
  }
  channel.is_archived = about.archived
  const type = about.archived ? 'channel_archive' : 'channel_unarchive'
  changed(stage, { type, channel: channel.id, user })
}

/** What `addChannel` takes: people by id or name. */
export type NewChannel = { name: string; is_private?: boolean; members?: string[] }

/** A channel more, with the bot and ada unless told otherwise. Throws SlackRefusal name_taken. */
export function addChannel({ world }: Stage, wanted: NewChannel): Channel {
  const { workspace } = world
  const { name, is_private: isPrivate = false, members = ['ada', workspace.app.botUserId] } = wanted
  if (findChannel(workspace, name) !== undefined) throw new SlackRefusal('name_taken')
  const ids = new Set(members.map((one) => userOf(workspace, one).id))
  const channel = createChannel(workspace, { id: world.nextId('C0'), name, members: [...ids], isPrivate })
  world.emit({ kind: 'workspace' })
  return channel
}

function where({ world }: Stage, who: { user: string; channel: string }): { channel: Channel; user: string } {
  const channel = findChannel(world.workspace, who.channel)
  if (channel === undefined || channel.is_im) throw new SlackRefusal('channel_not_found')
  return { channel, user: userOf(world.workspace, who.user).id }
}

function changed(stage: Stage, inner: Json): void {
  stage.world.emit({ kind: 'workspace' })
  tellIfSubscribed(stage, inner)
}

/** Sends an event that most apps do not subscribe to. */
function tellIfSubscribed(stage: Stage, inner: Json): void {
  const type = String(inner['type'])
  if (!stage.world.workspace.subscriptions.includes(type)) return
  deliverEvent(stage, { ...inner, event_ts: stage.world.nextTs() }, { what: `event ${type}` })
}
