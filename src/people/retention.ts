import { describeError, type Log } from '../log.ts'
import { purge } from '../store/retention.ts'
import type { Database } from '../store/tables.ts'

const EVERY_MS = 60 * 60_000

type Deps = { database: Database; team: string; now: () => number; log: Log }

/** Erases what a workspace kept long enough, at once and then every hour. */
export function startRetention({ database, team, now, log }: Deps): { close: () => Promise<void> } {
  const erase = async () => {
    await purge(database, team, now()).catch((error: unknown) =>
      log.warn({ team, error: describeError(error) }, 'what is too old could not be erased'),
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
