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
export async function claimOnce({ db, engine }: Database, claim: Claim & { at: number }): Promise<boolean> {
  if (engine === 'postgres') return insert(db, claim)
  // Somebody waits for it, and unlike a digest's it need not outlive the power: half a millisecond less.
  return db.connection().execute(async (one) => {
    await sql`pragma synchronous = normal`.execute(one)
    try {
      return await insert(one, claim)
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
const keptKey = (key: string) => createHash('sha256').update(key).digest('base64url')
