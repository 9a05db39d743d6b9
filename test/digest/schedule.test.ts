import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAYS } from '../../src/cards/when.ts'
import { dateOf, type Schedule, slotAfter, slotFrom, startOf } from '../../src/digest/schedule.ts'
import { localTime } from './clock-changes.ts'
import { rightThere, walk } from './walk.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const ZONES = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])]

const daily = (time: string, zone: string): Schedule => ({ time, days: DAYS, zone })

/** `2026-11-24 2026-11-24T08:00Z` for each slot of some days. */
const told = (schedule: Schedule, from: string, days: number) =>
  walk(schedule, Date.parse(from), Date.parse(from) + days * DAY_MS).map(
    ({ date, at }) => `${date} ${new Date(at).toISOString().replace(':00.000Z', 'Z')}`,
  )

describe('a time that the clocks skip or repeat', () => {
  it.each([
    ['Europe/Berlin', '02:30', '2026-03-29', '2026-03-29 03:00', '2026-03-29T01:00Z'],
    ['Europe/Berlin', '02:00', '2026-03-29', '2026-03-29 03:00', '2026-03-29T01:00Z'],
    ['Europe/Berlin', '02:59', '2026-03-29', '2026-03-29 03:00', '2026-03-29T01:00Z'],
    ['Europe/Berlin', '03:00', '2026-03-29', '2026-03-29 03:00', '2026-03-29T01:00Z'],
    ['Europe/Berlin', '01:59', '2026-03-29', '2026-03-29 01:59', '2026-03-29T00:59Z'],
    ['Europe/Berlin', '02:30', '2026-10-25', '2026-10-25 02:30', '2026-10-25T00:30Z'],
    ['Europe/Berlin', '02:00', '2026-10-25', '2026-10-25 02:00', '2026-10-25T00:00Z'],
    ['Europe/Berlin', '03:00', '2026-10-25', '2026-10-25 03:00', '2026-10-25T02:00Z'],
    // Half an hour.
    ['Australia/Lord_Howe', '02:15', '2026-10-04', '2026-10-04 02:30', '2026-10-03T15:30Z'],
    ['Australia/Lord_Howe', '01:45', '2026-04-05', '2026-04-05 01:45', '2026-04-04T14:45Z'],
    // Two hours.
    ['Antarctica/Troll', '01:30', '2026-03-29', '2026-03-29 03:00', '2026-03-29T01:00Z'],
    ['Antarctica/Troll', '01:30', '2026-10-25', '2026-10-25 01:30', '2026-10-24T23:30Z'],
    // At midnight, to either side.
    ['Africa/Cairo', '00:00', '2026-04-24', '2026-04-24 01:00', '2026-04-23T22:00Z'],
    ['Africa/Cairo', '23:30', '2026-10-29', '2026-10-29 23:30', '2026-10-29T20:30Z'],
    ['Africa/Cairo', '00:00', '2026-10-30', '2026-10-30 00:00', '2026-10-29T22:00Z'],
    ['Asia/Beirut', '00:30', '2026-03-29', '2026-03-29 01:00', '2026-03-28T22:00Z'],
    ['Asia/Beirut', '23:00', '2026-10-24', '2026-10-24 23:00', '2026-10-24T20:00Z'],
    ['America/Havana', '00:30', '2026-03-08', '2026-03-08 01:00', '2026-03-08T05:00Z'],
    ['America/Havana', '00:30', '2026-11-01', '2026-11-01 00:30', '2026-11-01T04:30Z'],
    ['America/Asuncion', '00:00', '2024-10-06', '2024-10-06 01:00', '2024-10-06T04:00Z'],
    ['America/Asuncion', '23:15', '2024-03-23', '2024-03-23 23:15', '2024-03-24T02:15Z'],
    // The hour before midnight is skipped: the next minute is of the next date.
    ['America/Scoresbysund', '23:30', '2026-03-28', '2026-03-29 00:00', '2026-03-29T01:00Z'],
    ['America/Scoresbysund', '23:30', '2026-10-24', '2026-10-24 23:30', '2026-10-25T00:30Z'],
    // Around Ramadan.
    ['Africa/Casablanca', '02:30', '2026-02-15', '2026-02-15 02:30', '2026-02-15T01:30Z'],
    ['Africa/Casablanca', '02:30', '2026-03-22', '2026-03-22 03:00', '2026-03-22T02:00Z'],
  ])('in %s at %s on %s comes at %s, once', (zone, time, date, there, moment) => {
    const slots = walk(daily(time, zone), Date.parse(date) - 2 * DAY_MS, Date.parse(date) + 3 * DAY_MS)
    const [slot, ...more] = slots.filter((one) => one.date === date)
    expect(more).toEqual([])
    expect(new Date(slot?.at ?? 0).toISOString()).toBe(moment.replace('Z', ':00.000Z'))
    expect(localTime(slot?.at ?? 0, zone)).toBe(`${there}:00`)
  })

  it('of a night that skips its last hour leaves that of the next date where it is', () => {
    expect(told(daily('23:30', 'America/Scoresbysund'), '2026-03-27T12:00Z', 3)).toEqual([
      '2026-03-27 2026-03-28T01:30Z',
      '2026-03-28 2026-03-29T01:00Z',
      '2026-03-29 2026-03-30T00:30Z',
    ])
  })
})

describe('a date that a zone left out', () => {
  it.each([
    ['Pacific/Apia', '2011-12-30'],
    ['Pacific/Fakaofo', '2011-12-30'],
    ['Pacific/Kwajalein', '1993-08-21'],
    ['Pacific/Enderbury', '1994-12-31'],
    ['Pacific/Kiritimati', '1994-12-31'],
  ])('%s %s has no slot', (zone, date) => {
    const noon = Date.parse(`${date}T12:00Z`)
    for (const time of ['00:00', '00:01', '09:00', '12:00', '23:59']) {
      const dates = walk(daily(time, zone), noon - 4 * DAY_MS, noon + 4 * DAY_MS).map((slot) => slot.date)
      const around = [-2, -1, 0, 1, 2].map((days) =>
        new Date(noon + days * DAY_MS).toISOString().slice(0, 10),
      )
      expect(
        around.filter((one) => dates.includes(one)),
        time,
      ).toEqual(around.toSpliced(2, 1))
      expect(new Set(dates).size, time).toBe(dates.length)
    }
  })

  it('costs a weekly digest a week', () => {
    // 30 December 2011 was to be a Friday.
    expect(told({ time: '09:00', days: ['fri'], zone: 'Pacific/Apia' }, '2011-12-22T00:00Z', 17)).toEqual([
      '2011-12-23 2011-12-23T19:00Z',
      '2012-01-06 2012-01-05T19:00Z',
    ])
  })
})

describe('the days', () => {
  it('are those of the zone, not of the meridian', () => {
    const weekdays = DAYS.slice(0, 5)
    expect(told({ time: '08:00', days: weekdays, zone: 'Pacific/Auckland' }, '2026-11-26T00:00Z', 5)).toEqual(
      ['2026-11-27 2026-11-26T19:00Z', '2026-11-30 2026-11-29T19:00Z', '2026-12-01 2026-11-30T19:00Z'],
    )
    expect(
      told({ time: '20:00', days: weekdays, zone: 'America/Los_Angeles' }, '2026-11-26T12:00Z', 6),
    ).toEqual([
      '2026-11-26 2026-11-27T04:00Z',
      '2026-11-27 2026-11-28T04:00Z',
      '2026-11-30 2026-12-01T04:00Z',
      '2026-12-01 2026-12-02T04:00Z',
    ])
  })

  it('may be one in the week whose hour is skipped', () => {
    expect(told({ time: '02:30', days: ['sun'], zone: 'Europe/Berlin' }, '2026-03-20T00:00Z', 17)).toEqual([
      '2026-03-22 2026-03-22T01:30Z',
      '2026-03-29 2026-03-29T01:00Z',
      '2026-04-05 2026-04-05T00:30Z',
    ])
  })

  it('of a date that had its slot are passed over, however many they are', () => {
    const mondays: Schedule = { time: '09:00', days: ['mon'], zone: 'Europe/Berlin' }
    const after = Date.parse('2026-11-23T12:00Z')
    const dates = walk(mondays, after, after + 140 * DAY_MS).map(({ date }) => date)
    expect(dates).toHaveLength(20)
    expect(slotAfter(mondays, after, new Set(dates)).date).toBe('2027-04-19')
  })
})

const schedules = fc.record({
  time: fc
    .integer({ min: 0, max: 24 * 60 - 1 })
    .map((minutes) => new Date(minutes * MINUTE_MS).toISOString().slice(11, 16)),
  days: fc.subarray([...DAYS], { minLength: 1 }),
  zone: fc.constantFrom(...ZONES),
})
const moments = fc.integer({ min: Date.UTC(2026, 0, 1), max: Date.UTC(2028, 0, 1) })

describe('for any schedule and moment', () => {
  it('the next slot is later, on one of the days, and the one after it of a later date', () => {
    fc.assert(
      fc.property(schedules, moments, (schedule, after) => {
        const slot = slotAfter(schedule, after)
        const next = slotAfter(schedule, slot.at)
        expect(slot.at).toBeGreaterThan(after)
        expect(next.date > slot.date && next.at > slot.at).toBe(true)
        expect(schedule.days).toContain(DAYS[(new Date(slot.date).getUTCDay() + 6) % 7])
        expect(rightThere(slot.date, schedule.time, slot.at, schedule.zone)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('it is the same for every moment until it, so that a date has one moment only', () => {
    fc.assert(
      fc.property(schedules, moments, fc.double({ min: 0, max: 1, noNaN: true }), (schedule, after, part) => {
        const slot = slotAfter(schedule, after)
        const between = after + Math.floor(part * (slot.at - 1 - after))
        expect(slotAfter(schedule, between)).toEqual(slot)
        expect(slotAfter(schedule, slot.at - 1)).toEqual(slot)
      }),
      { numRuns: 300 },
    )
  })

  it('without the dates that are taken it is the first of the others', () => {
    fc.assert(
      fc.property(schedules, moments, fc.subarray([0, 1, 2, 3]), (schedule, after, chosen) => {
        const slots = walk(schedule, after, after + 40 * DAY_MS).slice(0, 5)
        const taken = new Set(chosen.map((place) => slots[place]?.date ?? ''))
        expect(slotAfter(schedule, after, taken)).toEqual(slots.find(({ date }) => !taken.has(date)))
      }),
      { numRuns: 200 },
    )
  })
})

describe('the first slot of a date or later', () => {
  const now = Date.parse('2026-03-20T12:00Z')

  it.each([
    ['00:00', 'Europe/Berlin', '2026-03-25', '2026-03-25 2026-03-24T23:00Z'],
    ['23:59', 'Europe/Berlin', '2026-03-25', '2026-03-25 2026-03-25T22:59Z'],
    // Saturday's comes on Sunday there, at its first minute: it is Saturday's all the same.
    ['23:30', 'America/Scoresbysund', '2026-03-29', '2026-03-29 2026-03-30T00:30Z'],
    ['00:00', 'Africa/Cairo', '2026-04-24', '2026-04-24 2026-04-23T22:00Z'],
    // Today and long ago are as from now on.
    ['09:00', 'UTC', '2026-03-20', '2026-03-21 2026-03-21T09:00Z'],
    ['09:00', 'UTC', '2020-01-01', '2026-03-21 2026-03-21T09:00Z'],
    ['09:00', 'UTC', '9999-12-31', '9999-12-31 9999-12-31T09:00Z'],
  ])('at %s in %s from %s is %s', (time, zone, date, expected) => {
    const slot = slotFrom(daily(time, zone), date, now)
    expect(`${slot.date} ${new Date(slot.at).toISOString().replace(':00.000Z', 'Z')}`).toBe(expected)
  })

  it('is of the next date where a zone left it out, or where it is taken', () => {
    const before = Date.parse('2011-12-28T00:00Z')
    expect(slotFrom(daily('09:00', 'Pacific/Apia'), '2011-12-30', before).date).toBe('2011-12-31')
    expect(slotFrom(daily('09:00', 'UTC'), '2026-04-01', now, new Set(['2026-04-01'])).date).toBe(
      '2026-04-02',
    )
  })
})

describe('a local date', () => {
  it('begins where its first minute is, and is the one that is there', () => {
    expect(new Date(startOf('2026-04-24', 'Africa/Cairo')).toISOString()).toBe('2026-04-23T22:00:00.000Z')
    expect(new Date(startOf('2026-11-24', 'Asia/Kolkata')).toISOString()).toBe('2026-11-23T18:30:00.000Z')
    expect(dateOf(Date.parse('2026-11-24T10:00Z'), 'Pacific/Kiritimati')).toBe('2026-11-25')
    expect(dateOf(Date.parse('2026-11-24T10:00Z'), 'Pacific/Pago_Pago')).toBe('2026-11-23')
  })
})

describe('what is no schedule', () => {
  it.each([
    { ...daily('25:00', 'UTC') },
    { ...daily('nine', 'UTC') },
    { ...daily('09:00', 'Mars/Olympus') },
    { ...daily('09:00', 'UTC'), days: [] },
  ])('%j is refused', (schedule) => {
    expect(() => slotAfter(schedule, 0)).toThrow(RangeError)
  })
})
