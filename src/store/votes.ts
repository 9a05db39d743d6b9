import { keptQuery } from './queries.ts'
import type { Database, VoteTable } from './tables.ts'

/**
 * Keeps what somebody thinks of an answer: one vote each, of which the latest counts, whichever arrives last.
 * @param vote `voter` is a keyed hash, never a person's id; `at` is the moment of the click, in ms since 1970; of
 * `query` the first 300 characters are kept
 */
export async function keepVote({ db }: Database, vote: VoteTable): Promise<void> {
  const { team, answer, voter, at } = vote
  const row = { team, answer, voter, vote: vote.vote, query: keptQuery(vote.query), at }
  await db
    .insertInto('vote')
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(['team', 'answer', 'voter'])
        .doUpdateSet(({ ref }) => ({
          vote: ref('excluded.vote'),
          query: ref('excluded.query'),
          at: ref('excluded.at'),
        }))
        .whereRef('vote.at', '<=', 'excluded.at'),
    )
    .execute()
}
