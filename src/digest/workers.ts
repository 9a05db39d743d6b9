import type { Share } from '../store/due.ts'
import type { Work } from './deliver.ts'
import { createPlaces, type Places } from './places.ts'

/** What is in hand, bounded: deliveries of this process and whether there may be more. */
export type Workers = Pick<Places, 'room' | 'full' | 'rest'> & {
  /** @param claimedAt by the clock that only grows, before the claim was made */
  begin: (work: Omit<Work, 'mayPost'>, claimedAt: number) => Promise<void>
  has: (delivery: string) => boolean
  /** How many more of each workspace may begin now. */
  share: Share
  /** How many are in hand. */
  inHand: () => number
  /** Resolves when half of what was in the way is done, of all or of a workspace, or `ms` have passed. */
  roomAgain: (ms: number) => Promise<void>
  /** Resolves when nothing is in hand. */
  idle: () => Promise<void>
}

export function createWorkers(
  {
    inFlight,
    each,
    leaseMs,
    elapsed,
    stopping,
    widenMs = 0,
  }: {
    inFlight: number
    /** Of one workspace, at most so many at a time. */
    each: number
    leaseMs: number
    elapsed: () => number
    stopping: AbortSignal
    /** How long it takes after a rest until there is another place; at first there is one. 0: all at once. */
    widenMs?: number
  },
  carryOut: (work: Work) => Promise<void>,
): Workers {
  const running = new Map<string, Promise<void>>()
  const places = createPlaces({ inFlight, each, elapsed, widenMs })
  const { room, full, rest } = places
  return {
    ...{ room: () => (stopping.aborted ? 0 : room()), full, rest },
    begin: (work, claimedAt) => {
      const { id, team } = work.delivery
      const mayPost = () => !stopping.aborted && elapsed() - claimedAt < leaseMs / 2
      const giveBack = places.take(team)
      const done = carryOut({ ...work, mayPost }).finally(() => {
        running.delete(id)
        giveBack()
      })
      running.set(id, done)
      return done
    },
    has: (delivery) => running.has(delivery),
    share: (teams) => (stopping.aborted ? new Map() : places.share(teams)),
    inHand: () => running.size,
    roomAgain: async (ms) => {
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<'late'>((resolve) => {
        timer = setTimeout(resolve, ms, 'late')
      })
      const enough = places.watch()
      while (!enough() && running.size > 0) {
        if ((await Promise.race([late, ...running.values()])) === 'late') break
      }
      clearTimeout(timer)
    },
    idle: async () => void (await Promise.all(running.values())),
  }
}
