/** A jump of the clock that is worth waiting after; drift and corrections by NTP stay far below. */
const JUMP_MS = 30_000

/** Tells whether the clock can be trusted now, and the time: where it cannot, by what it was when it last could be. */
export type SteadyClock = (() => boolean) & { now: () => number }

/**
 * Watches the clock. After a jump, forth or back, it has to run evenly for `settleMs` before it is trusted again: what a
 * wrong clock holds to be due or missed cannot be taken back. What is in hand meanwhile goes by the time as it was.
 * @param now the clock, in milliseconds since 1970
 * @param elapsed milliseconds that only ever grow evenly, since whenever
 */
export function watchClock(now: () => number, elapsed: () => number, settleMs: number): SteadyClock {
  let offset = now() - elapsed()
  let trusted = offset
  let jumpedAt = Number.NEGATIVE_INFINITY
  const look = () => {
    const present = now() - elapsed()
    if (Math.abs(present - offset) > JUMP_MS) jumpedAt = elapsed()
    offset = present
    const steady = elapsed() - jumpedAt >= settleMs
    if (steady) trusted = present
    return steady
  }
  return Object.assign(look, { now: () => Math.round(trusted + elapsed()) })
}
