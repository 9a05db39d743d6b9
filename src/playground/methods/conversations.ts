import { findMessage, messagesIn } from '../messages.ts'
import { type Channel, type Json, SlackRefusal } from '../model.ts'
import { findDm, findUser, isMember, openDm } from '../workspace.ts'
import type { World } from '../world.ts'
import { demand, type Method, needs, needsByKind, visibleChannel } from './method.ts'
import { page, within } from './pages.ts'

function info(world: World, args: Json): Json {
  const channel = visibleChannel(world, args)
  return { channel: { ...shown(channel), is_member: isMember(channel, world.workspace.app.botUserId) } }
}

function shown(channel: Channel): Json {
  const { members, is_im, is_private, ...rest } = channel
  const kind = { is_channel: !is_im && !is_private, is_group: is_private, is_im, is_mpim: false, is_private }
  return { ...rest, ...kind, num_members: members.length }
}

function open(world: World, args: Json): Json {
  demand(args, 'users')
  const { workspace } = world
  const ids = String(args['users']).split(',')
  const user = findUser(workspace, ids[0])
  if (user === undefined || user.is_bot || ids.length > 1) throw new SlackRefusal('user_not_found')
  if (user.deleted) throw new SlackRefusal('user_disabled')
  const known = findDm(workspace, user.id) !== undefined
  const dm = openDm(workspace, user.id)
  return { channel: { id: dm.id }, ...(known ? { no_op: true, already_open: true } : {}) }
}

/** What the bot may read: an archived conversation, too, but none that it is not in. */
function readable(world: World, args: Json): Channel {
  const channel = visibleChannel(world, args)
  if (!isMember(channel, world.workspace.app.botUserId)) throw new SlackRefusal('not_in_channel')
  return channel
}

function history(world: World, args: Json): Json {
  const messages = within(args, messagesIn(world, readable(world, args).id))
  const top = messages.filter(
    (one) => one.thread_ts === undefined || one.thread_ts === one.ts || one.reply_broadcast,
  )
  return page(args, top.reverse())
}

function replies(world: World, args: Json): Json {
  demand(args, 'ts')
  const ts = String(args['ts'])
  const channel = readable(world, args)
  const root = findMessage(world, channel.id, ts)
  if (root === undefined) throw new SlackRefusal('thread_not_found')
  const thread = messagesIn(world, channel.id).filter((one) => one.thread_ts === ts && one.ts !== ts)
  return page(args, [root, ...within(args, thread)])
}

const scope = needsByKind('history')

/** conversations.* as the bot calls them (docs.slack.dev reference/methods/conversations.history and neighbours). */
export const conversationMethods: Record<string, Method> = {
  'conversations.info': { token: 'bot', scope: needsByKind('read'), run: info },
  'conversations.open': { token: 'bot', scope: needs('im:write'), run: open },
  'conversations.history': { token: 'bot', scope, run: history },
  'conversations.replies': { token: 'bot', scope, run: replies },
}
