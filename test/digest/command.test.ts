import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DAYS } from '../../src/cards/when.ts'
import { type DigestCommand, readDigestCommand } from '../../src/digest/command.ts'
import { slotAfter, slotFrom } from '../../src/digest/schedule.ts'
import { defaultSettings } from '../../src/digest/settings.ts'
import { isZone } from '../../src/digest/zones.ts'
import { catalogue } from '../catalogue.ts'

// A Tuesday.
const NOW = Date.parse('2026-11-24T08:00Z')
const read = (text: string) => readDigestCommand(text, { now: NOW, zone: 'Europe/Berlin', catalogue })
const settingsOf = async (text: string) => {
  const command = await read(text)
  return command.kind === 'set' ? command.settings : command
}
const problemOf = async (text: string) => {
  const command = await read(text)
  return command.kind === 'misunderstood' ? command.problem : command
}

describe('a word by itself', () => {
  it.each<[string, DigestCommand['kind']]>([
    ['', 'open'],
    ['  ', 'open'],
    ['settings', 'open'],
    ['Start', 'open'],
    ['set', 'open'],
    ['subscribe', 'open'],
    ['status', 'status'],
    ['STATUS?', 'status'],
    ['resume', 'resume'],
    ['on', 'resume'],
    ['stop', 'stop'],
    ['Stop!', 'stop'],
    ['off', 'stop'],
    ['unsubscribe.', 'stop'],
    ['now', 'now'],
    ['preview', 'preview'],
    ['next', 'preview'],
    ['list', 'list'],
    ['help', 'help'],
  ])('%j is %s', async (text, kind) => {
    expect(await read(text)).toEqual({ kind })
  })
})

describe('a time', () => {
  it.each([
    ['9', '09:00'],
    ['9am', '09:00'],
    ['9 am', '09:00'],
    ['9 AM', '09:00'],
    ['9a.m.', '09:00'],
    ['9 a.m.', '09:00'],
    ['at 9 o’clock', '09:00'],
    ['9:30pm', '21:30'],
    ['9:30 p.m.', '21:30'],
    ['09:00', '09:00'],
    ['9.30', '09:30'],
    ['17h', '17:00'],
    ['17h30', '17:30'],
    ['0900', '09:00'],
    ['1745', '17:45'],
    ['noon', '12:00'],
    ['12 noon', '12:00'],
    ['midnight', '00:00'],
    ['12am', '00:00'],
    ['12:30am', '00:30'],
    ['12pm', '12:00'],
    ['0:05', '00:05'],
    ['23:59', '23:59'],
    ['time: 9am', '09:00'],
    ['set 9am', '09:00'],
    ['change to 9am please', '09:00'],
  ])('%j is %s', async (text, time) => {
    expect(await settingsOf(text)).toEqual({ time })
  })

  it.each(['24:00', '9:60', '25', '13pm', '0am', '9:5', '9:000', '900000', '-9', '9am-10am', '１:0x'])(
    '%j is none',
    async (text) => {
      expect(await read(text)).toMatchObject({ kind: 'misunderstood' })
    },
  )
})

describe('days', () => {
  it.each([
    ['weekdays', 'mon tue wed thu fri'],
    ['every weekday', 'mon tue wed thu fri'],
    ['on working days', 'mon tue wed thu fri'],
    ['weekends', 'sat sun'],
    ['every day', 'mon tue wed thu fri sat sun'],
    ['each day', 'mon tue wed thu fri sat sun'],
    ['daily', 'mon tue wed thu fri sat sun'],
    ['Mon-Thu', 'mon tue wed thu'],
    ['mon – thu', 'mon tue wed thu'],
    ['mon—thu', 'mon tue wed thu'],
    ['mon -thu', 'mon tue wed thu'],
    ['mon- thu', 'mon tue wed thu'],
    ['Mon.-Thu.', 'mon tue wed thu'],
    ['from Monday to Thursday', 'mon tue wed thu'],
    ['monday through thursday', 'mon tue wed thu'],
    ['monday until thursday', 'mon tue wed thu'],
    ['sun - thu', 'mon tue wed thu sun'],
    ['fri-mon', 'mon fri sat sun'],
    ['wed-wed', 'wed'],
    ['mondays and fridays', 'mon fri'],
    ['Fridays & Mondays', 'mon fri'],
    ['fri mon', 'mon fri'],
    ['mo,we', 'mon wed'],
    ['mon, wed', 'mon wed'],
    ['mon/wed/fri', 'mon wed fri'],
    ['tues, weds and thurs', 'tue wed thu'],
    ['mon-wed, sat', 'mon tue wed sat'],
    ['weekdays and sunday', 'mon tue wed thu fri sun'],
    ['every tuesday', 'tue'],
    ['change to mondays', 'mon'],
    ['days: tue', 'tue'],
  ])('%j is %s', async (text, days) => {
    expect(await settingsOf(text)).toEqual({ days: days.split(' ') })
  })

  it.each(['mon-', '-mon', 'mon-fri-sun', 'mon-xyz', 'mo we xx', 'm', 't', 's-t', 'monthly', 'sunshine'])(
    '%j is none',
    async (text) => {
      expect(await read(text)).toMatchObject({ kind: 'misunderstood' })
    },
  )
})

describe('a zone', () => {
  it.each([
    ['Berlin', 'Europe/Berlin'],
    ['berlin time', 'Europe/Berlin'],
    ['in New York', 'America/New_York'],
    ['new_york', 'America/New_York'],
    ['Europe/Berlin', 'Europe/Berlin'],
    ['europe/berlin', 'Europe/Berlin'],
    ['america/new york', 'America/New_York'],
    ['zone: Berlin', 'Europe/Berlin'],
    ['timezone Berlin', 'Europe/Berlin'],
    ['UTC', 'UTC'],
    ['gmt', 'UTC'],
    ['CET', 'Europe/Paris'],
    ['Asia/Calcutta', 'Asia/Kolkata'],
    ['Kolkata', 'Asia/Kolkata'],
    ['kyiv', 'Europe/Kyiv'],
    ['US/Pacific', 'America/Los_Angeles'],
    ['Ho Chi Minh', 'Asia/Ho_Chi_Minh'],
    ['port of spain', 'America/Port_of_Spain'],
  ])('%j is %s', async (text, zone) => {
    expect(await settingsOf(text)).toEqual({ zone })
  })
})

describe('what it is about', () => {
  it.each([
    ['topic:fraud', { topics: ['fraud-detection'] }],
    ['topic: fraud', { topics: ['fraud-detection'] }],
    ['Topics:Fraud', { topics: ['fraud-detection'] }],
    ['topic:"event sourcing"', { topics: ['event-sourcing'] }],
    ['topic:“event sourcing”', { topics: ['event-sourcing'] }],
    ['topic:fraud,joins', { topics: ['fraud-detection', 'joins'] }],
    ['topic:fraud topic:joins topic:fraud', { topics: ['fraud-detection', 'joins'] }],
    ['industry:bank', { industries: ['finance'] }],
    ['industry:bank,retail', { industries: ['finance', 'ecommerce-retail'] }],
    ['industries: bank', { industries: ['finance'] }],
    ['topic:all', { topics: [] }],
    ['industry:all topic:joins', { industries: [], topics: ['joins'] }],
  ])('%j is %j', async (text, settings) => {
    expect(await settingsOf(text)).toEqual(settings)
  })
})

describe('all in one line', () => {
  it('is read in any order', async () => {
    const parts = ['at 9am', 'on weekdays', 'new york time', 'topic:"event sourcing"', 'industry:bank']
    const shuffled = fc.shuffledSubarray(parts, { minLength: parts.length })
    await fc.assert(
      fc.asyncProperty(shuffled, fc.constantFrom(' ', '  ', ', ', '\n'), async (order, between) => {
        expect(await settingsOf(order.join(between))).toEqual({
          ...{ time: '09:00', days: DAYS.slice(0, 5), zone: 'America/New_York' },
          ...{ topics: ['event-sourcing'], industries: ['finance'] },
        })
      }),
      { numRuns: 40 },
    )
  })

  it.each([
    ['9am weekdays Europe/Berlin topic:fraud', '09:00', 'Europe/Berlin'],
    ['every weekday at 9:30 pm in New York, about topic:fraud please', '21:30', 'America/New_York'],
    ['Set to 12 noon on Mon-Fri (UTC), topic:fraud.', '12:00', 'UTC'],
    ['topic: fraud time:9am zone:Tokyo days:mon,tue,wed,thu,fri', '09:00', 'Asia/Tokyo'],
  ])('%j', async (text, time, zone) => {
    const days = DAYS.slice(0, 5)
    expect(await settingsOf(text)).toEqual({ time, days, zone, topics: ['fraud-detection'] })
  })
})

describe('what is not understood', () => {
  it.each([
    ['hello', '“hello” is no time, no day and no time zone'],
    ['9am hello there, mon', '“hello there” is no time, no day and no time zone'],
    ['hello 9am there', '“hello” is no time, no day and no time zone'],
    ['hello Berlin there', '“hello” is no time, no day and no time zone'],
    ['pro 9am', '“pro” is no time, no day and no time zone'],
    ['24:00', '“24:00” is no time, no day and no time zone'],
    ['every 2 days', '“days” is no time, no day and no time zone'],
    ['constructor', '“constructor” is no time, no day and no time zone'],
    ['__proto__', '“__proto__” is no time, no day and no time zone'],
    ['-', '“-” is no time, no day and no time zone'],
    ['San Francisco', '“san francisco” is no time, no day and no time zone'],
    ['9am in berln', '“berln” is no time, no day and no time zone; perhaps Europe/Berlin'],
    ['newyork', '“newyork” is no time, no day and no time zone; perhaps America/New_York'],
    ['sao paolo', '“sao paolo” is no time, no day and no time zone; perhaps America/Sao_Paulo'],
    ['berln thanks', '“berln thanks” is no time, no day and no time zone; perhaps Europe/Berlin'],
    ['fraud 9am', '“fraud” is no time, no day and no time zone; perhaps topic:fraud'],
    ['fraud thanks', '“fraud thanks” is no time, no day and no time zone; perhaps topic:fraud'],
    [
      'event sourcing',
      '“event sourcing” is no time, no day and no time zone; perhaps topic:"event sourcing"',
    ],
    ['retail', '“retail” is no time, no day and no time zone; perhaps industry:retail'],
    [
      '“event sourcing”',
      '“event sourcing” is no time, no day and no time zone; perhaps topic:"event sourcing"',
    ],
    ['9am EST', '“est” fits several time zones; name a city, such as America/New_York'],
    ['9am Pacific time', '“pacific” fits several time zones; name a city, such as America/New_York'],
    ['9am UTC+2', '“utc+2” fits several time zones; name a city, such as America/New_York'],
    ['9am UTC -5', '“-5” fits several time zones; name a city, such as America/New_York'],
    ['9am 5pm', '“5pm” is a second time; a digest comes once a day'],
    ['Berlin Paris', '“paris” is a second time zone; a digest has one'],
    ['New York Los Angeles', '“los angeles” is a second time zone; a digest has one'],
    ['daily NOT monday', 'I cannot leave out “monday”; say what the digest is to have'],
    ['stop now', '“stop” has to be the only word'],
    ['please pause until monday', '“pause” has to be the first word'],
    ['please', 'There is no setting in it'],
    ['topic:"event sorcing"', 'I know no topic “event sorcing”, but for example event sourcing'],
    ['9am topic:', '“topic:” needs a name, such as topic:fraud'],
    ['-topic:fraud', 'A digest can be narrowed by industry: and topic: only, not by -topic:'],
    ['company:uber 9am', 'A digest can be narrowed by industry: and topic: only, not by company:'],
    [
      `topic:${'abcdefgh'.split('').join()}`,
      'More than 7 topics and industries are too many for a line; use the settings',
    ],
    ['pause', 'Say until when, such as “pause until 1 Dec” or “pause for two weeks”'],
    ['pause until', 'Say until when, such as “pause until 1 Dec” or “pause for two weeks”'],
    [
      'pause until pigs fly',
      '“pigs fly” is no date that I understand; try “pause until 1 Dec” or “pause for two weeks”',
    ],
    ['pause until 1/12/2025', '“1/12/2025” is not in the future'],
  ])('%j: %s', async (text, problem) => {
    expect(await problemOf(text)).toBe(problem)
  })

  it('is repeated in short', async () => {
    for (const text of ['x', 'topic:x', '-x', 'pause x'].map((one) => one + 'y'.repeat(3000))) {
      expect(await problemOf(text)).toMatch(/^.{80,260}$/)
    }
  })
})

/** Everything that what was understood is used for must work with it. */
function use(command: DigestCommand): void {
  if (command.kind === 'misunderstood') expect(command.problem).toMatch(/^.{10,300}$/u)
  if (command.kind === 'pause') {
    expect(command.until).toMatch(/^\d{4}-\d\d-\d\d$/)
    expect(slotFrom(defaultSettings('Europe/Berlin'), command.until, NOW).at).toBeGreaterThan(NOW)
  }
  if (command.kind !== 'set') return
  expect(Object.keys(command.settings).length).toBeGreaterThan(0)
  const settings = { ...defaultSettings('Europe/Berlin'), ...command.settings }
  expect(settings.time).toMatch(/^(?:[01]\d|2[0-3]):[0-5]\d$/)
  expect(settings.days).toEqual(DAYS.filter((day) => settings.days.includes(day)))
  expect(isZone(settings.zone)).toBe(true)
  expect(settings.topics.every((id) => catalogue.topics.has(id))).toBe(true)
  expect(settings.industries.every((id) => catalogue.industries.has(id))).toBe(true)
  expect(slotAfter(settings, NOW).at).toBeGreaterThan(NOW)
}

const SAID =
  '9am 9 09:00 24:00 noon am o’clock mon fri-mon weekdays every day - – to and , / berlin new york utc est ' +
  'topic:fraud industry: topic: : " “ -topic:x company:x stop set pause until for in two weeks 31 feb 1 dec 1/12 ' +
  '2026-12-01 12000 next month tomorrow last year constructor __proto__ hasownproperty valueof NOT -5 <@U1> * \u0000 🦄'
const word = fc.oneof(fc.constantFrom(...SAID.split(' ')), fc.string({ unit: 'binary', maxLength: 8 }))
const saying = fc.array(word, { maxLength: 30 }).map((words) => words.join(' '))
const text = fc.oneof(
  saying,
  saying.map((one) => `pause until ${one}`),
  fc.tuple(word, fc.nat(4000)).map(([one, length]) => one.repeat(length).slice(0, length)),
  fc.string({ unit: 'binary', maxLength: 4000 }),
)

describe('any text', () => {
  it('gives something that can be used, or a problem', async () => {
    await fc.assert(
      fc.asyncProperty(text, async (one) => use(await read(one))),
      { numRuns: 150 },
    )
  })

  // Each takes well under a second; a regular expression that blows up would take years.
  it.each(
    [
      ...[
        '1',
        ' ',
        '-',
        'a',
        '"',
        ':',
        '/',
        '.',
        'm',
        'mon-',
        'mon ',
        'mon to ',
        'mo',
        '9 ',
        '9a',
        '1:',
        '1/',
      ],
      ...[
        'a/b ',
        'a_b ',
        'topic:',
        'topic:a ',
        '-x ',
        'NOT ',
        'every ',
        'two ',
        '2 weeks ',
        '1 dec ',
        'new ',
      ],
      ...['ho chi ', 'until ', 'o', 'clock ', '9 o', '12 noon ', '\u0301', '“', 'time zone '],
    ].map((piece) => [piece]),
  )('made of %j alone is answered', async (piece) => {
    const long = piece.repeat(4000).slice(0, 3970)
    for (const one of [
      long,
      `${long}x`,
      `x${long}x`,
      `a ${long} 9am`,
      `pause ${long}`,
      `pause until ${long}x`,
    ]) {
      use(await read(one))
    }
  })
})
