import type { App, BlockAction, ViewSubmitAction } from '@slack/bolt'
import { DIGEST_INPUTS, DIGEST_MODAL } from '../cards/digest-modal.ts'
import type { createDigestModal } from './digest-modal.ts'
import type { createDigestOptions } from './digest-options.ts'
import type { AnswerDigest } from './digest-requests.ts'
import { acknowledge, once, onlyPeople, trackWork } from './guards.ts'
import type { createListeners } from './listeners.ts'

/** What the digest does for people. */
export type DigestService = {
  /** Answers what follows the word `digest`. */
  answer: AnswerDigest
  listeners: ReturnType<typeof createDigestModal> & ReturnType<typeof createDigestOptions>
  /** Stops all digests of the workspace. */
  stopAll: (reason: string) => Promise<void>
  /**
   * Finishes what is in hand, for as long as there is time, and closes the database.
   * @param idle resolves when nobody asks for anything any more
   */
  close: (idle: Promise<unknown>) => Promise<void>
}

/**
 * Everything that the app hears, on one page; `manifest.json` asks Slack for exactly this.
 * @returns how to wait until nothing is being worked on any more
 */
export function register(
  app: App,
  listeners: ReturnType<typeof createListeners>,
  digest: () => Promise<DigestService>,
): { idle: () => Promise<void> } {
  const work = trackWork()
  app.use(work.middleware)
  app.use(acknowledge)
  // Bots first: what is not for us must not count as seen.
  app.use(onlyPeople)
  app.use(once())

  // Any name: a workspace may rename the command where another app has taken it.
  app.command(/.*/, listeners.command)
  app.event('app_mention', listeners.mention)
  app.message(listeners.directMessage)
  app.event('app_uninstalled', listeners.uninstalled)
  app.event('tokens_revoked', listeners.tokensRevoked)

  const heard = async () => (await digest()).listeners
  app.view<ViewSubmitAction>(DIGEST_MODAL, async (args) => (await heard()).submit(args))
  app.options(DIGEST_INPUTS.zone, async (args) => (await heard()).zones(args))
  app.options(DIGEST_INPUTS.topics, async (args) => (await heard()).topics(args))
  app.action<BlockAction>(DIGEST_INPUTS.industries, async (args) => (await heard()).change(args))
  app.action<BlockAction>(DIGEST_INPUTS.topics, async (args) => (await heard()).change(args))
  return { idle: work.idle }
}
