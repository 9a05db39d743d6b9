import type { DigestSettings } from '../cards/digest-settings.ts'
import { DAYS } from '../cards/when.ts'
import type { Subscription } from '../store/subscriptions.ts'
import { isZone } from './zones.ts'

/** What a digest begins with: weekdays at nine, about everything. */
export function defaultSettings(zone: string | undefined): DigestSettings {
  const known = zone !== undefined && isZone(zone) ? zone : 'UTC'
  return { time: '09:00', days: DAYS.slice(0, 5), zone: known, industries: [], topics: [] }
}

/** The settings of a digest as it is kept. */
export function settingsOf({ time, days, zone, industries, topics }: Subscription): DigestSettings {
  return { time, days: DAYS.filter((day) => days.includes(day)), zone, industries, topics }
}

/** A digest that does not run yet: its settings and its next slot are still to come. */
export function newSubscription({
  team,
  channel,
  createdBy,
  at,
}: {
  team: string
  channel: string
  createdBy: string | null
  at: number
}): Subscription {
  return {
    ...{ team, channel, createdBy, createdAt: at, environment: null },
    ...defaultSettings(undefined),
    ...{ pausedUntil: null, stoppedAt: null, stoppedReason: null, nextSlot: null, nextAt: null },
    ...{ round: 0, lastUseCase: null },
  }
}
