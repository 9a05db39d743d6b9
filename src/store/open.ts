import { describeError, type Log } from '../log.ts'
import { type DatabaseOptions, openDatabase } from './database.ts'
import { explainStore } from './explain.ts'
import { StoreError } from './store-error.ts'
import type { Database } from './tables.ts'

/**
 * Opens the database for the program: says in its log what becomes of it.
 * @throws StoreError in words for the one who set it up
 */
export async function openStore(
  url: string,
  log: Log,
  watch: Pick<DatabaseOptions, 'onStatement'> = {},
): Promise<Database> {
  try {
    return await openDatabase(url, {
      ...watch,
      broken: (error) => log.warn({ error: describeError(error) }, 'a connection to the database broke'),
    })
  } catch (cause) {
    throw new StoreError(`The database (DATABASE_URL) cannot be used: ${explainStore(cause, url)}`, { cause })
  }
}
