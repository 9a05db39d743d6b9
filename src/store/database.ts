import { CamelCasePlugin, type CompiledQuery, Kysely } from 'kysely'
import { engineOf, pathOf } from './address.ts'
import { migrate } from './migrations.ts'
import type { Database, Tables } from './tables.ts'

export type DatabaseOptions = {
  /** Told of connections that break while nobody waits for them. */
  broken?: (error: Error) => void
  /** Told of each statement, for those who count them. */
  onStatement?: (statement: CompiledQuery) => void
}

/**
 * Opens the database and brings its tables up to date.
 * @param url see `engineOf`
 * @throws where the address is none, the server or file cannot be used, or a migration fails
 */
export async function openDatabase(url: string, options: DatabaseOptions = {}): Promise<Database> {
  const database = await connect(url, options)
  try {
    await migrate(database.db)
  } catch (error) {
    await database.close()
    throw error
  }
  return database
}

/**
 * A database as it is; it is reached for with the first statement.
 * @param readOnly nothing can be written to a file, and none is made
 * @throws where the address is none
 */
export async function connect(
  url: string,
  options: DatabaseOptions & { readOnly?: boolean } = {},
): Promise<Database> {
  const { broken = () => {}, onStatement, readOnly = false } = options
  const engine = engineOf(url)
  if (engine === undefined) throw new Error('a database address is file:PATH or postgres://...')
  // Only the driver that is needed: each costs some megabytes and some tens of milliseconds.
  const dialect =
    engine === 'postgres'
      ? (await import('./postgres.ts')).postgresDialect(url, broken)
      : (await import('./sqlite.ts')).sqliteDialect(pathOf(url), readOnly)
  const db = new Kysely<Tables>({
    dialect,
    plugins: [new CamelCasePlugin()],
    ...(onStatement ? { log: ({ query }) => onStatement(query) } : {}),
  })
  return { db, engine, close: () => db.destroy() }
}
