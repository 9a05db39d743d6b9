import type { Log } from '../log.ts'

/** Why a request was refused; safe to log, and only so many that they can be counted. */
export type Reason =
  | 'content type'
  | 'content encoding'
  | 'too large'
  | 'not signed'
  | 'signed too long ago or in the future'
  | 'signature does not match'
  | 'not what Slack sends'
  | 'not HTTP'
  | 'too slow'

/** Notes a refusal. `size`: bytes of the body, where it was read. */
export type Refusals = (reason: Reason, size?: number) => void

/** How many lines a flood may write: at most two in this time. */
const QUIET_MS = 1000

/**
 * Writes refusals into the log: the first at once, those of the second after it as one line with how many there were of
 * each reason. So a flood neither fills a disk nor hides.
 */
export function createRefusals(log: Log): Refusals {
  let counts: Partial<Record<Reason, number>> | undefined
  const tell = () => {
    const more = counts
    counts = undefined
    if (more && Object.keys(more).length > 0) log.warn({ refused: more }, 'more requests refused')
  }
  return (reason, size) => {
    if (counts !== undefined) {
      counts[reason] = (counts[reason] ?? 0) + 1
      return
    }
    counts = {}
    log.warn({ reason, ...(size === undefined ? {} : { size }) }, 'request refused')
    setTimeout(tell, QUIET_MS).unref()
  }
}
