import { setTimeout as sleep } from 'node:timers/promises'

/** What a load balancer knows. */
export type Balance = {
  /** Resolves at the first look at which this many of the processes that are up are ready. */
  ready: (count: number) => Promise<void>
  /** How often a process said 503. */
  refusals: () => number
  stop: () => Promise<void>
}

const LOOK_MS = 50
const ANSWER_MS = 2000

/**
 * Looks at `/readyz` of each process, and sends requests to those that are ready: to all where none is, as load
 * balancers do (AWS calls it fail open).
 * @param to told where requests go from now on
 */
export function startBalance(origins: () => readonly string[], to: (origins: string[]) => void): Balance {
  let waiting: { count: number; resolve: () => void }[] = []
  let refusals = 0
  let stopped = false
  const look = async (origin: string) => {
    const answer = await fetch(`${origin}/readyz`, { signal: AbortSignal.timeout(ANSWER_MS) }).catch(
      () => undefined,
    )
    await answer?.arrayBuffer().catch(() => undefined)
    if (answer?.status === 503) refusals += 1
    return answer?.status === 200
  }
  const loop = async () => {
    while (!stopped) {
      const known = origins()
      const verdicts = await Promise.all(known.map(look))
      const present = new Set(origins())
      const ready = known.filter((one, place) => verdicts[place] && present.has(one))
      to(ready.length > 0 ? ready : [...present])
      for (const one of waiting) if (one.count === ready.length) one.resolve()
      waiting = waiting.filter(({ count }) => count !== ready.length)
      await sleep(LOOK_MS)
    }
  }
  const looping = loop()
  return {
    ready: (count) => new Promise((resolve) => waiting.push({ count, resolve })),
    refusals: () => refusals,
    stop: async () => {
      stopped = true
      await looping
    },
  }
}
