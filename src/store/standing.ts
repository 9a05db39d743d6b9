import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { sql } from 'kysely'
import { engineOf, IN_MEMORY, pathOf } from './address.ts'
import { connect } from './database.ts'
import { explainStore } from './explain.ts'
import { expectMigrated } from './migrations.ts'
import { StoreError } from './store-error.ts'
import type { Database } from './tables.ts'

/**
 * How far a database is: there is no file yet, or nothing in it; only tables of another program; those of an older
 * version, which the bot brings up to date when it starts; or just those that the bot uses.
 */
export type Standing = 'absent' | 'empty' | 'foreign' | 'older' | 'ready'

/**
 * Looks whether the bot could use a database, and changes nothing in it.
 * @param url see `engineOf`
 * @param look what else to look for where it is ready
 * @throws StoreError in words where the bot could not use it: out of reach, not to be written, of a newer version
 */
export async function standingOf(
  url: string,
  look: (database: Database) => Promise<void> = async () => {},
): Promise<Standing> {
  try {
    if (engineOf(url) === 'sqlite' && !expectUsableFile(pathOf(url))) return 'absent'
    const database = await connect(url, { readOnly: true })
    try {
      const standing = await tablesOf(database)
      if (database.engine === 'postgres') await expectWritable(database, standing)
      if (standing === 'ready') await look(database)
      return standing
    } finally {
      await database.close()
    }
  } catch (cause) {
    throw new StoreError(explainStore(cause, url), { cause })
  }
}

async function tablesOf({ db }: Database): Promise<Standing> {
  const tables = await db.introspection.getTables()
  if (tables.length === 0) return 'empty'
  if (!tables.some(({ name }) => name === 'migration')) return 'foreign'
  try {
    await expectMigrated(db)
    return 'ready'
  } catch (error) {
    if (error instanceof StoreError && /older version|no tables/.test(error.message)) return 'older'
    throw error
  }
}

/** @throws where the bot may not write the tables that are there, or not make those that are not */
async function expectWritable({ db }: Database, standing: Standing): Promise<void> {
  const { rows } = await sql<{ closed: boolean; make: boolean | null; write: boolean }>`
    select current_setting('transaction_read_only') = 'on' as closed,
      has_schema_privilege(current_schema(), 'create') as make,
      (select coalesce(bool_and(has_table_privilege(oid, 'insert') and has_table_privilege(oid, 'update')
        and has_table_privilege(oid, 'delete')), true)
        from pg_class where relkind = 'r' and relnamespace = current_schema()::regnamespace) as write
  `.execute(db)
  const [{ closed, make, write } = { closed: false, make: true, write: true }] = rows
  if (closed) throw new StoreError('it takes no writes: is it a standby? Name the primary server.')
  if (standing !== 'ready' && make !== true) throw Object.assign(new Error('no create'), { code: '42501' })
  if (!write) throw new StoreError('it has tables that this user may not write. Make that user their owner.')
}

/**
 * @returns whether there is such a file; where not, it can be made
 * @throws Node's own error
 */
function expectUsableFile(path: string): boolean {
  if (path === IN_MEMORY) return false
  if (!existsSync(path)) {
    let folder = dirname(resolve(path))
    while (!existsSync(folder)) folder = dirname(folder)
    if (!statSync(folder).isDirectory()) throw Object.assign(new Error('no folder'), { code: 'ENOTDIR' })
    accessSync(folder, constants.W_OK)
    return false
  }
  if (statSync(path).isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' })
  accessSync(path, constants.W_OK)
  // Beside it SQLite keeps what is not written into it yet.
  accessSync(dirname(path), constants.W_OK)
  return true
}
