/** A change of a zone's clocks: its moment, and by how much local time is ahead of UTC before and after. */
export type ClockChange = { at: number; before: number; after: number }

const DAY_MS = 24 * 60 * 60_000
const formatters = new Map<string, Intl.DateTimeFormat>()

/** Local date and time of a moment, as `2026-11-24 09:00:00`: by Intl, which the code under test does not ask. */
export function localTime(at: number, zone: string): string {
  const formatter =
    formatters.get(zone) ??
    new Intl.DateTimeFormat('en-US', {
      ...{ timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit' },
      ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
    })
  formatters.set(zone, formatter)
  // 11/24/2026, 09:00:00
  const text = formatter.format(at)
  return `${text.slice(6, 10)}-${text.slice(0, 2)}-${text.slice(3, 5)} ${text.slice(12)}`
}

const offsetAt = (at: number, zone: string) => Date.parse(`${localTime(at, zone).replace(' ', 'T')}Z`) - at

/** All changes of a zone's clocks between two moments (whole seconds), found by halving days whose ends differ. */
export function clockChanges(zone: string, from: number, to: number): ClockChange[] {
  const changes: ClockChange[] = []
  let before = offsetAt(from, zone)
  for (let day = from; day < to; day += DAY_MS) {
    const after = offsetAt(day + DAY_MS, zone)
    if (after === before) continue
    let [low, high] = [day, day + DAY_MS]
    while (high - low > 1000) {
      const middle = low + Math.floor((high - low) / 2000) * 1000
      if (offsetAt(middle, zone) === before) low = middle
      else high = middle
    }
    changes.push({ at: high, before, after })
    before = after
  }
  return changes
}

/**
 * When a local date and time comes first, for a zone whose clocks change once in the days around: the minute itself, or
 * the first that follows where it is skipped.
 */
export function expectedMoment(date: string, time: string, { at, before, after }: ClockChange): number {
  const wanted = Date.parse(`${date}T${time}Z`)
  if (wanted - before < at) return wanted - before
  return Math.max(at, wanted - after)
}
