import { forgetInstaller } from './installations.ts'
import { FORGOTTEN } from './subscriptions.ts'
import type { Database } from './tables.ts'

type Person = { team: string; user: string }
type Db = Database['db']

/**
 * Whether to welcome a person: of all who ask, in whichever process, one is told so, once. After `forgetPerson` they
 * are new again.
 * @param person `at` is the moment, in ms since 1970
 */
export async function welcomeOnce(
  { db }: Database,
  { team, user: person, at }: Person & { at: number },
): Promise<boolean> {
  const first = await db
    .insertInto('welcome')
    .values({ team, person, at })
    .onConflict((conflict) => conflict.columns(['team', 'person']).doNothing())
    .returning('person')
    .executeTakeFirst()
  return first !== undefined
}

/** Tells whether a vote is a person's, by the key that only the app has. */
export type IsVoter = (row: { answer: string; voter: string }) => boolean

/** How much of a person was forgotten: deleted (`saved`, `votes`), or left without their name. */
export type Forgotten = { saved: number; votes: number; suggestions: number; digests: number }

/**
 * Forgets a person in a workspace, all or nothing: after it no row there holds their id. What they kept and voted is
 * deleted, and so is that they were welcomed; what others need stays without their name.
 * @param who `user` is Slack's id; `isVoter` says which votes are theirs
 * @throws where `user` is empty
 */
export async function forgetPerson(
  { db }: Database,
  { team, user, isVoter }: Person & { isVoter: IsVoter },
): Promise<Forgotten> {
  // The empty text is in every row.
  if (user === '') throw new Error('there is nobody to forget')
  const person = { team, user }
  return db.transaction().execute(async (transaction) => {
    const saved = await transaction
      .deleteFrom('saved')
      .where('team', '=', team)
      .where('person', '=', user)
      .executeTakeFirst()
    await transaction.deleteFrom('welcome').where('team', '=', team).where('person', '=', user).execute()
    const votes = await forgetVotes(transaction, team, isVoter)
    const suggestions = await forgetSuggestions(transaction, person)
    const digests = await forgetDigests(transaction, person)
    await forgetMentions(transaction, person)
    await forgetInstaller({ db: transaction }, { team, person: user })
    return { saved: Number(saved.numDeletedRows), votes, suggestions, digests }
  })
}

/** So many votes are looked at at once. */
const PAGE = 1000

async function forgetVotes(db: Db, team: string, isVoter: IsVoter): Promise<number> {
  let votes = 0
  let last: { answer: string; voter: string } | undefined
  for (;;) {
    const { answer: afterAnswer, voter: afterVoter } = last ?? { answer: '', voter: '' }
    const page = await db
      .selectFrom('vote')
      .select(['answer', 'voter'])
      .where('team', '=', team)
      .where(({ eb, refTuple, tuple }) =>
        eb(refTuple('answer', 'voter'), '>', tuple(afterAnswer, afterVoter)),
      )
      .orderBy('answer')
      .orderBy('voter')
      .limit(PAGE)
      .execute()
    for (const { answer, voter } of page.filter(isVoter)) {
      votes += 1
      await db
        .deleteFrom('vote')
        .where('team', '=', team)
        .where('answer', '=', answer)
        .where('voter', '=', voter)
        .execute()
    }
    last = page.at(-1)
    if (page.length < PAGE) return votes
  }
}

async function forgetSuggestions(db: Db, { team, user }: Person): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('suggestion')
    .set({ createdBy: null })
    .where('team', '=', team)
    .where('createdBy', '=', user)
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** Takes the id out of what anybody wrote or asked for, as in a mention; questions are kept in lower case. */
async function forgetMentions(db: Db, { team, user }: Person): Promise<void> {
  const pattern = `%${user.toLowerCase()}%`
  const rows = await db
    .selectFrom('suggestion')
    .select(['id', 'body'])
    .where('team', '=', team)
    .where(({ eb, fn }) => eb(fn('lower', ['body']), 'like', pattern))
    .execute()
  const everywhere = new RegExp(user.replaceAll(/\W/g, '\\$&'), 'gi')
  for (const { id, body } of rows) {
    // In the text of the JSON: whatever somebody wrote around it, nothing of the id is left.
    const without = body.replaceAll(everywhere, FORGOTTEN)
    await db
      .updateTable('suggestion')
      .set({ body: without })
      .where('team', '=', team)
      .where('id', '=', id)
      .execute()
  }
  await db
    .updateTable('vote')
    .set({ query: FORGOTTEN })
    .where('team', '=', team)
    .where(({ eb, fn }) => eb(fn('lower', ['query']), 'like', pattern))
    .execute()
  await db
    .deleteFrom('search')
    .where('team', '=', team)
    .where(({ eb, fn }) => eb(fn('lower', ['query']), 'like', pattern))
    .execute()
}

async function forgetDigests(db: Db, { team, user }: Person): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('subscription')
    .set({ createdBy: FORGOTTEN })
    .where('team', '=', team)
    .where('createdBy', '=', user)
    .executeTakeFirst()
  await db
    .updateTable('audit')
    .set({ actor: FORGOTTEN })
    .where('team', '=', team)
    .where('actor', '=', user)
    .execute()
  return Number(numUpdatedRows)
}
