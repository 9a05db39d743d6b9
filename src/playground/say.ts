import { speak, whoWhere } from './actor.ts'
import { type About, deliverEvent, type Stage, undelivered } from './deliveries.ts'
import { tellOfLinks } from './link-events.ts'
import { postMessage } from './messages.ts'
import { type Channel, type Delivery, type SlackMessage, SlackRefusal } from './model.ts'
import { messageEvent } from './payloads.ts'
import { isMember } from './workspace.ts'

/** A message as it was sent: `text` in Slack's form, with `<@U...>` for mentions. */
export type Said = { text: string; user?: string; channel?: string; threadTs?: string }

/**
 * Posts a person's message wherever they are a member, and tells the bot what Slack would tell it: everything in
 * their direct message, a mention in a channel that it is in, and nothing else. Throws SlackRefusal is_archived
 * or no_text.
 */
export function say(stage: Stage, said: Said): Delivery {
  const { world } = stage
  const { user, channel } = whoWhere(world, said)
  if (channel.is_archived) throw new SlackRefusal('is_archived')
  if (said.text.trim() === '') throw new SlackRefusal('no_text')
  const seq = world.writes.length + 1
  const message = speak(world, user, channel, said.text, said.threadTs)
  const about = {
    what: `message "${said.text}" by ${user.name}`,
    user: user.id,
    channel: channel.id,
    threadTs: said.threadTs ?? (channel.is_im ? undefined : message.ts),
    ts: message.ts,
    seq,
  }
  const delivery = tellOf(stage, message, channel, about)
  tellOfLinks(stage, message)
  return delivery
}

function tellOf(stage: Stage, message: SlackMessage, channel: Channel, about: About): Delivery {
  const { world } = stage
  const { botUserId } = world.workspace.app
  if (channel.is_im) return deliverEvent(stage, messageEvent(world, message, 'message'), about)
  const inner = messageEvent(world, message, 'app_mention')
  if (!message.text.includes(`<@${botUserId}>`)) return undelivered(world, about, inner, 'not for the bot')
  if (isMember(channel, botUserId)) return deliverEvent(stage, inner, about)
  offerInvitation(stage, channel, message.user)
  return undelivered(world, about, inner, 'not_in_channel: no event is sent')
}

/** What Slack says, to the author alone, when somebody is mentioned who is not in the channel. */
function offerInvitation({ world }: Stage, channel: Channel, user: string): void {
  const bot = world.workspace.users.find((one) => one.id === world.workspace.app.botUserId)
  const text = `You mentioned @${bot?.name}, but they're not in this channel. Invite them: /invite @${bot?.name}`
  postMessage(world, { channel: channel.id, user: 'USLACKBOT', text, visibleTo: user })
}
