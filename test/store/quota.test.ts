import { describe, expect, it } from 'vitest'
import { createQuota } from '../../src/store/quota.ts'
import type { Database } from '../../src/store/tables.ts'
import { ENGINES, emptyDatabase, open, ownPostgres } from './engines.ts'
import { NINE, TEAM } from './rows.ts'

const POST = 'chat.postMessage'
const MINUTE = 60_000
const BUDGETS: Record<string, number> = { [POST]: 300, 'chat.update': 50, 'apps.connections.open': 1 }
const budgetOf = (method: string) => BUDGETS[method] ?? 20

type Quota = ReturnType<typeof createQuota>

/** Takes until there is no more; gives how often it was let through. */
async function takeAll(quota: Quota, method = POST, team = TEAM): Promise<number> {
  for (let taken = 0; ; taken++) if ((await quota.take(team, method)) > 0) return taken
}
const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)

const server = ownPostgres()

describe.each(ENGINES)('a quota shared on %s', (engine) => {
  const fresh = emptyDatabase(engine, server)
  /** As many processes as there are clocks, each with its own connections and counts. */
  const shared = async (...clocks: (() => number)[]): Promise<Quota[]> => {
    const url = await fresh()
    const databases = await Promise.all(clocks.map(() => open(url)))
    return databases.map((database, index) => quotaOn(database, clocks[index]))
  }
  const quotaOn = (database: Database, now = () => NINE) =>
    createQuota({ database: () => Promise.resolve(database), budgetOf, now })

  it.each(Object.entries(BUDGETS))(
    'gives %s just what a minute has, whoever asks',
    async (method, budget) => {
      let now = NINE
      const quotas = await shared(...Array.from({ length: 4 }, () => () => now))
      const all = () => Promise.all(quotas.flatMap((one) => [takeAll(one, method), takeAll(one, method)]))
      expect(sum(await all())).toBe(budget)
      expect(sum(await all())).toBe(0)
      now += MINUTE
      expect(sum(await all())).toBe(budget)
    },
  )

  it('counts workspaces and methods apart', async () => {
    const [quota] = await shared(() => NINE)
    expect(await takeAll(quota as Quota)).toBe(300)
    expect(await takeAll(quota as Quota, POST, 'T2')).toBe(300)
    expect(await takeAll(quota as Quota, 'chat.update')).toBe(50)
  })

  it('says how long the minute lasts, and keeps nothing of it for the next one', async () => {
    let now = NINE + 15_000
    const [one, other] = (await shared(
      () => now,
      () => now,
    )) as [Quota, Quota]
    expect(await one.take(TEAM, POST)).toBe(0)
    expect(await takeAll(other)).toBe(270)
    expect(await other.take(TEAM, POST)).toBe(45_000)
    now += 45_000
    expect(await takeAll(other)).toBe(300)
    expect(await one.take(TEAM, POST)).toBe(60_000)
  })

  it('needs a statement for a tenth of the minute', async () => {
    let statements = 0
    const database = await open(await fresh(), { onStatement: () => statements++ })
    statements = 0
    const quota = quotaOn(database)
    await Promise.all(Array.from({ length: 30 }, () => quota.take(TEAM, POST)))
    expect(statements).toBe(1)
    await takeAll(quota)
    expect(statements).toBe(11)
    await takeAll(quota)
    expect(statements).toBe(11)
  })

  it('holds back everywhere as long as Slack wants no more', async () => {
    let now = NINE
    const [one, other, late] = (await shared(
      () => now,
      () => now,
      () => now,
    )) as [Quota, Quota, Quota]
    expect(await one.take(TEAM, POST)).toBe(0)
    await one.pause(TEAM, POST, 90_000)
    await other.pause(TEAM, POST, 5_000)
    expect(await one.take(TEAM, POST)).toBe(90_000)
    expect(await late.take(TEAM, POST)).toBe(90_000)
    expect(await late.take(TEAM, 'chat.update')).toBe(0)
    expect(await late.take('T2', POST)).toBe(0)
    now += 89_000
    expect(await one.take(TEAM, POST)).toBe(1000)
    expect(await late.take(TEAM, POST)).toBe(1000)
    now += 1000
    expect(await one.take(TEAM, POST)).toBe(0)
    expect(await late.take(TEAM, POST)).toBe(0)
  })

  it('pauses for an hour at most, whatever is said and kept', async () => {
    const [ahead, quota] = (await shared(
      () => NINE + 24 * 60 * MINUTE,
      () => NINE,
    )) as [Quota, Quota]
    await ahead.pause(TEAM, POST, 24 * 60 * MINUTE)
    expect(await ahead.take(TEAM, POST)).toBe(60 * MINUTE)
    expect(await quota.take(TEAM, POST)).toBe(60 * MINUTE)
  })

  it('bears clocks that differ a little, and is not stopped by one that is wrong', async () => {
    let now = NINE - 1000
    const [ahead, quota, wrong] = (await shared(
      () => now + 2000,
      () => now,
      () => now + 24 * 60 * MINUTE,
    )) as [Quota, Quota, Quota]
    const both = async () => (await takeAll(ahead)) + (await takeAll(quota))
    expect(await both()).toBe(300)
    now += 1000
    expect(await both()).toBe(0)
    expect(await takeAll(wrong)).toBe(300)
    now += MINUTE
    expect(await both()).toBe(300)
  })
})

describe('a quota without a database', () => {
  const quotaWith = (database: () => Promise<Database> | undefined, now = () => NINE) =>
    createQuota({ database, budgetOf, now })
  const never = () => new Promise<never>(() => {})

  it.each([
    ['is not there yet', () => undefined],
    ['cannot be opened', () => Promise.reject(new Error('down'))],
    ['does not answer', never],
  ])('counts by itself where it %s', async (_, database) => {
    let now = NINE
    const quota = quotaWith(database, () => now)
    // Others may be alone, too.
    expect(await takeAll(quota)).toBe(150)
    expect(await quota.take(TEAM, POST)).toBe(MINUTE)
    await quota.pause(TEAM, 'chat.update', 1000)
    expect(await quota.take(TEAM, 'chat.update')).toBe(1000)
    now += MINUTE
    expect(await takeAll(quota)).toBe(150)
  })

  it('keeps a pause beyond the minute, and nothing else', async () => {
    let now = NINE
    const quota = quotaWith(
      () => undefined,
      () => now,
    )
    await quota.take(TEAM, POST)
    await quota.pause(TEAM, POST, 90_000)
    now += 80_000
    expect(await quota.take(TEAM, POST)).toBe(10_000)
    now += 10_000
    expect(await takeAll(quota)).toBe(150)
  })

  it('asks one that is away again only after a while', async () => {
    let [now, asked] = [NINE, 0]
    const quota = quotaWith(
      () => {
        asked++
        return Promise.reject(new Error('down'))
      },
      () => now,
    )
    for (const team of ['T1', 'T2', 'T3']) await quota.take(team, POST)
    expect(asked).toBe(1)
    now += 10_000
    await quota.take('T4', POST)
    expect(asked).toBe(2)
  })

  it('goes on alone with what the minute has left when it goes away, and shares again when it is back', async () => {
    let now = NINE
    const database = await open('file::memory:')
    let there = true
    const quota = quotaWith(
      () => (there ? Promise.resolve(database) : Promise.reject(new Error('down'))),
      () => now,
    )
    expect(await quota.take(TEAM, POST)).toBe(0)
    there = false
    expect(await takeAll(quota)).toBe(149)
    there = true
    now += MINUTE
    const [other] = [
      quotaWith(
        () => Promise.resolve(database),
        () => now,
      ),
    ]
    expect((await takeAll(quota)) + (await takeAll(other as Quota))).toBe(300)
  })
})
