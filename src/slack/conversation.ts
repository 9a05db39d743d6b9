import type { WebClient } from '@slack/web-api'
import { type Ask, decodeAsk, encodeAsk } from '../cards/actions.ts'
import { describeError, type Log } from '../log.ts'

const EVENT_TYPE = 'kstreams_answer'
// A direct message begins with the newest, a thread with the oldest: of that all is needed, and Slack gives a thousand.
const NEWEST = 50
const WHOLE_THREAD = 1000
// What was said the day before is not gone on from in a direct message.
const STILL_TALKING_S = 12 * 60 * 60

/** An answer that can be continued: what was asked, and how many were shown. */
export type Before = { ask: Ask; shown: number }

/**
 * What goes with an answer for all to read, so that a later message can continue it, after a restart and in another
 * process, too. It says nothing that the answer does not say.
 */
export function answerMetadata({ ask, shown }: Before) {
  const value = encodeAsk(ask)
  return value === undefined
    ? {}
    : { metadata: { event_type: EVENT_TYPE, event_payload: { ask: value, shown } } }
}

/** Looks for the latest answer of the bot in a thread, or in a direct message. */
type FindBefore = (where: {
  channel: string
  thread: string | undefined
  /** The stamp of the message that may continue it. */
  at: string
}) => Promise<Before | undefined>

type Deps = { client: WebClient; identity: Promise<{ bot_id?: string }>; log: Log }

export function createFindBefore({ client, identity, log }: Deps): FindBefore {
  return async ({ channel, thread, at }) => {
    const where = { channel, include_all_metadata: true }
    try {
      const [{ bot_id: ours }, { messages = [], has_more }] = await Promise.all([
        identity,
        thread === undefined
          ? client.conversations.history({
              ...where,
              limit: NEWEST,
              oldest: String(Number(at) - STILL_TALKING_S),
            })
          : client.conversations.replies({ ...where, ts: thread, limit: WHOLE_THREAD }),
      ])
      // Apps outside of Slack's Marketplace may get 15 messages only: then the latest answer is not known.
      if (thread !== undefined && has_more) return undefined
      const latestFirst = thread === undefined ? messages : messages.toReversed()
      return latestFirst.flatMap((message) => (message.bot_id === ours ? (readBefore(message) ?? []) : []))[0]
    } catch (error) {
      log.warn({ channel, error: describeError(error) }, 'could not look for the answer before')
      return undefined
    }
  }
}

type WithMetadata = { metadata?: { event_type?: string; event_payload?: object } }

function readBefore({ metadata = {} }: WithMetadata): Before | undefined {
  if (metadata.event_type !== EVENT_TYPE) return undefined
  const { ask: value, shown } = (metadata.event_payload ?? {}) as Record<string, unknown>
  const ask = decodeAsk(value)
  return ask && { ask, shown: typeof shown === 'number' ? shown : 0 }
}
