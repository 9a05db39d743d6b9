import { lookup } from './lookup.ts'
import type { Json, SlackMessage, Write } from './model.ts'
import { readMessage } from './notifications.ts'
import { clearStatus } from './threads.ts'
import type { World } from './world.ts'

/** What a new message consists of; `user` defaults to the bot, whose messages carry bot_id and app_id. */
export type Draft = {
  channel: string
  text?: string
  user?: string
  blocks?: Json[]
  attachments?: Json[]
  metadata?: Json
  thread_ts?: string
  reply_broadcast?: boolean
  linkNames?: boolean
  visibleTo?: string
  error?: string
}

/** Puts a message into the workspace. `via` names the envelope it answers (response_url, ack payload). */
export function postMessage(world: World, draft: Draft, via?: string): SlackMessage {
  const { app } = world.workspace
  const { linkNames, blocks, text = '', user = app.botUserId, ...rest } = draft
  const message: SlackMessage = {
    type: 'message',
    ts: world.nextTs(),
    user,
    text,
    ...(user === app.botUserId ? { bot_id: app.botId, app_id: app.id } : {}),
    ...rest,
    ...(blocks === undefined ? {} : { blocks: withIds(world, blocks) }),
    notifies: [],
    links: [],
  }
  Object.assign(message, readMessage({ ...message, linkNames: linkNames === true }))
  world.workspace.messages.push(message)
  record(world, { action: 'posted', message }, via)
  const { thread_ts: thread } = message
  if (message.bot_id !== undefined && thread !== undefined && message.visibleTo === undefined) {
    clearStatus(world, message.channel, thread)
  }
  return message
}

/** Replaces text, blocks, attachments or metadata in place; what is not given stays, and the ts stays. */
export function updateMessage(
  world: World,
  message: SlackMessage,
  draft: Partial<Draft>,
  via?: string,
): void {
  const previous = structuredClone(message)
  const { text, blocks, attachments, metadata } = draft
  if (text !== undefined) message.text = text
  if (blocks !== undefined) message.blocks = withIds(world, blocks)
  if (message.blocks?.length === 0) delete message.blocks
  if (attachments !== undefined) message.attachments = attachments
  if (message.attachments?.length === 0) delete message.attachments
  if (metadata !== undefined) message.metadata = metadata
  message.edited = { user: world.workspace.app.botUserId, ts: world.nextTs() }
  Object.assign(message, readMessage({ ...message, linkNames: draft.linkNames === true }))
  record(world, { action: 'updated', message, previous }, via)
}

/**
 * Puts previews under a person's message, one per `app_unfurl_url`: a later one of the same address takes the place
 * of the earlier (docs.slack.dev reference/methods/chat.unfurl). That is no edit by the author: `edited` stays.
 */
export function attachUnfurls(world: World, message: SlackMessage, fresh: Json[]): void {
  const previous = structuredClone(message)
  const byUrl = new Map([...(message.attachments ?? []), ...fresh].map((one) => [one['app_unfurl_url'], one]))
  message.attachments = [...byUrl.values()].map((one, index) => ({ ...one, id: index + 1 }))
  Object.assign(message, readMessage(message))
  record(world, { action: 'updated', message, previous }, undefined)
}

/** All blocks of a message, those of its attachments last: where its buttons stand. */
export function blocksOf({ blocks = [], attachments = [] }: SlackMessage): Json[] {
  return [...blocks, ...attachments.flatMap((one) => (Array.isArray(one['blocks']) ? one['blocks'] : []))]
}

/** Marks a message as deleted: nobody sees it any more, and no method finds it. */
export function deleteMessage(world: World, message: SlackMessage, via?: string): void {
  const previous = structuredClone(message)
  message.deleted = true
  record(world, { action: 'deleted', message, previous }, via)
}

const byChannel = lookup<SlackMessage>((one) => one.channel)
const byPlace = lookup<SlackMessage>((one) => `${one.channel} ${one.ts}`)

/** What everyone in this conversation sees, oldest first. */
export function messagesIn(world: World, channel: string): SlackMessage[] {
  return byChannel(world.workspace.messages, channel).filter(isOpen)
}

const isOpen = (one: SlackMessage) => one.deleted !== true && one.visibleTo === undefined

/** A message that is still there, by channel and ts; ephemeral ones only if asked for. */
export function findMessage(
  world: World,
  channel: string,
  ts: string,
  ephemeral = false,
): SlackMessage | undefined {
  const found = byPlace(world.workspace.messages, `${channel} ${ts}`)
  return found.find((one) => (ephemeral ? one.deleted !== true : isOpen(one)))
}

/** A message as Slack shows it to apps: without the workspace's own bookkeeping. */
export function publicMessage(message: SlackMessage): Json {
  const { notifies, links, visibleTo, error, deleted, channel, reply_broadcast, ...shown } = message
  return shown
}

function record(world: World, write: Omit<Write, 'seq'>, via: string | undefined): void {
  const whole: Write = { ...write, seq: world.writes.length + 1, ...(via === undefined ? {} : { via }) }
  world.writes.push(whole)
  world.emit({ kind: 'message', write: whole })
}

const INTERACTIVE = /button|select|overflow|checkboxes|picker|_input$/

/**
 * The blocks as Slack stores them: with a generated block_id on blocks and action_id on interactive elements
 * that came without one (docs.slack.dev reference/block-kit/blocks). Works on a copy.
 */
export function withIds(world: World, blocks: Json[]): Json[] {
  const copy = structuredClone(blocks)
  for (const block of copy) nameBlock(world, block)
  return copy
}

function nameBlock(world: World, block: Json): void {
  block['block_id'] ??= world.nextId('b')
  const inner = [block['elements'], block['child_blocks']].flat().filter((one) => one !== undefined) as Json[]
  for (const one of inner) if (one['type'] === 'card' || block['child_blocks']) nameBlock(world, one)
  for (const element of [...inner, block['accessory'], block['element'], block['actions']].flat() as Json[]) {
    if (typeof element !== 'object' || element === null) continue
    if (INTERACTIVE.test(String(element['type']))) element['action_id'] ??= world.nextId('a')
  }
}
