import type { Delivery } from '../store/deliveries.ts'

/** In leases: what was not looked at for so long was finished, most likely, and never comes again. */
const REMEMBERED = 10

/**
 * Finds claims whose holder is gone: those that did not change for `leaseMs`, as this process saw it by a clock that
 * only ever grows. No two clocks are compared, so none has to be right. Not each claim needs to be shown each time: with
 * each change of hands its version grows.
 */
export function watchLeases(leaseMs: number, elapsed: () => number) {
  const seen = new Map<string, { version: number; since: number; looked: number }>()
  return {
    /** Of the open deliveries, those that anybody may take over now. */
    free: (open: readonly Delivery[]): Delivery[] => {
      const now = elapsed()
      for (const { id, version } of open) {
        const before = seen.get(id)
        seen.set(id, { version, since: before?.version === version ? before.since : now, looked: now })
      }
      for (const [id, { looked }] of seen) if (now - looked > REMEMBERED * leaseMs) seen.delete(id)
      return open.filter(({ id, owner }) => owner === null || now - (seen.get(id)?.since ?? now) >= leaseMs)
    },
  }
}
