import type { Reply } from '../cards/blocks.ts'
import { previewReply } from '../cards/digest-changes.ts'
import { misunderstoodReply, nothingMatchesReply } from '../cards/digest-refusals.ts'
import type { DigestSettings } from '../cards/digest-settings.ts'
import { listReply, noDigestReply, statusReply } from '../cards/digest-status.ts'
import { findSubscription, listSubscriptions, type Subscription } from '../store/subscriptions.ts'
import type { Asked, ChangeDeps } from './asked.ts'
import { mayNot, obstacle, pause, resume, type Saving, save, stop } from './changes.ts'
import type { DigestCommand } from './command.ts'
import { nextCard } from './preview.ts'
import { sendNow } from './send-now.ts'
import { defaultSettings, settingsOf } from './settings.ts'
import { briefStanding, standingOf } from './standing.ts'

/** What was asked for, other than the modal. */
export type DigestRequest = Exclude<DigestCommand, { kind: 'open' }>

/** What people can do with the digest of a channel. Each gives the answer for the one who asked. */
export type Digests = {
  /** Does what was typed. */
  act: (request: DigestRequest, asked: Asked, typed: string) => Promise<Reply>
  /** Keeps settings, for a new digest or a changed one, and says so in the channel. */
  save: (settings: DigestSettings, asked: Asked) => Promise<Saving>
  /** Why somebody cannot set up or change the digest of a channel now; undefined when they can. */
  obstacle: (asked: Asked) => Promise<Reply | undefined>
  /** The settings of a channel's digest, or those to begin with, and whether it is running. */
  settings: (asked: Asked) => Promise<{ settings: DigestSettings; exists: boolean }>
  /** The card that settings would bring next if they were saved, and when; undefined where nothing matches. */
  preview: (settings: DigestSettings, asked: Asked) => ReturnType<typeof nextCard>
}

export function createDigests(deps: ChangeDeps): Digests {
  return {
    act: (request, asked, typed) => act(request, asked, typed, deps),
    save: (settings, asked) => save(settings, asked, deps),
    obstacle: (asked) => obstacle(asked, deps),
    settings: (asked) => currentSettings(asked, deps),
    preview: (settings, asked) => nextCard(settings, asked, deps, { saved: true }),
  }
}

async function currentSettings({ team, channel, person }: Asked, { database }: ChangeDeps) {
  const subscription = await findSubscription(database, team, channel)
  const settings = subscription ? settingsOf(subscription) : defaultSettings(person.zone)
  return { settings, exists: subscription !== undefined && subscription.stoppedAt === null }
}

async function act(request: DigestRequest, asked: Asked, typed: string, deps: ChangeDeps): Promise<Reply> {
  const { command } = asked
  switch (request.kind) {
    case 'help':
      return misunderstoodReply({ typed, problem: '', command })
    case 'misunderstood':
      return misunderstoodReply({ typed, problem: request.problem, command })
    case 'list':
      // Of other channels, private ones too, only the one who asks may read.
      if (asked.publicly && !asked.channel.startsWith('D')) return withDigest({ kind: 'status' }, asked, deps)
      return list(asked, deps)
    case 'set': {
      const { settings } = await currentSettings(asked, deps)
      return (await save({ ...settings, ...request.settings }, asked, deps)).reply
    }
    case 'preview': {
      const { settings } = await currentSettings(asked, deps)
      const card = await nextCard(settings, asked, deps, { saved: false })
      if (!card) return nothingMatchesReply({ settings, command }, deps.catalogue)
      return previewReply({ ...card, publicly: asked.publicly })
    }
    default:
      return withDigest(request, asked, deps)
  }
}

type OnExisting = Extract<DigestRequest, { kind: 'status' | 'pause' | 'resume' | 'stop' | 'now' }>

async function withDigest(request: OnExisting, asked: Asked, deps: ChangeDeps): Promise<Reply> {
  const { team, channel, command } = asked
  const subscription = await findSubscription(deps.database, team, channel)
  if (!subscription) return noDigestReply(command)
  const status = async () => statusReply(await standingOf(subscription, deps), deps.catalogue, command)
  if (request.kind === 'status') return status()
  const refused = await mayNot(asked, subscription, deps)
  if (refused) return refused
  if (isSo(request.kind, subscription, deps.now())) return status()
  switch (request.kind) {
    case 'pause':
      return pause(subscription, request.until, asked, deps)
    case 'resume':
      return resume(subscription, asked, deps)
    case 'stop':
      return stop(subscription, asked, deps)
    case 'now':
      return sendNow(subscription, asked, deps)
  }
}

/** Whether there is nothing to do, and nothing for the channel to read. */
function isSo(wanted: OnExisting['kind'], digest: Subscription, now: number): boolean {
  const { stoppedAt, stoppedReason, pausedUntil } = digest
  if (wanted === 'resume') return stoppedAt === null && (pausedUntil === null || pausedUntil <= now)
  // What Slack made stop can still be stopped by hand, so that nothing starts it again.
  if (wanted === 'stop') return stoppedReason === 'by-person'
  return wanted === 'pause' && stoppedAt !== null
}

/** All digests of the workspace for an admin, one's own for others. */
async function list({ team, person, command }: Asked, deps: ChangeDeps): Promise<Reply> {
  const all = person.role === 'admin'
  const digests = await listSubscriptions(deps.database, team, all ? undefined : person.id)
  const standings = digests.map((one) => briefStanding(one, deps.now()))
  return listReply(standings, { all, command })
}
