import { randomUUID } from 'node:crypto'
import type { Delivery, Plan } from '../../src/store/deliveries.ts'
import { type Change, type Subscription, toRow } from '../../src/store/subscriptions.ts'
import type { AuditTable, Database, InstallationTable } from '../../src/store/tables.ts'

export const TEAM = 'T1'
/** A Monday in 2026, far beyond 2^31 milliseconds. */
export const NINE = Date.UTC(2026, 10, 23, 9)
export const DAY = 24 * 60 * 60_000

export const CHANGE: Change = { actor: 'U1', action: 'set', details: {}, at: NINE - DAY }

/** A digest that is due at nine. */
export function digest(channel: string, changed: Partial<Subscription> = {}): Subscription {
  return {
    ...{ team: TEAM, channel, time: '09:00', days: ['mon', 'tue'], zone: 'Europe/Berlin' },
    ...{ industries: ['finance'], topics: [], createdBy: 'U1', createdAt: NINE - DAY, environment: null },
    ...{ pausedUntil: null, stoppedAt: null, stoppedReason: null, nextSlot: '2026-11-23', nextAt: NINE },
    ...{ round: 0, lastUseCase: null, ...changed },
  }
}

/** Puts digests into the database as they are. */
export async function save({ db }: Database, ...digests: Subscription[]): Promise<void> {
  await db.insertInto('subscription').values(digests.map(toRow)).execute()
}

/** Posts this use case, and goes on a day later. */
export const post =
  (useCase = 'some-use-case') =>
  (subscription: Subscription): Plan => ({
    ...{ state: 'claimed', useCase, reason: null },
    subscription: { ...nextDay(subscription), lastUseCase: useCase },
  })

export function nextDay(subscription: Subscription): Subscription {
  const { nextAt } = subscription
  const at = (nextAt ?? NINE) + DAY
  return { ...subscription, nextAt: at, nextSlot: new Date(at).toISOString().slice(0, 10) }
}

/** The order of what must not have one. */
export const sorted = <T>(items: Iterable<T>) => [...items].toSorted()

/** A delivery as it is after a claim; it stands for itself, without a digest. */
export function delivery(channel: string, changed: Partial<Delivery> = {}): Delivery {
  return {
    ...{ id: randomUUID(), team: TEAM, channel, slot: randomUUID(), dueAt: NINE, state: 'claimed' },
    ...{
      useCase: 'some-use-case',
      reason: null,
      round: 0,
      ts: null,
      attempts: 0,
      owner: 'run-1',
      version: 0,
    },
    ...{ retryAt: NINE, uncertain: 1, claimedAt: NINE, finishedAt: null, ...changed },
  }
}

/** Puts deliveries into the database as they are. */
export async function put({ db }: Database, ...deliveries: Delivery[]): Promise<void> {
  await db.insertInto('delivery').values(deliveries).execute()
}

export const findDelivery = ({ db }: Database, id: string) =>
  db.selectFrom('delivery').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

/** A row of what was changed, as it is kept. */
export const change = (team: string, at: number): AuditTable => ({
  ...{ id: randomUUID(), team, channel: 'C1', actor: 'U1', action: 'set', details: '{}', at },
})

/** The app in a workspace. */
export const installation = (team: string, changed: Partial<InstallationTable> = {}): InstallationTable => ({
  ...{ id: team, enterprise: null, team, orgWide: 0, scopes: 'commands', installedBy: 'U1', installedAt: 1 },
  ...{ updatedAt: 1, sealed: 'sealed', uninstalledAt: null, ...changed },
})
