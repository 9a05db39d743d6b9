import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Kysely, type Migration, sql } from 'kysely'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createLog } from '../../src/log.ts'
import { connect } from '../../src/store/database.ts'
import { expectMigrated, migrate } from '../../src/store/migrations.ts'
import { openStore } from '../../src/store/open.ts'
import { claimOnce } from '../../src/store/seen.ts'
import { StoreError } from '../../src/store/store-error.ts'
import { findSubscription, listChanges, saveSubscription } from '../../src/store/subscriptions.ts'
import { findSuggestion, updateSuggestion } from '../../src/store/suggestions.ts'
import type { Database } from '../../src/store/tables.ts'
import { bareDatabase, ENGINES, folder, open, ownPostgres, TABLES } from './engines.ts'
import { run } from './postgres.ts'
import { inProcesses } from './processes.ts'
import { release001, release002, release003, statements003 } from './released.ts'
import { CHANGE, delivery, digest, findDelivery, NINE, put, save, TEAM } from './rows.ts'

const BEFORE = ['migration', 'migration_lock']
const AFTER = [...BEFORE, ...TABLES].toSorted()
const MIGRATIONS = ['001-digest', '002-people', '003-living', '004-many']

async function tablesOf({ db }: Database): Promise<string[]> {
  const tables = await db.introspection.getTables()
  return tables.map(({ name }) => name).toSorted()
}

async function migrationsOf({ db }: Database): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`select name from migration order by name`.execute(db)
  return rows.map(({ name }) => name)
}

const log = createLog('silent')

/** What the one who starts the bot is told. */
async function refusal(url: string): Promise<string> {
  const opened = await openStore(url, log).catch((error: unknown) => error)
  if (!(opened instanceof StoreError)) throw new Error('it was opened')
  return opened.message
}

const server = ownPostgres()

describe.each(ENGINES)('the tables on %s', (engine) => {
  const fresh = bareDatabase(engine, server)

  it('are made once when several processes start at once', async () => {
    const url = await fresh()
    const outcomes = await inProcesses(3, { task: 'open', url })
    expect(outcomes).toEqual([[], [], []])
    const database = await open(url)
    expect(await tablesOf(database)).toEqual(AFTER)
    expect(await migrationsOf(database)).toEqual(MIGRATIONS)
  })

  it('are made once on several connections at once', async () => {
    const url = await fresh()
    const [first] = await Promise.all(Array.from({ length: 8 }, () => open(url)))
    expect(first && (await migrationsOf(first))).toEqual(MIGRATIONS)
  })

  it('stay as they are at the next start', async () => {
    const url = await fresh()
    await save(await open(url), digest('C1'))
    expect(await findSubscription(await open(url), TEAM, 'C1')).toEqual(digest('C1'))
  })

  it('are left alone by a migration that fails, and so is all that was done before it', async () => {
    const database = await connect(await fresh())
    onTestFinished(() => database.close())
    const migrations: Record<string, Migration> = {
      '001-first': { up: (db) => db.schema.createTable('first').addColumn('a', 'text').execute() },
      '002-second': {
        up: async (db: Kysely<unknown>) => {
          await db.schema.createTable('second').addColumn('a', 'text').execute()
          await db.schema.createIndex('second_a').on('second').column('a').execute()
          await sql`insert into first (a) values ('x')`.execute(db)
          throw new Error('no further')
        },
      },
    }
    await expect(migrate(database.db, migrations)).rejects.toThrow('no further')
    expect(await tablesOf(database)).toEqual(BEFORE)
    expect(await migrationsOf(database)).toEqual([])
    await migrate(database.db)
    expect(await tablesOf(database)).toEqual(AFTER)
  })

  it('of the first version get what they lack, and keep what they hold', async () => {
    const url = await fresh()
    const old = await connect(url)
    await migrate(old.db, release001)
    expect(await migrationsOf(old)).toEqual(['001-digest'])
    await expect(expectMigrated(old.db)).rejects.toThrow('it was written by an older version of kstreams.')
    const kept = delivery('C1', { id: 'kept', ts: '1.0', state: 'sent' })
    await save(old, digest('C1', { round: 3, lastUseCase: 'shown' }), digest('C2'))
    await put(old, kept)
    await old.close()
    const database = await open(url)
    expect(await tablesOf(database)).toEqual(AFTER)
    expect(await migrationsOf(database)).toEqual(MIGRATIONS)
    await expectMigrated(database.db)
    const upgraded = digest('C1', { round: 3, lastUseCase: 'shown' })
    expect(await findSubscription(database, TEAM, 'C1')).toEqual(upgraded)
    expect(await findDelivery(database, 'kept')).toEqual(kept)
    expect(await claimOnce(database, { team: TEAM, key: 'new', at: 1 })).toBe(true)
    await saveSubscription(database, digest('C3'), CHANGE)
    expect(await listChanges(database, TEAM, 'C3', 1)).toEqual([CHANGE])
  })

  it('of the second version keep what was reported, and take what is suggested', async () => {
    const url = await fresh()
    const old = await connect(url)
    await migrate(old.db, release002)
    const row = `'T1', 'V1', 'problem', 'acme', '{"note":"404"}', 'U1', 1, 'open'`
    await sql.raw(`insert into suggestion values (${row})`).execute(old.db)
    await old.close()
    const database = await open(url)
    expect(await migrationsOf(database)).toEqual(MIGRATIONS)
    const kept = {
      ...{ team: TEAM, id: 'V1', kind: 'problem', useCase: 'acme', body: { note: '404' } },
      ...{ createdBy: 'U1', createdAt: 1, state: 'open', decidedAt: null },
    } as const
    expect(await findSuggestion(database, kept)).toEqual(kept)
    await updateSuggestion(database, { ...kept, state: 'declined', decidedAt: NINE })
    expect(await findSuggestion(database, kept)).toEqual({ ...kept, state: 'declined', decidedAt: NINE })
  })

  it.each([
    ['first', release001],
    ['second', release002],
    ['third', release003],
  ])('are the same after an upgrade of the %s version as those that are made anew', async (_, release) => {
    const url = await fresh()
    const old = await connect(url)
    await migrate(old.db, release)
    await old.close()
    const upgraded = await (await open(url)).db.introspection.getTables()
    const anew = await (await open(await fresh())).db.introspection.getTables()
    expect(upgraded).toEqual(anew)
  })

  it('of this version serve processes of the one before until each is replaced', async () => {
    const url = await fresh()
    const old = await connect(url)
    onTestFinished(() => old.close())
    await migrate(old.db, release003)
    const rows = async () => {
      const counts: number[] = []
      for (const statement of statements003) {
        const { rows, numAffectedRows } = await sql.raw(statement).execute(old.db)
        counts.push(numAffectedRows === undefined ? rows.length : Number(numAffectedRows))
      }
      return counts
    }
    const before = await rows()
    expect(before).not.toContain(0)
    await open(url)
    expect(await rows()).toEqual(before)
  })

  it('of the next version do, too, also where a process of this one starts', async () => {
    const url = await fresh()
    const database = await open(url)
    await sql`insert into migration (name, timestamp) values ('005-later', '2030')`.execute(database.db)
    await saveSubscription(database, digest('C1'), CHANGE)
    const before = await tablesOf(database)
    const lines: string[] = []
    const again = await openStore(url, createLog('trace', { write: (line: string) => void lines.push(line) }))
    onTestFinished(() => again.close())
    expect(lines).toEqual([])
    await expectMigrated(again.db)
    expect(await findSubscription(again, TEAM, 'C1')).toEqual(digest('C1'))
    expect(await tablesOf(again)).toEqual(before)
    expect(await migrationsOf(again)).toEqual([...MIGRATIONS, '005-later'])
    await expect(expectMigrated(again.db, { newer: 0 })).rejects.toThrow(
      'its migration 005-later is not known',
    )
  })

  it('of another program’s making are refused, also where there is but one that is not known', async () => {
    const url = await fresh()
    const database = await open(url)
    await sql`update migration set name = '004-other' where name = '004-many'`.execute(database.db)
    expect(await refusal(url)).toContain('its migration 004-other is not known here')
    await expect(expectMigrated(database.db)).rejects.toThrow('its migration 004-other is not known here')
  })

  it('of a version after the next are refused, in words', async () => {
    const url = await fresh()
    const database = await open(url)
    for (const name of ['005-later', '006-still-later'])
      await sql`insert into migration (name, timestamp) values (${name}, '2030')`.execute(database.db)
    await expect(expectMigrated(database.db)).rejects.toThrow('its migration 005-later is not known here')
    const said = await refusal(url)
    expect(said.replace(/the (file|database) .* was/, 'IT was')).toBe(
      'The database (DATABASE_URL) cannot be used: IT was written by a newer version of kstreams (its migration ' +
        '005-later is not known here). Start that version, or put back a backup from before.',
    )
    expect(await migrationsOf(database)).toEqual([...MIGRATIONS, '005-later', '006-still-later'])
  })
})

const modeOf = (path: string) => (statSync(path).mode & 0o777).toString(8)

describe.skipIf(process.platform === 'win32')('the file', () => {
  /** Whatever the user lets others do with new files. */
  const withUmask = (mask: number) => {
    const before = process.umask(mask)
    onTestFinished(() => void process.umask(before))
  }

  it.each([0, 0o022])('is for its owner alone, and so is its folder: umask %i', async (mask) => {
    withUmask(mask)
    const above = join(folder(), 'new')
    const state = join(above, '.kstreams')
    const database = await open(`file:${join(state, 'kstreams.db')}`)
    await save(database, digest('C1'))
    expect([above, state].map(modeOf)).toEqual(['700', '700'])
    const files = readdirSync(state).toSorted()
    expect(files).toEqual(['kstreams.db', 'kstreams.db-shm', 'kstreams.db-wal'])
    expect(files.map((file) => modeOf(join(state, file)))).toEqual(['600', '600', '600'])
  })

  it('does not change a folder that is there', async () => {
    withUmask(0)
    const state = folder()
    chmodSync(state, 0o755)
    await open(`file:${join(state, 'kstreams.db')}`)
    expect(modeOf(state)).toBe('755')
    expect(modeOf(join(state, 'kstreams.db'))).toBe('600')
  })

  it('can be named in each way that an address has', async () => {
    const state = folder()
    const path = join(state, "odd %41 name's?mode=ro#x.db")
    await save(await open(`file:${path}`), digest('C1'))
    expect(await findSubscription(await open(`file://${path}`), TEAM, 'C1')).toEqual(digest('C1'))
    expect(readdirSync(state)).toContain("odd %41 name's?mode=ro#x.db")
  })
})

/** Root may write everywhere: whoever runs these tests as root is somebody else for a moment. */
async function asSomebodyElse<T>(use: () => Promise<T>): Promise<T> {
  if (process.getuid?.() !== 0) return use()
  process.seteuid?.('nobody')
  try {
    return await use()
  } finally {
    process.seteuid?.(0)
  }
}

describe('a file that cannot be used', () => {
  const WHERE = 'The database (DATABASE_URL) cannot be used: '

  it.skipIf(process.platform === 'win32')('is in a folder that cannot be written', async () => {
    const state = folder()
    chmodSync(state, 0o555)
    const path = join(state, 'kstreams.db')
    expect(await asSomebodyElse(() => refusal(`file:${path}`))).toBe(
      `${WHERE}the file ${path} cannot be written. Give whoever runs kstreams the right to write it and the folder ` +
        'that it is in, or choose another place.',
    )
    expect(readdirSync(state)).toEqual([])
  })

  it('is a folder', async () => {
    const path = join(folder(), 'kstreams.db')
    mkdirSync(path)
    const file = `file:${path}/kstreams.db`
    expect(await refusal(`file:${path}`)).toBe(`${WHERE}${path} is a folder. Name a file in it: ${file}.`)
  })

  it('is below a file', async () => {
    const path = join(folder(), 'file')
    writeFileSync(path, '')
    expect(await refusal(`file:${path}/kstreams.db`)).toBe(
      `${WHERE}the file ${path}/kstreams.db is below something that is no folder. Choose another place.`,
    )
  })

  it('is something else', async () => {
    const path = join(folder(), 'kstreams.db')
    const text = 'This is a letter to a friend.\n'.repeat(100)
    writeFileSync(path, text)
    expect(await refusal(`file:${path}`)).toBe(
      `${WHERE}the file ${path} is no database of SQLite's. Name another file.`,
    )
    expect(statSync(path).size).toBe(text.length)
  })
})

describe('a server that cannot be used', () => {
  const WHERE = 'The database (DATABASE_URL) cannot be used: '
  const change = (changes: Partial<URL>) => Object.assign(new URL(server().url('postgres')), changes)
  /** What is said about an address, without the address of the server, which is another one each time. */
  const said = async (url: URL) => {
    const text = await refusal(url.href)
    expect(text).not.toContain(url.password)
    expect(text).toContain(WHERE)
    return text.replace(WHERE, '').replace(`the Postgres server ${url.hostname}:${url.port}`, 'THE SERVER')
  }

  it.each([
    [
      'has another password',
      { password: 'not-this-one' },
      'THE SERVER does not let in postgres. Check the user and the password in the address.',
    ],
    [
      'does not know the user',
      { username: 'stranger' },
      'THE SERVER does not let in stranger. Check the user and the password in the address.',
    ],
    [
      'does not have the database',
      { pathname: '/missing' },
      'there is no database missing of THE SERVER. Create it, or name another one.',
    ],
    [
      'is on no host',
      { hostname: 'no-such-host.invalid' },
      'THE SERVER is not known. Check the host in the address.',
    ],
    [
      'does not answer',
      { port: '1' },
      'THE SERVER does not answer. Check that it runs, and the host and the port in the address.',
    ],
  ])('%s', async (_, changes, words) => {
    expect(await said(change(changes))).toBe(words)
  })

  it('is not ours to make tables in', async () => {
    await run(server().url('postgres'), "create user guest password 'guest-secret'")
    const url = change({ username: 'guest', password: 'guest-secret' })
    expect(await said(url)).toBe(
      'guest may not make tables in the database postgres of THE SERVER. Grant that user CREATE on its schema public.',
    )
  })

  it('has tables of another program', async () => {
    const url = new URL(await server().createDatabase())
    await run(url.href, 'create table delivery (pizza text)')
    expect(await said(url)).toBe(
      `the database ${url.pathname.slice(1)} of THE SERVER has tables of another program. Give kstreams a database ` +
        'of its own.',
    )
  })
})
