import type { App, BlockAction, ViewSubmitAction } from '@slack/bolt'
import { SHORTCUTS } from '../cards/actions.ts'
import { DIGEST_INPUTS, DIGEST_MODAL } from '../cards/digest-modal.ts'
import type { Log } from '../log.ts'
import type { Metrics } from '../metrics/metrics.ts'
import type { ClickArgs } from './clicks.ts'
import { deliveryOf } from './delivery.ts'
import { type GlobalMiddleware, once, onlyPeople } from './guards.ts'
import type { Later } from './later.ts'
import type { createListeners } from './listeners.ts'
import { claimQuestions } from './questions.ts'

/**
 * Everything that the app hears, on one page; `manifest.json` asks Slack for exactly this. Of each kind there is one
 * listener that finds the one who answers: Bolt asks all of them in turn, whatever comes.
 * @param patience turns away who asks too much
 */
export function register(
  app: App,
  listeners: ReturnType<typeof createListeners>,
  deps: { later: () => Promise<Later>; patience: GlobalMiddleware; metrics: Metrics; log: Log },
): void {
  const { later } = deps
  const officeOf = async (args: Asked) => (await later()).officeOf(deliveryOf(args.context).workspace)
  // Bots first: what is not for us must not count as seen.
  app.use(onlyPeople)
  app.use(once())
  app.use(deps.patience)
  app.use(claimQuestions(deps))

  // Any name: a workspace may rename the command where another app has taken it.
  app.command(/.*/, listeners.command)
  app.event('app_mention', listeners.mention)
  app.message(listeners.directMessage)
  app.event('app_uninstalled', listeners.uninstalled)
  app.event('tokens_revoked', listeners.tokensRevoked)
  app.event('app_home_opened', async (args) => (await officeOf(args)).desk.opened(args))
  app.event('link_shared', async (args) => (await officeOf(args)).desk.unfurl(args))
  app.shortcut({ type: 'message_action', callback_id: SHORTCUTS.message }, listeners.shortcut)
  app.shortcut({ type: 'shortcut', callback_id: SHORTCUTS.global }, async ({ shortcut, context }) => {
    const { desk } = await officeOf({ context })
    const { team } = deliveryOf(context).workspace
    await desk.openFinder({ trigger: shortcut.trigger_id, team }, '')
  })
  app.action<BlockAction>(/.*/, async (args) => {
    const { desk, digest } = await officeOf(args)
    const [action] = args.body.actions
    // Whatever else the id: a button of another age says why it does nothing.
    const isDigest = DIGEST_IDS.has(action?.action_id ?? '')
    await (isDigest ? digest.change(args) : desk.clicked(args as ClickArgs))
  })
  app.options(/.*/, async (args) => {
    const { desk, digest } = await officeOf(args)
    const offers = { ...desk.options, ...digest.options }
    const offer = Object.hasOwn(offers, args.payload.action_id) ? offers[args.payload.action_id] : undefined
    await (offer ? offer(args) : args.ack({ options: [] }))
  })
  app.view<ViewSubmitAction>(/.*/, async (args) => {
    const { desk, digest } = await officeOf(args)
    const { callback_id } = args.view
    const views: typeof desk.views = { ...desk.views, [DIGEST_MODAL]: digest.submit }
    const submit = Object.hasOwn(views, callback_id) ? views[callback_id] : undefined
    await (submit ? submit(args) : args.ack())
  })
}

const DIGEST_IDS: ReadonlySet<string> = new Set(Object.values(DIGEST_INPUTS))

type Asked = { context: object }
