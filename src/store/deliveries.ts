import { randomUUID } from 'node:crypto'
import type { Selectable } from 'kysely'
import { dueTeams, type Share } from './due.ts'
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
  /** Of this workspace alone; of all when undefined. */
  team: string | undefined
  now: number
  /** At most so many of each workspace, or what is shared out among those that have some. */
  limit: number | Share
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
  const { db } = database
  // Most of the time nothing is due: no transaction for that.
  const teams = await teamsDue(database, team, now)
  const limits = typeof limit === 'number' ? new Map(teams.map((one) => [one, limit])) : limit(teams)
  if (teams.length === 0 || limits.size === 0) return []
  return db.transaction().execute(async (transaction) => {
    const within = { ...database, db: transaction }
    const due = await lockDue(within, limits, now)
    if (due.length === 0) return []
    const shown = await shownBy(within, due)
    const planned = due.map((subscription) => ({
      subscription,
      plan: plan(subscription, shown.get(keyOf(subscription)) ?? new Set()),
    }))
    const deliveries = planned.map(({ subscription, plan }) => newDelivery(subscription, plan, owner, now))
    const won = await transaction
      .insertInto('delivery')
      .values(deliveries)
      .onConflict((conflict) => conflict.columns(['team', 'channel', 'slot']).doNothing())
      .returningAll()
      .execute()
    const wonBy = new Map(won.map((delivery) => [keyOf(delivery), delivery]))
    const next = planned.map(({ subscription, plan }) =>
      wonBy.has(keyOf(subscription)) ? plan.subscription : onlyMovedOn(subscription, plan),
    )
    await moveOn(within, next)
    return planned.flatMap(({ subscription, plan }) => {
      const delivery = wonBy.get(keyOf(subscription))
      return delivery ? [{ delivery, plan }] : []
    })
  })
}

/** Two workspaces can have a channel of the same id: one that they share. */
const keyOf = ({ team, channel }: { team: string; channel: string }) => `${team} ${channel}`

/** The digests that are due, each locked for this transaction alone. */
async function lockDue(
  { db, engine }: Database,
  limits: ReadonlyMap<string, number>,
  now: number,
): Promise<Subscription[]> {
  const due: Subscription[] = []
  for (const [team, limit] of limits) {
    const rows = await db
      .selectFrom('subscription')
      .selectAll()
      .where('nextAt', '<=', now)
      .where('team', '=', team)
      .orderBy('nextAt')
      .limit(limit)
      // SQLite's transactions exclude each other anyway.
      .$if(engine === 'postgres', (query) => query.forUpdate().skipLocked())
      .execute()
    due.push(...rows.map(fromRow))
  }
  return due
}

/** Of a slot that was taken before nothing is shown: it does not count in the round. */
function onlyMovedOn({ round, lastUseCase }: Subscription, plan: Plan): Subscription {
  return { ...plan.subscription, round, lastUseCase }
}

/** So many slots are read to learn whose they are: as long as nothing is wrong, fewer are due. */
const LOOK = 200

/** The workspaces that have a slot due, the one that has waited longest first. */
async function teamsDue(database: Database, team: string | undefined, now: number): Promise<string[]> {
  const most = team === undefined ? LOOK : 1
  const first = await database.db
    .selectFrom('subscription')
    .select('team')
    .where('nextAt', '<=', now)
    .$if(team !== undefined, (query) => query.where('team', '=', team ?? ''))
    .orderBy('nextAt')
    .limit(most)
    .execute()
  if (team === undefined && first.length === most) return dueTeams(database, 'subscription', now)
  return [...new Set(first.map((row) => row.team))]
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
  const rows = await db
    .selectFrom('delivery')
    .select(['team', 'channel', 'useCase'])
    .where((where) =>
      where.or(subscriptions.map(({ team, channel, round }) => where.and({ team, channel, round }))),
    )
    .where('useCase', 'is not', null)
    .where((where) =>
      where.or([
        where('state', 'in', ['claimed', 'sent']),
        where.and([where('state', '=', 'failed'), where('uncertain', '=', 1)]),
      ]),
    )
    .execute()
  const shown = new Map<string, Set<string>>()
  for (const row of rows) {
    const set = shown.get(keyOf(row)) ?? new Set()
    shown.set(keyOf(row), set.add(String(row.useCase)))
  }
  return shown
}

/** The use cases that a channel was shown in its present round. */
export async function shownIn(database: Database, subscription: Subscription): Promise<ReadonlySet<string>> {
  const shown = await shownBy(database, [subscription])
  return shown.get(keyOf(subscription)) ?? new Set()
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
