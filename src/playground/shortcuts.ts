import { noAnswer } from './acks.ts'
import { type About, deliver, type Stage, undelivered } from './deliveries.ts'
import { findMessage } from './messages.ts'
import type { Channel, Delivery, Json, SlackMessage, User } from './model.ts'
import { interactionPayload, messagePlace } from './payloads.ts'
import type { ResponseUrl } from './response-urls.ts'
import { channelOf, isMember, userOf } from './workspace.ts'
import { issueTrigger, type TriggerPlace } from './world.ts'

/**
 * A shortcut that a person chooses: with a message from its menu, without one from anywhere. `channel`, an id, is
 * where they are then: the app hears nothing of it, but default_to_current_conversation goes by it.
 */
export type Shortcut = { callbackId: string; user?: string; message?: SlackMessage; channel?: string }

/**
 * Chooses a shortcut. Of a message (`message_action`): the app gets the whole message and a response_url for its
 * channel, whether it is a member there or not; of everywhere (`shortcut`): neither channel nor response_url
 * (docs.slack.dev reference/interaction-payloads/shortcuts-interaction-payload). Needs the scope `commands`. A
 * callback id that the app does not know is sent as it is. Throws when the person cannot see the message.
 */
export function useShortcut(stage: Stage, { callbackId, user: name, message, channel }: Shortcut): Delivery {
  const { world } = stage
  const user = userOf(world.workspace, name ?? 'ada')
  const made =
    message === undefined
      ? globalShortcut(stage, { user, callbackId, place: channel === undefined ? {} : { channel } })
      : messageShortcut(stage, { user, callbackId, message })
  const { about, payload } = made
  if (!world.workspace.scopes.includes('commands')) {
    return undelivered(world, about, payload, 'missing_scope: commands')
  }
  const failed = (error: string) => {
    if (about.channel === undefined) return
    noAnswer(world, { command: 'The shortcut', user: user.id, channel: about.channel, error })
  }
  return deliver(stage, 'interactive', payload, about, { failed })
}

type Made = { about: About & { entry?: ResponseUrl }; payload: Json }

function globalShortcut(
  { world }: Stage,
  { user, callbackId, place }: { user: User; callbackId: string; place: TriggerPlace },
): Made {
  const triggerId = issueTrigger(world, user.id, place)
  const payload = {
    ...interactionPayload(world, 'shortcut', user, triggerId),
    callback_id: callbackId,
    action_ts: world.nextTs(),
  }
  return { payload, about: { what: `shortcut ${callbackId} by ${user.name}`, user: user.id, triggerId } }
}

function messageShortcut(
  { world, responseUrls }: Stage,
  at: { user: User; callbackId: string; message: SlackMessage },
): Made {
  const { user, callbackId } = at
  const message = findMessage(world, at.message.channel, at.message.ts)
  const channel = channelOf(world.workspace, at.message.channel)
  // An ephemeral message has no menu of shortcuts.
  if (message === undefined || channel === undefined) throw new Error('the message of the shortcut is gone')
  if (!sees(user, channel)) throw new Error(`${user.name} cannot see this message`)
  const triggerId = issueTrigger(world, user.id, { channel: channel.id })
  const { url, entry } = responseUrls.create('app', { user: user.id, channel: channel.id })
  const { container, ...place } = messagePlace(message, channel)
  const payload = {
    ...interactionPayload(world, 'message_action', user, triggerId),
    ...place,
    callback_id: callbackId,
    action_ts: world.nextTs(),
    message_ts: message.ts,
    response_url: url,
  }
  const about = {
    what: `shortcut ${callbackId} on the message ${message.ts} by ${user.name}`,
    user: user.id,
    channel: channel.id,
    threadTs: message.thread_ts ?? message.ts,
    triggerId,
    responseUrl: url,
    entry,
  }
  return { payload, about }
}

/** A public channel is open to everybody but guests. */
function sees(user: User, channel: Channel): boolean {
  return isMember(channel, user.id) || !(channel.is_private || channel.is_im || user.is_restricted)
}
