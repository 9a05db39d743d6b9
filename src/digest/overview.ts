import type { BriefStanding, LastDigest } from '../cards/digest-status.ts'
import { lastDeliveries } from '../store/delivery-history.ts'
import { listSubscriptions } from '../store/subscriptions.ts'
import type { Person } from './managers.ts'
import { briefStanding, lastDigest, type StandingDeps } from './standing.ts'

/** The digests that a person may read of, and how they stand. */
export type Overview = {
  /** Whether these are all of the workspace; otherwise those that the person set up. */
  all: boolean
  rows: { standing: BriefStanding; last: LastDigest | undefined }[]
  /** How many there are, of which `rows` are the first. */
  total: number
}

/** All digests of the workspace for an admin, one's own for others; at most `limit` with what became of the last. */
export async function overviewOf(
  person: Person,
  team: string,
  limit: number,
  deps: StandingDeps,
): Promise<Overview> {
  const { database, now } = deps
  const all = person.role === 'admin'
  const digests = await listSubscriptions(database, team, all ? undefined : person.id)
  const rows = digests.slice(0, limit).map(async (digest) => {
    const [last] = await lastDeliveries(database, team, digest.channel, 1)
    return { standing: briefStanding(digest, now()), last: last && lastDigest(last, digest, deps) }
  })
  return { all, rows: await Promise.all(rows), total: digests.length }
}
