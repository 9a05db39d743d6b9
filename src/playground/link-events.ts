import { deliverEvent, type Stage } from './deliveries.ts'
import type { Json, SlackMessage } from './model.ts'
import { claimedLinks } from './unfurl-domains.ts'
import { channelOf, isMember } from './workspace.ts'

/**
 * Tells the app of the links to its domains in a person's message: in any conversation, whether the bot is there or
 * not (docs.slack.dev reference/events/link_shared). Call it for people's messages alone: Slack says nothing of
 * what apps post. `unfurl_id` stands for the message in chat.unfurl.
 */
export function tellOfLinks(stage: Stage, message: SlackMessage): void {
  const { world } = stage
  const links = claimedLinks(world.workspace, message.text)
  if (links.length === 0) return
  const { channel, user, ts, thread_ts: thread } = message
  const where = channelOf(world.workspace, channel)
  const unfurlId = `${channel}.${ts}.${world.nextId('u')}`
  world.unfurls.set(unfurlId, { channel, ts })
  const inner: Json = {
    type: 'link_shared',
    channel,
    is_bot_user_member: where !== undefined && isMember(where, world.workspace.app.botUserId),
    user,
    message_ts: ts,
    ...(thread === undefined ? {} : { thread_ts: thread }),
    unfurl_id: unfurlId,
    source: 'conversations_history',
    links,
    event_ts: world.nextTs(),
  }
  deliverEvent(stage, inner, { what: `links in the message ${ts}`, ts, threadTs: thread ?? ts })
}
