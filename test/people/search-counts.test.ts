import { pino } from 'pino'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { asCounted, createSearchCounts, dayOf } from '../../src/people/search-counts.ts'
import { openDatabase } from '../../src/store/database.ts'
import type { Database } from '../../src/store/tables.ts'

const NOON = Date.UTC(2026, 10, 22, 12)
const DAY = 24 * 60 * 60_000

async function start() {
  const database = await openDatabase('file::memory:')
  onTestFinished(database.close)
  const lines: string[] = []
  let now = NOON
  const log = pino({ level: 'trace' }, { write: (line: string) => void lines.push(line) })
  const counts = createSearchCounts({ database, now: () => now, log })
  onTestFinished(counts.close)
  const turnTo = (at: number) => {
    now = at
  }
  return { database, counts, lines, turnTo }
}

const rowsIn = ({ db }: Database) =>
  db.selectFrom('search').selectAll().orderBy('team').orderBy('day').orderBy('query').execute()
/** The database away, and back. */
const away = ({ db }: Database) => db.schema.alterTable('search').renameTo('gone').execute()
const again = ({ db }: Database) => db.schema.alterTable('gone').renameTo('search').execute()

describe('searches that are counted', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] }))
  afterEach(() => void vi.useRealTimers())

  it('are added up by workspace, day and words, and written a few seconds later', async () => {
    const { database, counts, turnTo } = await start()
    counts.count('T1', 'Fraud ', 3)
    counts.count('T1', 'fraud?', 3)
    counts.count('T1', 'pizza', 0)
    counts.count('T2', 'fraud', 0)
    turnTo(NOON + DAY)
    counts.count('T1', 'fraud', 0)
    expect(await rowsIn(database)).toEqual([])
    await vi.advanceTimersByTimeAsync(5000)
    await counts.flush()
    expect(await rowsIn(database)).toEqual([
      { team: 'T1', day: '2026-11-22', query: 'fraud', asked: 2, unanswered: 0 },
      { team: 'T1', day: '2026-11-22', query: 'pizza', asked: 1, unanswered: 1 },
      { team: 'T1', day: '2026-11-23', query: 'fraud', asked: 1, unanswered: 1 },
      { team: 'T2', day: '2026-11-22', query: 'fraud', asked: 1, unanswered: 1 },
    ])
  })

  it('are written by themselves', async () => {
    const { database, counts } = await start()
    counts.count('T1', 'fraud', 1)
    await vi.advanceTimersByTimeAsync(5000)
    // In memory, in the order of what was asked for: this comes after it.
    await vi.waitFor(async () => expect(await rowsIn(database)).toHaveLength(1))
  })

  it('are written when it closes, and no more after that', async () => {
    const { database, counts } = await start()
    counts.count('T1', 'fraud', 1)
    await counts.close()
    expect(await rowsIn(database)).toHaveLength(1)
    expect(vi.getTimerCount()).toBe(0)
  })

  it('are kept while the database is away, and written once each when it is back', async () => {
    const { database, counts, lines } = await start()
    counts.count('T1', 'fraud', 1)
    counts.count('T2', 'pizza', 0)
    await away(database)
    await counts.flush()
    counts.count('T1', 'fraud', 0)
    await counts.flush()
    expect(lines.filter((line) => line.includes('could not be counted'))).toHaveLength(2)
    expect(lines.join('')).not.toMatch(/fraud|pizza/)
    await again(database)
    await counts.flush()
    await counts.flush()
    expect(await rowsIn(database)).toEqual([
      { team: 'T1', day: '2026-11-22', query: 'fraud', asked: 2, unanswered: 1 },
      { team: 'T2', day: '2026-11-22', query: 'pizza', asked: 1, unanswered: 1 },
    ])
  })

  it('are no more than so many while it is away: what is known already still counts', async () => {
    const { database, counts } = await start()
    await away(database)
    for (let n = 0; n < 6000; n++) counts.count('T1', `question ${n}`, 1)
    await counts.flush()
    counts.count('T1', 'question 0', 1)
    counts.count('T1', 'one more', 1)
    await again(database)
    await counts.flush()
    const rows = await rowsIn(database)
    expect(rows).toHaveLength(5000)
    expect(rows.find(({ query }) => query === 'question 0')?.asked).toBe(2)
    expect(rows.some(({ query }) => query === 'one more')).toBe(false)
    counts.count('T1', 'one more', 1)
    await counts.flush()
    expect(await rowsIn(database)).toHaveLength(5001)
  })

  it('of two flushes at once are written once', async () => {
    const { database, counts } = await start()
    counts.count('T1', 'fraud', 1)
    await Promise.all([counts.flush(), counts.flush(), counts.flush()])
    expect((await rowsIn(database)).map(({ asked }) => asked)).toEqual([1])
  })
})

describe('a search as it is counted', () => {
  it.each([
    ['Fraud', 'fraud'],
    ['  fraud \n detection?! ', 'fraud detection'],
    ['who uses joins?', 'who uses joins'],
    ['“Café”', '"cafe"'],
    ['', ''],
    ['   ', ''],
    ['???', ''],
    ['x'.repeat(60), 'x'.repeat(60)],
    ['x'.repeat(61), ''],
    [`${'x'.repeat(60)}...`, 'x'.repeat(60)],
  ])('“%s” is “%s”', (typed, counted) => expect(asCounted(typed)).toBe(counted))

  it('of a day is of that day in UTC', () => {
    expect(dayOf(Date.UTC(2026, 10, 22, 23, 59, 59))).toBe('2026-11-22')
    expect(dayOf(Date.UTC(2026, 10, 23))).toBe('2026-11-23')
  })
})
