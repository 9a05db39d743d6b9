import { randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import { fromRow, type Subscription, toRow } from './subscriptions.ts'
import type { Database, DeliveryState, DeliveryTable } from './tables.ts'

/** One slot of one channel: what was picked for it and what became of it. */
export type Delivery = Selectable<DeliveryTable>

/** What a slot that is due becomes: the use case to post, or the reason why nothing is; and how its digest goes on. */
export type Plan = {
  state: Extract<DeliveryState, 'claimed' | 'skipped'>
  useCase: string | null
  reason: string | null
  /** The digest with its next slot, round and last use case. */
  subscription: Subscription
}

/** A slot that was won, and what was planned for it. */
export type Claimed<P extends Plan> = { delivery: Delivery; plan: P }

type Claim<P extends Plan> = {
  team: string
  now: number
  /** At most so many. */
  limit: number
  /** Names this run of the process. */
  owner: string
  /** Decides on a slot. `shown`: the use cases of this round so far. Pure, since it runs within a transaction. */
  plan: (subscription: Subscription, shown: ReadonlySet<string>) => P
}

/**
 * Takes slots that are due, each for this process alone: inserting it wins it, and its digest moves on to the next
 * slot in the same transaction.
 * @returns what was won, slots to skip included
 */
export async function claimDue<P extends Plan>(
  database: Database,
  { team, now, limit, owner, plan }: Claim<P>,
): Promise<Claimed<P>[]> {
  const { db, engine } = database
  // Most of the time nothing is due: no transaction for that.
  if (!(await anyDue(database, team, now))) return []
  return db.transaction().execute(async (transaction) => {
    const rows = await transaction
      .selectFrom('subscription')
      .selectAll()
      .where('nextAt', '<=', now)
      .where('team', '=', team)
      .orderBy('nextAt')
      .limit(limit)
      // SQLite's transactions exclude each other anyway.
      .$if(engine === 'postgres', (query) => query.forUpdate().skipLocked())
      .execute()
    if (rows.length === 0) return []
    const due = rows.map(fromRow)
    const shown = await shownBy({ ...database, db: transaction }, due)
    const planned = due.map((subscription) => ({
      subscription,
      plan: plan(subscription, shown.get(subscription.channel) ?? new Set()),
    }))
    const deliveries = planned.map(({ subscription, plan }) => newDelivery(subscription, plan, owner, now))
    const won = await transaction
      .insertInto('delivery')
      .values(deliveries)
      .onConflict((conflict) => conflict.columns(['team', 'channel', 'slot']).doNothing())
      .returningAll()
      .execute()
    const wonBy = new Map(won.map((delivery) => [delivery.channel, delivery]))
    const next = planned.map(({ subscription, plan }) =>
      wonBy.has(subscription.channel) ? plan.subscription : onlyMovedOn(subscription, plan),
    )
    await moveOn({ ...database, db: transaction }, next)
    return planned.flatMap(({ subscription, plan }) => {
      const delivery = wonBy.get(subscription.channel)
      return delivery ? [{ delivery, plan }] : []
    })
  })
}

/** Of a slot that was taken before nothing is shown: it does not count in the round. */
function onlyMovedOn({ round, lastUseCase }: Subscription, plan: Plan): Subscription {
  return { ...plan.subscription, round, lastUseCase }
}

async function anyDue({ db }: Database, team: string, now: number): Promise<boolean> {
  const first = await db
    .selectFrom('subscription')
    .select('channel')
    .where('nextAt', '<=', now)
    .where('team', '=', team)
    .limit(1)
    .executeTakeFirst()
  return first !== undefined
}

/** All digests in one statement: each row is there already, so that it is always the update. */
async function moveOn({ db }: Database, subscriptions: readonly Subscription[]): Promise<void> {
  await db
    .insertInto('subscription')
    .values(subscriptions.map(toRow))
    .onConflict((conflict) =>
      conflict.columns(['team', 'channel']).doUpdateSet(({ ref }) => ({
        nextSlot: ref('excluded.nextSlot'),
        nextAt: ref('excluded.nextAt'),
        pausedUntil: ref('excluded.pausedUntil'),
        round: ref('excluded.round'),
        lastUseCase: ref('excluded.lastUseCase'),
      })),
    )
    .execute()
}

function newDelivery(subscription: Subscription, plan: Plan, owner: string, now: number): Delivery {
  const { team, channel, nextSlot, nextAt } = subscription
  return {
    ...{ id: randomUUID(), team, channel, slot: nextSlot ?? '', dueAt: nextAt ?? now, state: plan.state },
    ...{ useCase: plan.useCase, reason: plan.reason, round: plan.subscription.round, ts: null },
    ...{ attempts: 0, owner: plan.state === 'claimed' ? owner : null, version: 0, retryAt: now },
    // Until it is confirmed, whoever finds it must look for the message first.
    ...{ uncertain: 1, claimedAt: now, finishedAt: plan.state === 'claimed' ? null : now },
  }
}

/** What each of these channels was shown in its present round, or may have been. */
async function shownBy(
  { db }: Database,
  subscriptions: readonly Subscription[],
): Promise<Map<string, Set<string>>> {
  const [first] = subscriptions
  const shown = new Map<string, Set<string>>()
  if (!first) return shown
  const channels = subscriptions.map(({ channel }) => channel)
  const rows = await db
    .selectFrom('delivery')
    .innerJoin('subscription', (join) =>
      join
        .onRef('subscription.team', '=', 'delivery.team')
        .onRef('subscription.channel', '=', 'delivery.channel')
        .onRef('subscription.round', '=', 'delivery.round'),
    )
    .select(['delivery.channel', 'delivery.useCase'])
    .where('delivery.team', '=', first.team)
    .where('delivery.channel', 'in', channels)
    .where('delivery.useCase', 'is not', null)
    .where((where) =>
      where.or([
        where('delivery.state', 'in', ['claimed', 'sent']),
        where.and([where('delivery.state', '=', 'failed'), where('delivery.uncertain', '=', 1)]),
      ]),
    )
    .execute()
  for (const { channel, useCase } of rows) {
    const set = shown.get(channel) ?? new Set()
    shown.set(channel, set.add(String(useCase)))
  }
  return shown
}

/** The use cases that a channel was shown in its present round. */
export async function shownIn(database: Database, subscription: Subscription): Promise<ReadonlySet<string>> {
  const shown = await shownBy(database, [subscription])
  return shown.get(subscription.channel) ?? new Set()
}

type ClaimNow<P extends Plan> = {
  team: string
  channel: string
  /** Tells one request from another: the same one twice is claimed once. */
  slot: string
  owner: string
  now: number
  /** Decides what to post; undefined when there is nothing. Pure, since it runs within a transaction. */
  plan: (subscription: Subscription, shown: ReadonlySet<string>) => P | undefined
}

/**
 * Claims a delivery outside of the schedule, which stays as it is.
 * @returns undefined when that request has one already, when nothing is planned, and where there is no digest
 */
export async function claimNow<P extends Plan>(
  database: Database,
  { team, channel, slot, owner, now, plan }: ClaimNow<P>,
): Promise<Claimed<P> | undefined> {
  const { db, engine } = database
  return db.transaction().execute(async (transaction) => {
    const row = await transaction
      .selectFrom('subscription')
      .selectAll()
      .where('team', '=', team)
      .where('channel', '=', channel)
      .$if(engine === 'postgres', (query) => query.forUpdate())
      .executeTakeFirst()
    if (!row) return undefined
    const subscription = fromRow(row)
    const planned = plan(subscription, await shownIn({ ...database, db: transaction }, subscription))
    if (!planned) return undefined
    const delivery = await transaction
      .insertInto('delivery')
      .values({ ...newDelivery(subscription, planned, owner, now), slot, dueAt: now })
      .onConflict((conflict) => conflict.columns(['team', 'channel', 'slot']).doNothing())
      .returningAll()
      .executeTakeFirst()
    if (!delivery) return undefined
    const { round, lastUseCase } = planned.subscription
    await transaction
      .updateTable('subscription')
      .set({ round, lastUseCase })
      .where('team', '=', team)
      .where('channel', '=', channel)
      .execute()
    return { delivery, plan: planned }
  })
}
