import { DAYS, type Day } from '../cards/when.ts'

const NAMED = new Map([
  ['noon', '12:00'],
  ['midday', '12:00'],
  ['midnight', '00:00'],
])
const TIME = /^(\d{1,2})(?:h|(?:[:.h](\d{2}))?(am|pm)?)$/

/**
 * A time of day as people write it: `9am`, `9:30 pm`, `09:00`, `9.30`, `17h`, `17h00`, `0900`, `noon`.
 * @returns it as `09:00`, or undefined when it is none
 */
export function readTime(typed: string): string | undefined {
  const text = typed
    .trim()
    .toLowerCase()
    .replace(/([ap])\.?m\.?$/, '$1m')
    .replace(/\s+|o['’]?clock$/g, '')
  const named = NAMED.get(text)
  if (named !== undefined) return named
  const [, hours = '', minutes = '00', half] = TIME.exec(text.replace(/^(\d{2})(\d{2})$/, '$1:$2')) ?? []
  if (hours === '') return undefined
  const hour = Number(hours)
  if (Number(minutes) > 59 || hour > 23 || (half !== undefined && (hour < 1 || hour > 12))) return undefined
  const whole = half === undefined ? hour : (hour % 12) + (half === 'pm' ? 12 : 0)
  return `${String(whole).padStart(2, '0')}:${minutes}`
}

const WEEKDAYS = DAYS.slice(0, 5)
const WEEKEND = DAYS.slice(5)
const GROUPS = new Map<string, readonly Day[]>([
  ...['weekday', 'weekdays', 'workdays', 'working days'].map((name) => [name, WEEKDAYS] as const),
  ...['weekend', 'weekends'].map((name) => [name, WEEKEND] as const),
  ...['daily', 'everyday', 'every day', 'each day', 'all days', 'all'].map((name) => [name, DAYS] as const),
])
// Any beginning of its name that leaves no doubt: mo, mon, tues, thurs, friday, Fridays.
const DAY =
  /^(mo(?:n(?:days?)?)?|tu(?:e(?:s(?:days?)?)?)?|we(?:d(?:s|nesdays?)?)?|th(?:u(?:r(?:s(?:days?)?)?)?)?|fr(?:i(?:days?)?)?|sa(?:t(?:urdays?)?)?|su(?:n(?:days?)?)?)\.?$/

const dayNamed = (word: string): Day | undefined =>
  DAY.test(word) ? DAYS.find((day) => day.startsWith(word.slice(0, 2))) : undefined

/**
 * Days of the week as people write them: `weekdays`, `daily`, `mon,wed`, `Mon-Thu`, `sun-thu`, `mondays and fridays`.
 * @returns them in the order of the week, each once, or undefined when something in it is no day
 */
export function readDays(typed: string): Day[] | undefined {
  const text = typed.toLowerCase().trim().replace(/[–—]/g, '-')
  const found = new Set<Day>(GROUPS.get(text) ?? [])
  if (found.size === 0) {
    const joined = text.replace(/\s*(-| to )\s*/g, '-').replace(/\band\b|[,&+/]/g, ' ')
    for (const part of joined.split(/\s+/).filter(Boolean)) {
      const days = GROUPS.get(part) ?? range(part)
      if (days === undefined) return undefined
      for (const day of days) found.add(day)
    }
  }
  return found.size === 0 ? undefined : DAYS.filter((day) => found.has(day))
}

/** `mon-thu`, and over the end of the week: `sun-thu`. */
function range(part: string): Day[] | undefined {
  const [first, last, ...more] = part.split('-').map(dayNamed)
  if (first === undefined || more.length > 0) return undefined
  if (!part.includes('-')) return [first]
  if (last === undefined) return undefined
  const from = DAYS.indexOf(first)
  const length = ((DAYS.indexOf(last) - from + DAYS.length) % DAYS.length) + 1
  return Array.from({ length }, (_, step) => DAYS[(from + step) % DAYS.length] ?? first)
}
