import type { AnyMiddlewareArgs, Middleware } from '@slack/bolt'
import type { Delivery, Removal } from './delivery.ts'

export type GlobalMiddleware = Middleware<AnyMiddlewareArgs>

// Slack repeats an event up to an hour later, and hourly for a day where an app asks for it.
const REMEMBER_MS = 25 * 60 * 60 * 1000
const REMEMBER_MOST = 20_000

type Seen = { at: number; isOpen: boolean }

/**
 * Lets each event, command and click through once, however often and over whichever socket Slack delivers it. What comes
 * again while it is still in hand is not acknowledged: it may yet fail.
 */
export function once(now: () => number = Date.now): GlobalMiddleware {
  const seen = new Map<string, Seen>()
  return async ({ body, context, next, ...args }) => {
    const keys = deliveryKeys(body)
    const { delivery, removal } = context as { delivery?: Delivery; removal?: Removal }
    const mine: Seen = { at: now(), isOpen: true }
    for (const key of keys) {
      const before = seen.get(key)
      if (before && now() - before.at < REMEMBER_MS) {
        if (before.isOpen && delivery) delivery.mayAcknowledge = false
        if (!before.isOpen && removal) removal.isDone = true
        return acknowledgeRepeat(body, args)
      }
      seen.set(key, mine)
      const [oldest] = seen.keys()
      if (seen.size > REMEMBER_MOST && oldest !== undefined) seen.delete(oldest)
    }
    await next()
    mine.isOpen = false
    // It comes again, and then it is answered.
    if (delivery?.mayAcknowledge === false || removal?.isDone === false)
      for (const key of keys) seen.delete(key)
  }
}

// A repeat is not carried out. Of these the acknowledgement is the answer, which must not stay away.
const ANSWERED_BY_ACK = new Set(['view_submission', 'block_suggestion'])

async function acknowledgeRepeat(body: unknown, args: object): Promise<void> {
  const { type } = body as { type?: string }
  if (ANSWERED_BY_ACK.has(type ?? '') && 'ack' in args && typeof args.ack === 'function')
    await (args.ack as () => Promise<void>)()
}

/** What a delivery is known by: its event, and the message that it is about, which may come in several events. */
function deliveryKeys(body: unknown): string[] {
  const { event_id, trigger_id, team_id, event } = body as Record<string, unknown>
  const { type, channel, ts } = (event ?? {}) as Record<string, unknown>
  const keys: string[] = []
  if (typeof event_id === 'string') keys.push(`event:${event_id}`)
  if (typeof trigger_id === 'string') keys.push(`trigger:${trigger_id}`)
  if ((type === 'message' || type === 'app_mention') && channel && ts)
    keys.push(`message:${team_id}:${channel}:${ts}`)
  return keys
}

// A message with a file, or a reply that was also sent to the channel, is still somebody's question.
const QUESTION_SUBTYPES = new Set([undefined, 'file_share', 'thread_broadcast'])

/**
 * Lets only people's own new messages through: silence towards other bots, edits, deletions, channel notices and
 * itself. Bolt's `ignoreSelf` stops neither other bots nor edits of its own messages.
 */
export const onlyPeople: GlobalMiddleware = async ({ body, context, next }) => {
  const { event } = body as { event?: Record<string, unknown> }
  if (event && (event['type'] === 'message' || event['type'] === 'app_mention')) {
    const { bot_id, app_id, user, subtype } = event as Record<string, string | undefined>
    if (bot_id || app_id || event['bot_profile'] || !user || user === context.botUserId) return
    if (user === 'USLACKBOT' || !QUESTION_SUBTYPES.has(subtype) || event['edited']) return
  }
  await next()
}
