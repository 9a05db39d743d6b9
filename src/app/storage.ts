import type { Log } from '../log.ts'
import { budgetOf } from '../slack/tiers.ts'
import type { DatabaseOptions } from '../store/database.ts'
import { createQuota } from '../store/quota.ts'
import type { Database } from '../store/tables.ts'

/** The database, opened when it is first asked for; loading what opens it takes as long as connecting to Slack. */
export function createStorage(
  url: string,
  {
    watch,
    now,
    log,
  }: { watch: Pick<DatabaseOptions, 'onStatement'> | undefined; now: () => number; log: Log },
) {
  let opening: Promise<Database> | undefined
  const open = () => {
    opening ??= import('../store/open.ts').then(({ openStore }) => openStore(url, log, watch))
    return opening
  }
  return {
    /** @throws StoreError where the database cannot be used */
    open,
    /** What is left of Slack's limits, counted in the database once it is open. */
    quota: createQuota({ database: () => opening, budgetOf, now }),
    close: async () => {
      const database = await opening?.catch(() => undefined)
      await database?.close()
    },
  }
}
