import type { WebClient } from '@slack/web-api'
import { type Ask, decodeAsk, encodeAsk } from '../cards/actions.ts'
import { describeError, type Log } from '../log.ts'

const EVENT_TYPE = 'kstreams_answer'
// A direct message begins with the newest, a thread with the oldest: of that all is needed, and Slack gives 999.
const NEWEST = 50
const WHOLE = 999
// What was said the day before is not gone on from in a direct message.
const STILL_TALKING_S = 12 * 60 * 60

/** An answer that can be continued: what was asked, and how many were shown. */
export type Before = { ask: Ask; shown: number }

/**
 * What goes with an answer for all to read, so that a later message can continue it, after a restart and in another
 * process, too; and what tells which request it answers. It says nothing that the answer does not say.
 * @param request the stamp of the message that asked
 */
export function answerMetadata(request: string, before: Before | undefined) {
  const ask = before && encodeAsk(before.ask)
  const more = before && ask !== undefined ? { ask, shown: before.shown } : {}
  return { metadata: { event_type: EVENT_TYPE, event_payload: { request, ...more } } }
}

/** Looks for the latest answer of the bot in a thread, or in a direct message. */
type FindBefore = (where: {
  channel: string
  thread: string | undefined
  /** The stamp of the message that may continue it. */
  at: string
}) => Promise<Before | undefined>

/**
 * Whether the bot answered a message, in its thread or below it.
 * @throws where Slack does not say
 */
type WasAnswered = (where: {
  channel: string
  thread: string | undefined
  /** The stamp of the message. */
  at: string
}) => Promise<boolean>

type Deps = { client: WebClient; identity: Promise<{ bot_id?: string }>; log: Log }

/** Looks into threads and direct messages of a workspace. */
export function createThread(deps: Deps): { findBefore: FindBefore; wasAnswered: WasAnswered } {
  return {
    findBefore: async ({ channel, thread, at }) => {
      const oldest = String(Number(at) - STILL_TALKING_S)
      const { own, complete } = await read({ channel, thread, oldest }, deps).catch((error: unknown) => {
        deps.log.warn({ channel, error: describeError(error) }, 'could not look for the answer before')
        return { own: [], complete: false }
      })
      // Apps outside of Slack's Marketplace may get 15 messages only: then the latest answer is not known.
      if (thread !== undefined && !complete) return undefined
      const latestFirst = thread === undefined ? own : own.toReversed()
      return latestFirst.flatMap((message) => readBefore(message) ?? [])[0]
    },
    wasAnswered: async ({ channel, thread, at }) => {
      const { own } = await read({ channel, thread, oldest: at, limit: WHOLE }, deps)
      return own.some((message) => payloadOf(message)['request'] === at)
    },
  }
}

type Place = { channel: string; thread: string | undefined; oldest: string; limit?: number }

/** The bot's own messages in a thread, the oldest first, or in a direct message, the newest first. */
async function read(
  { channel, thread, oldest, limit = NEWEST }: Place,
  { client, identity }: Deps,
): Promise<{ own: WithMetadata[]; complete: boolean }> {
  const where = { channel, include_all_metadata: true }
  const [{ bot_id: ours }, { messages = [], has_more }] = await Promise.all([
    identity,
    thread === undefined
      ? client.conversations.history({ ...where, limit, oldest })
      : client.conversations.replies({ ...where, ts: thread, limit: WHOLE }),
  ])
  return { own: messages.filter(({ bot_id }) => bot_id === ours), complete: !has_more }
}

type WithMetadata = { metadata?: { event_type?: string; event_payload?: object } }

const payloadOf = ({ metadata = {} }: WithMetadata): Record<string, unknown> =>
  metadata.event_type === EVENT_TYPE ? ((metadata.event_payload ?? {}) as Record<string, unknown>) : {}

function readBefore(message: WithMetadata): Before | undefined {
  const { ask: value, shown } = payloadOf(message)
  const ask = decodeAsk(value)
  return ask && { ask, shown: typeof shown === 'number' ? shown : 0 }
}
