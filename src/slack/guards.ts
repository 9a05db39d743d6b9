import type { AnyMiddlewareArgs, Middleware } from '@slack/bolt'

type GlobalMiddleware = Middleware<AnyMiddlewareArgs>

// Their acknowledgement is the answer: what is wrong with an input, what a menu offers.
const ANSWERED_BY_ACK = new Set(['view_submission', 'block_suggestion'])

/**
 * Acknowledges whatever can be acknowledged, at once and empty, before anything else is done: Slack waits three
 * seconds at most, and drops an acknowledgement of 20 kB in silence, so answers go another way. It also leaves
 * nothing unacknowledged that has no listener.
 */
export const acknowledge: GlobalMiddleware = async ({ next, ...args }) => {
  const { type } = args.body as { type?: string }
  if (!ANSWERED_BY_ACK.has(type ?? '') && 'ack' in args && typeof args.ack === 'function')
    await (args.ack as () => Promise<void>)()
  await next()
}

// Slack repeats an event up to an hour later, and hourly for a day where an app asks for it.
const REMEMBER_MS = 25 * 60 * 60 * 1000
const REMEMBER_MOST = 20_000

/** Lets each event, command and click through once, however often and over whichever socket Slack delivers it. */
export function once(now: () => number = Date.now): GlobalMiddleware {
  const seen = new Map<string, number>()
  return async ({ body, next, ...args }) => {
    for (const key of deliveryKeys(body)) {
      const time = seen.get(key)
      // A repeat is not carried out, but it must not stay without an acknowledgement.
      if (time !== undefined && now() - time < REMEMBER_MS) return acknowledgeRepeat(body, args)
      seen.set(key, now())
      const [oldest] = seen.keys()
      if (seen.size > REMEMBER_MOST && oldest !== undefined) seen.delete(oldest)
    }
    await next()
  }
}

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

/** Counts what is being worked on, so that stopping can wait for it. */
export function trackWork(): { middleware: GlobalMiddleware; idle: () => Promise<void> } {
  let running = 0
  let waiting: (() => void)[] = []
  return {
    middleware: async ({ next }) => {
      running++
      try {
        await next()
      } finally {
        running--
        if (running === 0) {
          for (const resolve of waiting) resolve()
          waiting = []
        }
      }
    },
    idle: () => (running === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  }
}
