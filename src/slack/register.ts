import type { App, BlockAction } from '@slack/bolt'
import { DIGEST_INPUTS, DIGEST_MODAL } from '../cards/digest-modal.ts'
import type { createDigestModal } from './digest-modal.ts'
import type { createDigestOptions } from './digest-options.ts'
import { acknowledge, once, onlyPeople, trackWork } from './guards.ts'
import type { createListeners } from './listeners.ts'

/**
 * Everything that the app hears, on one page; `manifest.json` asks Slack for exactly this.
 * @returns how to wait until nothing is being worked on any more
 */
export function register(
  app: App,
  listeners: ReturnType<typeof createListeners>,
  digest: ReturnType<typeof createDigestModal> & ReturnType<typeof createDigestOptions>,
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

  app.view(DIGEST_MODAL, digest.submit)
  app.options(DIGEST_INPUTS.zone, digest.zones)
  app.options(DIGEST_INPUTS.topics, digest.topics)
  app.action<BlockAction>(DIGEST_INPUTS.industries, digest.change)
  app.action<BlockAction>(DIGEST_INPUTS.topics, digest.change)
  return { idle: work.idle }
}
