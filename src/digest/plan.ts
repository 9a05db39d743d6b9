import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Plan } from '../store/deliveries.ts'
import type { Subscription } from '../store/subscriptions.ts'
import { matchingUseCases, pick } from './pick.ts'
import { slotAfter } from './schedule.ts'

/** What the next use case of a digest is, and how far its round is with it. */
export type NextUseCase = {
  /** Undefined when all that matches has been shown. */
  useCase: string | undefined
  matching: number
  /** How many of them this round has not shown yet. */
  left: number
}

/** What becomes of a slot, with the counts that the card tells. */
export type SlotPlan = Plan & Pick<NextUseCase, 'matching' | 'left'>

/** The use case that a digest shows next. Pure: the same until something is shown or changed. */
export function nextUseCase(
  subscription: Subscription,
  shown: ReadonlySet<string>,
  catalogue: Catalogue,
): NextUseCase {
  const matching = matchingUseCases(catalogue, subscription)
  // A use case that got another id since is still the one that was shown.
  const seen = new Set([...shown].map((id) => catalogue.byId.get(id)?.id ?? id))
  const { team, channel, round, lastUseCase } = subscription
  const last = lastUseCase === null ? undefined : catalogue.byId.get(lastUseCase)
  const useCase = pick({ matching, shown: seen, last, seed: `${team} ${channel} ${round}` })
  const left = matching.filter(({ id }) => !seen.has(id)).length
  return { useCase: useCase?.id, matching: matching.length, left }
}

/**
 * Decides on a slot that is due: post the next use case, or skip it, because it is too late or because there is
 * nothing new. Then a new round begins with the slot that follows.
 * @param catchUpMs how late a slot may be
 */
export function planSlot(
  subscription: Subscription,
  shown: ReadonlySet<string>,
  catalogue: Catalogue,
  now: number,
  catchUpMs: number,
): SlotPlan {
  const { nextAt, nextSlot } = subscription
  // Of several slots that were missed, only the latest can still be within the window.
  const after = Math.max(nextAt ?? now, now - catchUpMs - 1)
  const next = slotAfter(schedule(subscription), after, new Set(nextSlot === null ? [] : [nextSlot]))
  const goesOn: Subscription = { ...subscription, nextSlot: next.date, nextAt: next.at, pausedUntil: null }
  const { useCase, matching, left } = nextUseCase(subscription, shown, catalogue)
  const skip = (reason: string, round = subscription.round): SlotPlan => ({
    ...{ state: 'skipped' as const, useCase: null, reason, matching, left },
    subscription: { ...goesOn, round },
  })
  if (nextAt !== null && now - nextAt > catchUpMs) return skip('missed')
  if (matching === 0) return skip('no-match')
  if (useCase === undefined) return skip('nothing-new', subscription.round + 1)
  return {
    ...{ state: 'claimed', useCase, reason: null, matching, left },
    subscription: { ...goesOn, lastUseCase: useCase },
  }
}

/**
 * The same for a digest whose settings may be unusable here, such as a zone that this Node does not know: it is
 * skipped and has no next slot, so that it does not hold up all others.
 */
export function planSafely(...planned: Parameters<typeof planSlot>): SlotPlan {
  try {
    return planSlot(...planned)
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    const [subscription] = planned
    const nowhere = { nextSlot: null, nextAt: null }
    return {
      ...{ state: 'skipped', useCase: null, reason: 'bad-settings', matching: 0, left: 0 },
      subscription: { ...subscription, ...nowhere },
    }
  }
}

/**
 * When the next card comes: not with a slot that only ends the round.
 * @param left what the round has not shown yet
 * @returns milliseconds since 1970; undefined while the digest is stopped
 */
export function nextCardAt(subscription: Subscription, left: number): number | undefined {
  const { nextAt } = subscription
  if (nextAt === null) return undefined
  return left > 0 ? nextAt : slotAfter(schedule(subscription), nextAt).at
}

const schedule = ({ time, days, zone }: Subscription) => ({ time, days, zone })
