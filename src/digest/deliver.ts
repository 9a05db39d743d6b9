import { DEFAULT_COMMAND } from '../cards/commands.ts'
import { digestReply } from '../cards/digest.ts'
import { sayWhen } from '../cards/when.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { describeError, type Log } from '../log.ts'
import type { Metrics } from '../metrics/metrics.ts'
import { similarTo } from '../search/similar.ts'
import { finishDelivery, lastStamp, releaseDelivery } from '../store/claims.ts'
import type { Delivery } from '../store/deliveries.ts'
import type { Subscription } from '../store/subscriptions.ts'
import type { Database } from '../store/tables.ts'
import { stopDigests } from './owner.ts'
import { nextCardAt } from './plan.ts'
import type { Outcome, Poster, PosterOf } from './poster.ts'
import { LATE_MS } from './standing.ts'

/** What a delivery goes through; told to whoever watches, right after it happened. */
export type Step = 'claimed' | 'posted' | 'finished'

export type DeliverDeps = {
  database: Database
  posterOf: PosterOf
  /** What a workspace's digests are picked from now. */
  catalogue: (team: string) => Catalogue
  /** Milliseconds since 1970. */
  now: () => number
  log: Log
  /** How late a slot may be. */
  catchUpMs: number
  /** How long after a failure the next attempt is, at first; it doubles. */
  retryMs: number
  onStep?: (step: Step, delivery: Delivery) => void
  metrics: Pick<Metrics, 'digest'>
  /** Told when Slack wants to be left alone by a workspace, or cannot be reached there. */
  rest: (team: string, ms: number) => void
  /** Repeats a write to the database until it is done: what Slack has must not be forgotten. */
  surely: <T>(write: () => Promise<T>) => Promise<T>
}

/** A delivery in hand: with its digest, and how far the round is. */
export type Work = {
  delivery: Delivery
  subscription: Subscription
  matching: number
  /** Of the round, the use case of this delivery included. */
  left: number
  /** Whether it was claimed just now, so that Slack cannot have it yet. */
  fresh: boolean
  /** Whether the claim is surely still this process's own. */
  mayPost: () => boolean
}

const LONGEST_RETRY_MS = 5 * 60_000
/** A request that got no answer may still be on its way: it is looked for when that is over. */
const UNCERTAIN_RETRIES = 6
const MOST_REFUSALS = 3

/**
 * Brings a claimed delivery as far as it goes now: looks for it in the channel when it may be there, posts it, and
 * keeps what became of it.
 * @throws where the database cannot be reached
 */
export async function deliver(work: Work, deps: DeliverDeps): Promise<void> {
  const { delivery, fresh } = work
  const uncertain = !fresh && delivery.uncertain === 1
  let poster: Poster | undefined
  try {
    poster = await deps.posterOf(delivery.team)
  } catch (error) {
    deps.log.error({ ...ids(work), error: describeError(error) }, 'cannot tell whether the app is installed')
    return release(work, deps, { reason: 'unknown-workspace', uncertain })
  }
  if (poster !== undefined) return post(work, deps, poster, uncertain)
  await deps.surely(() => stopDigests(deps, { team: delivery.team }, 'uninstalled'))
  return finish(work, deps, 'failed', { reason: 'uninstalled', uncertain })
}

async function post(work: Work, deps: DeliverDeps, poster: Poster, uncertain: boolean): Promise<void> {
  const { delivery, fresh, mayPost } = work
  if (uncertain) {
    const found = await poster.find(delivery.channel, delivery.id, await since(work, deps))
    if (found.kind === 'found') return sent(work, deps, found.ts)
    // Slack limits each method by itself: others can go on being posted.
    if (found.kind === 'passing' && inTime(work, deps))
      return release(work, deps, { ...found, uncertain: true })
    // Rather one digest less than one twice.
    if (found.kind !== 'absent') return finish(work, deps, 'failed', { reason: 'uncertain', uncertain: true })
  }
  const reason = fresh ? undefined : notAnyMore(work, deps)
  if (reason !== undefined) return finish(work, deps, 'skipped', { reason })
  if (!mayPost()) return release(work, deps, { reason: 'handed-over', uncertain: false })
  const reply = card(work, deps)
  if (reply === undefined) return finish(work, deps, 'skipped', { reason: 'nothing-new' })
  return take(work, deps, await poster.post(delivery.channel, reply, delivery.id, mayPost))
}

const inTime = ({ delivery }: Work, { now, catchUpMs }: DeliverDeps) => now() - delivery.dueAt <= catchUpMs

/** Why a delivery that waited is not wanted any more; undefined while it is. */
function notAnyMore(work: Work, deps: DeliverDeps): string | undefined {
  const { stoppedAt, stoppedReason, pausedUntil } = work.subscription
  if (stoppedAt !== null) return stoppedReason ?? 'by-person'
  if (!inTime(work, deps)) return 'missed'
  const scheduled = !work.delivery.slot.startsWith('now-')
  return scheduled && pausedUntil !== null && pausedUntil > deps.now() ? 'during-pause' : undefined
}

const DAY_MS = 24 * 60 * 60_000

/** A stamp that the message of a delivery is surely not older than; with room for clocks that are wrong. */
async function since({ delivery }: Work, { database }: DeliverDeps): Promise<string> {
  const { team, channel, claimedAt } = delivery
  return (await lastStamp(database, team, channel)) ?? ((claimedAt - DAY_MS) / 1000).toFixed(6)
}

function card({ delivery, subscription, matching, left }: Work, deps: DeliverDeps) {
  const catalogue = deps.catalogue(delivery.team)
  const useCase = catalogue.byId.get(delivery.useCase ?? '')
  if (!useCase) return undefined
  const next = nextCardAt(subscription, left - 1)
  return digestReply(
    {
      ...{ useCase, similar: similarTo(useCase.id, catalogue, 2), matching, shown: matching - left + 1 },
      ...{
        next: next === undefined ? undefined : sayWhen(next, subscription.zone),
        command: DEFAULT_COMMAND,
      },
    },
    catalogue,
  )
}

async function take(work: Work, deps: DeliverDeps, outcome: Outcome): Promise<void> {
  switch (outcome.kind) {
    case 'sent':
      deps.onStep?.('posted', work.delivery)
      return sent(work, deps, outcome.ts)
    case 'passing':
      return later(work, deps, outcome)
    case 'permanent': {
      const { team, channel } = work.delivery
      await deps.surely(() => stopDigests(deps, { team, channel }, outcome.reason))
      return finish(work, deps, 'failed', outcome)
    }
    case 'refused':
      if (work.delivery.attempts + 1 < MOST_REFUSALS)
        return release(work, deps, { ...outcome, uncertain: false })
      return finish(work, deps, 'failed', outcome)
  }
}

async function sent(work: Work, deps: DeliverDeps, ts: string): Promise<void> {
  const at = deps.now()
  await deps.surely(() => finishDelivery(deps.database, work.delivery.id, { state: 'sent', ts, at }))
  deps.onStep?.('finished', work.delivery)
  const lateMs = at - work.delivery.dueAt
  deps.metrics.digest(lateMs > LATE_MS ? 'late' : 'sent')
  deps.log.info({ ...ids(work), lateMs }, 'digest sent')
}

async function finish(
  work: Work,
  deps: DeliverDeps,
  state: 'failed' | 'skipped',
  { reason, uncertain = false }: { reason: string; uncertain?: boolean },
): Promise<void> {
  const outcome = { state, reason, uncertain, at: deps.now() }
  await deps.surely(() => finishDelivery(deps.database, work.delivery.id, outcome))
  deps.onStep?.('finished', work.delivery)
  deps.metrics.digest(state)
  deps.log.warn({ ...ids(work), reason }, `digest ${state}`)
}

type Put = { reason: string; uncertain: boolean; retryAfterMs?: number }

/** What does not work now, most likely does not work for the workspace's next delivery either. */
async function later(work: Work, deps: DeliverDeps, outcome: Put): Promise<void> {
  deps.rest(work.delivery.team, outcome.retryAfterMs ?? deps.retryMs)
  await release(work, deps, outcome)
}

async function release(
  work: Work,
  { database, now, log, retryMs, surely }: DeliverDeps,
  outcome: Put,
): Promise<void> {
  const { delivery } = work
  const { reason, uncertain, retryAfterMs } = outcome
  const wait =
    retryAfterMs ??
    Math.min(LONGEST_RETRY_MS, retryMs * (uncertain ? UNCERTAIN_RETRIES : 1) * 2 ** delivery.attempts)
  const retryAt = now() + wait
  await surely(() => releaseDelivery(database, delivery, { retryAt, uncertain, reason }))
  log.warn({ ...ids(work), reason, uncertain, waitMs: wait }, 'digest waits for another attempt')
}

const ids = ({ delivery: { id, team, channel, slot, useCase, attempts } }: Work) => ({
  ...{ delivery: id, team, channel, slot, useCase, attempts },
})
