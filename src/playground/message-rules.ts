import { checkBlocks } from './block-kit.ts'
import { LIMITS } from './block-kit-limits.ts'
import type { Draft } from './messages.ts'
import { type Json, SlackRefusal } from './model.ts'
import { textLength } from './shape.ts'
import { videoDomains } from './unfurl-domains.ts'
import { isJson, type World } from './world.ts'

/** The content of a message, checked: what chat.postMessage, chat.update and response_url have in common. */
export type Content = Pick<Draft, 'text' | 'blocks' | 'attachments' | 'metadata' | 'linkNames'>

/**
 * Takes the content out of a call's arguments, or throws SlackRefusal: invalid_blocks_format, invalid_blocks
 * (with every fault and its path), msg_blocks_too_long, msg_too_long, too_many_attachments,
 * invalid_metadata_format, metadata_too_large, no_text (docs.slack.dev reference/methods/chat.postMessage, Errors).
 * `mayBeEmpty` leaves out the last, for updates that change something else.
 */
export function checkMessage(world: World, args: Json, mayBeEmpty = false): Content {
  const { text, blocks, attachments, metadata } = args
  const content: Content = {}
  if (text !== undefined) content.text = String(text)
  if ((content.text ?? '').length > LIMITS.messageText) throw new SlackRefusal('msg_too_long')
  if (blocks !== undefined) content.blocks = checkMessageBlocks(world, blocks)
  if (attachments !== undefined) content.attachments = checkAttachments(attachments)
  if (metadata !== undefined) content.metadata = checkMetadata(metadata)
  if (isTrue(args['link_names']) || args['parse'] === 'full') content.linkNames = true
  const empty = !content.text && !content.blocks?.length && !content.attachments?.length
  if (empty && !mayBeEmpty) throw new SlackRefusal('no_text')
  return content
}

/** Checks the blocks of a message, or throws the refusals that checkMessage names; `refused` types are taken nowhere in them. */
export function checkMessageBlocks(world: World, blocks: unknown, refused: readonly string[] = []): Json[] {
  if (!Array.isArray(blocks)) throw new SlackRefusal('invalid_blocks_format')
  const faults = checkBlocks(blocks, '/blocks', {
    surface: 'message',
    rejectedBlocks: new Set([...world.rejectedBlocks, ...refused]),
    brokenImages: world.brokenImages,
    videoDomains: videoDomains(world.workspace),
  })
  if (faults.length > 0) throw blockRefusal('invalid_blocks', faults)
  if (textLength(blocks) > LIMITS.allBlockText) throw new SlackRefusal('msg_blocks_too_long')
  return blocks as Json[]
}

/**
 * The refusal of bad blocks: the sentences as `errors`, and as `[ERROR] ...` in response_metadata.messages.
 * Messages say invalid_blocks, views say invalid_arguments.
 */
export function blockRefusal(error: 'invalid_blocks' | 'invalid_arguments', faults: string[]): SlackRefusal {
  const messages = faults.map((one) => `[ERROR] ${one}`)
  return new SlackRefusal(error, {
    ...(error === 'invalid_blocks' ? { errors: faults } : {}),
    response_metadata: { messages },
  })
}

function checkAttachments(attachments: unknown): Json[] {
  if (!Array.isArray(attachments)) throw new SlackRefusal('invalid_attachments')
  if (attachments.length > LIMITS.attachments) throw new SlackRefusal('too_many_attachments')
  return attachments as Json[]
}

/** Slack's own, refused or not, go with the strict reading: see LIMITS.metadata and @slack/types MessageMetadata. */
function checkMetadata(metadata: unknown): Json {
  if (!isJson(metadata)) throw new SlackRefusal('invalid_metadata_format')
  const { event_type: type, event_payload: payload } = metadata
  if (typeof type !== 'string' || type === '' || !isJson(payload) || !Object.values(payload).every(isDatum)) {
    throw new SlackRefusal('invalid_metadata_format')
  }
  if (Buffer.byteLength(JSON.stringify(metadata)) > LIMITS.metadata) {
    throw new SlackRefusal('metadata_too_large')
  }
  return metadata
}

const isPlain = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value)
const isFlat = (value: unknown) => isJson(value) && Object.values(value).every(isPlain)
const isDatum = (value: unknown) =>
  isPlain(value) || isFlat(value) || (Array.isArray(value) && value.every(isFlat))

/** A yes among call arguments: JSON true, or the form's 'true' and '1'. */
export function isTrue(value: unknown): boolean {
  return value === true || value === 'true' || value === '1' || value === 1
}
