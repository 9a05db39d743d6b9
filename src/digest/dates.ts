import { Temporal } from 'temporal-polyfill'
import { dateOf } from './schedule.ts'

type Step = (date: Temporal.PlainDate, count: number) => Temporal.PlainDate

const STEPS: Record<string, Step> = {
  day: (date, days) => date.add({ days }),
  week: (date, weeks) => date.add({ weeks }),
  fortnight: (date, count) => date.add({ weeks: 2 * count }),
  // From the 31st, a month on is the last day of the next one.
  month: (date, months) => date.add({ months }),
  year: (date, years) => date.add({ years }),
}
/** The first day of what comes next; a week begins on Monday. */
const BEGINNINGS: Record<string, (today: Temporal.PlainDate) => Temporal.PlainDate> = {
  week: (today) => today.add({ days: 8 - today.dayOfWeek }),
  month: (today) => today.add({ months: 1 }).with({ day: 1 }),
  year: (today) => today.add({ years: 1 }).with({ month: 1, day: 1 }),
}
const NUMBERS = 'zero one two three four five six seven eight nine ten eleven twelve'.split(' ')
const SPAN =
  /^(?:(?:for|in|until|till|to) )?(?:the )?(?:next )?([a-z]+|\d{1,4}) (day|week|fortnight|month|year)s?(?: from (?:now|today))?$/
const NEXT = /^(?:(?:until|till|to) )?next (week|month|year)$/
/** What may stand around a date and says nothing. “For” says how long: a pause for December is none until December. */
const FILLER = /\b(?:until|till|to|on|the|from|of|a)\b|[.,!]/g
// Whoever says a date needs no more, and what reads dates takes its time for long texts.
const LONGEST = 60
// Beyond it, years have a sign and more digits.
const LAST_YEAR = 9999

/**
 * A local date in the future as people write it: `1 Dec`, `2026-12-01`, `1/12` or `1.12.` (the day first), `monday`, `december`,
 * `for two weeks`, `next month` (its first day). A time of day is not part of it.
 * @param typed in lower case
 * @param now milliseconds since 1970; `zone`: where it is written
 * @returns `2026-12-01`; `past` for today or earlier, undefined when it is no date
 */
export async function readDate(
  typed: string,
  now: number,
  zone: string,
): Promise<string | 'past' | undefined> {
  const text = typed
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/\b(\d{1,2})\.(\d{1,2})\.?$/, '$1/$2')
  if (text.length > LONGEST) return undefined
  const today = Temporal.PlainDate.from(dateOf(now, zone))
  const date = readSpan(text, today) ?? (await readDay(text, today))
  if (date === undefined || date.year > LAST_YEAR) return undefined
  return Temporal.PlainDate.compare(date, today) > 0 ? date.toString() : 'past'
}

/** `for two weeks`, `next month`. */
function readSpan(text: string, today: Temporal.PlainDate): Temporal.PlainDate | undefined {
  const [, next = ''] = NEXT.exec(text) ?? []
  if (next !== '') return BEGINNINGS[next]?.(today)
  const [, number = '', unit = ''] = SPAN.exec(text) ?? []
  const count = /^an?$/.test(number) ? 1 : /^\d/.test(number) ? Number(number) : NUMBERS.indexOf(number)
  return count < 0 ? undefined : STEPS[unit]?.(today, count)
}

async function readDay(text: string, today: Temporal.PlainDate): Promise<Temporal.PlainDate | undefined> {
  // What reads dates makes the next one of “last monday”.
  if (/\blast\b/.test(text)) return undefined
  // Nobody pauses a digest at start: what reads dates is large, and loaded only when somebody does.
  const { en } = await import('chrono-node')
  // It reckons in the zone of this process, where today at noon is as good as there, and no clock changes.
  const noon = new Date(today.year, today.month - 1, today.day, 12)
  // Of two numbers the first is the day. In words, it is the other reader that reads “dec 24” right.
  const reader = /\d[/.-]\d/.test(text) ? en.GB : en.casual
  const [result] = reader.parse(text, noon, { forwardDate: true })
  if (!result || result.end || result.start.isCertain('hour')) return undefined
  if (text.replace(result.text, '').replace(FILLER, '').trim() !== '') return undefined
  const { start } = result
  const [year, month, day] = [start.get('year') ?? 0, start.get('month') ?? 0, start.get('day') ?? 0]
  const date = Temporal.PlainDate.from({ year, month, day })
  // On a Tuesday, nobody who says Tuesday means today.
  const weekday = start.isCertain('weekday') && !start.isCertain('day')
  return weekday && date.equals(today) ? date.add({ weeks: 1 }) : date
}
