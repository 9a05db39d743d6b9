// American, since the British shorten September to four letters.
const months = new Intl.DateTimeFormat('en-US', { month: 'short', year: 'numeric', timeZone: 'UTC' })

/** A month as people read it: `Nov 2026`. `month`: `2026-11`, or a day of it. */
export const sayMonth = (month: string): string => months.format(Date.parse(month))

/** A day as people read it: `3 Nov 2026`. `day`: `2026-11-03`. */
export const sayDayOf = (day: string): string => `${Number(day.slice('2026-11-'.length))} ${sayMonth(day)}`
