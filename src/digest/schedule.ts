import { Temporal } from 'temporal-polyfill'
import { DAYS, type Day } from '../cards/when.ts'

/** When a digest comes: a local time of day (`09:00`) on these days of the week, in an IANA time zone. */
export type Schedule = { time: string; days: readonly string[]; zone: string }

/** One run: its local date (`2026-11-24`), by which it is known, and its moment in milliseconds since 1970. */
export type Slot = { date: string; at: number }

// Of one day a week, the next may have passed today, may be missing in the zone, and may be taken: each costs a week.
const horizonDays = (taken: ReadonlySet<string>) => 7 * (3 + taken.size)

/**
 * The first slot after a moment.
 *
 * A date has one slot at the most, whatever the clocks do: a time that they skip becomes the next minute that exists,
 * and of a time that comes twice it is the first.
 * @param after milliseconds since 1970; the slot is later than this
 * @param taken dates that had their slot already
 * @throws RangeError for a zone or time that is none
 */
export function slotAfter(schedule: Schedule, after: number, taken: ReadonlySet<string> = new Set()): Slot {
  return slotSince(schedule, localDate(after, schedule.zone), after, taken)
}

/** The first slot after a moment, of a local date or later; the date is not long before the moment. */
function slotSince(
  schedule: Schedule,
  first: Temporal.PlainDate,
  after: number,
  taken: ReadonlySet<string>,
): Slot {
  const { zone, days } = schedule
  const time = Temporal.PlainTime.from(schedule.time)
  const horizon = horizonDays(taken)
  for (let tries = 0, date = first; tries < horizon; tries++, date = date.add({ days: 1 })) {
    if (!days.includes(dayOf(date)) || taken.has(date.toString())) continue
    const at = momentOf(date, time, zone)
    if (at !== undefined && at > after) return { date: date.toString(), at }
  }
  throw new RangeError(`no slot within ${horizon} days of ${first} for ${JSON.stringify(schedule)}`)
}

const dayOf = (date: Temporal.PlainDate): Day => DAYS[date.dayOfWeek - 1] ?? 'mon'

const localDate = (at: number, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate()

/** The moment of a local date and time; undefined where a zone leaves out the whole date (Samoa, 30 December 2011). */
function momentOf(date: Temporal.PlainDate, time: Temporal.PlainTime, zone: string): number | undefined {
  const wanted = date.toPlainDateTime(time)
  const first = wanted.toZonedDateTime(zone, { disambiguation: 'earlier' })
  if (first.toPlainDateTime().equals(wanted)) return first.epochMilliseconds
  // Skipped by the clocks: `first` is as long before the gap as `wanted` is within it.
  const end = first.getTimeZoneTransition('next') ?? first
  return date.toZonedDateTime(zone).toPlainDate().equals(date) ? end.epochMilliseconds : undefined
}

/**
 * The first slot of a local date or later, for pausing until that date.
 * @param date `2026-12-01`
 */
export function slotFrom(
  schedule: Schedule,
  date: string,
  now: number,
  taken: ReadonlySet<string> = new Set(),
): Slot {
  const wanted = Temporal.PlainDate.from(date)
  const today = localDate(now, schedule.zone)
  const first = Temporal.PlainDate.compare(wanted, today) < 0 ? today : wanted
  return slotSince(schedule, first, now, taken)
}

/** The moment at which a local date begins there. */
export function startOf(date: string, zone: string): number {
  return Temporal.PlainDate.from(date).toZonedDateTime(zone).epochMilliseconds
}

/** The local date of a moment: `2026-11-24`. */
export function dateOf(at: number, zone: string): string {
  return localDate(at, zone).toString()
}
