import type { App, BlockAction, ViewSubmitAction } from '@slack/bolt'
import { ACTIONS, SHORTCUTS, VIEWS } from '../cards/actions.ts'
import { DIGEST_INPUTS, DIGEST_MODAL } from '../cards/digest-modal.ts'
import type { ClickArgs } from './clicks.ts'
import { acknowledge, once, onlyPeople, trackWork } from './guards.ts'
import type { Later } from './later.ts'
import type { createListeners } from './listeners.ts'

const NOT_OF_THE_DIGEST = new RegExp(`^(?!(?:${Object.values(DIGEST_INPUTS).join('|')})$)`)

/**
 * Everything that the app hears, on one page; `manifest.json` asks Slack for exactly this.
 * @returns how to wait until nothing is being worked on any more
 */
export function register(
  app: App,
  listeners: ReturnType<typeof createListeners>,
  later: () => Promise<Later>,
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
  app.shortcut({ type: 'message_action', callback_id: SHORTCUTS.message }, listeners.shortcut)
  app.event('app_uninstalled', listeners.uninstalled)
  app.event('tokens_revoked', listeners.tokensRevoked)

  const desk = async () => (await later()).desk
  app.shortcut(SHORTCUTS.global, async ({ shortcut, context }) => {
    await (await desk()).openFinder({ trigger: shortcut.trigger_id, team: context.teamId ?? '' }, '')
  })
  app.event('app_home_opened', async (args) => (await desk()).opened(args))
  app.event('link_shared', async (args) => (await desk()).unfurl(args))
  // Whatever the id: a button of another age says why it does nothing.
  app.action<BlockAction>(NOT_OF_THE_DIGEST, async (args) => (await desk()).clicked(args as ClickArgs))
  app.options(ACTIONS.search, async (args) => (await desk()).options.search(args))
  app.options(ACTIONS.topic, async (args) => (await desk()).options.topics(args))
  app.options(ACTIONS.company, async (args) => (await desk()).options.companies(args))
  app.view<ViewSubmitAction>(VIEWS.problem, async (args) => (await desk()).problem(args))
  app.view<ViewSubmitAction>(VIEWS.shareTo, async (args) => (await desk()).shareTo(args))

  const digest = async () => (await later()).digestListeners
  app.view<ViewSubmitAction>(DIGEST_MODAL, async (args) => (await digest()).submit(args))
  app.options(DIGEST_INPUTS.zone, async (args) => (await digest()).zones(args))
  app.options(DIGEST_INPUTS.topics, async (args) => (await digest()).topics(args))
  app.action<BlockAction>(DIGEST_INPUTS.industries, async (args) => (await digest()).change(args))
  app.action<BlockAction>(DIGEST_INPUTS.topics, async (args) => (await digest()).change(args))
  return { idle: work.idle }
}
