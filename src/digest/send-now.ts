import type { Reply } from '../cards/blocks.ts'
import { sentNowReply } from '../cards/digest-changes.ts'
import { nothingMatchesReply } from '../cards/digest-refusals.ts'
import { statusReply } from '../cards/digest-status.ts'
import { headingOf } from '../cards/use-case.ts'
import { claimNow } from '../store/deliveries.ts'
import { findDelivery } from '../store/delivery-history.ts'
import { findSubscription, type Subscription } from '../store/subscriptions.ts'
import type { Asked, ChangeDeps } from './asked.ts'
import { notHere } from './changes.ts'
import { sayNext } from './next.ts'
import { matchingUseCases } from './pick.ts'
import { nextOfAnyRound } from './preview.ts'
import { settingsOf } from './settings.ts'
import { standingOf } from './standing.ts'

/** Posts the next use case at once, in the same way as on schedule: once, and counted in the round. */
export async function sendNow(subscription: Subscription, asked: Asked, deps: ChangeDeps): Promise<Reply> {
  const { database, catalogue, now, runner } = deps
  const { command, channel, team, request } = asked
  const away = await notHere(asked, deps)
  if (away) return away
  const nothing = nothingMatchesReply({ settings: settingsOf(subscription), command }, catalogue)
  const claimed = await claimNow(database, {
    ...{ team, channel, slot: `now-${request}`, owner: runner.owner, now: now() },
    plan: (digest, shown) => {
      const { useCase, ...round } = nextOfAnyRound(digest, shown, catalogue)
      if (useCase === undefined) return undefined
      return {
        ...{ state: 'claimed' as const, useCase, reason: null, ...round },
        subscription: { ...digest, round: round.round, lastUseCase: useCase },
      }
    },
  })
  if (claimed) await runner.run({ ...claimed.plan, delivery: claimed.delivery })
  const after = await findSubscription(database, team, channel)
  if (!after || (!claimed && matchingUseCases(catalogue, after).length === 0)) return nothing
  const standing = await standingOf(after, deps)
  const delivery = claimed && (await findDelivery(database, claimed.delivery.id))
  if (delivery && delivery.state !== 'sent') return statusReply(standing, catalogue, command)
  const { nextAt } = after
  const next = nextAt === null ? undefined : await sayNext({ ...after, nextAt }, deps)
  const useCase = catalogue.byId.get(delivery?.useCase ?? after.lastUseCase ?? '')
  return sentNowReply({ channel, title: useCase ? headingOf(useCase) : '', next })
}
