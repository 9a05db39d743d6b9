import { sql } from 'kysely'
import type { Database } from './tables.ts'

const MINUTE_MS = 60_000
/** However long Slack, or a clock that is wrong, says: then it is asked again. */
const LONGEST_PAUSE_MS = 60 * MINUTE_MS

type Batch = { team: string; method: string; budget: number; size: number; now: number }

/**
 * Takes a part of what is left of the present minute, in one statement, so that no two processes get the same.
 * @param batch `size` of the minute's `budget` are asked for; `now` in ms since 1970
 * @returns how many `calls` it got, and until when (ms since 1970) none is to be made at all
 */
export async function takeBatch({ db }: Database, { team, method, budget, size, now }: Batch) {
  const minute = now - (now % MINUTE_MS)
  // Of a clock that is a little ahead; one that is further away shall not keep the others from their own minutes.
  const same = sql<boolean>`quota.window_start between ${minute} and ${minute + MINUTE_MS}`
  const { used, pausedUntil } = await db
    .insertInto('quota')
    .values({ team, method, windowStart: minute, used: size, pausedUntil: 0 })
    .onConflict((conflict) =>
      conflict.columns(['team', 'method']).doUpdateSet({
        windowStart: sql<number>`case when ${same} then quota.window_start else excluded.window_start end`,
        // More than there is, too: only so does the sum tell what was left before.
        used: sql<number>`case when ${same} then quota.used else 0 end + excluded.used`,
      }),
    )
    .returning(['used', 'pausedUntil'])
    .executeTakeFirstOrThrow()
  const calls = Math.max(0, Math.min(size, budget - (used - size)))
  return { calls, pausedUntil: Math.min(pausedUntil ?? 0, now + LONGEST_PAUSE_MS) }
}

/** Keeps that a method takes no calls in a workspace `until` (ms since 1970), unless a longer pause is known. */
export async function pauseMethod(
  { db }: Database,
  { team, method, until }: { team: string; method: string; until: number },
): Promise<true> {
  await db
    .insertInto('quota')
    .values({ team, method, windowStart: 0, used: 0, pausedUntil: until })
    .onConflict((conflict) =>
      conflict.columns(['team', 'method']).doUpdateSet({
        pausedUntil: sql<number>`case when quota.paused_until > excluded.paused_until
          then quota.paused_until else excluded.paused_until end`,
      }),
    )
    .execute()
  return true
}
