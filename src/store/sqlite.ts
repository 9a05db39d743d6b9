import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDriver,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type SqliteStatement,
  type TransactionSettings,
} from 'kysely'
import Sqlite from 'libsql'
import { IN_MEMORY } from './address.ts'

/** How long a write waits for another process's; they take milliseconds. */
const BUSY_MS = 5000
const LOOK_AGAIN_MS = 5

// As many different statements as there are, and some to spare.
const STATEMENTS = 200

/**
 * Remembers statements: preparing one takes as long as running it. One that failed is prepared anew, since of those
 * `libsql` may keep a part.
 */
function remembering(database: Sqlite.Database): SqliteDatabase {
  const known = new Map<string, SqliteStatement>()
  // Its declarations are better-sqlite3's, whose statements differ from what Kysely asks for in types only.
  const prepare = (sql: string) => database.prepare(sql) as unknown as SqliteStatement
  const forgetful = (sql: string): SqliteStatement => {
    const statement = prepare(sql)
    const attempt = <T>(run: () => T): T => {
      try {
        return run()
      } catch (error) {
        known.delete(sql)
        throw error
      }
    }
    return {
      reader: statement.reader,
      all: (values) => attempt(() => statement.all(bindable(values))),
      run: (values) => attempt(() => statement.run(bindable(values))),
      // Its rows are read one by one, while it may be asked for again.
      iterate: (values) => prepare(sql).iterate(values),
    }
  }
  return {
    close: () => database.close(),
    prepare: (sql) => {
      const statement = known.get(sql) ?? forgetful(sql)
      if (known.size < STATEMENTS) known.set(sql, statement)
      return statement
    },
  }
}

/**
 * What SQLite can hold, as it is. `libsql` 0.5 ends the whole process over a boolean, however it got there.
 * @throws TypeError for anything else
 */
function bindable(values: readonly unknown[]): readonly unknown[] {
  const wrong = values.find(
    (value) => !(value === null || BINDABLE.has(typeof value) || Buffer.isBuffer(value)),
  )
  if (wrong !== undefined) throw new TypeError(`SQLite cannot hold a ${typeof wrong}`)
  return values
}

const BINDABLE: ReadonlySet<string> = new Set(['string', 'number', 'bigint'])

/**
 * Takes the write lock before anything is written. A transaction that reads first and writes later would fail, not
 * wait, when another process wrote in between (sqlite.org/isolation.html).
 */
class LockingDriver extends SqliteDriver {
  readonly #open: () => Sqlite.Database

  constructor(open: () => Sqlite.Database) {
    super({ database: async () => remembering(open()) })
    this.#open = open
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    return locking(await super.acquireConnection(), this.#open())
  }

  override async beginTransaction(_: DatabaseConnection, settings?: TransactionSettings): Promise<void> {
    if (settings?.accessMode === 'read only') this.#open().exec('begin')
    else await lock(this.#open())
  }

  override async commitTransaction(): Promise<void> {
    this.#open().exec('commit')
  }

  override async rollbackTransaction(): Promise<void> {
    rollBack(this.#open())
  }

  /** `libsql` keeps what it closed until it is collected: everything shall be in the file itself before. */
  override async destroy(): Promise<void> {
    try {
      this.#open().pragma('wal_checkpoint(truncate)')
    } catch {
      // Then it is in the file beside it, where the next one who opens it finds it.
    }
    await super.destroy()
  }
}

const READS = /^\s*(select|with|explain|pragma)\b/i

/** Runs what writes outside of a transaction in one of its own. */
function locking(connection: DatabaseConnection, database: Sqlite.Database): DatabaseConnection {
  return {
    streamQuery: (query, size) => connection.streamQuery(query, size),
    executeQuery: async <R>(query: CompiledQuery) => {
      if (database.inTransaction || READS.test(query.sql)) return connection.executeQuery<R>(query)
      await lock(database)
      try {
        const result = await connection.executeQuery<R>(query)
        database.exec('commit')
        return result
      } catch (error) {
        rollBack(database)
        throw error
      }
    },
  }
}

/** Some errors, such as a full disk, have done so by themselves. */
function rollBack(database: Sqlite.Database): void {
  if (database.inTransaction) database.exec('rollback')
}

/**
 * Begins a transaction. It waits for another process's without standing still, as SQLite itself would; and only `exec`
 * leaves nothing behind where that is in vain: of a statement that found the database busy, `libsql` keeps a part until
 * it is collected, and until then nothing can be committed.
 */
async function lock(database: Sqlite.Database): Promise<void> {
  const until = performance.now() + BUSY_MS
  for (;;) {
    try {
      database.exec('begin immediate')
      return
    } catch (error) {
      if (!isBusy(error) || performance.now() > until) throw error
      // Of several who wait, not always the same one comes last.
      await sleep(1 + Math.random() * LOOK_AGAIN_MS)
    }
  }
}

const isBusy = (error: unknown) => String((error as { code?: unknown }).code).startsWith('SQLITE_BUSY')

/** SQLite does roll back changes of the schema; with that, several processes can start and migrate at once. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true
  }
}

/**
 * A file of SQLite's, or `:memory:`. The file is made for its owner alone, and so is its folder when there is none.
 * @param readOnly takes a file as it is
 * @throws where the file cannot be made or opened
 */
export function sqliteDialect(path: string, readOnly = false): Dialect {
  let database: Sqlite.Database | undefined
  const open = () => {
    database ??= readOnly ? openReadOnly(path) : openForWriting(path)
    return database
  }
  return {
    createDriver: () => new LockingDriver(open),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new TransactionalAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  }
}

function openForWriting(path: string): Sqlite.Database {
  if (path !== IN_MEMORY) makePrivate(path)
  const database = new Sqlite(path, { timeout: BUSY_MS })
  database.pragma('journal_mode = WAL')
  // A claim that is lost with the power would let a message be sent twice.
  database.pragma('synchronous = FULL')
  database.pragma('busy_timeout = 0')
  return database
}

function openReadOnly(path: string): Sqlite.Database {
  const database = new Sqlite(path, { timeout: BUSY_MS })
  database.pragma('query_only = on')
  return database
}

function makePrivate(path: string): void {
  const made = mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  if (made !== undefined) chmodSync(dirname(path), 0o700)
  closeSync(openSync(path, 'a', 0o600))
}
