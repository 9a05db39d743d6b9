import { engineOf, nameOf } from './address.ts'
import { expectFile } from './backup.ts'
import { connect } from './database.ts'
import { explainStore } from './explain.ts'
import { expectMigrated } from './migrations.ts'
import { StoreError } from './store-error.ts'
import type { Database } from './tables.ts'

/**
 * Reads from a database, also while the bot runs; nothing can be changed in it.
 * @throws StoreError where there is none, or it cannot be read
 */
export async function readOnly<T>(url: string, query: (database: Database) => Promise<T>): Promise<T> {
  if (engineOf(url) === 'sqlite') expectFile(url)
  const database = await connect(url, { readOnly: true })
  try {
    await expectMigrated(database.db)
    return await query(database)
  } catch (cause) {
    throw new StoreError(`${nameOf(url)} cannot be read: ${explainStore(cause, url)}`, { cause })
  } finally {
    await database.close()
  }
}
