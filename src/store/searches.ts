import { sql } from 'kysely'
import { keptQuery } from './queries.ts'
import type { Database, SearchTable } from './tables.ts'

/**
 * How often something was asked for on a day: UTC, `YYYY-MM-DD`. `asked` counts all, `unanswered` those of them that
 * found nothing.
 */
export type SearchCount = Omit<SearchTable, 'team'>

/** Postgres takes 65,535 values in a statement, SQLite 32,766. */
const ROWS = 2000

/**
 * Adds to what was counted in workspaces, all or nothing, with as many statements for all of them as for one. Of each query
 * the first 300 characters are kept.
 * @param counts by workspace; may name a query several times
 */
export async function countSearches(
  { db }: Database,
  counts: ReadonlyMap<string, readonly SearchCount[]>,
): Promise<void> {
  const rows = merged(counts)
  if (rows.length <= ROWS) return addTo(db, rows)
  await db.transaction().execute(async (transaction) => {
    for (let first = 0; first < rows.length; first += ROWS)
      await addTo(transaction, rows.slice(first, first + ROWS))
  })
}

async function addTo(db: Database['db'], rows: SearchTable[]): Promise<void> {
  if (rows.length === 0) return
  await db
    .insertInto('search')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['team', 'day', 'query']).doUpdateSet(({ ref, eb }) => ({
        asked: eb('search.asked', '+', ref('excluded.asked')),
        unanswered: eb('search.unanswered', '+', ref('excluded.unanswered')),
      })),
    )
    .execute()
}

/**
 * One row for each query of a day: Postgres does not change a row twice in a statement. And always in the same order:
 * two processes that take rows of each other's in another one would wait for each other for ever.
 */
function merged(counts: ReadonlyMap<string, readonly SearchCount[]>): SearchTable[] {
  const rows = new Map<string, SearchTable>()
  for (const [team, of] of counts) {
    for (const { query, day, asked, unanswered } of of) {
      const kept = keptQuery(query)
      const key = `${team} ${day} ${kept}`
      const row = rows.get(key) ?? { team, day, query: kept, asked: 0, unanswered: 0 }
      rows.set(key, { ...row, asked: row.asked + asked, unanswered: row.unanswered + unanswered })
    }
  }
  return [...rows].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row)
}

/**
 * What a workspace asks for most, most first, ties by query: only what found something at least once.
 * @param which `since` is the first day (UTC, `YYYY-MM-DD`)
 */
export async function popularSearches(
  { db }: Database,
  { team, since, limit }: { team: string; since: string; limit: number },
): Promise<{ query: string; asked: number }[]> {
  const rows = await db
    .selectFrom('search')
    .select(({ fn }) => ['query', fn.sum<number>('asked').as('times')])
    .where('team', '=', team)
    .where('day', '>=', since)
    .groupBy('query')
    .having(({ eb, fn }) => eb(fn.sum('asked'), '>', fn.sum('unanswered')))
    .orderBy('times', 'desc')
    .orderBy('query')
    .limit(limit)
    .execute()
  return rows.map(({ query, times }) => ({ query, asked: Number(times) }))
}

/** How much was searched, in numbers: nothing of what it was. */
export type SearchTotals = {
  searches: number
  /** How many of them were not the same words as another one. */
  different: number
  /** How many of them found nothing. */
  unanswered: number
  /** The same by the months (`2026-11`) in which anything was searched, the first first. */
  months: { month: string; searches: number; unanswered: number }[]
}

/**
 * How much was searched.
 * @param of the whole database when `team` is left out; `since` is the first day (UTC, `YYYY-MM-DD`)
 */
export async function searchTotals(
  { db }: Database,
  { team, since }: { team?: string | undefined; since: string },
): Promise<SearchTotals> {
  const counted = db
    .selectFrom('search')
    .$if(team !== undefined, (all) => all.where('team', '=', team ?? ''))
    .where('day', '>=', since)
  const different = await counted
    .select(({ fn }) => fn.count<number>('query').distinct().as('number'))
    .executeTakeFirstOrThrow()
  const rows = await counted
    .select(({ fn }) => [
      sql<string>`substr(day, 1, 7)`.as('month'),
      fn.sum<number>('asked').as('searches'),
      fn.sum<number>('unanswered').as('unanswered'),
    ])
    .groupBy('month')
    .orderBy('month')
    .execute()
  // Postgres gives sums as texts.
  const months = rows.map(({ month, searches, unanswered }) => ({
    ...{ month, searches: Number(searches), unanswered: Number(unanswered) },
  }))
  const sum = (of: 'searches' | 'unanswered') => months.reduce((total, one) => total + one[of], 0)
  return {
    ...{ searches: sum('searches'), different: Number(different.number), unanswered: sum('unanswered') },
    months,
  }
}

type ReportOf = { team?: string | undefined; since: string; limit: number }

/** What found nothing, and what people did not like what they got for; both most first, ties by query. */
export type UsageReport = {
  unanswered: { query: string; times: number }[]
  votedDown: { query: string; up: number; down: number }[]
}

/**
 * What the catalogue or the search should do better.
 * @param of the whole database when `team` is left out; `since` is the first day (UTC, `YYYY-MM-DD`); `limit` is of
 * each of the two lists
 */
export async function usageReport(database: Database, of: ReportOf): Promise<UsageReport> {
  return { unanswered: await unanswered(database, of), votedDown: await votedDown(database, of) }
}

async function unanswered(
  { db }: Database,
  { team, since, limit }: ReportOf,
): Promise<UsageReport['unanswered']> {
  const rows = await db
    .selectFrom('search')
    .select(({ fn }) => ['query', fn.sum<number>('unanswered').as('times')])
    .$if(team !== undefined, (all) => all.where('team', '=', team ?? ''))
    .where('day', '>=', since)
    .groupBy('query')
    .having(({ eb, fn }) => eb(fn.sum('unanswered'), '>', 0))
    .orderBy('times', 'desc')
    .orderBy('query')
    .limit(limit)
    .execute()
  return rows.map(({ query, times }) => ({ query, times: Number(times) }))
}

async function votedDown(
  { db }: Database,
  { team, since, limit }: ReportOf,
): Promise<UsageReport['votedDown']> {
  const howMany = (vote: 'up' | 'down') => sql<number>`sum(case when vote = ${vote} then 1 else 0 end)`
  const rows = await db
    .selectFrom('vote')
    .select(['query', howMany('up').as('ups'), howMany('down').as('downs')])
    .$if(team !== undefined, (all) => all.where('team', '=', team ?? ''))
    .where('at', '>=', Date.parse(since))
    .groupBy('query')
    .having(howMany('down'), '>', 0)
    .orderBy('downs', 'desc')
    .orderBy('query')
    .limit(limit)
    .execute()
  return rows.map(({ query, ups, downs }) => ({ query, up: Number(ups), down: Number(downs) }))
}
