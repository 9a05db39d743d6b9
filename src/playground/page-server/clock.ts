import type { ClockMark } from '../page-api.ts'
import { offsetOf } from '../zones.ts'

/** A clock that runs like the real one, but can be turned. */
export type Clock = {
  /** Milliseconds since 1970. */
  now: () => number
  turned: () => boolean
  /** Turns it to this moment, from which it runs on. */
  turn: (to: number) => void
  reset: () => void
}

/** A clock that shows `real` time until it is turned. */
export function createClock(real: () => number = Date.now): Clock {
  let ahead = 0
  return {
    now: () => real() + ahead,
    turned: () => ahead !== 0,
    turn: (to) => {
      ahead = to - real()
    },
    reset: () => {
      ahead = 0
    },
  }
}

const HOUR = 3_600_000
const DAY = 24 * HOUR
const NINE = 9 * HOUR

/**
 * The moment that a mark stands for, as people in `zone` see it: 09:00 of the next day, or half an hour before the
 * next change of the clocks. In a zone without such changes it is London's.
 */
export function momentOf(mark: Exclude<ClockMark, 'real'>, now: number, zone: string): number {
  if (mark === 'tomorrow-9') return nineTomorrow(now, zone)
  return (nextChange(now, zone) ?? nextChange(now, 'Europe/London') ?? now) - HOUR / 2
}

function nineTomorrow(now: number, zone: string): number {
  const local = now + offsetOf(zone, now)
  const wanted = Math.floor(local / DAY) * DAY + DAY + NINE
  // The offset may change until then; the second look uses that of the moment itself.
  const guess = wanted - offsetOf(zone, wanted - offsetOf(zone, now))
  return wanted - offsetOf(zone, guess)
}

/** The moment of the next change of this zone's offset within 400 days and at least an hour away, to the minute. */
function nextChange(now: number, zone: string): number | undefined {
  let before = now + HOUR
  const offset = offsetOf(zone, before)
  while (offsetOf(zone, before + DAY) === offset) {
    before += DAY
    if (before > now + 400 * DAY) return undefined
  }
  let after = before + DAY
  while (after - before > 60_000) {
    const middle = (before + after) / 2
    if (offsetOf(zone, middle) === offset) before = middle
    else after = middle
  }
  return Math.floor(after / 60_000) * 60_000
}
