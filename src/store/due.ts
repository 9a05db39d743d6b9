import { sql } from 'kysely'
import type { Database } from './tables.ts'

/**
 * Shares out what can be taken now.
 * @param teams those that have something due, the one that has waited longest first
 * @returns how many each may have; none of those that are not in it
 */
export type Share = (teams: readonly string[]) => ReadonlyMap<string, number>

/** What can be due: the digests' slots, and deliveries that are not finished. Each has an index of its own for it. */
const QUEUES = {
  subscription: { at: sql.ref('next_at'), open: sql`next_at is not null` },
  delivery: { at: sql.ref('retry_at'), open: sql`state = 'claimed'` },
}

/**
 * The workspaces that have something due, the one that has waited longest first. Steps in the index from one workspace
 * to the next, so that it takes no longer however much a workspace has due: what one cannot get rid of must not hold up
 * all others. It does take longer the more workspaces there are: only for when there is much to do.
 * @param now in ms since 1970
 */
export async function dueTeams({ db }: Database, queue: keyof typeof QUEUES, now: number): Promise<string[]> {
  const { at, open } = QUEUES[queue]
  const table = sql.table(queue)
  const { rows } = await sql<{ team: string }>`
    with recursive waiting (team) as (
      values ('')
      union all
      select (select team from ${table} where ${open} and team > waiting.team order by team limit 1)
      from waiting where waiting.team is not null
    )
    select team from (
      select team, (
        select ${at} from ${table} where ${open} and ${table}.team = waiting.team order by ${at} limit 1
      ) as since
      from waiting
    ) as longest
    where since <= ${now} order by since, team`.execute(db)
  return rows.map(({ team }) => team)
}

/**
 * How many slots are due, and how many deliveries wait to be finished.
 * @param team all workspaces when undefined
 * @param now in ms since 1970
 */
export async function countDue({ db }: Database, team: string | undefined, now: number): Promise<number> {
  const only = team === undefined ? sql`` : sql`and team = ${team}`
  const { rows } = await sql<{ due: number }>`
    select (select count(*) from subscription where next_at <= ${now} ${only}) +
      (select count(*) from delivery where state = 'claimed' and retry_at <= ${now} ${only}) as due`.execute(
    db,
  )
  return Number(rows[0]?.due ?? 0)
}
