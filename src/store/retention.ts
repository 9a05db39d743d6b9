import { setImmediate as othersTurn } from 'node:timers/promises'
import { type RawBuilder, sql } from 'kysely'
import { eraseInstallation } from './erase.ts'
import type { Database, Tables } from './tables.ts'

const HOUR_MS = 60 * 60_000
const DAY_MS = 24 * HOUR_MS

/**
 * For how many days it is kept what was asked for, what people thought of the answers, what was declined, and what
 * became of digests.
 */
export const RETENTION_DAYS = 90

/** For how many days it is kept who changed which digest: a year, and some weeks to look back on it. */
export const AUDIT_DAYS = 400

/** For how many days a workspace is kept after the app was removed there: who comes back finds everything as it was. */
export const UNINSTALLED_DAYS = 30

/** For how long it is kept what was seen, in ms: Slack says things again within the day, and clocks differ. */
export const SEEN_MS = 25 * HOUR_MS

/** For how long it is kept how often a method was called, in ms: only the present minute counts. */
const QUOTA_MS = DAY_MS

/** A statement with so many rows takes milliseconds; others wait for them no longer. */
const BATCH = 1000

/**
 * Deletes what is too old to be kept, of all workspaces; reads no other rows, but for suggestions and quotas, which are
 * few, and the digests of old deliveries.
 * @param now in ms since 1970
 * @returns how many rows went, by table; of `installation` how many were erased, with all that their workspaces had
 */
export async function purge(database: Database, now: number): Promise<Record<string, number>> {
  const oldest = now - RETENTION_DAYS * DAY_MS
  const remove = (table: keyof Tables, old: RawBuilder<unknown>) => removeOld(database, table, old)
  return {
    search: await remove('search', sql`day < ${new Date(oldest).toISOString().slice(0, 10)}`),
    vote: await remove('vote', sql`at < ${oldest}`),
    suggestion: await remove('suggestion', sql`state = 'declined' and decided_at < ${oldest}`),
    delivery: await remove('delivery', sql`finished_at < ${oldest} and not ${SHOWN}`),
    audit: await remove('audit', sql`at < ${now - AUDIT_DAYS * DAY_MS}`),
    seenEvent: await remove('seenEvent', sql`at < ${now - SEEN_MS}`),
    quota: await remove(
      'quota',
      sql`window_start < ${now - QUOTA_MS} and (paused_until is null or paused_until < ${now})`,
    ),
    installation: await eraseGone(database, now - UNINSTALLED_DAYS * DAY_MS),
  }
}

/** What a channel was shown in its present round, or may have been, it is not shown again: see deliveries.ts. */
const SHOWN = sql`(use_case is not null and (state = 'sent' or uncertain = 1) and exists (
  select 1 from subscription
  where subscription.team = delivery.team and subscription.channel = delivery.channel
    and subscription.round = delivery.round))`

async function removeOld(
  { db, engine }: Database,
  table: keyof Tables,
  old: RawBuilder<unknown>,
): Promise<number> {
  const from = sql.table(table)
  const batch =
    engine === 'postgres'
      ? // Locked: what became young again in between, as a vote that is cast anew, stays.
        sql`ctid = any(array(select ctid from ${from} where ${old} limit ${BATCH} for update skip locked))`
      : sql`rowid in (select rowid from ${from} where ${old} limit ${BATCH})`
  for (let removed = 0; ; ) {
    const { numAffectedRows = 0n } = await sql`delete from ${from} where ${batch}`.execute(db)
    removed += Number(numAffectedRows)
    if (numAffectedRows < BATCH) return removed
    await othersTurn()
  }
}

async function eraseGone(database: Database, before: number): Promise<number> {
  const gone = await database.db
    .selectFrom('installation')
    .select('id')
    .where('uninstalledAt', '<', before)
    .execute()
  let erased = 0
  for (const { id } of gone) if (await eraseInstallation(database, id)) erased += 1
  return erased
}
