import { StoreError } from '../store/store-error.ts'

/** Where the environment says that the bot's database is. */
export async function presentDatabase(): Promise<string> {
  const { readDatabase, readEnvironment } = await import('../config.ts')
  const { url, faults } = readDatabase(readEnvironment())
  if (faults.length > 0) throw new StoreError(faults.join('\n'))
  return url
}
