import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'

it('refuses what SQLite cannot hold, instead of ending the process', async () => {
  const database = await openDatabase('file::memory:')
  for (const value of [true, { a: 1 }]) {
    await expect(sql`select ${value as unknown} as it`.execute(database.db)).rejects.toThrow()
  }
  const { rows } = await sql<{ it: string }>`select ${'still there'} as it`.execute(database.db)
  expect(rows).toEqual([{ it: 'still there' }])
  await database.close()
})
