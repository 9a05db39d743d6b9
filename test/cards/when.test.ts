import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAYS, sayDate, sayDays, sayTime, sayWhen } from '../../src/cards/when.ts'

const WINTER = Date.UTC(2026, 10, 24, 8, 0)
const SUMMER = Date.UTC(2026, 6, 24, 8, 0)

describe('a moment', () => {
  it.each([
    ['Europe/Berlin', WINTER, 'Tue 24 Nov, 09:00 CET'],
    ['Europe/Berlin', SUMMER, 'Fri 24 Jul, 10:00 CEST'],
    ['Europe/London', WINTER, 'Tue 24 Nov, 08:00 GMT'],
    ['Europe/London', SUMMER, 'Fri 24 Jul, 09:00 BST'],
    ['Europe/Dublin', SUMMER, 'Fri 24 Jul, 09:00 IST'],
    ['America/New_York', WINTER, 'Tue 24 Nov, 03:00 EST'],
    ['America/Los_Angeles', WINTER, 'Tue 24 Nov, 00:00 PST'],
    ['America/St_Johns', WINTER, 'Tue 24 Nov, 04:30 NST'],
    ['Asia/Kolkata', WINTER, 'Tue 24 Nov, 13:30 IST'],
    ['Asia/Tokyo', WINTER, 'Tue 24 Nov, 17:00 JST'],
    ['Asia/Seoul', WINTER, 'Tue 24 Nov, 17:00 GMT+9'],
    ['Asia/Kathmandu', WINTER, 'Tue 24 Nov, 13:45 GMT+5:45'],
    ['America/Sao_Paulo', WINTER, 'Tue 24 Nov, 05:00 GMT-3'],
    ['Australia/Sydney', WINTER, 'Tue 24 Nov, 19:00 AEDT'],
    ['Africa/Johannesburg', WINTER, 'Tue 24 Nov, 10:00 SAST'],
    ['Pacific/Auckland', WINTER, 'Tue 24 Nov, 21:00 NZDT'],
    ['Pacific/Kiritimati', WINTER, 'Tue 24 Nov, 22:00 GMT+14'],
    ['UTC', Date.UTC(2026, 8, 1, 0, 0), 'Tue 1 Sep, 00:00 UTC'],
  ])('in %s reads as there', (zone, at, said) => {
    expect(sayWhen(at, zone)).toBe(said)
    // Summer after winter and again: the letters are those of the moment, whatever was asked before.
    sayWhen(at + 182 * 86_400_000, zone)
    expect(sayWhen(at, zone)).toBe(said)
  })

  it('has its year where another one might be meant', () => {
    expect(sayWhen(WINTER, 'UTC', WINTER - 30 * 86_400_000)).toBe('Tue 24 Nov, 08:00 UTC')
    expect(sayWhen(WINTER, 'UTC', SUMMER - 300 * 86_400_000)).toBe('Tue 24 Nov 2026, 08:00 UTC')
    expect(sayDate(WINTER, 'Asia/Tokyo')).toBe('Tue 24 Nov')
    expect(sayDate(WINTER, 'Asia/Tokyo', WINTER + 301 * 86_400_000)).toBe('Tue 24 Nov 2026')
  })

  it('has the same form in every zone and at any time', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Intl.supportedValuesOf('timeZone')),
        fc.integer({ min: Date.UTC(2020), max: Date.UTC(2040) }),
        (zone, at) => {
          expect(sayWhen(at, zone)).toMatch(
            /^[A-Z][a-z]{2} \d{1,2} [A-Z][a-z]{2}, \d\d:\d\d (?:[A-Z]{2,5}|GMT[+-]\d{1,2}(?::\d\d)?)$/,
          )
        },
      ),
      { numRuns: 500 },
    )
  })

  it('is refused in a zone that is none', () => {
    expect(() => sayWhen(WINTER, 'Mars/Olympus')).toThrow(RangeError)
  })
})

describe('a time of day', () => {
  it('has two digits for hours', () => {
    expect(['9:00', '09:00', '17:30', '00:05'].map(sayTime)).toEqual(['09:00', '09:00', '17:30', '00:05'])
  })
})

describe('days', () => {
  it.each([
    [['mon', 'tue', 'wed', 'thu', 'fri'], 'weekdays'],
    [['fri', 'thu', 'wed', 'tue', 'mon', 'mon'], 'weekdays'],
    [DAYS, 'every day'],
    [['sun', 'sat'], 'weekends'],
    [['wed'], 'Wednesdays'],
    [['thu', 'mon'], 'Mondays and Thursdays'],
    [['thu', 'mon', 'tue'], 'Mon, Tue and Thu'],
    [['mon', 'tue', 'wed', 'thu', 'fri', 'sat'], 'Mon, Tue, Wed, Thu, Fri and Sat'],
  ] as const)('%j', (days, said) => {
    expect(sayDays(days)).toBe(said)
  })
})
