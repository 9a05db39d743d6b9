import type { WebClient } from '@slack/web-api'
import type { Found, Poster } from '../digest/poster.ts'
import { describeError, type Log } from '../log.ts'
import { failureOf } from './failures.ts'

const EVENT_TYPE = 'kstreams_digest'

/** What a message is known by when its answer got lost. Any member can read it, so it tells nothing else. */
export const deliveryMetadata = (delivery: string) => ({
  event_type: EVENT_TYPE,
  event_payload: { delivery },
})

// Apps outside of Slack's Marketplace may get 15 messages at a time, whatever they ask for.
const PAGE = 200
const MOST_PAGES = 20

type Deps = { client: WebClient; identity: Promise<{ bot_id?: string }>; log: Log }

/** Looks into the history of channels that the bot is in. */
export function createHistory({ client, identity, log }: Deps): Pick<Poster, 'find' | 'reach'> {
  const find: Poster['find'] = async (channel, delivery, since) => {
    const { bot_id: ours } = await identity
    let cursor: string | undefined
    for (let page = 0; page < MOST_PAGES; page++) {
      try {
        const { messages = [], response_metadata } = await client.conversations.history({
          ...{ channel, limit: PAGE, include_all_metadata: true, inclusive: true },
          ...(since === undefined ? {} : { oldest: since }),
          ...(cursor ? { cursor } : {}),
        })
        const own = messages.find((message) => message.bot_id === ours && isOf(delivery, message))
        if (own?.ts) return { kind: 'found', ts: own.ts }
        cursor = response_metadata?.next_cursor
        if (!cursor) return { kind: 'absent' }
      } catch (error) {
        return notFound(error, log, { channel, delivery })
      }
    }
    return { kind: 'unknown', reason: 'history-too-long' }
  }

  const reach: Poster['reach'] = async (channel) => {
    try {
      await client.conversations.history({ channel, limit: 1 })
      return 'in'
    } catch (error) {
      const { reason } = failureOf(error)
      if (reason === 'not_in_channel' || reason === 'channel_not_found') return 'out'
      log.warn({ channel, error: describeError(error) }, 'could not look whether I am in a channel')
      return 'unknown'
    }
  }
  return { find, reach }
}

type WithMetadata = { metadata?: { event_type?: string; event_payload?: object } }

function isOf(delivery: string, { metadata = {} }: WithMetadata): boolean {
  const { delivery: id } = (metadata.event_payload ?? {}) as Record<string, unknown>
  return metadata.event_type === EVENT_TYPE && id === delivery
}

function notFound(error: unknown, log: Log, ids: Record<string, string>): Found {
  const failure = failureOf(error)
  log.warn({ ...ids, error: describeError(error) }, 'could not look for a digest')
  return failure.kind === 'passing' ? failure : { kind: 'unknown', reason: failure.reason }
}
