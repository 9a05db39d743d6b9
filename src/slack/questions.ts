import { setTimeout as sleep } from 'node:timers/promises'
import { describeError, type Log } from '../log.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { Delivery } from './delivery.ts'
import type { GlobalMiddleware } from './guards.ts'
import type { Later } from './later.ts'

// Whether somebody else has it is worth a moment; without a database a question is answered all the same.
const CLAIM_MS = 1000
// Who finds it in other hands waits whether it is finished there; Slack waits three seconds.
const HELD_MS = 2000

type Deps = { later: () => Promise<Later>; metrics: Metrics; log: Log }

/**
 * Lets each question through in one process only, and again where that one died at it. Slack sends a question again when
 * nobody acknowledged it, and tells of one message in several events.
 */
export function claimQuestions({ later, metrics, log }: Deps): GlobalMiddleware {
  return async ({ body, context, next }) => {
    const key = keyOf(body)
    const delivery = context['delivery'] as Delivery | undefined
    if (key === undefined || delivery === undefined) return next()
    const { team } = delivery.workspace
    let isOver = false
    const hold = () => {
      if (!isOver) delivery.mayAcknowledge = false
      return !isOver
    }
    // Who had it first may have answered: what comes again is left to come once more unless the database can tell.
    const isRepeat = (context.retryNum ?? 0) > 0
    if (isRepeat) hold()
    // Where another process had it in hand, nobody else answers before it is known what became of it there.
    const unknown = () => (delivery.mayAcknowledge ? undefined : ('busy' as const))
    const claim = await Promise.race([
      later().then(({ claimEvent }) => claimEvent(team, key, hold)),
      sleep(CLAIM_MS, undefined, { ref: false }).then(() =>
        delivery.mayAcknowledge ? undefined : sleep(HELD_MS, 'busy' as const, { ref: false }),
      ),
    ]).catch((error: unknown) => {
      log.warn({ error: describeError(error) }, 'it could not be told whether another process answers this')
      return unknown()
    })
    isOver = true
    if (claim === 'busy') return
    delivery.mayAcknowledge = true
    if (claim === 'answered') return metrics.answered(delivery.kind, 'repeated', 0)
    if (claim) delivery.claim = claim
    await next()
    if (!delivery.mayAcknowledge) return
    // Nobody waits for it: it is acknowledged, and then Slack does not ask again.
    claim
      ?.finish()
      .catch((error: unknown) => log.warn({ error: describeError(error) }, 'an answer was not noted'))
  }
}

/** What a question is known by, whichever event tells of it. */
function keyOf(body: unknown): string | undefined {
  const { event = {} } = body as { event?: Record<string, unknown> }
  const { type, channel, ts } = event
  return (type === 'message' || type === 'app_mention') && channel && ts
    ? `message:${channel}:${ts}`
    : undefined
}
