import { describeError, type Log } from '../log.ts'
import { purge } from '../store/retention.ts'
import { claimOnce, releaseClaim } from '../store/seen.ts'
import type { Database } from '../store/tables.ts'

const EVERY_MS = 60 * 60_000

type Deps = { database: Database; now: () => number; log: Log }

/**
 * Erases what was kept long enough, of all workspaces, at once and then every hour: one process in each hour, of all
 * that use the database.
 */
export function startRetention({ database, now, log }: Deps): { close: () => Promise<void> } {
  const erase = async () => {
    await eraseOnce(database, now(), log).catch((error: unknown) =>
      log.warn({ error: describeError(error) }, 'what is too old could not be erased'),
    )
  }
  let erasing = erase()
  const timer = setInterval(() => {
    erasing = erase()
  }, EVERY_MS)
  timer.unref()
  return {
    close: async () => {
      clearInterval(timer)
      await erasing
    },
  }
}

async function eraseOnce(database: Database, now: number, log: Log): Promise<void> {
  const hour = { team: '', key: `retention ${Math.floor(now / EVERY_MS)}` }
  if (!(await claimOnce(database, { ...hour, at: now }))) return
  try {
    const erased = Object.entries(await purge(database, now)).filter(([, rows]) => rows > 0)
    if (erased.length > 0) log.info({ erased: Object.fromEntries(erased) }, 'erased what is too old')
  } catch (error) {
    // Another process may be luckier within the hour.
    await releaseClaim(database, hour).catch(() => {})
    throw error
  }
}
