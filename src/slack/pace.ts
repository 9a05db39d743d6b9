import { setTimeout as sleep } from 'node:timers/promises'

/** Slack takes one message a second in a channel (docs.slack.dev/apis/web-api/rate-limits, chat.postMessage). */
const BETWEEN_MS = 1000
const REMEMBER_MOST = 10_000

/**
 * Keeps posts to one channel apart, in the order in which they were asked for.
 * @returns a function that resolves when it is a channel's turn
 */
export function createPace(
  betweenMs = BETWEEN_MS,
  elapsed: () => number = () => performance.now(),
): (channel: string) => Promise<void> {
  const free = new Map<string, number>()
  return async (channel) => {
    const now = elapsed()
    const at = Math.max(now, free.get(channel) ?? 0)
    free.delete(channel)
    free.set(channel, at + betweenMs)
    const [oldest] = free.keys()
    if (free.size > REMEMBER_MOST && oldest !== undefined) free.delete(oldest)
    if (at > now) await sleep(at - now)
  }
}
