import { sql } from 'kysely'
import type { Database } from './tables.ts'

/** The longest question that is kept, in UTF-16 units: Postgres takes no more than 2,700 bytes into an index. */
const LONGEST_QUERY = 300

/**
 * What somebody asked for, as it can be kept in either database.
 * @returns the same, but without null characters and halves of others, and cut where it is longer than 300
 */
export function keptQuery(query: string): string {
  return query.replaceAll('\0', '').slice(0, LONGEST_QUERY).toWellFormed()
}

/** Whether a database answers. Never throws. */
export async function isReachable({ db }: Database): Promise<boolean> {
  return sql`select 1`.execute(db).then(
    () => true,
    () => false,
  )
}
