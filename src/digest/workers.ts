import type { Work } from './deliver.ts'

/** What is in hand, bounded: deliveries of this process and whether there may be more. */
export type Workers = {
  /** @param claimedAt by the clock that only grows, before the claim was made */
  begin: (work: Omit<Work, 'mayPost'>, claimedAt: number) => Promise<void>
  has: (delivery: string) => boolean
  /** How many more may begin now. */
  room: () => number
  /** Resolves when half of all places are free, or `ms` have passed. */
  roomAgain: (ms: number) => Promise<void>
  /** Begins nothing for so long, and then little by little: Slack wants to be left alone. */
  rest: (ms: number) => void
  /** Resolves when nothing is in hand. */
  idle: () => Promise<void>
}

export function createWorkers(
  {
    inFlight,
    leaseMs,
    elapsed,
    stopping,
    widenMs = 0,
  }: {
    inFlight: number
    leaseMs: number
    elapsed: () => number
    stopping: AbortSignal
    /** How long it takes after a rest until there is another place; at first there is one. 0: all at once. */
    widenMs?: number
  },
  carryOut: (work: Work) => Promise<void>,
): Workers {
  const running = new Map<string, Promise<void>>()
  let restUntil = Number.NEGATIVE_INFINITY
  // Twenty that come at once after each rest would be sent away again, and count as twenty calls too many.
  const places = () => {
    const widened = widenMs === 0 ? inFlight : Math.floor((elapsed() - restUntil) / widenMs)
    return Math.min(inFlight, 1 + Math.max(0, widened))
  }
  const room = () => {
    return stopping.aborted || elapsed() < restUntil ? 0 : Math.max(0, places() - running.size)
  }
  return {
    begin: (work, claimedAt) => {
      const { id } = work.delivery
      const mayPost = () => !stopping.aborted && elapsed() - claimedAt < leaseMs / 2
      const done = carryOut({ ...work, mayPost }).finally(() => running.delete(id))
      running.set(id, done)
      return done
    },
    has: (delivery) => running.has(delivery),
    room,
    roomAgain: async (ms) => {
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<'late'>((resolve) => {
        timer = setTimeout(resolve, ms, 'late')
      })
      while (room() < places() / 2 && running.size > 0) {
        if ((await Promise.race([late, ...running.values()])) === 'late') break
      }
      clearTimeout(timer)
    },
    rest: (ms) => {
      restUntil = Math.max(restUntil, elapsed() + ms)
    },
    idle: async () => void (await Promise.all(running.values())),
  }
}
