import { CompiledQuery, sql } from 'kysely'
import { describe, expect, it } from 'vitest'
import { openDeliveries } from '../../src/store/claims.ts'
import { claimDue, shownIn } from '../../src/store/deliveries.ts'
import { dueTeams } from '../../src/store/due.ts'
import { findSubscription, type Subscription } from '../../src/store/subscriptions.ts'
import type { Database } from '../../src/store/tables.ts'
import { ENGINES, emptyDatabase, open, ownPostgres } from './engines.ts'
import { DAY, delivery, digest, NINE, post, put, save, sorted } from './rows.ts'

const CLAIM = { team: undefined, now: NINE, limit: 10, owner: 'run-1', plan: post() }
const OPEN = { team: undefined, now: NINE, limit: 10 }
const namesOf = (rows: readonly { team: string; channel: string }[]) =>
  rows.map(({ team, channel }) => `${team} ${channel}`)

/** How each engine says that it goes to what is due right away, whosever it is; and not to all rows. */
const REACH = {
  sqlite: {
    due: /^SEARCH subscription USING INDEX subscription_next \(next_at<\?\)$/,
    waiting: /^SEARCH delivery USING INDEX delivery_waiting \(retry_at<\?\)$/,
    all: /SCAN (subscription|delivery)\b/,
  },
  postgres: {
    due: /Index Scan using subscription_next .*\n +Index Cond: .*\(next_at <=/,
    waiting: /(Index Scan using|Bitmap Index Scan on) delivery_waiting .*\n +Index Cond: .*\(retry_at <=/,
    all: /Seq Scan/,
  },
}

const NUMBERS = `
  with recursive n(n) as (values (0) union all select n + 1 from n where n < 9)
  select a.n + 10 * b.n + 100 * c.n + 1000 * d.n as n from n a, n b, n c, n d`

/** Ten thousand digests and as many deliveries. @param team an expression on `n` */
async function fill({ db, engine }: Database, team: string, nextAt: string, state: string): Promise<void> {
  const insert = async (table: string, columns: string, values: string) =>
    sql.raw(`insert into ${table} (${columns}) select ${values} from (${NUMBERS}) numbers`).execute(db)
  await insert(
    'subscription',
    'team, channel, time, days, zone, industries, topics, created_at, round, next_slot, next_at',
    `${team}, 'C' || n, '09:00', '["mon"]', 'UTC', '[]', '[]', 0, 0, 'x', ${nextAt}`,
  )
  await insert(
    'delivery',
    'id, team, channel, slot, due_at, state, round, attempts, version, uncertain, retry_at, claimed_at',
    `'D' || n, ${team}, 'C' || n, 'y', 0, ${state}, 0, 0, 0, 0, n, 0`,
  )
  // Postgres does so by itself, and SQLite never does.
  if (engine === 'postgres') await sql`analyze`.execute(db)
}

const server = ownPostgres()

describe.each(ENGINES)('many workspaces on %s', (engine) => {
  const fresh = emptyDatabase(engine, server)
  const start = async () => open(await fresh())

  /** A database, and how it runs what is asked of it from then on. */
  async function watched() {
    const statements: CompiledQuery[] = []
    const database = await open(await fresh(), { onStatement: (statement) => statements.push(statement) })
    const explain = engine === 'sqlite' ? 'explain query plan' : 'explain'
    const plans = async () => {
      const texts: string[] = []
      for (const { sql, parameters } of [...statements]) {
        if (!/^\s*(select|with)/i.test(sql)) continue
        const { rows } = await database.db.executeQuery(
          CompiledQuery.raw(`${explain} ${sql}`, [...parameters]),
        )
        // What SQLite says of each step comes last.
        texts.push(rows.map((row) => Object.values(row as object).at(-1)).join('\n'))
      }
      return texts
    }
    return { database, statements, plans }
  }

  it('are claimed from together, and each channel is its own workspace’s', async () => {
    const database = await start()
    // One that two workspaces share has the same id in both.
    await save(
      database,
      ...[digest('C1', { team: 'T1', round: 1 }), digest('C1', { team: 'T2', nextAt: NINE - 5 })],
      ...[digest('C2', { team: 'T2' }), digest('C3', { team: 'T3', nextAt: NINE + 1 })],
    )
    await put(
      database,
      ...[
        delivery('C1', { team: 'T1', useCase: 'a', round: 1 }),
        delivery('C1', { team: 'T1', useCase: 'b' }),
      ],
      ...[delivery('C1', { team: 'T2', useCase: 'c' })],
      // This slot of T1's was taken before.
      delivery('C1', { team: 'T1', slot: '2026-11-23', useCase: 'd', round: 1 }),
    )
    const seen: Record<string, string[]> = {}
    const plan = (subscription: Subscription, shown: ReadonlySet<string>) => {
      seen[`${subscription.team} ${subscription.channel}`] = sorted(shown)
      return post(`for ${subscription.team}`)(subscription)
    }
    const claimed = await claimDue(database, { ...CLAIM, plan })
    expect(seen).toEqual({ 'T1 C1': ['a', 'd'], 'T2 C1': ['c'], 'T2 C2': [] })
    expect(sorted(namesOf(claimed.map((one) => one.delivery)))).toEqual(['T2 C1', 'T2 C2'])
    expect(claimed.map((one) => one.delivery.useCase)).toEqual(['for T2', 'for T2'])
    const tomorrow = { nextAt: NINE + DAY, nextSlot: '2026-11-24' }
    expect(await findSubscription(database, 'T1', 'C1')).toMatchObject({ ...tomorrow, lastUseCase: null })
    expect(await findSubscription(database, 'T2', 'C2')).toMatchObject({ ...tomorrow, lastUseCase: 'for T2' })
    expect(await findSubscription(database, 'T3', 'C3')).toEqual(
      digest('C3', { team: 'T3', nextAt: NINE + 1 }),
    )
    expect(sorted(await shownIn(database, digest('C1', { team: 'T2' })))).toEqual(['c', 'for T2'])
  })

  it('are told apart by who has waited longest, and get what is shared out', async () => {
    const database = await start()
    const ofTeam = (team: string, count: number, nextAt: number) =>
      Array.from({ length: count }, (_, n) => digest(`C${n}`, { team, nextAt: nextAt + n }))
    await save(
      database,
      ...[...ofTeam('T1', 5, NINE - 100), ...ofTeam('T2', 5, NINE - 200), ...ofTeam('T3', 1, NINE - 300)],
      ...ofTeam('T4', 1, NINE + 1),
    )
    const asked: (readonly string[])[] = []
    const limit = (teams: readonly string[]) => {
      asked.push(teams)
      return new Map([
        ['T1', 2],
        ['T2', 1],
      ])
    }
    const claimed = await claimDue(database, { ...CLAIM, limit })
    expect(asked).toEqual([['T3', 'T2', 'T1']])
    expect(sorted(namesOf(claimed.map((one) => one.delivery)))).toEqual(['T1 C0', 'T1 C1', 'T2 C0'])
    expect(await claimDue(database, { ...CLAIM, limit: () => new Map() })).toEqual([])
    expect(await claimDue(database, CLAIM)).toHaveLength(8)
  })

  it('get their turn however much one of them has due, and however long', async () => {
    const { database, statements, plans } = await watched()
    // T1 has ten thousand that are overdue; of a hundred others each has one, since just now.
    await fill(database, `'T1'`, `${NINE} - 100000 - n`, `'claimed'`)
    const others = Array.from({ length: 100 }, (_, n) => `T${1000 + n}`)
    await save(database, ...others.map((team) => digest('C1', { team })))
    await put(database, ...others.map((team) => delivery('C1', { team })))
    expect(await dueTeams(database, 'subscription', NINE)).toEqual(['T1', ...others])
    expect(await dueTeams(database, 'subscription', NINE - 1)).toEqual(['T1'])
    expect(await dueTeams(database, 'delivery', NINE)).toEqual(['T1', ...others])
    const share = (teams: readonly string[]) =>
      new Map(teams.filter((one) => one !== 'T1').map((one) => [one, 2]))
    statements.length = 0
    expect(sorted(namesOf(await openDeliveries(database, { ...OPEN, share })))).toEqual(
      others.map((team) => `${team} C1`),
    )
    const claimed = await claimDue(database, { ...CLAIM, limit: share })
    expect(sorted(namesOf(claimed.map((one) => one.delivery)))).toEqual(others.map((team) => `${team} C1`))
    const read = await plans()
    expect(read.length).toBeGreaterThan(200)
    // A step for each workspace is no look at each row.
    for (const plan of read) expect(plan).not.toMatch(REACH[engine].all)
  })

  it('have what is open read as it comes as long as it is little, or where it is of one alone', async () => {
    const database = await start()
    const [a, b, c] = ['T1', 'T2', 'T3'].map((team, n) => delivery('C1', { team, retryAt: NINE - n }))
    await put(database, ...[a, b, c].flatMap((one) => one ?? []))
    const never = () => {
      throw new Error('there is nothing to share out')
    }
    expect(await openDeliveries(database, { ...OPEN, share: never })).toEqual([c, b, a])
    expect(await openDeliveries(database, { ...OPEN, limit: 2 })).toEqual([c, b])
    expect(await openDeliveries(database, { ...OPEN, team: 'T2', limit: 1, share: never })).toEqual([b])
  })

  it('cost two statements while nothing is due, which read no more the more there are', async () => {
    const { database, statements, plans } = await watched()
    const team = `'T' || (n % 500)`
    await fill(database, team, `${NINE} + 1 + n`, `case n % 500 when 7 then 'claimed' else 'sent' end`)
    statements.length = 0
    expect(await claimDue(database, CLAIM)).toEqual([])
    expect(await openDeliveries(database, { ...OPEN, limit: 200 })).toHaveLength(20)
    expect(statements).toHaveLength(2)
    const [due, waiting] = await plans()
    expect(due).toMatch(REACH[engine].due)
    expect(waiting).toMatch(REACH[engine].waiting)
  })
})
