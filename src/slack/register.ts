import type { App } from '@slack/bolt'
import { acknowledge, once, onlyPeople, trackWork } from './guards.ts'
import type { createListeners } from './listeners.ts'

/**
 * Everything that the app hears, on one page; `manifest.json` asks Slack for exactly this.
 * @returns how to wait until nothing is being worked on any more
 */
export function register(
  app: App,
  listeners: ReturnType<typeof createListeners>,
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
  return { idle: work.idle }
}
