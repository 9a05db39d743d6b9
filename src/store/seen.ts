import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Database } from './tables.ts'

type Claim = { team: string; key: string }

/**
 * Claims what must be done once: of all who ask, in whichever process, one gets it.
 * @param claim `key` names it, as by Slack's id of an event; `at` is the moment, in ms since 1970, from which it is kept
 * for a day (`SEEN_MS`)
 * @returns whether it is the caller's
 */
export async function claimOnce(database: Database, claim: Claim & { at: number }): Promise<boolean> {
  return quickly(database, (db) => insert(db, claim))
}

/**
 * Runs statements that somebody waits for and that, unlike a digest's, need not outlive the power: half a millisecond
 * less for each on SQLite.
 */
export async function quickly<T>(
  { db, engine }: Database,
  run: (db: Database['db']) => Promise<T>,
): Promise<T> {
  if (engine === 'postgres') return run(db)
  return db.connection().execute(async (one) => {
    await sql`pragma synchronous = normal`.execute(one)
    try {
      return await run(one)
    } finally {
      await sql`pragma synchronous = full`.execute(one)
    }
  })
}

async function insert(db: Database['db'], { team, key, at }: Claim & { at: number }): Promise<boolean> {
  const won = await db
    .insertInto('seenEvent')
    .values({ team, key: keptKey(key), at })
    .onConflict((conflict) => conflict.columns(['team', 'key']).doNothing())
    .returning('key')
    .executeTakeFirst()
  return won !== undefined
}

/** Gives a claim back, for the next one who asks; does nothing where there is none. */
export async function releaseClaim({ db }: Database, { team, key }: Claim): Promise<void> {
  await db.deleteFrom('seenEvent').where('team', '=', team).where('key', '=', keptKey(key)).execute()
}

/** Whatever is in a key, such as a person's id, cannot be read from what is kept; and it is never too long. */
export const keptKey = (key: string) => createHash('sha256').update(key).digest('base64url')
