import { checkMessageBlocks } from '../message-rules.ts'
import { attachUnfurls, findMessage, withIds } from '../messages.ts'
import { type Json, type SlackMessage, SlackRefusal } from '../model.ts'
import { readMessage } from '../notifications.ts'
import { claimedDomain } from '../unfurl-domains.ts'
import { channelOf } from '../workspace.ts'
import { isJson, type World } from '../world.ts'
import { type Method, needs } from './method.ts'

/** Not in an unfurl (docs.slack.dev messaging/unfurling-links-in-messages). */
const REFUSED = ['rich_text']

function unfurl(world: World, args: Json): Json {
  const { unfurls } = args
  if (unfurls === undefined || unfurls === '') throw new SlackRefusal('missing_unfurls')
  if (!isJson(unfurls)) throw new SlackRefusal('invalid_unfurls_format')
  const message = target(world, args)
  const links = readMessage({ text: message.text }).links
  for (const url of Object.keys(unfurls)) {
    if (!links.includes(url)) throw new SlackRefusal('cannot_unfurl_message')
    if (claimedDomain(world.workspace.unfurlDomains, url) === undefined) {
      throw new SlackRefusal('cannot_unfurl_url')
    }
  }
  const fresh = Object.entries(unfurls).map(([url, content]) => attachment(world, url, content))
  attachUnfurls(world, message, fresh)
  return {}
}

function target(world: World, args: Json): SlackMessage {
  const { channel, ts } = placeOf(world, args)
  if (channelOf(world.workspace, channel) === undefined) throw new SlackRefusal('cannot_find_channel')
  const message = findMessage(world, channel, ts)
  if (message === undefined) throw new SlackRefusal('cannot_find_message')
  return message
}

/** A message goes by channel and ts, or by the unfurl_id of its event with the source of that. */
function placeOf(world: World, args: Json): { channel: string; ts: string } {
  const { channel, ts, unfurl_id: id, source } = args
  if (id === undefined || id === '') {
    if (channel === undefined || channel === '') throw new SlackRefusal('missing_channel')
    if (ts === undefined || ts === '') throw new SlackRefusal('missing_ts')
    return { channel: String(channel), ts: String(ts) }
  }
  if (source === undefined || source === '') throw new SlackRefusal('missing_source')
  const place = source === 'conversations_history' ? world.unfurls.get(String(id)) : undefined
  if (place === undefined) throw new SlackRefusal('cannot_find_message')
  return place
}

function attachment(world: World, url: string, content: unknown): Json {
  if (!isJson(content)) throw new SlackRefusal('invalid_unfurls_format')
  const { blocks, ...rest } = content
  const { app } = world.workspace
  return {
    fallback: '[no preview available]',
    ...rest,
    ...(blocks === undefined ? {} : { blocks: withIds(world, checkMessageBlocks(world, blocks, REFUSED)) }),
    bot_id: app.botId,
    app_id: app.id,
    is_app_unfurl: true,
    app_unfurl_url: url,
    from_url: url,
  }
}

/** chat.unfurl as the bot calls it (docs.slack.dev reference/methods/chat.unfurl). */
export const unfurlMethods: Record<string, Method> = {
  'chat.unfurl': { token: 'bot', scope: needs('links:write'), run: unfurl },
}
