import { sayWhen } from '../cards/when.ts'
import { shownIn } from '../store/deliveries.ts'
import { takenSlots } from '../store/delivery-history.ts'
import type { Subscription } from '../store/subscriptions.ts'
import type { ChangeDeps } from './asked.ts'
import { nextCardAt, nextUseCase } from './plan.ts'
import { dateOf, type Schedule, type Slot, slotAfter } from './schedule.ts'

type Where = { team: string; channel: string }

/** The next slot of a schedule whose date has had none yet: a time that is changed does not bring a second digest. */
export async function nextSlot(
  schedule: Schedule,
  after: number,
  { team, channel }: Where,
  { database }: Pick<ChangeDeps, 'database'>,
): Promise<Slot> {
  return slotAfter(schedule, after, await takenSlots(database, team, channel, dateOf(after, schedule.zone)))
}

/** The slot of a digest that is due and not claimed yet: a change must not lose it. */
export function dueSlot(digest: Subscription | undefined, now: number): Slot | undefined {
  if (!digest || digest.nextAt === null || digest.nextSlot === null || digest.nextAt > now) return undefined
  return { date: digest.nextSlot, at: digest.nextAt }
}

/** The moment after which a digest may come: now, or where a pause ends later. A slot at its very end counts. */
export function pauseEnd(now: number, pausedUntil: number | null): number {
  return Math.max(now, (pausedUntil ?? 0) - 1)
}

/** When a digest that runs brings its next card, in words; a slot that only ends the round brings none. */
export async function sayNext(
  subscription: Subscription & { nextAt: number },
  { database, catalogue, now }: ChangeDeps,
): Promise<string> {
  const { left } = nextUseCase(subscription, await shownIn(database, subscription), catalogue)
  const { nextAt, zone } = subscription
  return sayWhen(nextCardAt(subscription, left) ?? nextAt, zone, now())
}
