import { type Channel, type Json, SlackRefusal } from '../model.ts'
import { channelOf, findChannel, findUser, isMember, openDm } from '../workspace.ts'
import type { World } from '../world.ts'

/** One Web API method: which token it takes, which scope it needs, and what it does. */
export type Method = {
  token: 'bot' | 'app' | 'none'
  /** The scope it needs, undefined when none; it may depend on the kind of conversation. */
  scope?: (world: World, args: Json) => string | undefined
  /** Gives the answer without `ok`; throws SlackRefusal for `ok: false`. */
  run: (world: World, args: Json) => Json
}

/** A scope that does not depend on the call. */
export function needs(scope: string): NonNullable<Method['scope']> {
  return () => scope
}

/** The scope of a conversations.* method by the kind of conversation: channels:x, groups:x or im:x. */
export function needsByKind(what: 'history' | 'read'): NonNullable<Method['scope']> {
  return (world, args) => {
    const channel = channelOf(world.workspace, args['channel'])
    if (channel?.is_im) return `im:${what}`
    return channel?.is_private ? `groups:${what}` : `channels:${what}`
  }
}

/** Refuses with invalid_arguments when one of these is missing. */
export function demand(args: Json, ...names: string[]): void {
  const missing = names.filter((name) => args[name] === undefined || args[name] === '')
  if (missing.length === 0) return
  const messages = missing.map((name) => `[ERROR] missing required field: ${name}`)
  throw new SlackRefusal('invalid_arguments', { response_metadata: { messages } })
}

/**
 * The conversation that `channel` is the id of; a name is channel_not_found. So is a private one without the bot,
 * as in Slack.
 */
export function visibleChannel(world: World, args: Json): Channel {
  demand(args, 'channel')
  return seen(world, channelOf(world.workspace, args['channel']))
}

function seen({ workspace }: World, channel: Channel | undefined): Channel {
  if (channel === undefined || (channel.is_private && !isMember(channel, workspace.app.botUserId))) {
    throw new SlackRefusal('channel_not_found')
  }
  return channel
}

/**
 * A conversation that the bot may post to, by id or name; a person's id stands for the direct message with them.
 * Throws SlackRefusal: channel_not_found (for bots and people who have left, too), is_archived, not_in_channel.
 */
export function postableChannel(world: World, args: Json): Channel {
  demand(args, 'channel')
  const { workspace } = world
  const channel = seen(world, addressed(world, String(args['channel'])))
  if (channel.is_archived) throw new SlackRefusal('is_archived')
  if (!isMember(channel, workspace.app.botUserId) && !workspace.scopes.includes('chat:write.public')) {
    throw new SlackRefusal('not_in_channel')
  }
  return channel
}

function addressed({ workspace }: World, name: string): Channel | undefined {
  const person = findUser(workspace, name)
  if (person === undefined) return findChannel(workspace, name)
  return person.is_bot || person.deleted ? undefined : openDm(workspace, person.id)
}
