import { readOnly } from './read-only.ts'
import { listSuggestions, type Suggestion } from './suggestions.ts'

/** More than the catalogue is made for. */
const MOST = 100_000

/**
 * Reads the suggested use cases of all workspaces that were accepted, the first suggested first.
 * @throws StoreError where there is no database, or it cannot be read
 */
export function readAccepted(url: string): Promise<Suggestion[]> {
  const which = { kind: 'use-case', state: 'accepted', limit: MOST } as const
  return readOnly(url, async (database) => (await listSuggestions(database, which)).suggestions.toReversed())
}
