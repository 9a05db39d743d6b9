import type { Database } from './tables.ts'

const HOUR_MS = 60 * 60_000
const DAY_MS = 24 * HOUR_MS

/** For how many days it is kept what was asked for, what people thought of the answers, and what was declined. */
export const RETENTION_DAYS = 90

/** For how long it is kept what was seen, in ms: Slack says things again within the day, and clocks differ. */
export const SEEN_MS = 25 * HOUR_MS

/**
 * Deletes what a workspace's rows are too old to be kept for; reads no others, but for suggestions, which are few.
 * @param now in ms since 1970
 * @returns how many rows went, by table
 */
export async function purge({ db }: Database, team: string, now: number): Promise<Record<string, number>> {
  const oldest = now - RETENTION_DAYS * DAY_MS
  const search = await db
    .deleteFrom('search')
    .where('team', '=', team)
    .where('day', '<', new Date(oldest).toISOString().slice(0, 10))
    .executeTakeFirst()
  const vote = await db
    .deleteFrom('vote')
    .where('team', '=', team)
    .where('at', '<', oldest)
    .executeTakeFirst()
  const suggestion = await db
    .deleteFrom('suggestion')
    .where('team', '=', team)
    .where('state', '=', 'declined')
    .where('decidedAt', '<', oldest)
    .executeTakeFirst()
  const seenEvent = await db
    .deleteFrom('seenEvent')
    .where('team', '=', team)
    .where('at', '<', now - SEEN_MS)
    .executeTakeFirst()
  return {
    search: Number(search.numDeletedRows),
    vote: Number(vote.numDeletedRows),
    suggestion: Number(suggestion.numDeletedRows),
    seenEvent: Number(seenEvent.numDeletedRows),
  }
}
