import type { Reply } from '../cards/blocks.ts'
import { digestReply } from '../cards/digest.ts'
import type { DigestSettings } from '../cards/digest-settings.ts'
import { sayWhen } from '../cards/when.ts'
import { similarTo } from '../search/similar.ts'
import { shownIn } from '../store/deliveries.ts'
import { findSubscription, type Subscription } from '../store/subscriptions.ts'
import type { Asked, ChangeDeps } from './asked.ts'
import { nextSlot, pauseEnd } from './next.ts'
import { type NextUseCase, nextUseCase } from './plan.ts'
import { slotAfter } from './schedule.ts'
import { newSubscription } from './settings.ts'

/** The card that comes next, and when: undefined while no next one is planned. */
export type NextCard = { digest: Reply; next: string | undefined; matching: number }

/**
 * The card that a channel would get next with these settings, without claiming anything.
 * @param saved whether they are as good as saved, so that the digest would run; else it stands as it does
 * @returns undefined where nothing matches them
 */
export async function nextCard(
  settings: DigestSettings,
  asked: Asked,
  deps: ChangeDeps,
  { saved }: { saved: boolean },
): Promise<NextCard | undefined> {
  const { team, channel, person, command } = asked
  const { database, catalogue, now } = deps
  const at = now()
  const kept = await findSubscription(database, team, channel)
  const base = kept ?? newSubscription({ team, channel, createdBy: person.id, at })
  const shown = kept ? await shownIn(database, kept) : new Set<string>()
  const { useCase: id, matching, left, round } = nextOfAnyRound({ ...base, ...settings }, shown, catalogue)
  const useCase = catalogue.byId.get(id ?? '')
  if (!useCase) return undefined
  const running = saved || (kept !== undefined && kept.stoppedAt === null)
  const first = await nextSlot(settings, pauseEnd(at, base.pausedUntil), asked, deps)
  // A slot that ends a round brings no card.
  const comes = round === base.round ? first : slotAfter(settings, first.at)
  const after = slotAfter(settings, left > 1 ? comes.at : slotAfter(settings, comes.at).at)
  const say = (slot: { at: number }) => (running ? sayWhen(slot.at, settings.zone, at) : undefined)
  const similar = similarTo(useCase.id, catalogue, 2)
  const card = { useCase, similar, matching, shown: matching - left + 1, command, next: say(after) }
  return { digest: digestReply(card, catalogue), next: say(comes), matching }
}

/** The next use case, of the next round when this one is over; `round` says which. */
export function nextOfAnyRound(
  subscription: Subscription,
  shown: ReadonlySet<string>,
  catalogue: ChangeDeps['catalogue'],
): NextUseCase & { round: number } {
  const { round } = subscription
  const next = nextUseCase(subscription, shown, catalogue)
  if (next.useCase !== undefined || next.matching === 0) return { ...next, round }
  return { ...nextUseCase({ ...subscription, round: round + 1 }, new Set(), catalogue), round: round + 1 }
}
