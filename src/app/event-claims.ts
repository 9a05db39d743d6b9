import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ClaimEvent, EventClaim } from '../slack/delivery.ts'
import { claimEvent, finishEvent, holdsEvent, takeOverEvent } from '../store/events.ts'
import type { Database } from '../store/tables.ts'

/** After so long a holder asks whether the event is still its own before it posts. */
const SURE_MS = 1500
/** A holder that did not finish for so long may be dead. More than SURE_MS, so that it does not post any more. */
const DEAD_MS = 2000
const LOOK_MS = 100

/**
 * Claims of events, which Slack repeats where a process dies before it acknowledged one. No two clocks are compared: who
 * finds an open claim waits, by its own clock, whether it is finished.
 */
export function createEventClaims(
  { database, now }: { database: Database; now: () => number },
  elapsed: () => number = () => performance.now(),
): ClaimEvent {
  const owner = randomUUID()
  return async (team, key, hold) => {
    const event = { team, key, owner }
    // From before the database was asked: others may see the claim while its answer is still under way.
    const mine = (look: boolean, since: number): EventClaim => ({
      look,
      // Without a database nobody else can take it over, and an answer should not depend on it.
      mayPost: async () => elapsed() - since < SURE_MS || holdsEvent(database, event).catch(() => true),
      finish: () => finishEvent(database, { ...event, at: now() }),
    })
    const began = elapsed()
    for (;;) {
      const asked = elapsed()
      const claim = await claimEvent(database, { ...event, at: now() })
      if (claim.kind === 'first') return mine(false, asked)
      if (claim.kind === 'done') return 'answered'
      if (!hold()) return 'busy'
      const taking = elapsed()
      if (taking - began < DEAD_MS) await sleep(LOOK_MS)
      else if (await takeOverEvent(database, { ...event, version: claim.version, at: now() }))
        return mine(true, taking)
      else return 'busy'
    }
  }
}
