import { describe, expect, it } from 'vitest'
import { DAYS } from '../../src/cards/when.ts'
import { type ClockChange, clockChanges, expectedMoment, localTime } from './clock-changes.ts'
import { rightThere, walk } from './walk.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const ZONES = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])]

/** Minutes of the day that a change of the clocks makes interesting: within it, and on either side of its edges. */
function timesAround({ at, before, after }: ClockChange): string[] {
  const [low, high] = [at + Math.min(before, after), at + Math.max(before, after)]
  const near = [low, high].flatMap((edge) => [edge - MINUTE_MS, edge, edge + MINUTE_MS])
  const times = [...near, (low + high) / 2].map((moment) => new Date(moment).toISOString().slice(11, 16))
  return [...new Set(['00:00', '23:59', ...times])]
}

/** What is wrong with the slots of three days before a change of the clocks and three after, in words. */
function faultsAround(zone: string, time: string, change: ClockChange): string[] {
  const [from, to] = [change.at - 3 * DAY_MS, change.at + 3 * DAY_MS]
  const expected = Array.from({ length: 11 }, (_, day) => {
    const date = new Date(change.at + (day - 5) * DAY_MS).toISOString().slice(0, 10)
    return { date, at: expectedMoment(date, time, change) }
  }).filter(({ at }) => at > from && at <= to)
  const slots = walk({ time, days: DAYS, zone }, from, to)
  const faults = slots.flatMap(({ date, at }, place) => [
    ...(place > 0 && at <= (slots[place - 1]?.at ?? 0) ? [`${date} is not later than the one before`] : []),
    ...(rightThere(date, time, at, zone) ? [] : [`${date} comes at ${localTime(at, zone)} there`]),
  ])
  if (JSON.stringify(slots) !== JSON.stringify(expected)) {
    faults.push(`${JSON.stringify(slots)} instead of ${JSON.stringify(expected)}`)
  }
  return faults.map((fault) => `${zone} ${time}: ${fault}`)
}

describe('every time zone, around every change of its clocks in 2026 and 2027', () => {
  const [from, to] = [Date.UTC(2026, 0, 1), Date.UTC(2028, 0, 1)]
  const changes = ZONES.flatMap((zone) => clockChanges(zone, from, to).map((change) => ({ zone, change })))

  it('has such changes', () => {
    expect(new Set(changes.map(({ zone }) => zone)).size).toBeGreaterThan(100)
    const widths = changes.map(({ change }) => (change.after - change.before) / MINUTE_MS)
    expect(new Set(widths)).toEqual(new Set([60, -60, 30, -30, 120, -120]))
  })

  it('has one slot for each local date, at its time or at the next minute that exists', () => {
    const faults = changes.flatMap(({ zone, change }) =>
      timesAround(change).flatMap((time) => faultsAround(zone, time, change)),
    )
    expect(faults).toEqual([])
  })

  it('has one slot for each local date where the clocks do not change', () => {
    const changing = new Set(changes.map(({ zone }) => zone))
    const still = ZONES.filter((zone) => !changing.has(zone))
    expect(still.length).toBeGreaterThan(100)
    const faults = still.flatMap((zone) => {
      const at = Date.UTC(2026, 5, 15)
      const before = Date.parse(`${localTime(at, zone).replace(' ', 'T')}Z`) - at
      return ['00:00', '23:59'].flatMap((time) => faultsAround(zone, time, { at, before, after: before }))
    })
    expect(faults).toEqual([])
  })
})
