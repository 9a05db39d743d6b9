import { DEFAULT_COMMAND } from '../cards/commands.ts'
import { ownerNote } from '../cards/digest-notes.ts'
import type { Log } from '../log.ts'
import type { Delivery } from '../store/deliveries.ts'
import { FORGOTTEN, type Subscription, stopSubscriptions } from '../store/subscriptions.ts'
import type { Database } from '../store/tables.ts'
import type { SlotPlan } from './plan.ts'
import type { PosterOf } from './poster.ts'

type Deps = { database: Database; posterOf: PosterOf; log: Log; now: () => number }

/**
 * Stops digests that cannot go on, and tells the owner once: of several processes that notice, one does.
 * @param where one channel, or all of a workspace when `channel` is left out
 * @param reason Slack's error or our own code; `reasonLine` has words for it
 */
export async function stopDigests(
  deps: Deps,
  where: { team: string; channel?: string },
  reason: string,
): Promise<void> {
  const { database, log, now } = deps
  const stopped = await stopSubscriptions(database, where, reason, now())
  for (const { team, channel, createdBy } of stopped) {
    log.warn({ team, channel, reason }, 'digest stopped')
    // Without the app in the workspace nobody can be written to.
    if (where.channel === undefined) continue
    const note = ownerNote({ kind: 'stopped', channel, reason, command: DEFAULT_COMMAND })
    await tell(deps, { team, channel, owner: createdBy }, note)
  }
}

/** Reports a slot that was skipped as soon as it was due; the owner hears of what they would miss otherwise. */
export async function reportSkip(delivery: Delivery, plan: SlotPlan, deps: Deps): Promise<void> {
  const { team, channel, slot, reason, id } = delivery
  const { subscription, matching } = plan
  deps.log.warn({ delivery: id, team, channel, slot, reason }, 'digest skipped')
  if (reason === 'no-match' || reason === 'bad-settings') return stopDigests(deps, { team, channel }, reason)
  if (reason !== 'nothing-new' || !worthTelling(subscription, matching)) return
  const note = ownerNote({ kind: 'ran-dry', channel, matching, command: DEFAULT_COMMAND })
  await tell(deps, { team, channel, owner: subscription.createdBy }, note)
}

/** Each end of a round, but of a round of a few days only the first. */
const worthTelling = ({ round }: Subscription, matching: number) => round === 1 || matching >= LONG_ROUND
const LONG_ROUND = 20

async function tell(
  { posterOf, log }: Deps,
  { team, channel, owner }: { team: string; channel: string; owner: string | null },
  note: ReturnType<typeof ownerNote>,
): Promise<void> {
  // What the environment set has no owner but the one who reads the log; nor has it one who asked to be forgotten.
  if (owner === null || owner === FORGOTTEN) return
  // What is stopped is stopped, whether or not its owner can be told.
  const poster = await posterOf(team).catch(() => undefined)
  if (!(await poster?.tell(owner, note)))
    log.warn({ team, channel, owner }, 'the owner of a digest could not be told')
}
