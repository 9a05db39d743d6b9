import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, onTestFinished } from 'vitest'
import { type DatabaseOptions, openDatabase } from '../../src/store/database.ts'
import type { Database, Engine } from '../../src/store/tables.ts'
import { type PostgresServer, run, startPostgres } from './postgres.ts'

export const ENGINES: readonly Engine[] = ['sqlite', 'postgres']

/** A folder that is gone after the test. */
export function folder(): string {
  const path = mkdtempSync(join(tmpdir(), 'kstreams-store-'))
  onTestFinished(() => rmSync(path, { recursive: true, force: true, maxRetries: 3 }))
  return path
}

/** Starts a Postgres server for the tests of this file, and ends it after them. */
export function ownPostgres(): () => PostgresServer {
  let server: PostgresServer | undefined
  beforeAll(async () => {
    server = await startPostgres()
  }, 30_000)
  afterAll(() => server?.close())
  return () => {
    if (!server) throw new Error('Postgres has not been started')
    return server
  }
}

/** @returns what gives the address of a database of this engine, with nothing in it at all, once for each test */
export function bareDatabase(engine: Engine, server: () => PostgresServer): () => Promise<string> {
  if (engine === 'sqlite') return async () => `file:${join(folder(), 'kstreams.db')}`
  let url: string | undefined
  return async () => {
    // Emptying one takes a millisecond, making one fifty.
    if (url === undefined) url = await server().createDatabase()
    else await run(url, `${END_OTHERS}; drop schema public cascade; create schema public`)
    return url
  }
}

/** The same with the tables, without rows: faster than to have each test make them. */
export function emptyDatabase(engine: Engine, server: () => PostgresServer): () => Promise<string> {
  const bare = bareDatabase(engine, server)
  const ready = async () => {
    const url = await bare()
    const database = await openDatabase(url)
    await database.close()
    return url
  }
  if (engine === 'postgres') {
    let url: string | undefined
    return async () => {
      if (url === undefined) url = await ready()
      else await run(url, `${END_OTHERS}; ${TABLES.map((table) => `delete from ${table}`).join('; ')}`)
      return url
    }
  }
  let file: Buffer | undefined
  return async () => {
    const url = file ? await bare() : await ready()
    const path = url.slice('file:'.length)
    file ??= readFileSync(path)
    writeFileSync(path, file)
    return url
  }
}

/** All that hold rows of the app's, as the database calls them. */
export const TABLES: readonly string[] = [
  ...['audit', 'delivery', 'installation', 'link', 'quota', 'saved', 'search', 'seen_event', 'subscription'],
  ...['suggestion', 'vote', 'welcome', 'workspace'],
]

const END_OTHERS = `
  select pg_terminate_backend(pid) from pg_stat_activity
  where datname = current_database() and pid <> pg_backend_pid()`

/** Opens a database, until the end of the test. */
export async function open(url: string, options?: DatabaseOptions): Promise<Database> {
  const database = await openDatabase(url, options)
  onTestFinished(() => database.close())
  return database
}
