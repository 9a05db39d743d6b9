import type { Stage } from './deliveries.ts'
import type { Json, ViewState } from './model.ts'
import type { ResponseUrl } from './response-urls.ts'
import { currentValues } from './view-state.ts'
import { channelOf } from './workspace.ts'
import { isJson } from './world.ts'

/** One of `response_urls` as the app sees it, and what it leads to. */
export type ModalResponseUrl = {
  shown: { block_id: string; action_id: string; channel_id: string; response_url: string }
  entry: ResponseUrl
}

const CHOSEN: Record<string, string> = {
  conversations_select: 'selected_conversation',
  channels_select: 'selected_channel',
}

/**
 * A response_url for each conversation that was chosen in an input with `response_url_enabled`: it posts there, also
 * where the bot is not (docs.slack.dev surfaces/modals, "Modals and messages").
 */
export function modalResponseUrls(stage: Stage, state: ViewState): ModalResponseUrl[] {
  const blocks = Array.isArray(state.view['blocks']) ? state.view['blocks'].filter(isJson) : []
  return blocks.flatMap((block) => urlOf(stage, state, block))
}

function urlOf({ world, responseUrls }: Stage, state: ViewState, block: Json): ModalResponseUrl[] {
  const { type, element, block_id: blockId } = block
  if (type !== 'input' || !isJson(element) || element['response_url_enabled'] !== true) return []
  const entry = currentValues(state)[String(blockId)]?.[String(element['action_id'])]
  const channel = channelOf(world.workspace, entry?.[CHOSEN[String(element['type'])] ?? ''])
  if (channel === undefined) return []
  const made = responseUrls.create('app', { user: state.user, channel: channel.id })
  const place = { block_id: String(blockId), action_id: String(element['action_id']), channel_id: channel.id }
  return [{ shown: { ...place, response_url: made.url }, entry: made.entry }]
}
