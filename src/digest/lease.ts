import type { Delivery } from '../store/deliveries.ts'

/**
 * Finds claims whose holder is gone: those that did not change for `leaseMs`, as this process saw it by a clock that
 * only ever grows. No two clocks are compared, so none has to be right.
 */
export function watchLeases(leaseMs: number, elapsed: () => number) {
  let seen = new Map<string, { version: number; since: number }>()
  return {
    /** Of the open deliveries, those that anybody may take over now. */
    free: (open: readonly Delivery[]): Delivery[] => {
      const now = elapsed()
      const present = new Map(
        open.map(({ id, version }) => {
          const before = seen.get(id)
          return [id, before?.version === version ? before : { version, since: now }]
        }),
      )
      seen = present
      return open.filter(
        ({ id, owner }) => owner === null || now - (present.get(id)?.since ?? now) >= leaseMs,
      )
    },
  }
}
