import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from './tables.ts'

const MINUTE_MS = 60_000
/** How much of a minute's budget a process takes at once: fewer statements against more that may lie unused. */
const BATCHES = 10
/** As long as a call may wait for the database: it has three seconds for all that it does. */
const PATIENCE_MS = 200
/** Where the database did not answer, nobody waits for it again so soon. */
const AWAY_MS = 10_000
/** However long Slack, or a clock that is wrong, says: then it is asked again. */
const LONGEST_PAUSE_MS = 60 * MINUTE_MS

type Deps = {
  /** Undefined as long as there is none; then, and while it is away, this process counts alone. */
  database: () => Promise<Database> | undefined
  /** Calls a minute of one method in one workspace, by all processes together; at least 1. */
  budgetOf: (method: string) => number
  /** Milliseconds since 1970. */
  now: () => number
}

/** What this process may still do within a minute with one method in one workspace. */
type Share = {
  minute: number
  left: number
  /** All that it took of this minute's budget, spent or not. */
  taken: number
  /** Nothing more is to be had in this minute. */
  empty: boolean
  pausedUntil: number
  asking: Promise<void> | undefined
}

/**
 * Shares each method's budget of a minute among all processes with the same database: each takes a tenth at once, with
 * one statement, and spends that by itself until the minute ends. A call waits at most 200 ms for the database. Only
 * what was called within the present minute, or is paused, is remembered.
 * @returns see `Quota` of the Slack part
 */
export function createQuota({ database, budgetOf, now }: Deps) {
  const shareOf = createShares(now)
  const asked = createAsking(database, now)
  const refill = async (share: Share, team: string, method: string) => {
    const budget = budgetOf(method)
    const size = Math.max(1, Math.floor(budget / BATCHES))
    const granted = await asked(({ takeBatch }, there) =>
      takeBatch(there, { team, method, budget, size, now: now() }),
    )
    // Alone, it leaves half of the budget to others who may be alone, too.
    const got = granted?.calls ?? Math.max(0, Math.ceil(budget / 2) - share.taken)
    share.left += got
    share.taken += got
    share.empty = got === 0
    share.pausedUntil = Math.max(share.pausedUntil, granted?.pausedUntil ?? 0)
  }
  return {
    take: async (team: string, method: string): Promise<number> => {
      for (;;) {
        const share = shareOf(team, method)
        const paused = share.pausedUntil - now()
        if (paused > 0) return paused
        if (share.left > 0) {
          share.left -= 1
          return 0
        }
        // Right at its end there may be nothing left of the minute; 0 would mean to go.
        if (share.empty) return Math.max(1, share.minute + MINUTE_MS - now())
        share.asking ??= refill(share, team, method).finally(() => {
          share.asking = undefined
        })
        await share.asking
      }
    },
    pause: async (team: string, method: string, ms: number): Promise<void> => {
      const until = now() + Math.min(ms, LONGEST_PAUSE_MS)
      const share = shareOf(team, method)
      share.pausedUntil = Math.max(share.pausedUntil, until)
      await asked(({ pauseMethod }, there) => pauseMethod(there, { team, method, until }))
    },
  }
}

/** Loaded with the first question: what speaks with the database takes long, and is wanted only once that is there. */
type Rows = typeof import('./quota-rows.ts')

/** Finds what is left of the present minute; what was left of the one before is gone, but for pauses. */
function createShares(now: () => number): (team: string, method: string) => Share {
  const shares = new Map<string, Share>()
  let present = 0
  return (team, method) => {
    const minute = minuteOf(now())
    if (minute !== present) {
      present = minute
      for (const [key, { pausedUntil }] of shares) if (pausedUntil <= now()) shares.delete(key)
    }
    const key = `${team} ${method}`
    const known = shares.get(key)
    if (known?.minute === minute) return known
    const share: Share = {
      ...{ minute, left: 0, taken: 0, empty: false, asking: undefined },
      pausedUntil: known?.pausedUntil ?? 0,
    }
    shares.set(key, share)
    return share
  }
}

/** Asks the database; undefined where there is none, where it fails, and where it takes too long. */
function createAsking(database: Deps['database'], now: () => number) {
  let awayUntil = 0
  return async <T>(ask: (rows: Rows, database: Database) => Promise<T>): Promise<T | undefined> => {
    const opening = now() < awayUntil ? undefined : database()
    if (opening === undefined) return undefined
    const rows = await import('./quota-rows.ts')
    const stop = new AbortController()
    const late = sleep(PATIENCE_MS, undefined, { signal: stop.signal }).catch(() => undefined)
    const answer = await Promise.race([
      opening.then((there) => ask(rows, there)).catch(() => undefined),
      late,
    ])
    stop.abort()
    if (answer === undefined) awayUntil = now() + AWAY_MS
    return answer
  }
}

const minuteOf = (at: number) => at - (at % MINUTE_MS)
