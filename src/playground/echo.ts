import { deliverEvent, type Stage } from './deliveries.ts'
import { publicMessage } from './messages.ts'
import type { Json, Write } from './model.ts'
import { messageEvent } from './payloads.ts'
import { channelOf } from './workspace.ts'

/**
 * Tells the bot of its own writes in direct messages, as Slack does with message.im: new messages with
 * bot_id and the bot as user, edits as message_changed, deletions as message_deleted. This is what an app's
 * guards against loops must stand (docs.slack.dev reference/events/message).
 */
export function echoToBot(stage: Stage): void {
  const { world } = stage
  const { botUserId } = world.workspace.app
  world.onChange((change) => {
    if (change.kind !== 'message') return
    const { message } = change.write
    const direct = channelOf(world.workspace, message.channel)?.is_im === true
    // Of a person's message it is an unfurl that is written: as message_changed, too.
    const written = message.user === botUserId || change.write.action === 'updated'
    if (!direct || !written || message.visibleTo !== undefined) return
    deliverEvent(stage, echo(stage, change.write), { what: `the bot's own ${change.write.action} message` })
  })
}

function echo({ world }: Stage, { action, message, previous }: Write): Json {
  if (action === 'posted') return messageEvent(world, message, 'message')
  const ts = world.nextTs()
  const common = {
    type: 'message',
    channel: message.channel,
    channel_type: 'im',
    hidden: true,
    ts,
    event_ts: ts,
  }
  const before = previous === undefined ? {} : { previous_message: publicMessage(previous) }
  if (action === 'deleted')
    return { ...common, ...before, subtype: 'message_deleted', deleted_ts: message.ts }
  return { ...common, ...before, subtype: 'message_changed', message: publicMessage(message) }
}
