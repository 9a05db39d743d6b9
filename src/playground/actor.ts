import { noAnswer, takeCommandAck } from './acks.ts'
import { deliver, deliverEvent, NOT_INSTALLED, type Stage, undelivered } from './deliveries.ts'
import { tellOfLinks } from './link-events.ts'
import { postMessage } from './messages.ts'
import { type Channel, type Delivery, type SlackMessage, SlackRefusal, type User } from './model.ts'
import { commandPayload, messageEvent } from './payloads.ts'
import { findChannel, isMember, openDm, userOf } from './workspace.ts'
import { issueTrigger, type World } from './world.ts'

/** Types a slash command. Without the `commands` scope, or a connection, the person gets Slack's own note. */
export function typeCommand(
  stage: Stage,
  typed: { text?: string; command?: string; user?: string; channel?: string },
): Delivery {
  const { world } = stage
  const { text = '', command = '/kstreams' } = typed
  const { user, channel } = whoWhere(world, typed)
  if (channel.is_archived) throw new SlackRefusal('is_archived')
  const triggerId = issueTrigger(world, user.id, { channel: channel.id })
  const { url, entry } = stage.responseUrls.create('commands', { user: user.id, channel: channel.id })
  const payload = commandPayload(world, {
    user,
    channel,
    command,
    text: text.trim(),
    responseUrl: url,
    triggerId,
  })
  const note = (error: string) => noAnswer(world, { command, user: user.id, channel: channel.id, error })
  const base = { what: `${command} ${text} by ${user.name}`, user: user.id, channel: channel.id }
  const { scopes, installed } = world.workspace
  if (!installed || !scopes.includes('commands')) {
    note('invalid_command')
    return undelivered(world, base, payload, installed ? 'missing_scope: commands' : NOT_INSTALLED)
  }
  return deliver(
    stage,
    'slash_commands',
    payload,
    { ...base, triggerId, responseUrl: url, entry },
    {
      acked: (ack) => takeCommandAck(world, entry, command, ack),
      failed: note,
    },
  )
}

/** Posts '<@BOT> text' as a person, and tells the bot if it is in the channel. */
export function mentionBot(
  stage: Stage,
  said: { text: string; user?: string; channel?: string; threadTs?: string },
): Delivery {
  const { world } = stage
  const { user, channel } = whoWhere(world, said)
  const { botUserId } = world.workspace.app
  const seq = world.writes.length + 1
  const message = speak(world, user, channel, `<@${botUserId}> ${said.text}`, said.threadTs)
  const inner = messageEvent(world, message, 'app_mention')
  const base = {
    what: `mention "${said.text}" by ${user.name}`,
    user: user.id,
    channel: channel.id,
    threadTs: said.threadTs ?? message.ts,
    ts: message.ts,
    seq,
  }
  const delivery = isMember(channel, botUserId)
    ? deliverEvent(stage, inner, base)
    : undelivered(world, base, inner, 'not_in_channel: no event is sent')
  tellOfLinks(stage, message)
  return delivery
}

/** Writes to the bot in their direct message. */
export function writeDm(stage: Stage, said: { text: string; user?: string; threadTs?: string }): Delivery {
  const { world } = stage
  const user = userOf(world.workspace, said.user ?? 'ada')
  const channel = openDm(world.workspace, user.id)
  const seq = world.writes.length + 1
  const message = speak(world, user, channel, said.text, said.threadTs)
  const delivery = deliverEvent(stage, messageEvent(world, message, 'message'), {
    what: `direct message "${said.text}" by ${user.name}`,
    user: user.id,
    channel: channel.id,
    threadTs: said.threadTs,
    ts: message.ts,
    seq,
  })
  tellOfLinks(stage, message)
  return delivery
}

/** The person and the conversation by id or name, ada in #general by default; the person must be a member. */
export function whoWhere(
  world: World,
  at: { user?: string; channel?: string },
): { user: User; channel: Channel } {
  const user = userOf(world.workspace, at.user ?? 'ada')
  const channel = findChannel(world.workspace, at.channel ?? 'general')
  if (channel === undefined) throw new Error(`no such channel in the local Slack: ${at.channel}`)
  if (!isMember(channel, user.id)) throw new Error(`${user.name} is not in #${channel.name}`)
  return { user, channel }
}

/** Puts a person's message into a conversation. */
export function speak(
  world: World,
  user: User,
  channel: Channel,
  text: string,
  threadTs?: string,
): SlackMessage {
  const thread = threadTs === undefined ? {} : { thread_ts: threadTs }
  return postMessage(world, { channel: channel.id, user: user.id, text, ...thread })
}
