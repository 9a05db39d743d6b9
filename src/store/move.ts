import { existsSync, realpathSync } from 'node:fs'
import { type Kysely, sql } from 'kysely'
import { engineOf, IN_MEMORY, nameOf, pathOf } from './address.ts'
import { expectFile } from './backup.ts'
import { connect, openDatabase } from './database.ts'
import { explainStore } from './explain.ts'
import { KEYS, TABLES } from './keys.ts'
import { expectMigrated } from './migrations.ts'
import { StoreError } from './store-error.ts'
import type { Engine, Tables } from './tables.ts'

/** How many rows of each table there are. */
export type Counts = Record<keyof Tables, number>

const BATCH = 500

type Row = Record<string, unknown>
type Db = Kysely<Tables>

/**
 * Copies everything from one database to another: all of it as it is at one moment, or nothing.
 * @param from stays as it is
 * @param to is made where it is a file, and must be empty
 * @returns what was copied, after it was counted there
 * @throws StoreError in words, which names databases without their passwords
 */
export async function moveStore(from: string, to: string): Promise<Counts> {
  expectTwo(from, to)
  const source = await connect(from, { readOnly: true })
  try {
    // Of what a newer version added nothing would be copied.
    await inWords(from, () => expectMigrated(source.db, { newer: 0 }))
    const { db, engine, close } = await inWords(to, () => openDatabase(to))
    try {
      const reading = source.db.transaction().setIsolationLevel('repeatable read').setAccessMode('read only')
      const fill = (here: Db) => db.transaction().execute((there) => copy(from, here, there, engine))
      return await inWords(from, () => reading.execute((here) => inWords(to, () => fill(here))))
    } finally {
      await close()
    }
  } finally {
    await source.close()
  }
}

function expectTwo(from: string, to: string): void {
  if (engineOf(from) === 'sqlite') expectFile(from)
  if (pathOf(to) === IN_MEMORY)
    throw new StoreError('A database in memory ends with its process: name a file.')
  if (realOf(from) === realOf(to))
    throw new StoreError(`Both are ${nameOf(from)}. Name another one to copy to.`)
}

const realOf = (url: string) =>
  engineOf(url) === 'sqlite' && existsSync(pathOf(url)) ? realpathSync(pathOf(url)) : url

async function copy(from: string, here: Db, there: Db, engine: Engine): Promise<Counts> {
  await expectEmpty(there, engine)
  for (const table of TABLES) {
    for await (const rows of batches(from, here, table)) {
      await (there as unknown as Kysely<Record<string, Row>>).insertInto(table).values(rows).execute()
    }
  }
  const [copied, wanted] = [await count(there), await inWords(from, () => count(here))]
  if (TABLES.some((table) => copied[table] !== wanted[table]))
    throw new StoreError('it did not get all rows, and kept none. Try again.')
  return copied
}

/** Also keeps everybody else from writing until the end of the transaction. */
async function expectEmpty(db: Db, engine: Engine): Promise<void> {
  if (engine === 'postgres') {
    await sql`lock table ${sql.join(TABLES.map((table) => sql.table(table)))} in exclusive mode`.execute(db)
  }
  const full = Object.entries(await count(db)).filter(([, rows]) => rows > 0)
  if (full.length > 0) {
    const what = full.map(([table, rows]) => `${table}: ${rows}`).join(', ')
    throw new StoreError(`it is not empty (${what}), and nothing is ever overwritten. Name an empty one.`)
  }
}

async function* batches(from: string, db: Db, table: keyof Tables): AsyncGenerator<Row[]> {
  const keys = KEYS[table]
  const columns = sql.join(keys.map((key) => sql.ref(key)))
  let last: Row | undefined
  for (;;) {
    const after = last ? sql`where (${columns}) > (${sql.join(keys.map((key) => last?.[key]))})` : sql``
    const query = sql<Row>`select * from ${sql.table(table)} ${after} order by ${columns} limit ${BATCH}`
    const { rows } = await inWords(from, () => query.execute(db))
    if (rows.length === 0) return
    yield rows
    last = rows.at(-1)
  }
}

async function count(db: Db): Promise<Counts> {
  const counts: [table: string, rows: number][] = []
  for (const table of TABLES) {
    const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(db)
    counts.push([table, Number(rows[0]?.n)])
  }
  return Object.fromEntries(counts) as Counts
}

class NotCopiedError extends StoreError {}

/** Says which of the two databases it was; what was said further inside stays. */
async function inWords<T>(url: string, use: () => Promise<T>): Promise<T> {
  try {
    return await use()
  } catch (cause) {
    if (cause instanceof NotCopiedError) throw cause
    throw new NotCopiedError(`Nothing was copied: ${explainStore(cause, url)}`, { cause })
  }
}
