import type { Database, SuggestionTable } from './tables.ts'

/** What somebody wants changed in the catalogue. Its moment is in ms since 1970; `body` is anything that JSON has. */
export type Suggestion = Omit<SuggestionTable, 'body'> & { body: Record<string, unknown> }

/**
 * Keeps a suggestion, which is open then.
 * @returns false where there is one of this id already in the workspace, which stays as it is
 * @throws where `body` is no JSON
 */
export async function keepSuggestion(
  { db }: Database,
  suggestion: Omit<Suggestion, 'state'>,
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
 * Suggestions, newest first, ties by id.
 * @param which of all workspaces when `team` is left out; at most `limit`
 * @returns also how many there are in all (`total`)
 */
export async function listSuggestions(
  { db }: Database,
  { team, state, limit }: { team?: string | undefined; state: Suggestion['state']; limit: number },
): Promise<{ total: number; suggestions: Suggestion[] }> {
  const wanted = db
    .selectFrom('suggestion')
    .where('state', '=', state)
    .$if(team !== undefined, (all) => all.where('team', '=', team ?? ''))
  const all = await wanted.select(({ fn }) => fn.countAll<number>().as('total')).executeTakeFirst()
  const rows = await wanted.selectAll().orderBy('createdAt', 'desc').orderBy('id').limit(limit).execute()
  return { total: Number(all?.total ?? 0), suggestions: rows.map(fromRow) }
}

/** A suggestion is dealt with: it is no longer kept. Does nothing where there is none. */
export async function closeSuggestion(
  { db }: Database,
  { team, id }: { team: string; id: string },
): Promise<void> {
  await db.deleteFrom('suggestion').where('team', '=', team).where('id', '=', id).execute()
}

const fromRow = (row: SuggestionTable): Suggestion => ({
  ...row,
  body: JSON.parse(row.body) as Record<string, unknown>,
})
