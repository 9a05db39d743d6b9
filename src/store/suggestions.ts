import { sql } from 'kysely'
import type { Database, SuggestionTable } from './tables.ts'

/** What somebody wants changed in the catalogue. Its moments are in ms since 1970; `body` is anything that JSON has. */
export type Suggestion = Omit<SuggestionTable, 'body'> & { body: Record<string, unknown> }

type Which = { team: string; id: string }

/**
 * Keeps a suggestion, which is open then.
 * @returns false where there is one of this id already in the workspace, which stays as it is
 * @throws where `body` is no JSON
 */
export async function keepSuggestion(
  { db }: Database,
  suggestion: Omit<Suggestion, 'state' | 'decidedAt'>,
): Promise<boolean> {
  const { team, id, kind, useCase, body, createdBy, createdAt } = suggestion
  const row = { team, id, kind, useCase, body: JSON.stringify(body), createdBy, createdAt }
  const kept = await db
    .insertInto('suggestion')
    .values({ ...row, state: 'open' })
    .onConflict((conflict) => conflict.columns(['team', 'id']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return kept !== undefined
}

/**
 * Suggestions of a kind, newest first, ties by id.
 * @param which of all workspaces when `team` is left out; at most `limit`
 * @returns also how many there are in all (`total`); the body of one that cannot be read is empty
 */
export async function listSuggestions(
  { db }: Database,
  which: Pick<Suggestion, 'kind' | 'state'> & { team?: string | undefined; limit: number },
): Promise<{ total: number; suggestions: Suggestion[] }> {
  const { team, kind, state, limit } = which
  const wanted = db
    .selectFrom('suggestion')
    .where('kind', '=', kind)
    .where('state', '=', state)
    .$if(team !== undefined, (all) => all.where('team', '=', team ?? ''))
  const all = await wanted.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirst()
  const rows = await wanted.selectAll().orderBy('createdAt', 'desc').orderBy('id').limit(limit).execute()
  return { total: Number(all?.total ?? 0), suggestions: rows.map(fromRow) }
}

/** The suggestion of an id; undefined where there is none. The body of one that cannot be read is empty. */
export async function findSuggestion({ db }: Database, { team, id }: Which): Promise<Suggestion | undefined> {
  const row = await db
    .selectFrom('suggestion')
    .selectAll()
    .where('team', '=', team)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && fromRow(row)
}

/**
 * Lets one after the other read and change suggestions, in whichever process: nobody else writes any until it is
 * through, and it is done wholly or not at all.
 * @param use must take the database that it is given, and be quick
 */
export async function oneByOne<T>(database: Database, use: (database: Database) => Promise<T>): Promise<T> {
  return database.db.transaction().execute(async (db) => {
    // SQLite lets one write at a time in any case.
    if (database.engine === 'postgres') {
      await sql`lock table suggestion in share row exclusive mode`.execute(db)
    }
    return use({ ...database, db })
  })
}

/**
 * Keeps a suggestion as it is now; who made it, and when, stays as it is. Does nothing where it is gone. Whoever changes
 * what they read before does both within `oneByOne`.
 */
export async function updateSuggestion(
  { db }: Database,
  { team, id, useCase, body, state, decidedAt }: Omit<Suggestion, 'kind' | 'createdBy' | 'createdAt'>,
): Promise<void> {
  await db
    .updateTable('suggestion')
    .set({ useCase, body: JSON.stringify(body), state, decidedAt })
    .where('team', '=', team)
    .where('id', '=', id)
    .execute()
}

/**
 * A text that is another one whenever a use case was accepted in a workspace, or is no longer: cheap to ask for again
 * and again. What is accepted says the same as long as it is.
 */
export async function acceptedVersion({ db }: Database, team: string): Promise<string> {
  const { rows, moments } = await db
    .selectFrom('suggestion')
    .select(({ fn }) => [fn.countAll().as('rows'), fn.sum('decidedAt').as('moments')])
    .where('team', '=', team)
    .where('kind', '=', 'use-case')
    .where('state', '=', 'accepted')
    .executeTakeFirstOrThrow()
  return `${rows} ${moments ?? 0}`
}

/** A suggestion is dealt with: it is no longer kept. Does nothing where there is none. */
export async function closeSuggestion({ db }: Database, { team, id }: Which): Promise<void> {
  await db.deleteFrom('suggestion').where('team', '=', team).where('id', '=', id).execute()
}

const fromRow = (row: SuggestionTable): Suggestion => ({ ...row, body: bodyOf(row.body) })

/** One that cannot be read must not keep the others from being listed. */
function bodyOf(text: string): Record<string, unknown> {
  try {
    return { ...(JSON.parse(text) as Record<string, unknown>) }
  } catch {
    return {}
  }
}
