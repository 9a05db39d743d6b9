import { randomUUID } from 'node:crypto'
import type { Database, SubscriptionTable } from './tables.ts'

type Lists = 'days' | 'industries' | 'topics'

/** A channel's digest: when, about what, and how it stands. Moments are milliseconds since 1970. */
export type Subscription = Omit<SubscriptionTable, Lists> & Record<Lists, readonly string[]>

/** What somebody did to a digest, kept for good. */
export type Change = { actor: string; action: string; details: Record<string, unknown>; at: number }

/** @param row as the database has it */
export function fromRow(row: SubscriptionTable): Subscription {
  return { ...row, days: list(row.days), industries: list(row.industries), topics: list(row.topics) }
}

export function toRow(subscription: Subscription): SubscriptionTable {
  const { days, industries, topics } = subscription
  return {
    ...subscription,
    days: JSON.stringify(days),
    industries: JSON.stringify(industries),
    topics: JSON.stringify(topics),
  }
}

const list = (text: string) => JSON.parse(text) as string[]

/** The digest of a channel, running or not. */
export async function findSubscription(
  { db }: Database,
  team: string,
  channel: string,
): Promise<Subscription | undefined> {
  const row = await db
    .selectFrom('subscription')
    .selectAll()
    .where('team', '=', team)
    .where('channel', '=', channel)
    .executeTakeFirst()
  return row && fromRow(row)
}

/** All digests of a workspace, or those that one person made, oldest first. */
export async function listSubscriptions(
  { db }: Database,
  team: string,
  createdBy?: string,
): Promise<Subscription[]> {
  const all = db.selectFrom('subscription').selectAll().where('team', '=', team)
  const wanted = createdBy === undefined ? all : all.where('createdBy', '=', createdBy)
  const rows = await wanted.orderBy('createdAt').orderBy('channel').execute()
  return rows.map(fromRow)
}

/**
 * Keeps a digest as it is now, new or changed, together with who changed what. Where its owner was forgotten after it
 * was read, they stay so: only who changes it can become the owner then.
 */
export async function saveSubscription(
  { db }: Database,
  subscription: Subscription,
  change: Change,
): Promise<void> {
  const row = toRow(subscription)
  // How far the round is, only the runner knows.
  const { team, channel, round, lastUseCase, ...rest } = row
  await db.transaction().execute(async (transaction) => {
    await transaction
      .insertInto('subscription')
      .values(row)
      .onConflict((conflict) =>
        conflict.columns(['team', 'channel']).doUpdateSet(({ eb, ref }) => ({
          ...rest,
          createdBy: eb
            .case()
            .when(
              eb.and([
                eb('subscription.createdBy', '=', FORGOTTEN),
                eb('excluded.createdBy', '!=', change.actor),
              ]),
            )
            .then(FORGOTTEN)
            .else(ref('excluded.createdBy'))
            .end(),
        })),
      )
      .execute()
    await keepChange(transaction, { team, channel }, change)
  })
}

async function keepChange(
  db: Database['db'],
  { team, channel }: { team: string; channel: string },
  change: Change,
): Promise<void> {
  const row = { id: randomUUID(), team, channel, ...change, details: JSON.stringify(change.details) }
  await db.insertInto('audit').values(row).execute()
}

/** The latest changes of a channel's digest, newest first. */
export async function listChanges(
  { db }: Database,
  team: string,
  channel: string,
  limit: number,
): Promise<Change[]> {
  const rows = await db
    .selectFrom('audit')
    .select(['actor', 'action', 'details', 'at'])
    .where('team', '=', team)
    .where('channel', '=', channel)
    .orderBy('at', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ ...row, details: JSON.parse(row.details) as Record<string, unknown> }))
}

/**
 * Stops digests that nobody stopped by hand: they have no next slot until somebody resumes them.
 * @param channel all of the workspace when left out
 * @returns those that were running
 */
export async function stopSubscriptions(
  { db }: Database,
  where: { team: string; channel?: string },
  reason: string,
  at: number,
): Promise<Subscription[]> {
  const { team, channel } = where
  return db.transaction().execute(async (transaction) => {
    const rows = await transaction
      .updateTable('subscription')
      .set({ stoppedAt: at, stoppedReason: reason, nextAt: null, nextSlot: null, pausedUntil: null })
      .where('team', '=', team)
      .where('stoppedAt', 'is', null)
      .$if(channel !== undefined, (all) => all.where('channel', '=', channel ?? ''))
      .returningAll()
      .execute()
    for (const row of rows) await keepChange(transaction, row, { ...BY_ITSELF, details: { reason }, at })
    return rows.map(fromRow)
  })
}

/**
 * Stands where the id of a person was who asked to be forgotten: whoever made a digest, which has no owner then, or
 * changed one. No id of Slack's looks like it.
 */
export const FORGOTTEN = 'forgotten'

/** What no person did. */
export const ITSELF = 'kstreams'
const BY_ITSELF = { actor: ITSELF, action: 'stopped' }
