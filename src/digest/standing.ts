import { type DigestSettings, saySettingsShort } from '../cards/digest-settings.ts'
import type { BriefStanding, DigestStanding, LastDigest } from '../cards/digest-status.ts'
import { sayDate, sayWhen } from '../cards/when.ts'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { type Delivery, shownIn } from '../store/deliveries.ts'
import { lastDeliveries } from '../store/delivery-history.ts'
import { type Change, FORGOTTEN, ITSELF, listChanges, type Subscription } from '../store/subscriptions.ts'
import type { Database } from '../store/tables.ts'
import { type ManagerRule, ownerOf, type Person, sayManagers } from './managers.ts'
import { nextCardAt, nextUseCase } from './plan.ts'
import { startOf } from './schedule.ts'
import { settingsOf } from './settings.ts'
import { isZone } from './zones.ts'

export type StandingDeps = {
  database: Database
  catalogue: Catalogue
  people: (id: string) => Promise<Person>
  rule: ManagerRule
  now: () => number
}

/** A slot sent later than this, in ms, was late; below, Slack or another digest took its time. */
export const LATE_MS = 10 * 60_000
const CHANGES = 3

/** How a digest stands, in the words of its own zone, with its last outcome and its latest changes. */
export async function standingOf(kept: Subscription, deps: StandingDeps): Promise<DigestStanding> {
  const subscription = sayable(kept)
  const { database, people, rule, catalogue, now } = deps
  const { team, channel, createdBy, zone } = subscription
  const [shown, deliveries, changes] = await Promise.all([
    shownIn(database, subscription),
    lastDeliveries(database, team, channel, 1),
    listChanges(database, team, channel, CHANGES),
  ])
  const [last] = deliveries
  const said = changes.map(async (change) =>
    sayChange(change, await nameOf(change.actor, people), zone, now()),
  )
  const { left, matching } = nextUseCase(subscription, shown, catalogue)
  const madeBy = createdBy === null ? undefined : await madeByOf(createdBy, people)
  return {
    ...{ settings: settingsOf(subscription), channel, state: stateOf(subscription, now(), left) },
    ...{ left, matching, madeBy, managers: sayManagers(rule, ownerOf(subscription), madeBy) },
    last: last && lastDigest(last, subscription, deps),
    changes: await Promise.all(said),
  }
}

/** Who set a digest up, to go on with in a sentence. */
async function madeByOf(createdBy: string, people: StandingDeps['people']): Promise<string> {
  return createdBy === FORGOTTEN ? 'somebody who asked to be forgotten' : (await people(createdBy)).name
}

/** The same as far as a list tells it: without a look at the database, nor at who people are. */
export function briefStanding(kept: Subscription, now: number): BriefStanding {
  const subscription = sayable(kept)
  const { channel } = subscription
  return { settings: settingsOf(subscription), channel, state: stateOf(subscription, now) }
}

/** A digest whose zone is not known here (any more) is spoken of in UTC. */
const sayable = (kept: Subscription): Subscription => (isZone(kept.zone) ? kept : { ...kept, zone: 'UTC' })

function stateOf(subscription: Subscription, now: number, left = 1): DigestStanding['state'] {
  const { stoppedAt, stoppedReason, pausedUntil, zone } = subscription
  const nextAt = nextCardAt(subscription, left)
  if (stoppedAt !== null || nextAt === undefined) {
    return {
      kind: 'stopped',
      when: sayDate(stoppedAt ?? now, zone, now),
      reason: stoppedReason ?? 'by-person',
    }
  }
  const next = sayWhen(nextAt, zone, now)
  if (pausedUntil === null || pausedUntil <= now) return { kind: 'running', next }
  return { kind: 'paused', until: sayDate(pausedUntil, zone, now), next }
}

/** What became of a digest, in words of its channel's zone. */
export function lastDigest(
  delivery: Delivery,
  subscription: Subscription,
  { catalogue, now }: Pick<StandingDeps, 'catalogue' | 'now'>,
): LastDigest {
  const { zone } = sayable(subscription)
  const { state, useCase, dueAt, finishedAt, reason } = delivery
  const known = catalogue.byId.get(useCase ?? '')
  const late = state === 'sent' && (finishedAt ?? dueAt) - dueAt > LATE_MS
  return {
    kind: state === 'claimed' ? 'waiting' : late ? 'late' : state,
    when: sayWhen(state === 'sent' ? (finishedAt ?? dueAt) : dueAt, zone, now()),
    title: known && `${known.company}: ${known.title}`,
    reason: state === 'sent' ? undefined : (reason ?? undefined),
  }
}

const DONE: Record<string, string> = {
  created: 'set it up',
  changed: 'changed it',
  paused: 'paused it',
  resumed: 'resumed it',
  stopped: 'stopped it',
}

function sayChange(change: Change, who: string, zone: string, now: number): string {
  const { action, details, at } = change
  const said = [who, DONE[action] ?? action, ...sayDetails(action, details, zone, now)].join(' ')
  return `${sayWhen(at, zone, now)}: ${said}`
}

/** What a change was about, as changes.ts puts it down. */
function sayDetails(action: string, details: Change['details'], present: string, now: number): string[] {
  const { until } = details
  if (typeof until === 'string') return ['until', sayDate(startOf(until, present), present, now)]
  const { time, days, zone, industries = [], topics = [] } = details as Partial<DigestSettings>
  const leads = { created: 'for', changed: 'to' }[action]
  if (!leads || !time || !days || !zone) return []
  return [leads, saySettingsShort({ time, days, zone, industries, topics })]
}

/** Whoever made a change: a person, or what no person did. */
async function nameOf(actor: string, people: StandingDeps['people']): Promise<string> {
  if (actor === ITSELF) return 'I'
  if (actor === FORGOTTEN) return 'Somebody'
  return actor === ENVIRONMENT ? 'Whoever runs this app' : (await people(actor)).name
}

/** Who acts when the variables of the environment change something. */
export const ENVIRONMENT = 'environment'
