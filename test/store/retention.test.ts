import { CompiledQuery, sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { claimEvent } from '../../src/store/events.ts'
import { AUDIT_DAYS, purge, RETENTION_DAYS, SEEN_MS, UNINSTALLED_DAYS } from '../../src/store/retention.ts'
import { claimOnce } from '../../src/store/seen.ts'
import type { Database } from '../../src/store/tables.ts'
import { keepVote } from '../../src/store/votes.ts'
import { countSearches } from './counts.ts'
import { ENGINES, emptyDatabase, open, ownPostgres } from './engines.ts'
import { change, DAY, delivery, digest, installation, NINE, put, save, sorted, TEAM } from './rows.ts'

const OTHER = 'T2'
const NOTHING = {
  ...{ search: 0, vote: 0, suggestion: 0, delivery: 0, audit: 0, seenEvent: 0, quota: 0, installation: 0 },
}
const oldest = NINE - RETENTION_DAYS * DAY
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10)
const asked = (query: string, at: number) => ({ query, day: dayOf(at), asked: 1, unanswered: 0 })
const vote = (team: string, at: number) => ({
  ...{ team, answer: `A${at}`, voter: 'v1', vote: 'up' as const, query: 'fraud', at },
})

const server = ownPostgres()

describe.each(ENGINES)('what is old on %s', (engine) => {
  const fresh = emptyDatabase(engine, server)
  const start = async () => open(await fresh())
  const idsOf = async ({ db }: Database) =>
    sorted((await db.selectFrom('delivery').select('id').execute()).map(({ id }) => id))

  it('goes in all workspaces, table by table, and nothing else', async () => {
    const database = await start()
    for (const team of [TEAM, OTHER]) {
      await countSearches(database, team, [asked('a', oldest), asked('b', oldest - DAY), asked('c', NINE)])
      for (const at of [oldest, oldest - 1, NINE]) await keepVote(database, vote(team, at))
      await claimEvent(database, { team, key: 'event', owner: 'run-1', at: NINE - SEEN_MS - 1 })
      for (const at of [NINE - SEEN_MS, NINE - SEEN_MS - 1, NINE])
        await claimOnce(database, { team, key: `K${at}`, at })
      const yearAgo = NINE - AUDIT_DAYS * DAY
      const audit = [yearAgo, yearAgo - 1].map((at) => change(team, at))
      await database.db.insertInto('audit').values(audit).execute()
    }
    expect(await purge(database, NINE)).toEqual({ ...NOTHING, search: 2, vote: 2, seenEvent: 4, audit: 2 })
    expect(await purge(database, NINE)).toEqual(NOTHING)
    const days = await database.db.selectFrom('search').select('day').orderBy('day').execute()
    expect(days.map(({ day }) => day)).toEqual([oldest, oldest, NINE, NINE].map(dayOf))
    const votes = await database.db.selectFrom('vote').select('at').orderBy('at').execute()
    expect(votes.map(({ at }) => at)).toEqual([oldest, oldest, NINE, NINE])
    expect(await claimOnce(database, { team: TEAM, key: `K${NINE - SEEN_MS}`, at: NINE })).toBe(false)
    expect(await claimOnce(database, { team: TEAM, key: `K${NINE - SEEN_MS - 1}`, at: NINE })).toBe(true)
  })

  it('of deliveries stays where it is open, or was shown in the present round', async () => {
    const database = await start()
    await save(database, digest('C1', { round: 1 }), digest('C1', { team: OTHER, round: 0 }))
    const old = { finishedAt: oldest - 1, round: 1 }
    const sent = { ...old, state: 'sent', uncertain: 0 } as const
    await put(
      database,
      ...[delivery('C1', { id: 'open', retryAt: 1 }), delivery('C1', { ...sent, id: 'shown' })],
      delivery('C1', { ...old, id: 'perhaps shown', state: 'failed' }),
      delivery('C1', { ...sent, id: 'young', round: 0, finishedAt: oldest }),
      delivery('C1', { ...sent, id: 'of the round before', round: 0 }),
      delivery('C1', { ...old, id: 'failed', state: 'failed', uncertain: 0 }),
      delivery('C1', { ...old, id: 'skipped', state: 'skipped', useCase: null }),
      delivery('C2', { ...sent, id: 'without a digest' }),
      delivery('C1', { ...sent, id: 'of another round elsewhere', team: OTHER }),
    )
    expect(await purge(database, NINE)).toEqual({ ...NOTHING, delivery: 5 })
    expect(await idsOf(database)).toEqual(['open', 'perhaps shown', 'shown', 'young'])
  })

  it('of quotas goes after a day, unless Slack still wants us to wait', async () => {
    const database = await start()
    const used = (method: string, windowStart: number, pausedUntil: number | null = null) => ({
      ...{ team: TEAM, method, windowStart, used: 1, pausedUntil },
    })
    await database.db
      .insertInto('quota')
      .values([used('young', NINE - DAY), used('old', NINE - DAY - 1), used('paused', 0, NINE)])
      .execute()
    await database.db
      .insertInto('quota')
      .values(used('was paused', 0, NINE - 1))
      .execute()
    expect(await purge(database, NINE)).toEqual({ ...NOTHING, quota: 2 })
    const left = await database.db.selectFrom('quota').select('method').execute()
    expect(sorted(left.map(({ method }) => method))).toEqual(['paused', 'young'])
  })

  it('of a workspace is all of it, 30 days after the app was removed', async () => {
    const database = await start()
    const then = NINE - UNINSTALLED_DAYS * DAY
    for (const [team, uninstalledAt] of [
      ['T1', then - 1],
      ['T2', then],
      ['T3', null],
    ] as const) {
      await database.db.insertInto('installation').values(installation(team, { uninstalledAt })).execute()
      await database.db.insertInto('workspace').values({ team, installation: team, seenAt: 1 }).execute()
      await save(database, digest('C1', { team }))
    }
    expect(await purge(database, NINE)).toEqual({ ...NOTHING, installation: 1 })
    for (const table of ['installation', 'workspace', 'subscription'] as const) {
      const rows = await database.db.selectFrom(table).select('team').orderBy('team').execute()
      expect(rows.map(({ team }) => team)).toEqual(['T2', 'T3'])
    }
  })

  it.runIf(engine === 'postgres')(
    'does not wait for what somebody is at, and leaves what becomes young',
    async () => {
      const url = await fresh()
      const [database, other] = [await open(url), await open(url)]
      for (const team of [TEAM, OTHER]) await keepVote(database, vote(team, 1))
      await other.db.transaction().execute(async (transaction) => {
        await transaction.updateTable('vote').set({ at: NINE }).where('team', '=', TEAM).execute()
        expect(await purge(database, NINE)).toEqual({ ...NOTHING, vote: 1 })
      })
      expect(await purge(database, NINE)).toEqual(NOTHING)
    },
  )

  it('goes a thousand rows at a time, until none is left', async () => {
    const statements: CompiledQuery[] = []
    const database = await open(await fresh(), { onStatement: (statement) => statements.push(statement) })
    const votes = Array.from({ length: 2001 }, (_, n) => ({ ...vote(TEAM, 1), answer: `A${n}` }))
    await database.db
      .insertInto('vote')
      .values([...votes, vote(TEAM, NINE)])
      .execute()
    statements.length = 0
    expect(await purge(database, NINE)).toEqual({ ...NOTHING, vote: 2001 })
    expect(statements.filter(({ sql }) => /delete from "vote"/.test(sql))).toHaveLength(3)
    expect(await database.db.selectFrom('vote').select('at').execute()).toEqual([{ at: NINE }])
  })

  it('is found without reading what is not', async () => {
    const statements: CompiledQuery[] = []
    const database = await open(await fresh(), { onStatement: (statement) => statements.push(statement) })
    await fill(database)
    // Postgres does so by itself, and SQLite never does.
    if (engine === 'postgres') await sql`analyze`.execute(database.db)
    statements.length = 0
    await purge(database, NINE)
    // Suggestions and quotas are few.
    const purging = statements.filter(({ sql }) => !/"(suggestion|quota)"/.test(sql))
    expect(purging).toHaveLength(6)
    const explain = engine === 'sqlite' ? 'explain query plan' : 'explain'
    for (const { sql: text, parameters } of purging) {
      const { rows } = await database.db.executeQuery(
        CompiledQuery.raw(`${explain} ${text}`, [...parameters]),
      )
      const plan = rows.map((row) => Object.values(row as object).join(' ')).join('\n')
      expect(plan).toMatch(/(vote|search|delivery|audit|seen_event)_old|installation_gone/)
      expect(plan).not.toMatch(
        /\bSCAN \w+$|Seq Scan on (vote|search|delivery|audit|seen_event|installation)/m,
      )
    }
  })
})

/** Much that is young in many workspaces, in each table that grows. */
async function fill({ db }: Database): Promise<void> {
  const many = Array.from({ length: 3000 }, (_, n) => n)
  const chunks = [many.slice(0, 1000), many.slice(1000, 2000), many.slice(2000)]
  const teamOf = (n: number) => `T${n % 100}`
  for (const some of chunks) {
    await db
      .insertInto('search')
      .values(some.map((n) => ({ team: teamOf(n), ...asked(`question ${n}`, NINE) })))
      .execute()
    await db
      .insertInto('vote')
      .values(some.map((n) => ({ ...vote(teamOf(n), NINE), answer: `A${n}` })))
      .execute()
    await db
      .insertInto('seenEvent')
      .values(some.map((n) => ({ team: teamOf(n), key: `K${n}`, at: NINE })))
      .execute()
    await db
      .insertInto('audit')
      .values(some.map((n) => change(teamOf(n), NINE)))
      .execute()
    await db
      .insertInto('delivery')
      .values(some.map((n) => delivery(`C${n}`, { team: teamOf(n), state: 'sent', finishedAt: NINE })))
      .execute()
    await db
      .insertInto('installation')
      .values(some.map((n) => installation(`T${n}`)))
      .execute()
  }
}
