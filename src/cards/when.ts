import { sentenceList } from './text.ts'

/** The days of the week, as they are stored; the order is the one in which they are shown. */
export const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
export type Day = (typeof DAYS)[number]

const NAMES: Record<Day, string> = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
}

/** `Monday`. */
export const sayDay = (day: Day): string => NAMES[day]

const DAY_MS = 24 * 60 * 60 * 1000
// Further away than this, the same date of another year might be meant.
const FAR_MS = 300 * DAY_MS

/**
 * A moment as people read it there: `Tue 24 Nov, 09:00 CET`.
 * @param at milliseconds since 1970
 * @param zone an IANA time zone
 * @param now where it is given, the year is added to what is more than 300 days from it
 * @throws RangeError for a zone that is none
 */
export function sayWhen(at: number, zone: string, now?: number): string {
  const { hour, minute } = parts(at, zone)
  return `${sayDate(at, zone, now)}, ${hour}:${minute} ${zoneName(at, zone)}`
}

/** The date of a moment there: `Tue 24 Nov`. The same parameters as `sayWhen`. */
export function sayDate(at: number, zone: string, now?: number): string {
  const { weekday, day, month, year } = parts(at, zone)
  const date = `${weekday} ${day} ${month}`
  return now !== undefined && Math.abs(at - now) > FAR_MS ? `${date} ${year}` : date
}

/** A time of day as it is stored (`9:00` or `09:00`), with 24 hours and two digits. */
export function sayTime(time: string): string {
  return time.padStart('00:00'.length, '0')
}

/** `weekdays`, `every day`, `weekends`, `Mondays and Thursdays`, `Mon, Tue and Thu`; in any order, each once. */
export function sayDays(days: readonly Day[]): string {
  const chosen = DAYS.filter((day) => days.includes(day))
  const known = { 'mon tue wed thu fri': 'weekdays', 'sat sun': 'weekends', [DAYS.join(' ')]: 'every day' }
  const whole = known[chosen.join(' ')]
  if (whole !== undefined) return whole
  return sentenceList(chosen.map((day) => (chosen.length > 2 ? NAMES[day].slice(0, 3) : `${NAMES[day]}s`)))
}

type Parts = Record<'weekday' | 'day' | 'month' | 'year' | 'hour' | 'minute', string>

/** The parts of a moment there. American names, since the British shorten September to four letters. */
function parts(at: number, zone: string): Parts {
  const formatter = remember(clocks, zone, () => {
    return new Intl.DateTimeFormat('en-US', {
      ...{ timeZone: zone, weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' },
      ...{ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
    })
  })
  const found: Parts = { weekday: '', day: '', month: '', year: '', hour: '', minute: '' }
  for (const { type, value } of formatter.formatToParts(at))
    if (type in found) found[type as keyof Parts] = value
  return found
}

// Which letters a locale knows for a zone is what is common where it is spoken: CET in en-GB, EST in en-US.
const LOCALES = [
  'en-GB',
  'en-US',
  'en-CA',
  'en-AU',
  'en-NZ',
  'en-IN',
  'en-ZA',
  'en-IE',
  'en-SG',
  'en-HK',
  'ja-JP',
]
const LETTERS = /^[A-Z]{2,5}$/

/** `CET`, or `GMT+9` where nobody has letters for it. */
function zoneName(at: number, zone: string): string {
  // Nearly always the locale that knew the zone last time knows it again: it is asked first.
  const formatters = remember(namers, zone, () => LOCALES.map((locale) => namer(locale, zone)))
  for (const [place, formatter] of formatters.entries()) {
    const name = nameFrom(formatter, at)
    if (!LETTERS.test(name)) continue
    if (place > 0) formatters.unshift(...formatters.splice(place, 1))
    return name
  }
  return nameFrom(
    remember(offsets, zone, () => namer('en-GB', zone, 'shortOffset')),
    at,
  )
}

function namer(locale: string, zone: string, timeZoneName: 'short' | 'shortOffset' = 'short') {
  return new Intl.DateTimeFormat(locale, { timeZone: zone, timeZoneName })
}

function nameFrom(formatter: Intl.DateTimeFormat, at: number): string {
  return formatter.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? ''
}

// Formatters are slow to make. There are as many as zones in use, of which the world has some hundred.
const clocks = new Map<string, Intl.DateTimeFormat>()
const namers = new Map<string, Intl.DateTimeFormat[]>()
const offsets = new Map<string, Intl.DateTimeFormat>()

function remember<T>(known: Map<string, T>, zone: string, make: () => T): T {
  const value = known.get(zone) ?? make()
  known.set(zone, value)
  return value
}
