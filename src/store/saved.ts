import type { Database } from './tables.ts'

type Kept = { team: string; user: string; useCase: string }

/**
 * Keeps a use case for a person. Whoever keeps it again changes nothing.
 * @param what `at` is the moment, in ms since 1970
 */
export async function saveUseCase({ db }: Database, what: Kept & { at: number }): Promise<void> {
  const { team, user: person, useCase, at } = what
  await db
    .insertInto('saved')
    .values({ team, person, useCase, at })
    .onConflict((conflict) => conflict.columns(['team', 'person', 'useCase']).doNothing())
    .execute()
}

/** Keeps a use case for a person no longer; one that was not kept stays so. */
export async function unsaveUseCase({ db }: Database, { team, user, useCase }: Kept): Promise<void> {
  await db
    .deleteFrom('saved')
    .where('team', '=', team)
    .where('person', '=', user)
    .where('useCase', '=', useCase)
    .execute()
}

/**
 * What a person keeps, newest first.
 * @param page so many (`limit`), after the first ones (`offset`)
 * @returns the ids of this page, also of use cases that the catalogue has no longer; `total` is of all pages
 */
export async function listSaved(
  { db }: Database,
  { team, user, limit, offset }: { team: string; user: string; limit: number; offset: number },
): Promise<{ total: number; useCases: string[] }> {
  const ofPerson = () => db.selectFrom('saved').where('team', '=', team).where('person', '=', user)
  const all = () => ofPerson().select(({ fn }) => fn.countAll<number>().as('total'))
  const rows = await ofPerson()
    .select(['useCase', () => all().as('total')])
    .orderBy('at', 'desc')
    .orderBy('useCase')
    .limit(limit)
    .offset(offset)
    .execute()
  const [first] = rows
  // Without a row nothing tells how many there are: behind the last page, and on one of none.
  const beyond = first === undefined && (offset > 0 || limit === 0)
  const total = beyond ? (await all().executeTakeFirst())?.total : first?.total
  return { total: Number(total ?? 0), useCases: rows.map(({ useCase }) => useCase) }
}

/** Whether a person keeps a use case. */
export async function isSaved({ db }: Database, { team, user, useCase }: Kept): Promise<boolean> {
  const row = await db
    .selectFrom('saved')
    .select('at')
    .where('team', '=', team)
    .where('person', '=', user)
    .where('useCase', '=', useCase)
    .executeTakeFirst()
  return row !== undefined
}
