import type { CompiledQuery } from 'kysely'
import { describe, expect, it } from 'vitest'
import { claimEvent, finishEvent, holdsEvent, takeOverEvent } from '../../src/store/events.ts'
import { claimOnce, releaseClaim } from '../../src/store/seen.ts'
import type { Database } from '../../src/store/tables.ts'
import { ENGINES, emptyDatabase, open, ownPostgres } from './engines.ts'
import { inProcesses } from './processes.ts'
import { NINE, sorted, TEAM } from './rows.ts'

const EVENT = { team: TEAM, key: 'Ev1' }
const ofOne = { ...EVENT, owner: 'run-1', at: NINE }
const ofTwo = { ...EVENT, owner: 'run-2', at: NINE + 5 }
const OPEN = { kind: 'open', owner: 'run-1', version: 0, at: NINE }

const server = ownPostgres()

describe.each(ENGINES)('events on %s', (engine) => {
  const fresh = emptyDatabase(engine, server)
  const start = async () => open(await fresh())
  const rowsOf = ({ db }: Database) => db.selectFrom('seenEvent').selectAll().execute()

  it('are the first one’s, until they are done', async () => {
    const database = await start()
    expect(await claimEvent(database, ofOne)).toEqual({ kind: 'first' })
    expect(await claimEvent(database, ofTwo)).toEqual(OPEN)
    // Slack may repeat it to the process that is at it.
    expect(await claimEvent(database, ofOne)).toEqual(OPEN)
    await finishEvent(database, { ...EVENT, at: NINE + 9 })
    expect(await claimEvent(database, ofTwo)).toEqual({ kind: 'done' })
    expect(await claimEvent(database, ofOne)).toEqual({ kind: 'done' })
  })

  it('are one statement, unless somebody else has them', async () => {
    const statements: CompiledQuery[] = []
    const database = await open(await fresh(), { onStatement: (statement) => statements.push(statement) })
    statements.length = 0
    await claimEvent(database, ofOne)
    expect(statements.filter(({ sql }) => !sql.startsWith('pragma'))).toHaveLength(1)
  })

  it('are each workspace’s own', async () => {
    const database = await start()
    await claimEvent(database, ofOne)
    const other = { ...ofTwo, team: 'T2' }
    expect(await claimEvent(database, other)).toEqual({ kind: 'first' })
    await finishEvent(database, other)
    expect(await claimEvent(database, ofTwo)).toEqual(OPEN)
    expect(await takeOverEvent(database, { ...other, version: 0 })).toBe(false)
    expect(await holdsEvent(database, ofOne)).toBe(true)
    expect(await holdsEvent(database, { ...ofOne, team: 'T2' })).toBe(false)
  })

  it('are taken over once, as they were seen', async () => {
    const database = await start()
    await claimEvent(database, ofOne)
    expect(await takeOverEvent(database, { ...ofTwo, version: 1 })).toBe(false)
    expect(await takeOverEvent(database, { ...ofTwo, version: 0 })).toBe(true)
    expect(await takeOverEvent(database, { ...ofTwo, owner: 'run-3', version: 0 })).toBe(false)
    expect(await claimEvent(database, ofOne)).toEqual({
      ...{ kind: 'open', owner: 'run-2', version: 1, at: NINE + 5 },
    })
    expect([await holdsEvent(database, ofOne), await holdsEvent(database, ofTwo)]).toEqual([false, true])
    expect(await takeOverEvent(database, { ...ofOne, version: 1 })).toBe(true)
    expect([await holdsEvent(database, ofOne), await holdsEvent(database, ofTwo)]).toEqual([true, false])
  })

  it('are not taken over when they are done, whoever did them, and held by nobody', async () => {
    const database = await start()
    await claimEvent(database, ofOne)
    await takeOverEvent(database, { ...ofTwo, version: 0 })
    await finishEvent(database, { ...EVENT, at: NINE + 6 })
    expect(await takeOverEvent(database, { ...ofOne, version: 1 })).toBe(false)
    expect([await holdsEvent(database, ofOne), await holdsEvent(database, ofTwo)]).toEqual([false, false])
    const before = await rowsOf(database)
    await finishEvent(database, { ...EVENT, at: NINE + 9 })
    expect(await rowsOf(database)).toEqual(before)
    expect(before).toMatchObject([{ at: NINE + 5, doneAt: NINE + 6, owner: 'run-2', version: 1 }])
  })

  it('that nobody claimed are neither finished, taken over nor held', async () => {
    const database = await start()
    await finishEvent(database, { ...EVENT, at: NINE })
    expect(await takeOverEvent(database, { ...ofOne, version: 0 })).toBe(false)
    expect(await holdsEvent(database, ofOne)).toBe(false)
    expect(await rowsOf(database)).toEqual([])
  })

  it('that the version before claimed are its own', async () => {
    const database = await start()
    expect(await claimOnce(database, { ...EVENT, at: NINE })).toBe(true)
    expect(await claimEvent(database, ofTwo)).toEqual({ kind: 'done' })
    expect(await takeOverEvent(database, { ...ofTwo, version: 0 })).toBe(false)
  })

  it('that this version claimed are not the version before’s', async () => {
    const database = await start()
    await claimEvent(database, ofOne)
    expect(await claimOnce(database, { ...EVENT, at: NINE })).toBe(false)
  })

  it('can be given back', async () => {
    const database = await start()
    await claimEvent(database, ofOne)
    await releaseClaim(database, EVENT)
    expect(await claimEvent(database, ofTwo)).toEqual({ kind: 'first' })
  })

  it('have no key that can be read', async () => {
    const database = await start()
    await claimEvent(database, { ...ofOne, key: 'message of U0ADA12345' })
    expect(JSON.stringify(await rowsOf(database))).not.toContain('U0ADA')
  })

  it('go to one of several processes, and those of one that ended, too', async () => {
    const url = await fresh()
    const database = await open(url)
    const keys = Array.from({ length: 40 }, (_, n) => `event ${n}`)
    for (const key of keys.filter((_, n) => n % 2 === 0))
      await claimEvent(database, { team: TEAM, key, owner: 'gone', at: NINE })
    const won = await inProcesses(3, { task: 'events', url })
    expect(sorted(won.flat())).toEqual(sorted(keys))
  })
})
