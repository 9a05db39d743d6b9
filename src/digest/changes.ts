import type { Reply } from '../cards/blocks.ts'
import {
  announcementReply,
  pausedReply,
  resumedReply,
  savedReply,
  stoppedReply,
} from '../cards/digest-changes.ts'
import { inviteReply, nothingMatchesReply, refusedReply } from '../cards/digest-refusals.ts'
import type { DigestSettings } from '../cards/digest-settings.ts'
import { sayDate } from '../cards/when.ts'
import { findSubscription, type Subscription, saveSubscription } from '../store/subscriptions.ts'
import type { Asked, ChangeDeps } from './asked.ts'
import { ownerOf, refusal, sayManagers } from './managers.ts'
import { dueSlot, nextSlot, pauseEnd, sayNext } from './next.ts'
import { matchingUseCases } from './pick.ts'
import { type Slot, startOf } from './schedule.ts'
import { newSubscription, settingsOf } from './settings.ts'

/** Why somebody may not change this digest; undefined when they may. One that is stopped may be set up by others. */
export async function mayNot(
  { person }: Asked,
  subscription: Subscription | undefined,
  { rule, people }: ChangeDeps,
): Promise<Reply | undefined> {
  const createdBy = ownerOf(subscription)
  const reason = refusal(person, createdBy, rule)
  if (reason === undefined) return undefined
  const name = createdBy == null ? undefined : (await people(createdBy)).name
  const managers = sayManagers(rule, createdBy, name)
  return refusedReply({ reason, managers, exists: subscription !== undefined })
}

/** What to do first when the bot is not in the channel; undefined when it is. */
export async function notHere(
  { channel, command }: Asked,
  { poster }: ChangeDeps,
): Promise<Reply | undefined> {
  if ((await poster.reach(channel)) !== 'out') return undefined
  return inviteReply({ command, direct: channel.startsWith('D') })
}

/** Why somebody cannot set up or change the digest of this channel now; undefined when they can. */
export async function obstacle(asked: Asked, deps: ChangeDeps): Promise<Reply | undefined> {
  const [subscription, away] = await Promise.all([
    findSubscription(deps.database, asked.team, asked.channel),
    notHere(asked, deps),
  ])
  return (await mayNot(asked, subscription, deps)) ?? away
}

/** What became of an attempt to save; `done` when it is kept, and the channel was told. */
export type Saving = { reply: Reply; done: boolean }

/** Keeps the settings of a digest, new or changed; one that was stopped runs again, a pause stays. */
export async function save(settings: DigestSettings, asked: Asked, deps: ChangeDeps): Promise<Saving> {
  const { catalogue, database, now } = deps
  const { team, channel, person, command } = asked
  const why = await obstacle(asked, deps)
  if (why) return { reply: why, done: false }
  if (matchingUseCases(catalogue, settings).length === 0)
    return { reply: nothingMatchesReply({ settings, command }, catalogue), done: false }
  const before = await findSubscription(database, team, channel)
  const at = now()
  const changed = before !== undefined && before.stoppedAt === null
  const pausedUntil = changed ? before.pausedUntil : null
  const due = changed ? dueSlot(before, at) : undefined
  const slot = due ?? (await nextSlot(settings, pauseEnd(at, pausedUntil), asked, deps))
  const kept = before ?? newSubscription({ team, channel, createdBy: person.id, at })
  // What has no owner, as after theirs asked to be forgotten, is whose who changes it.
  const createdBy = (changed ? ownerOf(before) : undefined) ?? person.id
  const subscription = { ...kept, ...settings, ...running(slot), pausedUntil, createdBy }
  const action = changed ? 'changed' : 'created'
  await saveSubscription(database, subscription, { actor: person.id, action, details: { ...settings }, at })
  const next = await sayNext(subscription, deps)
  const saved = { who: person.name, settings, next, command, changed }
  const announced = await announce(announcementReply(saved, catalogue), asked, deps)
  const reply = asked.publicly ? announcementReply(saved, catalogue) : savedReply(saved, catalogue)
  return { reply, done: announced }
}

/** Lets a digest rest until the beginning of a local date. */
export async function pause(
  subscription: Subscription,
  until: string,
  asked: Asked,
  deps: ChangeDeps,
): Promise<Reply> {
  const { zone } = subscription
  const at = deps.now()
  const pausedUntil = startOf(until, zone)
  const slot = await nextSlot(subscription, pauseEnd(at, pausedUntil), asked, deps)
  const paused = { ...subscription, ...running(slot), pausedUntil }
  await keep(paused, 'paused', { until }, asked, deps)
  const said = {
    until: sayDate(pausedUntil, zone, at),
    next: await sayNext(paused, deps),
    command: asked.command,
  }
  return told((who) => pausedReply({ ...said, who }), asked, deps)
}

/** Lets a digest that was paused or stopped go on. */
export async function resume(subscription: Subscription, asked: Asked, deps: ChangeDeps): Promise<Reply> {
  const away = await notHere(asked, deps)
  if (away) return away
  const settings = settingsOf(subscription)
  if (matchingUseCases(deps.catalogue, settings).length === 0) {
    return nothingMatchesReply({ settings, command: asked.command }, deps.catalogue)
  }
  const slot = await nextSlot(settings, deps.now(), asked, deps)
  // Whoever starts again what was stopped by hand, or has no owner any more, has it from then on, as with `save`.
  const createdBy = ownerOf(subscription) === undefined ? asked.person.id : subscription.createdBy
  const resumed = { ...subscription, ...running(slot), createdBy }
  await keep(resumed, 'resumed', {}, asked, deps)
  const next = await sayNext(resumed, deps)
  return told((who) => resumedReply({ who, next, command: asked.command }), asked, deps)
}

/** Stops a digest for good, or until somebody resumes it. */
export async function stop(subscription: Subscription, asked: Asked, deps: ChangeDeps): Promise<Reply> {
  const stopped = {
    stoppedAt: deps.now(),
    stoppedReason: 'by-person',
    nextAt: null,
    nextSlot: null,
    pausedUntil: null,
  }
  await keep({ ...subscription, ...stopped }, 'stopped', {}, asked, deps)
  return told((who) => stoppedReply({ who, command: asked.command }), asked, deps)
}

const running = ({ date, at }: Slot) => ({
  ...{ nextSlot: date, nextAt: at, pausedUntil: null, stoppedAt: null, stoppedReason: null },
})

async function keep(
  subscription: Subscription,
  action: string,
  details: Record<string, unknown>,
  { person }: Asked,
  { database, now }: ChangeDeps,
): Promise<void> {
  await saveSubscription(database, subscription, { actor: person.id, action, details, at: now() })
}

/** Tells the channel who did it, and the one who did it that it is done. */
async function told(
  reply: (who: string | undefined) => Reply,
  asked: Asked,
  deps: ChangeDeps,
): Promise<Reply> {
  await announce(reply(asked.person.name), asked, deps)
  return reply(asked.publicly ? asked.person.name : undefined)
}

/** Says something for all of a channel to read; in a conversation with the bot alone the answer is enough. Gives whether it was said. */
async function announce(
  reply: Reply,
  { channel, publicly }: Asked,
  { poster, log }: ChangeDeps,
): Promise<boolean> {
  if (publicly || channel.startsWith('D')) return false
  const told = await poster.tell(channel, reply)
  if (!told) log.warn({ channel }, 'a change of the digest was not announced')
  return told
}
