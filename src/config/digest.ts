import type { Day } from '../cards/when.ts'
import { MANAGER_RULES, type ManagerRule } from '../digest/managers.ts'
import { readDays, readTime } from '../digest/times.ts'
import { findZone } from '../digest/zones.ts'
import { isNoChannel, WHERE_CHANNEL, wrongChannel } from './values.ts'
import type { Read } from './variables.ts'

export type DigestConfig = {
  /** The digest that is set without a click, if any. */
  preset: { channel: string; time: string; days: readonly Day[]; zone: string } | undefined
  managers: ManagerRule
  /** How late a digest may be, in milliseconds. */
  catchUpMs: number
}

const HOUR_MS = 60 * 60_000
const MOST_HOURS = 23
/** As late as this is not late yet, whatever DIGEST_CATCH_UP says: a slot is never noticed at its very millisecond. */
const ON_TIME_MS = 10 * 60_000

/** UTC without a look at all the others: they take a while to list. */
const readZone = (typed: string | undefined) => (typed === undefined ? 'UTC' : findZone(typed))

/** Reads what digests go by; what is wrong is added to `faults`. */
export function readDigest(read: Read, faults: string[]): DigestConfig {
  const channel = read('DIGEST_CHANNEL')
  const time = readTime(read('DIGEST_TIME') ?? '9am')
  const days = readDays(read('DIGEST_DAYS') ?? 'weekdays')
  const zone = readZone(read('DIGEST_TIMEZONE'))
  const managers = MANAGER_RULES.find((rule) => rule === (read('DIGEST_MANAGERS') ?? 'owner').toLowerCase())
  const hours = Number(read('DIGEST_CATCH_UP') ?? 2)
  const add = (wrong: boolean, text: string) => wrong && faults.push(text)
  const alone = channel === undefined ? WHEN.filter((name) => read(name)) : []
  // Whether the time of a digest that nobody gets is right is not the question.
  if (alone.length > 0) faults.push(withoutChannel(alone))
  else {
    add(!time, 'DIGEST_TIME is no time of day. Write it as 09:00 or 9am.')
    add(!days, 'DIGEST_DAYS are no days of the week. Write weekdays, daily, or mon,wed,fri.')
    add(!zone, 'DIGEST_TIMEZONE is no time zone. Write it as Europe/Berlin.')
  }
  add(!managers, `DIGEST_MANAGERS is none of ${MANAGER_RULES.join(', ')}. Leave it out for owner.`)
  add(!(hours >= 0 && hours <= MOST_HOURS), `DIGEST_CATCH_UP is no number of hours from 0 to ${MOST_HOURS}.`)
  add(isNoChannel(channel), wrongChannel('DIGEST_CHANNEL'))
  const preset = channel && time && days && zone ? { channel, time, days, zone } : undefined
  return { preset, managers: managers ?? 'owner', catchUpMs: Math.max(hours * HOUR_MS, ON_TIME_MS) }
}

const WHEN = ['DIGEST_TIME', 'DIGEST_DAYS', 'DIGEST_TIMEZONE'] as const

function withoutChannel(names: readonly string[]): string {
  const list = names.join(' and ')
  const are = names.length === 1 ? 'is' : 'are'
  return `${list} ${are} set, but DIGEST_CHANNEL is not: set it, or remove ${list}. ${WHERE_CHANNEL}`
}
