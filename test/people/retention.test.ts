import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { startRetention } from '../../src/people/retention.ts'
import { openDatabase } from '../../src/store/database.ts'
import type { Database } from '../../src/store/tables.ts'
import { countSearches } from '../store/counts.ts'

const NOON = Date.UTC(2026, 10, 22, 12)
const HOUR = 60 * 60_000
const DAY = 24 * HOUR
const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10)

async function start() {
  const database = await openDatabase('file::memory:')
  onTestFinished(database.close)
  const lines: string[] = []
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
  return { database, lines, log }
}

const ask = (database: Database, team: string, at: number) =>
  countSearches(database, team, [{ query: 'fraud', day: dayOf(at), asked: 1, unanswered: 0 }])
const daysOf = async ({ db }: Database, team: string) =>
  (await db.selectFrom('search').select('day').where('team', '=', team).orderBy('day').execute()).map(
    ({ day }) => day,
  )

describe('what is kept long enough', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }))
  afterEach(() => void vi.useRealTimers())

  it('goes at once after 90 days, of every workspace, and is logged in one line', async () => {
    const { database, lines, log } = await start()
    const [old, young] = [NOON - 91 * DAY, NOON - 90 * DAY]
    for (const team of ['T1', 'T2']) for (const at of [old, young]) await ask(database, team, at)
    const retention = startRetention({ database, now: () => NOON, log })
    await retention.close()
    expect(await daysOf(database, 'T1')).toEqual([dayOf(young)])
    expect(await daysOf(database, 'T2')).toEqual([dayOf(young)])
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 30, msg: 'erased what is too old', erased: { search: 2 } },
    ])
    expect(JSON.parse(lines[0] ?? '').erased).toEqual({ search: 2 })
  })

  it('is not spoken of where there is nothing', async () => {
    const { database, lines, log } = await start()
    await startRetention({ database, now: () => NOON, log }).close()
    expect(lines).toEqual([])
  })

  it('is looked for by one process in each hour, whoever comes first', async () => {
    const { database, lines, log } = await start()
    let now = NOON
    const startOne = () => startRetention({ database, now: () => now, log })
    const all = [startOne(), startOne(), startOne()]
    await Promise.all(all.map(({ close }) => close()))
    await ask(database, 'T1', NOON - 91 * DAY)
    now += HOUR - 1
    await startOne().close()
    expect(await daysOf(database, 'T1')).toHaveLength(1)
    now += 1
    await Promise.all([startOne(), startOne()].map(({ close }) => close()))
    expect(await daysOf(database, 'T1')).toEqual([])
    expect(lines).toHaveLength(1)
  })

  it('is left to another process within the hour where it failed', async () => {
    const { database, lines, log } = await start()
    await ask(database, 'T1', NOON - 91 * DAY)
    await database.db.schema.alterTable('search').renameTo('gone').execute()
    await startRetention({ database, now: () => NOON, log }).close()
    expect(lines.join('')).toContain('what is too old could not be erased')
    await database.db.schema.alterTable('gone').renameTo('search').execute()
    await startRetention({ database, now: () => NOON + 1, log }).close()
    expect(await daysOf(database, 'T1')).toEqual([])
  })

  it('goes every hour, until it is closed', async () => {
    const { database, log } = await start()
    let now = NOON
    const retention = startRetention({ database, now: () => now, log })
    await ask(database, 'T1', NOON - 90 * DAY)
    now += DAY
    await vi.advanceTimersByTimeAsync(HOUR - 1)
    expect(await daysOf(database, 'T1')).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(1)
    await retention.close()
    expect(await daysOf(database, 'T1')).toEqual([])
    expect(vi.getTimerCount()).toBe(0)
  })

  it('stays where the database is away, which is logged and stops nothing', async () => {
    const { database, lines, log } = await start()
    await ask(database, 'T1', NOON - 91 * DAY)
    await database.db.schema.alterTable('search').renameTo('gone').execute()
    const retention = startRetention({ database, now: () => NOON, log })
    await vi.waitFor(() => expect(lines.join('')).toContain('what is too old could not be erased'))
    await database.db.schema.alterTable('gone').renameTo('search').execute()
    await vi.advanceTimersByTimeAsync(HOUR)
    await retention.close()
    expect(await daysOf(database, 'T1')).toEqual([])
    expect(lines.map((line) => JSON.parse(line).level)).toEqual([40, 30])
  })
})
