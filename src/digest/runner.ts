import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { describeError } from '../log.ts'
import { NO_METRICS } from '../metrics/metrics.ts'
import { openDeliveries, takeOver } from '../store/claims.ts'
import { claimDue, type Delivery, shownIn } from '../store/deliveries.ts'
import { findSubscription, type Subscription } from '../store/subscriptions.ts'
import { type DeliverDeps, deliver, type Work } from './deliver.ts'
import { watchLeases } from './lease.ts'
import { reportSkip } from './owner.ts'
import { nextUseCase, planSafely, type SlotPlan } from './plan.ts'
import { type SteadyClock, watchClock } from './steady-clock.ts'
import { createWorkers, type Workers } from './workers.ts'

/** How digests are run, in milliseconds; a workspace needs no other than the defaults. */
export type RunnerSettings = {
  /** How late a slot may be. */
  catchUpMs: number
  tickMs: number
  /** A claim that does not change for so long is taken over; its holder does not post after half of that. */
  leaseMs: number
  /** The wait after a first failure; it doubles with each further one. */
  retryMs: number
  /** How long the clock must run evenly after a jump. */
  settleMs: number
  /** Deliveries in flight at a time: a number, not a time. Where there are several workspaces, one has a quarter. */
  inFlight: number
}

export const RUNNER_DEFAULTS: RunnerSettings = {
  catchUpMs: 2 * 60 * 60_000,
  tickMs: 1000,
  leaseMs: 90_000,
  retryMs: 5000,
  settleMs: 60_000,
  inFlight: 20,
}

export type RunnerDeps = Omit<DeliverDeps, 'catchUpMs' | 'retryMs' | 'rest' | 'surely' | 'metrics'> & {
  /** Only its digests, though the database may have those of others; all of the database's when undefined. */
  team: string | undefined
  metrics?: DeliverDeps['metrics']
  settings?: Partial<RunnerSettings>
  /** Milliseconds that only grow, whatever the clock does. */
  elapsed?: () => number
}

export type Runner = {
  /** Names this run of the process in its claims. */
  owner: string
  /** Carries out a delivery that was claimed outside of the schedule, as far as it goes now. */
  run: (work: Omit<Work, 'fresh' | 'mayPost'>) => Promise<void>
  /** How many deliveries are in hand now. */
  inHand: () => number
  /** Claims nothing more, and finishes or gives back what is in hand. */
  close: () => Promise<void>
}

type Context = DeliverDeps & {
  team: string | undefined
  owner: string
  settings: RunnerSettings
  elapsed: () => number
  workers: Workers
  leases: ReturnType<typeof watchLeases>
}

/** Of the places of a process, what a workspace may have of them at the most where there are others. */
const SHARE = 1 / 4
/** Of what is open, so many are read for each place: those that others work on may be the first. */
const READ_AHEAD = 10

/** Begins to look for slots that are due, and to deliver them: claim, post, confirm. Several processes may. */
export function startRunner({
  settings: changed,
  elapsed = () => performance.now(),
  metrics = NO_METRICS,
  ...given
}: RunnerDeps): Runner {
  const deps = { ...given, metrics }
  const settings = { ...RUNNER_DEFAULTS, ...changed }
  const { leaseMs, inFlight, settleMs, catchUpMs, retryMs, tickMs: widenMs } = settings
  const stop = new AbortController()
  const stopping = stop.signal
  const each = deps.team === undefined ? Math.max(1, Math.floor(SHARE * inFlight)) : inFlight
  const workers = createWorkers({ inFlight, each, leaseMs, elapsed, stopping, widenMs }, (work) =>
    carryOut(work, context),
  )
  const surely: DeliverDeps['surely'] = (write) => untilDone(write, { ...deps, retryMs, stopping })
  const steady = watchClock(deps.now, elapsed, settleMs)
  const context: Context = {
    ...{ ...deps, now: steady.now, catchUpMs, retryMs, surely, rest: workers.rest },
    ...{ owner: randomUUID(), settings, elapsed, workers, leases: watchLeases(leaseMs, elapsed) },
  }
  const looping = loop(context, steady, stopping)
  return {
    owner: context.owner,
    run: (work) => workers.begin({ ...work, fresh: true }, elapsed()),
    inHand: workers.inHand,
    close: async () => {
      stop.abort()
      await looping
      await workers.idle()
    },
  }
}

async function loop(context: Context, steady: SteadyClock, stopping: AbortSignal): Promise<void> {
  const { settings, workers, log } = context
  let inTrouble = false
  while (!stopping.aborted) {
    let busy = false
    try {
      if (steady()) {
        await takeUp(context)
        busy = await claim(context)
        if (inTrouble) log.info('digests go on: the database answers again')
        inTrouble = false
      }
    } catch (error) {
      // A line a second would say no more.
      if (!inTrouble) log.error({ error: describeError(error) }, 'digests wait for the database')
      inTrouble = true
    }
    if (busy) await workers.roomAgain(settings.tickMs)
    else await sleep(settings.tickMs, undefined, { signal: stopping }).catch(() => {})
  }
}

/** Takes up what another run, or this one, left unfinished. */
async function takeUp(context: Context): Promise<void> {
  const { database, team, now, settings, workers, leases, owner, elapsed } = context
  const open = await openDeliveries(database, {
    ...{ team, now: now(), limit: READ_AHEAD * settings.inFlight },
    share: (teams) => new Map([...workers.share(teams)].map(([one, places]) => [one, READ_AHEAD * places])),
  })
  const free = leases.free(open.filter(({ id }) => !workers.has(id)))
  for (const [of, places] of workers.share([...new Set(free.map((seen) => seen.team))])) {
    for (const seen of free.filter((one) => one.team === of).slice(0, places)) {
      const claimedAt = elapsed()
      const delivery = await takeOver(database, seen, owner)
      const subscription = delivery && (await findSubscription(database, of, delivery.channel))
      if (!delivery || !subscription) continue
      void workers.begin({ ...(await workOf(delivery, subscription, context)), fresh: false }, claimedAt)
    }
  }
}

/** @returns whether there may be more to claim as soon as there is room */
async function claim(context: Context): Promise<boolean> {
  const { database, team, now, owner, workers, elapsed, catchUpMs, catalogue } = context
  if (workers.room() <= 0) return false
  const [claimedAt, at] = [elapsed(), now()]
  let held = false
  const claimed = await claimDue(database, {
    ...{ team, now: at, owner },
    limit: (due) => {
      held = due.some(workers.full)
      return workers.share(due)
    },
    plan: (subscription, shown) =>
      planSafely(subscription, shown, catalogue(subscription.team), at, catchUpMs),
  })
  for (const { delivery, plan } of claimed) {
    if (delivery.state === 'claimed') void workers.begin({ ...plan, delivery, fresh: true }, claimedAt)
    else skip(delivery, plan, context)
  }
  return held || claimed.length > 0
}

/** A note to an owner may take its time, and nobody waits for it. */
function skip(delivery: Delivery, plan: SlotPlan, context: Context): void {
  context.metrics.digest('skipped')
  reportSkip(delivery, plan, context).catch((error) => {
    const { id } = delivery
    context.log.error({ delivery: id, error: describeError(error) }, 'a skip could not be reported')
  })
}

/** What a delivery needs that was not claimed just now: its digest, and how far the round is without it. */
async function workOf(delivery: Delivery, subscription: Subscription, { database, catalogue }: Context) {
  const shown = new Set(await shownIn(database, subscription))
  shown.delete(delivery.useCase ?? '')
  const { matching, left } = nextUseCase(subscription, shown, catalogue(subscription.team))
  return { delivery, subscription, matching, left }
}

async function carryOut(work: Work, context: Context): Promise<void> {
  const { log, onStep } = context
  onStep?.('claimed', work.delivery)
  try {
    await deliver(work, context)
  } catch (error) {
    // Whoever takes it over looks for the message first.
    log.error({ delivery: work.delivery.id, error: describeError(error) }, 'a delivery was left as it is')
  }
}

/** Writes to the database until that succeeds, or the process is told to stop. */
async function untilDone<T>(
  write: () => Promise<T>,
  { log, retryMs, stopping }: Pick<DeliverDeps, 'log' | 'retryMs'> & { stopping: AbortSignal },
): Promise<T> {
  for (;;) {
    try {
      return await write()
    } catch (error) {
      if (stopping.aborted) throw error
      log.error({ error: describeError(error) }, 'cannot write to the database, trying again')
      await sleep(retryMs, undefined, { signal: stopping }).catch(() => {})
    }
  }
}
