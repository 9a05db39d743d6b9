import { engineOf, nameOf } from './address.ts'
import { expectFile } from './backup.ts'
import { connect } from './database.ts'
import { explainStore } from './explain.ts'
import { expectMigrated } from './migrations.ts'
import { type UsageReport, usageReport } from './searches.ts'
import { StoreError } from './store-error.ts'
import { listSuggestions, type Suggestion } from './suggestions.ts'

/** What is to be done better, of all workspaces: counts, and what people reported. */
export type StoreReport = UsageReport & { problems: { total: number; suggestions: Suggestion[] } }

/**
 * Reads the report from a database, also while the bot runs; nothing is changed in it.
 * @param of `since` is the first day (UTC, `YYYY-MM-DD`); `limit` is of each list
 * @throws StoreError where there is none, or it cannot be read
 */
export async function readReport(url: string, of: { since: string; limit: number }): Promise<StoreReport> {
  if (engineOf(url) === 'sqlite') expectFile(url)
  const database = await connect(url, { readOnly: true })
  try {
    await expectMigrated(database.db)
    const [usage, problems] = [
      await usageReport(database, of),
      await listSuggestions(database, { state: 'open', limit: of.limit }),
    ]
    return { ...usage, problems }
  } catch (cause) {
    throw new StoreError(`${nameOf(url)} cannot be read: ${explainStore(cause, url)}`, { cause })
  } finally {
    await database.close()
  }
}
