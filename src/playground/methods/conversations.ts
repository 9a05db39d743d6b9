import { isTrue } from '../message-rules.ts'
import { publicMessage } from '../messages.ts'
import { type Channel, type Json, type SlackMessage, SlackRefusal } from '../model.ts'
import { isMember, openDm } from '../workspace.ts'
import type { World } from '../world.ts'
import { demand, type Method, needs, needsByKind, visibleChannel } from './method.ts'

const PAGE = 100
const MOST = 999

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
  const user = workspace.users.find((one) => one.id === ids[0] && !one.is_bot)
  if (user === undefined || ids.length > 1) throw new SlackRefusal('user_not_found')
  const known = workspace.channels.some((one) => one.user === user.id)
  const dm = openDm(workspace, user.id)
  return { channel: { id: dm.id }, ...(known ? { no_op: true, already_open: true } : {}) }
}

/** Messages everyone in the conversation sees, oldest first, within oldest/latest (exclusive unless inclusive). */
function range(world: World, args: Json, channel: Channel): SlackMessage[] {
  const inclusive = isTrue(args['inclusive'])
  const from = Number(args['oldest'] ?? 0)
  const to = Number(args['latest'] ?? Number.POSITIVE_INFINITY)
  return world.workspace.messages.filter((one) => {
    if (one.channel !== channel.id || one.deleted || one.visibleTo !== undefined) return false
    const ts = Number(one.ts)
    return inclusive ? ts >= from && ts <= to : ts > from && ts < to
  })
}

function readable(world: World, args: Json): Channel {
  const channel = visibleChannel(world, args)
  if (!isMember(channel, world.workspace.app.botUserId)) throw new SlackRefusal('not_in_channel')
  return channel
}

/** One page: `limit` up to 999, cursor = where to go on; metadata in full only with include_all_metadata. */
function page(args: Json, messages: SlackMessage[]): Json {
  const limit = Math.min(Number(args['limit'] ?? PAGE), MOST)
  const start = Number(args['cursor'] ?? 0)
  const hasMore = start + limit < messages.length
  const everything = isTrue(args['include_all_metadata'])
  const shownMessages = messages.slice(start, start + limit).map((message) => {
    const { metadata, ...rest } = publicMessage(message)
    if (metadata === undefined) return rest
    const { event_type } = metadata as Json
    return { ...rest, metadata: everything ? metadata : { event_type } }
  })
  return {
    messages: shownMessages,
    has_more: hasMore,
    ...(hasMore ? { response_metadata: { next_cursor: String(start + limit) } } : {}),
  }
}

function history(world: World, args: Json): Json {
  const messages = range(world, args, readable(world, args))
  const top = messages.filter(
    (one) => one.thread_ts === undefined || one.thread_ts === one.ts || one.reply_broadcast,
  )
  return page(args, top.reverse())
}

function replies(world: World, args: Json): Json {
  demand(args, 'ts')
  const ts = String(args['ts'])
  const channel = readable(world, args)
  const root = range(world, {}, channel).find((one) => one.ts === ts)
  if (root === undefined) throw new SlackRefusal('thread_not_found')
  const answers = range(world, args, channel).filter((one) => one.thread_ts === ts && one.ts !== ts)
  return page(args, [root, ...answers])
}

const scope = needsByKind('history')

/** conversations.* as the bot calls them (docs.slack.dev reference/methods/conversations.history and neighbours). */
export const conversationMethods: Record<string, Method> = {
  'conversations.info': { token: 'bot', scope: needsByKind('read'), run: info },
  'conversations.open': { token: 'bot', scope: needs('im:write'), run: open },
  'conversations.history': { token: 'bot', scope, run: history },
  'conversations.replies': { token: 'bot', scope, run: replies },
}
