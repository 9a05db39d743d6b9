import { keptKey, quickly } from './seen.ts'
import type { Database } from './tables.ts'

/** What names an event of a workspace, as Slack's id of it does. */
type Event = { team: string; key: string }

/**
 * What became of a claim: it is the caller's (`first`), it needs no answer any more (`done`), or a process works on it,
 * or did until it ended (`open`).
 */
export type EventClaim =
  | { kind: 'first' }
  | { kind: 'done' }
  | { kind: 'open'; owner: string; version: number; at: number }

/**
 * Claims an event that must be answered once, by whatever process, and though the one that began may end in between.
 * @param claim `owner` names this run of the process, `at` is the moment in ms since 1970. It is kept for a day
 * (`SEEN_MS`) from then on
 * @returns who has it; what `claimOnce` claimed under that key counts as done
 */
export async function claimEvent(
  database: Database,
  claim: Event & { owner: string; at: number },
): Promise<EventClaim> {
  const { team, key, owner, at } = claim
  const seen = await quickly(database, async (db) => {
    const won = await db
      .insertInto('seenEvent')
      .values({ team, key: keptKey(key), owner, at })
      .onConflict((conflict) => conflict.columns(['team', 'key']).doNothing())
      .returning('key')
      .executeTakeFirst()
    if (won) return 'first'
    return db
      .selectFrom('seenEvent')
      .select(['owner', 'version', 'at', 'doneAt'])
      .where('team', '=', team)
      .where('key', '=', keptKey(key))
      .executeTakeFirst()
  })
  if (seen === 'first') return { kind: 'first' }
  // Given back between the two statements: it is for whoever asks next.
  if (seen === undefined) return claimEvent(database, claim)
  // The version before this one answers what it claims, and says no more of it.
  if (seen.owner === null || seen.doneAt !== null) return { kind: 'done' }
  return { kind: 'open', owner: seen.owner, version: seen.version, at: seen.at }
}

/**
 * Takes over an event as it was seen, from a process that ended.
 * @param taken `version` as `claimEvent` gave it; the rest as there
 * @returns whether it is the caller's: not when somebody else was faster, and not when it is done
 */
export async function takeOverEvent(
  database: Database,
  { team, key, version, owner, at }: Event & { version: number; owner: string; at: number },
): Promise<boolean> {
  const { numUpdatedRows } = await quickly(database, (db) =>
    db
      .updateTable('seenEvent')
      .set({ owner, version: version + 1, at })
      .where('team', '=', team)
      .where('key', '=', keptKey(key))
      .where('version', '=', version)
      .where('owner', 'is not', null)
      .where('doneAt', 'is', null)
      .executeTakeFirst(),
  )
  return numUpdatedRows > 0
}

/**
 * Keeps that an event needs no answer any more, whoever holds it: what was answered, was answered. Does nothing where
 * there is none.
 */
export async function finishEvent(
  database: Database,
  { team, key, at }: Event & { at: number },
): Promise<void> {
  await quickly(database, (db) =>
    db
      .updateTable('seenEvent')
      .set({ doneAt: at })
      .where('team', '=', team)
      .where('key', '=', keptKey(key))
      .where('doneAt', 'is', null)
      .execute(),
  )
}

/** Whether this run of the process is the one to answer an event: nobody took it over, and it is not done. */
export async function holdsEvent(
  { db }: Database,
  { team, key, owner }: Event & { owner: string },
): Promise<boolean> {
  const held = await db
    .selectFrom('seenEvent')
    .select('key')
    .where('team', '=', team)
    .where('key', '=', keptKey(key))
    .where('owner', '=', owner)
    .where('doneAt', 'is', null)
    .executeTakeFirst()
  return held !== undefined
}
