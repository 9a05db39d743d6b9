import { type Kysely, sql } from 'kysely'

type AnyKysely = Kysely<unknown>

/**
 * Makes the tables of migration 002: what the bot knows of people and of what they ask. Never changed once released.
 * @throws where there are such tables already
 */
export async function createPeopleTables(db: AnyKysely): Promise<void> {
  await createSaved(db)
  await createVote(db)
  await createSearch(db)
  await createSuggestion(db)
  await createMarks(db)
}

async function createSaved(db: AnyKysely): Promise<void> {
  await db.schema
    .createTable('saved')
    .addColumn('team', 'text', (column) => column.notNull())
    .addColumn('person', 'text', (column) => column.notNull())
    .addColumn('use_case', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('saved_key', ['team', 'person', 'use_case'])
    .execute()
  await db.schema
    .createIndex('saved_newest')
    .on('saved')
    .columns(['team', 'person', 'at desc', 'use_case'])
    .execute()
}

async function createVote(db: AnyKysely): Promise<void> {
  await db.schema
    .createTable('vote')
    .addColumn('team', 'text', (column) => column.notNull())
    .addColumn('answer', 'text', (column) => column.notNull())
    .addColumn('voter', 'text', (column) => column.notNull())
    .addColumn('vote', 'text', (column) => column.notNull().check(sql`vote in ('up', 'down')`))
    .addColumn('query', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('vote_key', ['team', 'answer', 'voter'])
    .execute()
  // For what is too old, and for reports since a day.
  await db.schema.createIndex('vote_at').on('vote').columns(['team', 'at']).execute()
}

async function createSearch(db: AnyKysely): Promise<void> {
  await db.schema
    .createTable('search')
    .addColumn('team', 'text', (column) => column.notNull())
    .addColumn('day', 'text', (column) => column.notNull())
    .addColumn('query', 'text', (column) => column.notNull())
    .addColumn('asked', 'integer', (column) => column.notNull())
    .addColumn('unanswered', 'integer', (column) => column.notNull())
    // The day before the query: what is too old, and what is since a day, is side by side.
    .addPrimaryKeyConstraint('search_key', ['team', 'day', 'query'])
    .execute()
}

async function createSuggestion(db: AnyKysely): Promise<void> {
  await db.schema
    .createTable('suggestion')
    .addColumn('team', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('use_case', 'text')
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('created_by', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('suggestion_key', ['team', 'id'])
    .execute()
}

/** What happened once, to people and with events. */
async function createMarks(db: AnyKysely): Promise<void> {
  await db.schema
    .createTable('welcome')
    .addColumn('team', 'text', (column) => column.notNull())
    .addColumn('person', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('welcome_key', ['team', 'person'])
    .execute()
  await db.schema
    .createTable('seen_event')
    .addColumn('team', 'text', (column) => column.notNull())
    .addColumn('key', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('seen_event_key', ['team', 'key'])
    .execute()
  await db.schema.createIndex('seen_event_at').on('seen_event').columns(['team', 'at']).execute()
}
