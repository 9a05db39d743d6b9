import { type Kysely, sql } from 'kysely'

type AnyKysely = Kysely<unknown>

/**
 * Makes what migration 004 adds: the tables of many workspaces, and indexes for looking over all of them at once. Never
 * changed once released.
 * @throws where there are such tables already
 */
export async function createManyTables(db: AnyKysely): Promise<void> {
  await createInstallation(db)
  await createWorkspace(db)
  await createQuota(db)
  await indexAll(db)
  await addEventClaims(db)
}

async function createInstallation(db: AnyKysely): Promise<void> {
  await db.schema
    .createTable('installation')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('enterprise', 'text')
    .addColumn('team', 'text')
    .addColumn('org_wide', 'integer', (column) => column.notNull())
    .addColumn('scopes', 'text', (column) => column.notNull())
    .addColumn('installed_by', 'text')
    .addColumn('installed_at', 'bigint', (column) => column.notNull())
    .addColumn('updated_at', 'bigint', (column) => column.notNull())
    .addColumn('sealed', 'text')
    .addColumn('uninstalled_at', 'bigint')
    .execute()
  await sql`create index installation_gone on installation (uninstalled_at) where uninstalled_at is not null`.execute(
    db,
  )
}

async function createWorkspace(db: AnyKysely): Promise<void> {
  await db.schema
    .createTable('workspace')
    .addColumn('team', 'text', (column) => column.primaryKey())
    .addColumn('installation', 'text', (column) => column.notNull())
    .addColumn('seen_at', 'bigint', (column) => column.notNull())
    .execute()
  await db.schema.createIndex('workspace_installation').on('workspace').column('installation').execute()
}

/** Without an index on a moment: its rows change with each call, and there are but some of each workspace. */
async function createQuota(db: AnyKysely): Promise<void> {
  await db.schema
    .createTable('quota')
    .addColumn('team', 'text', (column) => column.notNull())
    .addColumn('method', 'text', (column) => column.notNull())
    .addColumn('window_start', 'bigint', (column) => column.notNull())
    .addColumn('used', 'integer', (column) => column.notNull())
    .addColumn('paused_until', 'bigint')
    .addPrimaryKeyConstraint('quota_key', ['team', 'method'])
    .execute()
}

/**
 * In the order in which transactions of version 003, which may still run, write to these tables: the other way round
 * one would wait for the other for ever.
 */
async function indexAll(db: AnyKysely): Promise<void> {
  await db.schema.createIndex('vote_old').on('vote').column('at').execute()
  await db.schema.createIndex('search_old').on('search').column('day').execute()
  await sql`create index delivery_waiting on delivery (retry_at) where state = 'claimed'`.execute(db)
  await sql`create index delivery_old on delivery (finished_at) where finished_at is not null`.execute(db)
  await sql`create index subscription_next on subscription (next_at) where next_at is not null`.execute(db)
  await db.schema.createIndex('audit_old').on('audit').column('at').execute()
}

/** The index by workspace served only to find what is old; each event would pay for both. */
async function addEventClaims(db: AnyKysely): Promise<void> {
  // One column at a time: SQLite takes no more.
  await db.schema.alterTable('seen_event').addColumn('owner', 'text').execute()
  await db.schema
    .alterTable('seen_event')
    .addColumn('version', 'integer', (column) => column.notNull().defaultTo(0))
    .execute()
  await db.schema.alterTable('seen_event').addColumn('done_at', 'bigint').execute()
  await db.schema.dropIndex('seen_event_at').execute()
  await db.schema.createIndex('seen_event_old').on('seen_event').column('at').execute()
}
