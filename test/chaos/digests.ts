import { DAYS } from '../../src/cards/when.ts'
import { newSubscription } from '../../src/digest/settings.ts'
import { type Subscription, toRow } from '../../src/store/subscriptions.ts'
import type { Database } from '../../src/store/tables.ts'
import type { Stage } from './stage.ts'

export const DAY_MS = 24 * 60 * 60_000
/** When the first day begins. Its slots come a moment later; those of the next days at this time of day. */
export const FIRST = Date.parse('2027-03-01T09:00:00Z')

export const dateOf = (at: number): string => new Date(at).toISOString().slice(0, 10)

/** Before the first slot there is time to save all digests, and for what goes wrong to begin. */
const AHEAD_MS = 300

/** Makes channels, and sets up a digest in each. @returns them as they were before their first slot */
export async function subscribe(count: number, stage: Stage): Promise<Subscription[]> {
  const { scenario, slack, database, clock } = stage
  const team = slack.workspace.team.id
  const channels = Array.from(
    { length: count },
    (_, place) => slack.addChannel({ name: `digest-${place}` }).id,
  )
  const first = Date.now() + clock.offset + AHEAD_MS
  const subscriptions = channels.map((channel, place) =>
    daily(team, channel, first + place * scenario.spreadMs),
  )
  await saveAll(database, subscriptions)
  return subscriptions
}

/** A digest of each day, at the time of day of `FIRST`, whose next slot is the one of that date. */
export const daily = (team: string, channel: string, nextAt: number): Subscription => ({
  ...newSubscription({ team, channel, createdBy: null, at: 0 }),
  ...{ time: '09:00', days: DAYS, zone: 'UTC', nextSlot: dateOf(nextAt), nextAt },
})

const AT_A_TIME = 500

/** Saves many new digests, without a word of who made them. */
export async function saveAll({ db }: Database, subscriptions: readonly Subscription[]): Promise<void> {
  for (let from = 0; from < subscriptions.length; from += AT_A_TIME) {
    const rows = subscriptions.slice(from, from + AT_A_TIME).map(toRow)
    await db.insertInto('subscription').values(rows).execute()
  }
}
