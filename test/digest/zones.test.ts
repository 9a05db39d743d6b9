import { describe, expect, it } from 'vitest'
import { slotAfter } from '../../src/digest/schedule.ts'
import { findZone, isZone, mistypedZone, suggestZones, zoneIn } from '../../src/digest/zones.ts'
import { localTime } from './clock-changes.ts'

const LISTED = ['UTC', ...Intl.supportedValuesOf('timeZone')]

describe('a zone', () => {
  it('of the runtime is found by its name in any case, and digests can come there', () => {
    for (const name of LISTED) {
      const zone = findZone(name.toLowerCase())
      expect(zone, name).toBe(findZone(name))
      expect(isZone(zone ?? ''), name).toBe(true)
      const at = slotAfter({ time: '09:00', days: ['tue'], zone: zone ?? '' }, Date.UTC(2026, 10, 23)).at
      expect(localTime(at, name), name).toBe('2026-11-24 09:00:00')
    }
  })

  it.each([
    ['Asia/Calcutta', 'Asia/Kolkata'],
    ['calcutta', 'Asia/Kolkata'],
    ['Asia/Kolkata', 'Asia/Kolkata'],
    ['Europe/Kiev', 'Europe/Kyiv'],
    ['America/Indianapolis', 'America/Indiana/Indianapolis'],
    ['US/Eastern', 'America/New_York'],
    ['US/East-Indiana', 'America/Indiana/Indianapolis'],
    ['GB', undefined],
    ['etc/utc', 'UTC'],
    ['cest', 'Europe/Paris'],
    [' new_york ', 'America/New_York'],
    ['', undefined],
    ['Mars/Olympus', undefined],
    ['constructor', undefined],
    ['__proto__', undefined],
    ['/', undefined],
  ])('called %j is %s', (typed, zone) => {
    expect(findZone(typed)).toBe(zone)
  })

  it.each([
    ['berln', 'Europe/Berlin'],
    ['amsterdm', 'Europe/Amsterdam'],
    ['newyork', 'America/New_York'],
    ['buenos aries', 'America/Argentina/Buenos_Aires'],
    ...['hello', 'noon', 'from', 'days', 'twice', 'stop', 'munich', 'x', ''].map((word) => [word, undefined]),
    ...['never', 'least', 'outcome', 'tonight', 'capable', 'stand', 'nine'].map((word) => [word, undefined]),
  ])('mistyped as %j may be %s', (typed = '', zone) => {
    expect(mistypedZone(typed)).toBe(zone)
  })

  it('is the longest run of words that names one', () => {
    expect(zoneIn(['9am', 'new', 'york', 'berlin'])).toEqual({ from: 1, to: 3, zone: 'America/New_York' })
    expect(zoneIn(['at', 'port', 'of', 'spain'])).toMatchObject({ from: 1, to: 4 })
    expect(zoneIn(['new', '', 'york'])).toBeUndefined()
    expect(zoneIn([])).toBeUndefined()
  })
})

describe('the suggestions', () => {
  it('begin with what it is, then with what begins so, then with what has it', () => {
    expect(suggestZones('par', 3)).toEqual(['America/Paramaribo', 'Europe/Paris'])
    expect(suggestZones('dam', 2)).toEqual(['Asia/Damascus', 'Europe/Amsterdam'])
    expect(suggestZones('kolkata', 5)).toEqual(['Asia/Kolkata'])
    expect(suggestZones('calcutta', 5)[0]).toBe('Asia/Kolkata')
    expect(suggestZones('york', 5)).toEqual(['America/New_York'])
    expect(suggestZones('utc', 1)).toEqual(['UTC'])
    expect(suggestZones('berlinn', 3)).toContain('Europe/Berlin')
  })

  it('are each another zone as it is called today, and no more than asked for', () => {
    const all = suggestZones('', 1000)
    expect(all.length).toBeGreaterThan(400)
    expect(new Set(all).size).toBe(all.length)
    expect(all.every((zone) => findZone(zone) === zone)).toBe(true)
    expect(suggestZones('a', 7)).toHaveLength(7)
    expect(suggestZones('\\', 7)).toEqual([])
  })
})
