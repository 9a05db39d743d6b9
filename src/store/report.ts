import { existsSync } from 'node:fs'
import { engineOf, pathOf } from './address.ts'
import { readOnly } from './read-only.ts'
import { type SearchTotals, searchTotals, type UsageReport, usageReport } from './searches.ts'
import { listSuggestions, type Suggestion } from './suggestions.ts'

/** What is to be done better, of all workspaces: counts, and what people reported. */
export type StoreReport = UsageReport & { problems: { total: number; suggestions: Suggestion[] } }

/**
 * Reads the report from a database, also while the bot runs; nothing is changed in it.
 * @param of `since` is the first day (UTC, `YYYY-MM-DD`); `limit` is of each list
 * @throws StoreError where there is none, or it cannot be read
 */
export function readReport(url: string, of: { since: string; limit: number }): Promise<StoreReport> {
  return readOnly(url, async (database) => ({
    ...(await usageReport(database, of)),
    problems: await listSuggestions(database, { kind: 'problem', state: 'open', limit: of.limit }),
  }))
}

/**
 * Reads how much was searched in all workspaces, also while the bot runs; nothing is changed in it.
 * @param of `since` is the first day (UTC, `YYYY-MM-DD`)
 * @returns all zero where the bot has made no file of SQLite's yet
 * @throws StoreError where the database cannot be read
 */
export async function readTotals(url: string, of: { since: string }): Promise<SearchTotals> {
  if (engineOf(url) === 'sqlite' && !existsSync(pathOf(url)))
    return { searches: 0, different: 0, unanswered: 0, months: [] }
  return readOnly(url, (database) => searchTotals(database, of))
}
