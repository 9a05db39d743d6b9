import { checkMessage, isTrue } from '../message-rules.ts'
import { deleteMessage, findMessage, postMessage, publicMessage, updateMessage } from '../messages.ts'
import { type Channel, type Json, type SlackMessage, SlackRefusal } from '../model.ts'
import { isMember } from '../workspace.ts'
import type { World } from '../world.ts'
import { demand, type Method, needs, postableChannel, visibleChannel } from './method.ts'

function post(world: World, args: Json): Json {
  const channel = postableChannel(world, args)
  const message = postMessage(world, {
    ...checkMessage(world, args),
    channel: channel.id,
    ...threadOf(args),
    ...(isTrue(args['reply_broadcast']) ? { reply_broadcast: true } : {}),
  })
  return { channel: channel.id, ts: message.ts, message: publicMessage(message) }
}

function postEphemeral(world: World, args: Json): Json {
  demand(args, 'user')
  const channel = postableChannel(world, args)
  const user = String(args['user'])
  if (!isMember(channel, user)) throw new SlackRefusal('user_not_in_channel')
  const content = checkMessage(world, args)
  const message = postMessage(world, { ...content, channel: channel.id, ...threadOf(args), visibleTo: user })
  return { message_ts: message.ts }
}

/** A thread_ts that names no message is taken as it is: Slack posts anyway. */
function threadOf(args: Json): { thread_ts?: string } {
  return args['thread_ts'] === undefined ? {} : { thread_ts: String(args['thread_ts']) }
}

function own(world: World, args: Json, refusal: string): { channel: Channel; message: SlackMessage } {
  demand(args, 'ts')
  const channel = visibleChannel(world, args)
  const message = findMessage(world, channel.id, String(args['ts']))
  if (message === undefined) throw new SlackRefusal('message_not_found')
  if (message.user !== world.workspace.app.botUserId) throw new SlackRefusal(refusal)
  return { channel, message }
}

function update(world: World, args: Json): Json {
  const { channel, message } = own(world, args, 'cant_update_message')
  const content = checkMessage(world, args, args['metadata'] !== undefined)
  updateMessage(world, message, content)
  return { channel: channel.id, ts: message.ts, text: message.text, message: publicMessage(message) }
}

function remove(world: World, args: Json): Json {
  const { channel, message } = own(world, args, 'cant_delete_message')
  deleteMessage(world, message)
  return { channel: channel.id, ts: message.ts }
}

/** Slack gives links to whatever the bot can see (docs.slack.dev reference/methods/chat.getPermalink). */
function permalink(world: World, args: Json): Json {
  demand(args, 'message_ts')
  const channel = visibleChannel(world, args)
  const message = findMessage(world, channel.id, String(args['message_ts']))
  if (message === undefined) throw new SlackRefusal('message_not_found')
  const { ts, thread_ts: thread } = message
  const place = `/archives/${channel.id}/p${ts.replace('.', '')}`
  const inThread = thread === undefined || thread === ts ? '' : `?thread_ts=${thread}&cid=${channel.id}`
  const host = `https://${world.workspace.team.domain}.slack.com`
  return { channel: channel.id, permalink: `${host}${place}${inThread}` }
}

const scope = needs('chat:write')

/** chat.* as the bot calls them (docs.slack.dev reference/methods/chat.postMessage and its neighbours). */
export const chatMethods: Record<string, Method> = {
  'chat.postMessage': { token: 'bot', scope, run: post },
  'chat.postEphemeral': { token: 'bot', scope, run: postEphemeral },
  'chat.update': { token: 'bot', scope, run: update },
  'chat.getPermalink': { token: 'bot', run: permalink },
  'chat.delete': { token: 'bot', scope, run: remove },
}
