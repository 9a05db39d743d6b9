import type { App, BlockAction, ViewSubmitAction } from '@slack/bolt'
import { SHORTCUTS } from '../cards/actions.ts'
import { DIGEST_INPUTS, DIGEST_MODAL } from '../cards/digest-modal.ts'
import type { ClickArgs } from './clicks.ts'
import { acknowledge, once, onlyPeople, trackWork } from './guards.ts'
import type { Later } from './later.ts'
import type { createListeners } from './listeners.ts'

/**
 * Everything that the app hears, on one page; `manifest.json` asks Slack for exactly this. Of each kind there is one
 * listener that finds the one who answers: Bolt asks all of them in turn, whatever comes.
 * @returns how to wait until nothing is being worked on any more
 */
export function register(
  app: App,
  listeners: ReturnType<typeof createListeners>,
  later: () => Promise<Later>,
): { idle: () => Promise<void> } {
  const work = trackWork()
  const deskOf = async (args: Asked) => (await later()).desk(teamOf(args))
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
  app.event('app_home_opened', async (args) => (await deskOf(args)).opened(args))
  app.event('link_shared', async (args) => (await deskOf(args)).unfurl(args))
  app.shortcut({ type: 'message_action', callback_id: SHORTCUTS.message }, listeners.shortcut)
  app.shortcut({ type: 'shortcut', callback_id: SHORTCUTS.global }, async ({ shortcut, context }) => {
    const desk = await deskOf({ context })
    await desk.openFinder({ trigger: shortcut.trigger_id, team: teamOf({ context }) }, '')
  })
  app.action<BlockAction>(/.*/, async (args) => {
    const { desk, digest } = await later()
    const [action] = args.body.actions
    // Whatever else the id: a button of another age says why it does nothing.
    const isDigest = DIGEST_IDS.has(action?.action_id ?? '')
    await (isDigest ? digest(teamOf(args)).change(args) : desk(teamOf(args)).clicked(args as ClickArgs))
  })
  app.options(/.*/, async (args) => {
    const { desk, digest } = await later()
    const offers = { ...desk(teamOf(args)).options, ...digest(teamOf(args)).options }
    const offer = offers[args.payload.action_id]
    await (offer ? offer(args) : args.ack({ options: [] }))
  })
  app.view<ViewSubmitAction>(/.*/, async (args) => {
    const { desk, digest } = await later()
    const { callback_id } = args.view
    const submit =
      callback_id === DIGEST_MODAL ? digest(teamOf(args)).submit : desk(teamOf(args)).views[callback_id]
    await (submit ? submit(args) : args.ack())
  })
  return { idle: work.idle }
}

const DIGEST_IDS: ReadonlySet<string> = new Set(Object.values(DIGEST_INPUTS))

type Asked = { context: { teamId?: string | undefined } }

const teamOf = ({ context }: Asked): string => context.teamId ?? ''
