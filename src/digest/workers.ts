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
  /** Begins nothing for so long: Slack wants to be left alone. */
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
  }: {
    inFlight: number
    leaseMs: number
    elapsed: () => number
    stopping: AbortSignal
  },
  carryOut: (work: Work) => Promise<void>,
): Workers {
  const running = new Map<string, Promise<void>>()
  let restUntil = 0
  const room = () => (stopping.aborted || elapsed() < restUntil ? 0 : inFlight - running.size)
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
      while (room() < inFlight / 2 && running.size > 0) {
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
