import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { sql } from 'kysely'
import { describe, expect, it, onTestFinished } from 'vitest'
import { checkDatabase } from '../../src/doctor/database.ts'
import { connect, openDatabase } from '../../src/store/database.ts'
import type { Database } from '../../src/store/tables.ts'
import { bareDatabase, ENGINES, folder, open, ownPostgres } from '../store/engines.ts'
import { run } from '../store/postgres.ts'
import { of } from './scene.ts'

const server = ownPostgres()

/** A database as it is, until the end of the test. */
async function opened(url: string): Promise<Database> {
  const database = await connect(url)
  onTestFinished(() => database.close())
  return database
}
const look = async (url: string) => of(await checkDatabase(url), 'database')

/** The same in a process of its own: root may write everywhere, and is somebody else there. */
async function lookAsSomebodyElse(url: string): Promise<string[]> {
  const source = new URL('../../src/doctor/database.ts', import.meta.url)
  const program = `const { checkDatabase } = await import('${source}')
    process.stdout.write(JSON.stringify(await checkDatabase(${JSON.stringify(url)})))`
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program], {
    ...(process.getuid?.() === 0 ? { uid: NOBODY } : {}),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  return of(JSON.parse(await text(child.stdout)), 'database')
}
const NOBODY = 65_534

/** Not where this Node is in root's own folder, nor where this project is. */
const canBeSomebodyElse =
  process.platform !== 'win32' &&
  (process.getuid?.() !== 0 ||
    spawnSync(process.execPath, ['--import', 'tsx', '--eval', ''], { uid: NOBODY }).status === 0)

describe.each(ENGINES)('the doctor at a database of %s', (engine) => {
  const bare = bareDatabase(engine, server)
  const ready = async () => {
    const url = await bare()
    await (await openDatabase(url)).close()
    return url
  }

  it('finds one that the bot can use', async () => {
    expect(await look(await ready())).toEqual([
      expect.stringMatching(/^ok: The .* can be used, and its tables are up to date\.$/),
    ])
  })

  it('finds one of a newer version, and says what to do', async () => {
    const url = await ready()
    const { db } = await opened(url)
    for (const name of ['998-later', '999-latest']) {
      await sql`insert into migration (name, timestamp) values (${name}, '2030')`.execute(db)
    }
    expect((await look(url))[0]).toMatch(
      /^fault: The .* newer version .* not known here\)\. Start that version/,
    )
  })

  it('finds one of an older version, and leaves it so', async () => {
    const url = await ready()
    const { db } = await opened(url)
    await sql`delete from migration where name not like '001%'`.execute(db)
    const line = expect.stringMatching(/^ok: .*older version, and will be brought up to date/)
    expect(await look(url)).toEqual([line])
    expect(await look(url)).toEqual([line])
  })

  it('finds one of another program', async () => {
    const url = await bare()
    const { db } = await opened(url)
    await sql`create table their_own (id text)`.execute(db)
    expect((await look(url))[0]).toMatch(/^warning: .*tables of another program\. Give kstreams a database/)
  })
})

describe('the doctor at a file', () => {
  it('says that it will be made, and makes none', async () => {
    const path = join(folder(), 'below', 'kstreams.db')
    expect(await look(`file:${path}`)).toEqual([`ok: The file ${path} will be made when the bot starts.`])
    expect(existsSync(path)).toBe(false)
  })

  it.skipIf(!canBeSomebodyElse)(
    'names the folder in which it cannot be made, nor a folder for it',
    async () => {
      const closed = folder()
      chmodSync(closed, 0o555)
      const path = join(closed, 'below', 'kstreams.db')
      expect(await lookAsSomebodyElse(`file:${path}`)).toEqual([
        `fault: The file ${path} cannot be made: whoever runs this may not write into ${closed}. Give whoever runs the bot the right to do so, or set DATABASE_URL to a file elsewhere.`,
      ])
    },
  )

  it('writes nothing into one that is empty', async () => {
    const path = join(folder(), 'kstreams.db')
    writeFileSync(path, '')
    expect((await look(`file:${path}`))[0]).toMatch(/^ok: .* is empty; its tables will be made/)
    expect(readFileSync(path)).toHaveLength(0)
  })

  it('says what is wrong with one that is none of SQLite, and leaves it alone', async () => {
    const path = join(folder(), 'kstreams.db')
    writeFileSync(path, 'a letter'.repeat(1000))
    expect((await look(`file:${path}`))[0]).toMatch(
      /^fault: The file .* is no database of SQLite's\. Name another/,
    )
    expect(readFileSync(path, 'utf8')).toBe('a letter'.repeat(1000))
    expect((await look(`file:${folder()}`))[0]).toMatch(/^fault: .* is a folder\. Name a file in it/)
    expect((await look(`file:${path}/below/a.db`))[0]).toMatch(
      /^fault: .* is below something that is no folder\./,
    )
  })
})

describe('the doctor at a server', () => {
  it('says that an empty database is fine, and leaves it empty', async () => {
    const url = await server().createDatabase()
    expect(await look(url)).toEqual([
      expect.stringMatching(/^ok: The database .* is empty; its tables will be made when the bot starts\.$/),
    ])
    const { rows } = await run(url, "select 1 from pg_tables where schemaname = 'public'")
    expect(rows).toEqual([])
  })

  it('finds rights that are missing, and a database that takes no writes', async () => {
    const url = await server().createDatabase()
    await run(url, "create role reader login password 'geheim'")
    const reader = url.replace(/\/\/[^@]+@/, '//reader:geheim@')
    expect((await look(reader))[0]).toMatch(/^fault: Reader may not make tables in .* Grant that user CREATE/)
    await (await open(url)).close()
    await run(url, 'grant select on all tables in schema public to reader')
    expect((await look(reader))[0]).toMatch(
      /^fault: The database .* has tables that this user may not write\./,
    )
    await run(url, 'grant all on all tables in schema public to reader')
    expect((await look(reader))[0]).toMatch(/^ok: /)
    await run(url, 'alter role reader set default_transaction_read_only = on')
    expect((await look(reader))[0]).toMatch(
      /^fault: The database .* takes no writes: is it a standby\? Name the/,
    )
  })

  it('says where nobody answers, and never the password', async () => {
    const [line = ''] = await look('postgres://bot:geheim@127.0.0.1:1/kstreams')
    expect(line).toMatch(/^fault: The Postgres server 127\.0\.0\.1:1 does not answer\. Check that it runs/)
    expect(line).not.toContain('geheim')
  })
})
