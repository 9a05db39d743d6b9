import { setTimeout as sleep } from 'node:timers/promises'
import type { Sliced } from '../catalogue/sliced.ts'

// Nobody notices five milliseconds; and within one, all that has come in meanwhile gets its turn.
const WORK_MS = 5
const REST_MS = 1

/**
 * Runs a long computation while others are served: some five milliseconds of it, then a rest, and so on.
 * @throws AbortError once it is no longer wanted
 */
export async function gently<T>(sliced: Sliced<T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    // First of all, since another one may have ended this moment.
    await sleep(REST_MS, undefined, { signal })
    const end = performance.now() + WORK_MS
    do {
      const step = sliced.next()
      if (step.done) return step.value
    } while (performance.now() < end)
  }
}
