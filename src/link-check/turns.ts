import { setTimeout as sleep } from 'node:timers/promises'

/** Waits until it is a host's turn, then does the work. Rejects as the work does, or when it is told to stop. */
type InTurn = <T>(host: string, work: () => Promise<T>) => Promise<T>

/** Sees to it that a host has one thing to do at a time, and a rest of `gapMs` after each; other hosts need not wait. */
export function createTurns(gapMs: number, signal: AbortSignal): InTurn {
  const freeAt = new Map<string, Promise<number>>()
  return (host, work) => {
    const before = freeAt.get(host)
    const mine = (async () => {
      const rest = before === undefined ? 0 : (await before) - performance.now()
      if (rest > 0) await sleep(rest, undefined, { signal })
      signal.throwIfAborted()
      return work()
    })()
    const rested = () => performance.now() + gapMs
    freeAt.set(host, mine.then(rested, rested))
    return mine
  }
}
