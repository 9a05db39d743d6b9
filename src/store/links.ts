import type { Selectable } from 'kysely'
import type { Database, LinkTable } from './tables.ts'

/** A link of a workspace's, or, where `team` is empty, of the catalogue that all have. */
export type TeamLink = { team: string; url: string }

const HOUR_MS = 60 * 60_000
const DAY_MS = 24 * HOUR_MS
const WEEK_MS = 7 * DAY_MS
/** What was claimed and not kept after an hour is due again: whoever claimed it is gone. */
const CLAIM_MS = HOUR_MS
/** Postgres takes 65,535 values in a statement, SQLite 32,766. */
const ROWS = 2000

/** How long the result of a check is good for, in ms. */
const goodFor = (state: LinkTable['state']) => (state === 'dead' ? DAY_MS : WEEK_MS)

/** So begins the reason of what was dead a day before, too. `checkedAt` cannot tell: a claim changes it as well. */
const STILL = 'still '

/** Whether a reason says that a page is gone, by the word of its own server. */
export const isProof = (reason: string | null | undefined): boolean => /^(?:404|410)\b/.test(reason ?? '')

/**
 * Takes links that are due for a check, each for this process alone: those never checked, then those checked longest ago;
 * dead ones a day after their last check, all others a week. One whose result is not kept within an hour is due again.
 * @param of all `links` of the catalogue; at most `limit` are taken; `now` is in ms since 1970
 * @returns what was taken; nothing when nothing is due, or when others took it all
 */
export async function claimDueLinks(
  { db }: Database,
  { links, now, limit }: { links: readonly TeamLink[]; now: number; limit: number },
): Promise<TeamLink[]> {
  const rows = new Map((await rowsOf(db, teamsOf(links))).map((row) => [keyOf(row), row]))
  const dueAt = (link: TeamLink) => {
    const row = rows.get(keyOf(link))
    return row ? row.checkedAt + goodFor(row.state) : 0
  }
  const due = links.filter((link) => dueAt(link) <= now).toSorted((one, other) => dueAt(one) - dueAt(other))
  // Always in the same order: two processes would otherwise wait for rows of each other's.
  const taken = due.slice(0, limit).toSorted((one, other) => (keyOf(one) < keyOf(other) ? -1 : 1))
  if (taken.length === 0) return []
  const claimed = (state: LinkTable['state']) => now - goodFor(state) + CLAIM_MS
  const first = { state: 'ok' as const, since: now, checkedAt: claimed('ok') }
  return db
    .insertInto('link')
    .values(taken.map(({ team, url }) => ({ team, url, ...first })))
    .onConflict((conflict) =>
      conflict
        .columns(['team', 'url'])
        .doUpdateSet(({ eb }) => ({
          checkedAt: eb
            .case()
            .when('link.state', '=', 'dead')
            .then(claimed('dead'))
            .else(claimed('ok'))
            .end(),
        }))
        .where(({ eb, or, and }) =>
          or([
            and([eb('link.state', '=', 'dead'), eb('link.checkedAt', '<=', now - goodFor('dead'))]),
            eb('link.checkedAt', '<=', now - goodFor('ok')),
          ]),
        ),
    )
    .returning(['team', 'url'])
    .execute()
}

/** What became of a link, at `checkedAt` (ms since 1970). */
export type KeptResult = TeamLink & { checkedAt: number; state: LinkTable['state'] } & {
  [field in 'reason' | 'movedTo' | 'archive']?: string
}

/**
 * Keeps what became of a link, unless something newer is known. `since` stays while the state does; so does the copy of a
 * dead one when none was found this time. What did not answer for a day gets a reason that says so: `still timed out`.
 */
export async function keepLink({ db }: Database, result: KeptResult): Promise<void> {
  const { team, url, state, checkedAt, reason = null, movedTo = null, archive = null } = result
  const afterADay = state === 'dead' && !isProof(reason) ? STILL + (reason ?? '') : reason
  await db
    .insertInto('link')
    .values({ team, url, state, since: checkedAt, checkedAt, reason, movedTo, archive })
    .onConflict((conflict) =>
      conflict
        .columns(['team', 'url'])
        .doUpdateSet(({ ref, eb, fn }) => {
          const same = eb.case().when('link.state', '=', ref('excluded.state'))
          return {
            ...{ state: ref('excluded.state'), checkedAt: ref('excluded.checkedAt') },
            movedTo: ref('excluded.movedTo'),
            reason: eb
              .case()
              .when(eb.and([eb('link.state', '=', 'dead'), eb('link.since', '<=', checkedAt - DAY_MS)]))
              .then(afterADay)
              .else(ref('excluded.reason'))
              .end(),
            since: same.then(ref('link.since')).else(ref('excluded.since')).end(),
            archive: fn.coalesce('excluded.archive', same.then(ref('link.archive')).else(null).end()),
          }
        })
        .whereRef('link.checkedAt', '<=', 'excluded.checkedAt'),
    )
    .execute()
}

/** A link that is to be marked: since which day (UTC, `2026-11-22`), and where a copy is, if anywhere. */
export type Dead = { since: string; archive?: string }

/**
 * The links to mark as dead, by their address: those whose server says that they are gone, and those that did not answer
 * and still did not a day later.
 */
export async function deadLinks({ db }: Database, team: string): Promise<Map<string, Dead>> {
  const rows = await db
    .selectFrom('link')
    .select(['url', 'since', 'reason', 'archive'])
    .where('team', '=', team)
    .where('state', '=', 'dead')
    .orderBy('url')
    .execute()
  const marked = rows.filter(({ reason }) => isProof(reason) || reason?.startsWith(STILL))
  return new Map(
    marked.map(({ url, since, archive }) => {
      const day = new Date(since).toISOString().slice(0, 10)
      return [url, archive === null ? { since: day } : { since: day, archive }]
    }),
  )
}

/** Some links that could be read when they were last checked, the latest first: what should answer if anything does. */
export async function readableLinks({ db }: Database, team: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('link')
    .select('url')
    .where('team', '=', team)
    .where('state', 'in', ['ok', 'moved'])
    // One that was only claimed so far begins after its claim.
    .whereRef('checkedAt', '>=', 'since')
    .orderBy('checkedAt', 'desc')
    .orderBy('url')
    .limit(limit)
    .execute()
  return rows.map(({ url }) => url)
}

/** Deletes what is known of the links of these teams that are not among those that there are. */
export async function forgetLinks(
  { db }: Database,
  teams: readonly string[],
  links: readonly TeamLink[],
): Promise<void> {
  const present = new Set(links.map(keyOf))
  const gone = (await rowsOf(db, teams)).filter((row) => !present.has(keyOf(row)))
  for (const team of teams) {
    const urls = gone.filter((row) => row.team === team).map(({ url }) => url)
    for (let first = 0; first < urls.length; first += ROWS) {
      const some = urls.slice(first, first + ROWS)
      await db.deleteFrom('link').where('team', '=', team).where('url', 'in', some).execute()
    }
  }
}

type Row = Pick<Selectable<LinkTable>, 'team' | 'url' | 'state' | 'checkedAt'>

async function rowsOf(db: Database['db'], teams: readonly string[]): Promise<Row[]> {
  if (teams.length === 0) return []
  return db
    .selectFrom('link')
    .select(['team', 'url', 'state', 'checkedAt'])
    .where('team', 'in', teams)
    .execute()
}

const teamsOf = (links: readonly TeamLink[]) => [...new Set(links.map(({ team }) => team))]

/** An address has no space in it, nor has a team. */
const keyOf = ({ team, url }: TeamLink) => `${team} ${url}`
