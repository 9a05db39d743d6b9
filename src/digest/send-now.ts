import type { Reply } from '../cards/blocks.ts'
import { sentNowReply } from '../cards/digest-changes.ts'
import { nothingMatchesReply } from '../cards/digest-refusals.ts'
import { statusReply } from '../cards/digest-status.ts'
import { claimNow, shownIn } from '../store/deliveries.ts'
import { findSubscription, type Subscription } from '../store/subscriptions.ts'
import type { Asked, ChangeDeps } from './asked.ts'
import { notHere } from './changes.ts'
import { sayNext } from './next.ts'
import { nextOfAnyRound } from './preview.ts'
import { settingsOf } from './settings.ts'
import { standingOf } from './standing.ts'

/** Posts the next use case at once, in the same way as on schedule: once, and counted in the round. */
export async function sendNow(subscription: Subscription, asked: Asked, deps: ChangeDeps): Promise<Reply> {
  const { database, catalogue, now } = deps
  const { command, channel, team, request } = asked
  const away = await notHere(asked, deps)
  if (away) return away
  const { useCase, round, matching, left } = nextOfAnyRound(
    subscription,
    await shownIn(database, subscription),
    catalogue,
  )
  const settings = settingsOf(subscription)
  if (useCase === undefined) return nothingMatchesReply({ settings, command }, catalogue)
  const runner = deps.runner
  const digest = { ...subscription, round, lastUseCase: useCase }
  const claim = { slot: `now-${request}`, owner: runner.owner, now: now(), useCase, subscription: digest }
  const delivery = await claimNow(database, claim)
  if (delivery) await runner.run({ delivery, subscription: digest, matching, left })
  const after = await findSubscription(database, team, channel)
  if (!after) return nothingMatchesReply({ settings, command }, catalogue)
  const standing = await standingOf(after, deps)
  if (standing.last?.kind !== 'sent') return statusReply(standing, catalogue, command)
  const { nextAt } = after
  const next = nextAt === null ? undefined : await sayNext({ ...after, nextAt }, deps)
  return sentNowReply({ channel, title: standing.last.title ?? '', next })
}
