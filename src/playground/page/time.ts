const formats = new Map<string, Intl.DateTimeFormat>()

/** Formatters are dear to make: one for each zone and shape. */
function format(ms: number, tz: string, options: Intl.DateTimeFormatOptions): string {
  const key = `${tz} ${JSON.stringify(options)}`
  const known = formats.get(key) ?? new Intl.DateTimeFormat('en-GB', { timeZone: tz, ...options })
  formats.set(key, known)
  return known.format(ms)
}

/** Slack's `ts` in ms since 1970. */
export const msOf = (ts: string): number => Number.parseFloat(ts) * 1000

/** `09:05` in this zone. */
export const clockTime = (ms: number, tz: string): string =>
  format(ms, tz, { hour: '2-digit', minute: '2-digit' })

/** `09:05:07` in this zone. */
export const clockSeconds = (ms: number, tz: string): string =>
  format(ms, tz, { hour: '2-digit', minute: '2-digit', second: '2-digit' })

/** `Sunday 22 November` in this zone. */
export const dayName = (ms: number, tz: string): string =>
  format(ms, tz, { weekday: 'long', day: 'numeric', month: 'long' })

/** `Sunday 22 November 2026, 09:05 GMT` in this zone. */
export const fullTime = (ms: number, tz: string): string =>
  `${dayName(ms, tz)} ${format(ms, tz, { year: 'numeric' })}, ${clockTime(ms, tz)} ${zoneName(ms, tz)}`

/** The zone's short name at that time: `GMT`, `GMT+9`. */
export const zoneName = (ms: number, tz: string): string =>
  format(ms, tz, { timeZoneName: 'short' }).split(', ').at(-1) ?? tz

/** `Today`, `Yesterday`, or the day by its name. */
export function dayLabel(ms: number, now: number, tz: string): string {
  const day = dayName(ms, tz)
  if (day === dayName(now, tz)) return 'Today'
  if (day === dayName(now - 86_400_000, tz)) return 'Yesterday'
  return day
}
