import { DAYS } from '../cards/when.ts'
import type { Log } from '../log.ts'
import { listSubscriptions, type Subscription, saveSubscription } from '../store/subscriptions.ts'
import type { Database } from '../store/tables.ts'
import { dueSlot, nextSlot } from './next.ts'
import type { Poster } from './poster.ts'
import type { Schedule } from './schedule.ts'
import { newSubscription } from './settings.ts'
import { ENVIRONMENT } from './standing.ts'

export type Preset = Schedule & { channel: string }

type Deps = { database: Database; poster: Poster; team: string; now: () => number; log: Log }

/**
 * Makes the digest that the environment asks for, and stops those that it no longer asks for. What people changed
 * since stays as they want it, until the variables themselves change.
 */
export async function applyPreset(preset: Preset | undefined, deps: Deps): Promise<void> {
  const { database, team, now, log, poster } = deps
  const digests = await listSubscriptions(database, team)
  for (const digest of digests) {
    if (digest.environment === null || digest.channel === preset?.channel || digest.stoppedAt !== null)
      continue
    const left = {
      ...digest,
      ...NO_SLOT,
      stoppedAt: now(),
      stoppedReason: 'left-environment',
      environment: null,
    }
    await save(left, 'stopped', deps)
  }
  if (preset === undefined) return
  const before = digests.find(({ channel }) => channel === preset.channel)
  const environment = JSON.stringify(preset)
  if (before && !wanted(before, environment)) return
  const { channel, time, days, zone } = preset
  const slot = dueSlot(before, now()) ?? (await nextSlot(preset, now(), { team, channel }, deps))
  const digest: Subscription = {
    ...(before ?? newSubscription({ team, channel, createdBy: null, at: now() })),
    ...{ time, days: DAYS.filter((day) => days.includes(day)), zone, createdBy: null, environment },
    ...{ ...NO_SLOT, nextSlot: slot.date, nextAt: slot.at, stoppedAt: null, stoppedReason: null },
  }
  await save(digest, before ? 'changed' : 'created', deps)
  log.info({ channel, next: new Date(slot.at).toISOString() }, 'the digest of the environment is set')
  // The start does not wait for this.
  void poster.reach(channel).then((where) => {
    if (where === 'out') {
      log.warn({ channel }, 'the digest cannot be posted: invite the bot to the channel of DIGEST_CHANNEL')
    }
  })
}

const NO_SLOT = { nextSlot: null, nextAt: null, pausedUntil: null }

/** Whether the variables say something new, or what they made was stopped by Slack, which a restart may have mended. */
function wanted({ environment, stoppedAt, stoppedReason }: Subscription, present: string): boolean {
  return environment !== present || (stoppedAt !== null && stoppedReason !== 'by-person')
}

async function save(digest: Subscription, action: string, { database, now }: Deps): Promise<void> {
  const { channel, time, days, zone } = digest
  const details = { channel, time, days, zone }
  await saveSubscription(database, digest, { actor: ENVIRONMENT, action, details, at: now() })
}
