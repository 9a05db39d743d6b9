import { type Kysely, type Migration, Migrator, sql } from 'kysely'
import { createManyTables } from './many-tables.ts'
import { createPeopleTables } from './people-tables.ts'
import { StoreError } from './store-error.ts'

type AnyKysely = Kysely<unknown>

/**
 * What changes the tables, in order. One that has been released is never changed: another one is added. Each must let
 * the version before go on, since processes of both use the database until all are replaced: it adds tables, indexes, and
 * columns that may be null or have a default, and changes nothing else. (An index may go where nothing but time is lost.)
 */
const MIGRATIONS: Record<string, Migration> = {
  '001-digest': {
    up: async (db: AnyKysely) => {
      await createSubscription(db)
      await createDelivery(db)
      await createAudit(db)
    },
  },
  '002-people': { up: createPeopleTables },
  '003-living': {
    up: async (db: AnyKysely) => {
      await db.schema.alterTable('suggestion').addColumn('decided_at', 'bigint').execute()
      await createLink(db)
    },
  },
  '004-many': { up: createManyTables },
}

async function createLink(db: AnyKysely): Promise<void> {
  await db.schema
    .createTable('link')
    .addColumn('team', 'text', (column) => column.notNull())
    .addColumn('url', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) =>
      column.notNull().check(sql`state in ('ok', 'moved', 'blocked', 'dead')`),
    )
    .addColumn('since', 'bigint', (column) => column.notNull())
    .addColumn('checked_at', 'bigint', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('moved_to', 'text')
    .addColumn('archive', 'text')
    .addPrimaryKeyConstraint('link_key', ['team', 'url'])
    .execute()
}

async function createSubscription(db: AnyKysely): Promise<void> {
  await db.schema
    .createTable('subscription')
    .addColumn('team', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('time', 'text', (column) => column.notNull())
    .addColumn('days', 'text', (column) => column.notNull())
    .addColumn('zone', 'text', (column) => column.notNull())
    .addColumn('industries', 'text', (column) => column.notNull())
    .addColumn('topics', 'text', (column) => column.notNull())
    .addColumn('created_by', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('environment', 'text')
    .addColumn('paused_until', 'bigint')
    .addColumn('stopped_at', 'bigint')
    .addColumn('stopped_reason', 'text')
    .addColumn('next_slot', 'text')
    .addColumn('next_at', 'bigint')
    .addColumn('round', 'integer', (column) => column.notNull())
    .addColumn('last_use_case', 'text')
    .addPrimaryKeyConstraint('subscription_key', ['team', 'channel'])
    .execute()
  // What is due is looked for every second: it must not cost more the more subscriptions there are. Without the team
  // in front SQLite, which knows nothing of how many rows there are, would rather read all of the team's.
  await sql`create index subscription_due on subscription (team, next_at) where next_at is not null`.execute(
    db,
  )
}

async function createDelivery(db: AnyKysely): Promise<void> {
  await db.schema
    .createTable('delivery')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('team', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('slot', 'text', (column) => column.notNull())
    .addColumn('due_at', 'bigint', (column) => column.notNull())
    .addColumn('state', 'text', (column) =>
      column.notNull().check(sql`state in ('claimed', 'sent', 'failed', 'skipped')`),
    )
    .addColumn('use_case', 'text')
    .addColumn('round', 'integer', (column) => column.notNull())
    .addColumn('ts', 'text')
    .addColumn('reason', 'text')
    .addColumn('attempts', 'integer', (column) => column.notNull())
    .addColumn('owner', 'text')
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('uncertain', 'integer', (column) => column.notNull())
    .addColumn('retry_at', 'bigint', (column) => column.notNull())
    .addColumn('claimed_at', 'bigint', (column) => column.notNull())
    .addColumn('finished_at', 'bigint')
    // The one guard that no process can get past: a slot belongs to whoever inserts it first.
    .addUniqueConstraint('delivery_slot', ['team', 'channel', 'slot'])
    .execute()
  await sql`create index delivery_open on delivery (team, retry_at) where state = 'claimed'`.execute(db)
}

async function createAudit(db: AnyKysely): Promise<void> {
  await db.schema
    .createTable('audit')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('team', 'text', (column) => column.notNull())
    .addColumn('channel', 'text', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('details', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('audit_channel').on('audit').columns(['team', 'channel', 'at']).execute()
}

/** A version works with the database of the next one, which only adds to it; further ahead nothing is sure. */
const NEWER = 1

/**
 * Brings the tables up to date. Safe when several processes start at once: one works, the others wait. Where the next
 * version was here, there is nothing to do.
 * @param migrations others than the program's own, for a test
 * @throws where a migration fails; then nothing is changed. StoreError where a still newer version was here
 */
export async function migrate<T>(db: Kysely<T>, migrations = MIGRATIONS): Promise<void> {
  const migrator = new Migrator({
    db,
    provider: { getMigrations: async () => migrations },
    migrationTableName: 'migration',
    migrationLockTableName: 'migration_lock',
  })
  const { error } = await migrator.migrateToLatest()
  if (error === undefined) return
  // It refuses whatever it does not know.
  const { unknown, lacking } = await compare(db, migrations).catch(() => ({ unknown: [], lacking: [] }))
  const [first] = unknown
  if (first === undefined) throw error
  if (lacking.length > 0 || unknown.length > NEWER) throw newerError(first)
}

/**
 * Holds that a database has the tables of this version, without changing anything.
 * @param newer how many migrations more than this version knows there may be
 * @throws StoreError where it has none, or those of another version
 */
export async function expectMigrated<T>(db: Kysely<T>, { newer = NEWER } = {}): Promise<void> {
  const { there, unknown, lacking } = await compare(db, MIGRATIONS)
  const [first] = unknown
  if (first !== undefined && (lacking.length > 0 || unknown.length > newer)) throw newerError(first)
  if (there.length === 0) throw new StoreError('it has no tables of kstreams. Check the address.')
  if (lacking.length > 0) {
    throw new StoreError(
      'it was written by an older version of kstreams. Start the bot of this version with it once, and stop it.',
    )
  }
}

async function compare<T>(db: Kysely<T>, migrations: typeof MIGRATIONS) {
  const [there, known] = [await applied(db), Object.keys(migrations)]
  return {
    there,
    unknown: there.filter((name) => !known.includes(name)),
    lacking: known.filter((name) => !there.includes(name)),
  }
}

/** The names of the migrations that this database has been through. */
async function applied<T>(db: Kysely<T>): Promise<string[]> {
  const tables = await db.introspection.getTables()
  if (!tables.some(({ name }) => name === 'migration')) return []
  const { rows } = await sql<{ name: string }>`select name from migration order by name`.execute(db)
  return rows.map(({ name }) => name)
}

const newerError = (name: string) =>
  new StoreError(
    `it was written by a newer version of kstreams (its migration ${name} is not known here). Start that version, or ` +
      'put back a backup from before.',
  )
