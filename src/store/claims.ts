import type { Delivery } from './deliveries.ts'
import { dueTeams, type Share } from './due.ts'
import type { Database } from './tables.ts'

type Look = {
  /** Of this workspace alone; of all when undefined. */
  team: string | undefined
  now: number
  /** At most so many. */
  limit: number
  /** Whose are read, and how many of each, where all workspaces have more than `limit`. */
  share?: Share
}

/**
 * Deliveries that are claimed and not finished: being worked on, left by a run that ended, or waiting for their next
 * attempt, which is due.
 */
export async function openDeliveries(
  database: Database,
  { team, now, limit, share }: Look,
): Promise<Delivery[]> {
  const first = await waiting(database, team, now, limit)
  if (team !== undefined || first.length < limit || share === undefined) return first
  const open: Delivery[] = []
  for (const [one, most] of share(await dueTeams(database, 'delivery', now))) {
    open.push(...(await waiting(database, one, now, most)))
  }
  return open
}

function waiting(
  { db }: Database,
  team: string | undefined,
  now: number,
  limit: number,
): Promise<Delivery[]> {
  return db
    .selectFrom('delivery')
    .selectAll()
    .where('state', '=', 'claimed')
    .where('retryAt', '<=', now)
    .$if(team !== undefined, (query) => query.where('team', '=', team ?? ''))
    .orderBy('retryAt')
    .limit(limit)
    .execute()
}

/**
 * Takes over a delivery as it was seen. From now on it may be posted: whoever finds it next must look for the message,
 * whether or not this one has to.
 * @returns it, `uncertain` as it was seen, or undefined when somebody else was faster or it is finished
 */
export async function takeOver(
  { db }: Database,
  { id, version, uncertain }: Delivery,
  owner: string,
): Promise<Delivery | undefined> {
  const taken = await db
    .updateTable('delivery')
    .set({ owner, version: version + 1, uncertain: 1 })
    .where('id', '=', id)
    .where('version', '=', version)
    .where('state', '=', 'claimed')
    .returningAll()
    .executeTakeFirst()
  return taken && { ...taken, uncertain }
}

/** What became of a delivery. It is kept whoever holds the claim: what was posted, was posted. */
export async function finishDelivery(
  { db }: Database,
  id: string,
  outcome: {
    state: 'sent' | 'failed' | 'skipped'
    ts?: string
    reason?: string
    uncertain?: boolean
    at: number
  },
): Promise<void> {
  const { state, ts = null, reason = null, uncertain = false, at } = outcome
  await db
    .updateTable('delivery')
    .set({ state, ts, reason, uncertain: uncertain ? 1 : 0, finishedAt: at, owner: null })
    .where('id', '=', id)
    .where('state', '=', 'claimed')
    .execute()
}

/** Gives a claim back, to be tried again from `retryAt` on by whichever process comes first. */
export async function releaseDelivery(
  { db }: Database,
  { id, version, attempts }: Delivery,
  { retryAt, uncertain, reason }: { retryAt: number; uncertain: boolean; reason: string },
): Promise<void> {
  await db
    .updateTable('delivery')
    .set({
      owner: null,
      version: version + 1,
      attempts: attempts + 1,
      retryAt,
      uncertain: uncertain ? 1 : 0,
      reason,
    })
    .where('id', '=', id)
    .where('version', '=', version)
    .where('state', '=', 'claimed')
    .execute()
}

/** By how much the clocks of two processes may differ. */
const CLOCKS_MS = 10 * 60_000

/**
 * The stamp, by Slack's clock, of the latest message that a channel surely got before any of its deliveries that are
 * open was claimed: theirs can only be later. (One that was sent meanwhile by `send now` is no such message.)
 */
export async function lastStamp(
  { db }: Database,
  team: string,
  channel: string,
): Promise<string | undefined> {
  const ofChannel = db.selectFrom('delivery').where('team', '=', team).where('channel', '=', channel)
  const open = await ofChannel
    .select(({ fn }) => fn.min('claimedAt').as('since'))
    .where('state', '=', 'claimed')
    .executeTakeFirst()
  const before = open?.since ?? undefined
  const row = await ofChannel
    .select(({ fn }) => fn.max('ts').as('ts'))
    .$if(before !== undefined, (sent) => sent.where('finishedAt', '<=', Number(before) - CLOCKS_MS))
    .executeTakeFirst()
  return row?.ts ?? undefined
}
