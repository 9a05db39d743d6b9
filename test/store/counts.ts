import { countSearches as countAll, type SearchCount } from '../../src/store/searches.ts'
import type { Database } from '../../src/store/tables.ts'

/** Counts searches of one workspace. */
export const countSearches = (database: Database, team: string, counts: readonly SearchCount[]) =>
  countAll(database, new Map([[team, counts]]))
