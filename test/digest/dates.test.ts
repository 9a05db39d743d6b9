import fc from 'fast-check'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { readDigestCommand } from '../../src/digest/command.ts'
import { readDate } from '../../src/digest/dates.ts'
import { catalogue } from '../catalogue.ts'

// A Tuesday, 09:00 in Berlin.
const NOW = Date.parse('2026-11-24T08:00Z')

async function until(typed: string, zone = 'Europe/Berlin', now = NOW): Promise<string> {
  const command = await readDigestCommand(`pause ${typed}`, { now, zone, catalogue })
  return command.kind === 'pause' ? command.until : 'problem' in command ? command.problem : command.kind
}

afterEach(() => vi.unstubAllEnvs())

describe('a pause', () => {
  it.each([
    ['until 1 Dec', '2026-12-01'],
    ['until 1 December.', '2026-12-01'],
    ['till Dec 1st', '2026-12-01'],
    ['until the 1st of December', '2026-12-01'],
    ['to 1 December 2027', '2027-12-01'],
    ['until Dec 24', '2026-12-24'],
    ['until 23 Nov', '2027-11-23'],
    ['until 1 January', '2027-01-01'],
    ['2026-12-01', '2026-12-01'],
    ['until 2026/12/01', '2026-12-01'],
    ['1/12', '2026-12-01'],
    ['1.12.', '2026-12-01'],
    ['until 1.12.2026', '2026-12-01'],
    ['12/1', '2027-01-12'],
    // There is no 24th month.
    ['12/24', '2026-12-24'],
    ['until 29 Feb 2028', '2028-02-29'],
    ['until 31 December 9999', '9999-12-31'],
    ['until tomorrow', '2026-11-25'],
    ['until the day after tomorrow', '2026-11-26'],
    ['until Wednesday', '2026-11-25'],
    ['until Monday', '2026-11-30'],
    ['until next Monday', '2026-11-30'],
    // Today is Tuesday.
    ['until Tuesday', '2026-12-01'],
    ['until December', '2026-12-01'],
    ['until March', '2027-03-01'],
    ['until December 2027', '2027-12-01'],
    ['until next week', '2026-11-30'],
    ['until next month', '2026-12-01'],
    ['next year', '2027-01-01'],
    ['for a day', '2026-11-25'],
    ['for two weeks', '2026-12-08'],
    ['two weeks', '2026-12-08'],
    ['for 2 weeks', '2026-12-08'],
    ['for the next two weeks', '2026-12-08'],
    ['for a fortnight', '2026-12-08'],
    ['for ten days', '2026-12-04'],
    ['in 3 days', '2026-11-27'],
    ['for a month', '2026-12-24'],
    ['for twelve months', '2027-11-24'],
    ['for a year', '2027-11-24'],
  ])('%s ends on %s', async (typed, date) => {
    expect(await until(typed)).toBe(date)
  })

  it.each([
    ...['until yesterday', 'until today', 'until 24 Nov', '24/11', '24.11.2026', '1/12/2025', '2026-11-24'],
    ...['until 1/12/0999', 'for 0 days', 'for zero weeks', '3 days ago'],
  ])('%s is not in the future', async (typed) => {
    expect(await until(typed)).toMatch(/^“.+” is not in the future$/)
  })

  it.each([
    ...['nonsense', 'until pigs fly', 'forever', 'for ever', 'for a while', 'until 1', 'until 2027', '1 2 3'],
    ...['31 Feb', 'until 31 Feb 2027', '31/2', '30 Feb', '29 Feb 2027', '32/1', '2027-02-30', '13/13'],
    ...['1 Dec 99999', 'in 9999 years', 'for 99999999999 days', 'for -3 days', 'for constructor weeks'],
    // When, where a pause has to say how long, or two of them.
    ...['for December', 'for Monday', 'for tomorrow', 'for next week', '1 Dec - 4 Dec', 'Monday or Tuesday'],
    // A pause ends with a day, not at a time.
    ...['now', 'until 5pm', 'until Friday 5pm', 'for an hour', 'for 36 hours', 'until last Monday'],
  ])('%s is no date', async (typed) => {
    expect(await until(typed)).toMatch(/^“.+” is no date that I understand; try “pause until 1 Dec”/)
  })

  it('of a month ends with the month where that is shorter', async () => {
    const january = Date.parse('2027-01-31T12:00Z')
    expect(await until('for a month', 'UTC', january)).toBe('2027-02-28')
    expect(await until('until next month', 'UTC', january)).toBe('2027-02-01')
  })
})

describe('today', () => {
  const CASES: [string, string, string, string][] = [
    // Just before midnight, and at it.
    ['Pacific/Kiritimati', '2026-11-24T09:59:59Z', 'tomorrow', '2026-11-25'],
    ['Pacific/Kiritimati', '2026-11-24T10:00:00Z', 'tomorrow', '2026-11-26'],
    ['Pacific/Pago_Pago', '2026-11-24T10:59:59Z', 'tomorrow', '2026-11-24'],
    ['Pacific/Pago_Pago', '2026-11-24T11:00:00Z', 'tomorrow', '2026-11-25'],
    ['Asia/Kolkata', '2026-11-24T18:29:59Z', 'until Wednesday', '2026-11-25'],
    ['Asia/Kolkata', '2026-11-24T18:30:00Z', 'until Wednesday', '2026-12-02'],
    ['Pacific/Kiritimati', '2026-12-31T10:00:00Z', 'until 2 Jan', '2027-01-02'],
    ['Pacific/Pago_Pago', '2027-01-01T10:30:00Z', 'until 1 Jan', '2027-01-01'],
    // Late and early in days that have 25 and 23 hours.
    ['Europe/Berlin', '2026-10-25T22:30:00Z', 'tomorrow', '2026-10-26'],
    ['Europe/Berlin', '2026-10-24T22:30:00Z', 'tomorrow', '2026-10-26'],
    ['Europe/Berlin', '2026-03-29T21:30:00Z', 'tomorrow', '2026-03-30'],
    ['Europe/Berlin', '2026-03-28T23:30:00Z', 'in two days', '2026-03-31'],
    ['America/New_York', '2026-11-02T04:30:00Z', 'tomorrow', '2026-11-02'],
    ['America/New_York', '2026-03-07T12:00:00Z', 'for two days', '2026-03-09'],
    ['Africa/Cairo', '2026-10-29T20:30:00Z', 'for a day', '2026-10-30'],
    ['Australia/Lord_Howe', '2026-04-04T14:45:00Z', 'for two weeks', '2026-04-19'],
  ]

  it.each(CASES)('in %s at %s: %s is %s', async (zone, now, typed, date) => {
    expect(await until(typed, zone, Date.parse(now))).toBe(date)
  })

  it.each([
    ['Pacific/Kiritimati', -840],
    ['Pacific/Pago_Pago', 660],
    ['America/New_York', 300],
    ['Europe/Berlin', -60],
  ])('is not that of the machine, though it be in %s', async (machine, behind) => {
    vi.stubEnv('TZ', machine)
    expect(new Date(NOW).getTimezoneOffset()).toBe(behind)
    for (const [zone, now, typed, date] of CASES) {
      expect(await until(typed, zone, Date.parse(now)), `${zone} ${now}`).toBe(date)
    }
  })
})

describe('any day', () => {
  it('is read back from how it is written', async () => {
    const days = fc.integer({ min: 1, max: 9999 })
    const months = 'January February March April May June July August September October November December'
    await fc.assert(
      fc.asyncProperty(days, fc.nat(4), async (ahead, form) => {
        const day = new Date(Date.parse('2026-11-24') + ahead * 86_400_000)
        const [y, m, d] = [day.getUTCFullYear(), day.getUTCMonth(), day.getUTCDate()]
        const name = months.split(' ')[m] ?? ''
        const forms = [
          `until ${d}/${m + 1}/${y}`,
          `${d}.${m + 1}.${y}`,
          `until ${d} ${name} ${y}`,
          `${name.slice(0, 3)} ${d}, ${y}`,
          `in ${ahead} days`,
        ]
        const typed = (forms[form] ?? '').toLowerCase()
        expect(await readDate(typed, NOW, 'UTC'), typed).toBe(day.toISOString().slice(0, 10))
      }),
      { numRuns: 200 },
    )
  })
})
