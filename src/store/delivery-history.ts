import type { Delivery } from './deliveries.ts'
import type { Database } from './tables.ts'

/** A delivery as it is now. */
export async function findDelivery({ db }: Database, id: string): Promise<Delivery | undefined> {
  return db.selectFrom('delivery').selectAll().where('id', '=', id).executeTakeFirst()
}

/** The dates, from this one on, that a channel had its slot of already. */
export async function takenSlots(
  { db }: Database,
  team: string,
  channel: string,
  from: string,
): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('delivery')
    .select('slot')
    .where('team', '=', team)
    .where('channel', '=', channel)
    .where('slot', '>=', from)
    .where('slot', 'not like', 'now-%')
    .execute()
  return new Set(rows.map(({ slot }) => slot))
}

/** What became of a channel's latest slots, newest first. */
export async function lastDeliveries(
  { db }: Database,
  team: string,
  channel: string,
  limit: number,
): Promise<Delivery[]> {
  return db
    .selectFrom('delivery')
    .selectAll()
    .where('team', '=', team)
    .where('channel', '=', channel)
    .orderBy('claimedAt', 'desc')
    .limit(limit)
    .execute()
}
