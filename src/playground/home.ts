import { deliverEvent, type Stage } from './deliveries.ts'
import type { Delivery } from './model.ts'
import { openDm, userOf } from './workspace.ts'

/**
 * A person opens a tab of the bot's direct message (app_home_opened); with the Home tab goes the view that was
 * published for them, if any (docs.slack.dev reference/events/app_home_opened). Not delivered without a
 * subscription.
 */
export function openHome(stage: Stage, opened: { user?: string; tab?: 'home' | 'messages' }): Delivery {
  const { world } = stage
  const { tab = 'home' } = opened
  const user = userOf(world.workspace, opened.user ?? 'ada')
  const { id } = openDm(world.workspace, user.id)
  const home = world.workspace.views.find((one) => one.type === 'home' && one.user === user.id && one.open)
  const inner = {
    type: 'app_home_opened',
    user: user.id,
    channel: id,
    tab,
    event_ts: world.nextTs(),
    ...(tab === 'home' && home !== undefined ? { view: structuredClone(home.view) } : {}),
  }
  return deliverEvent(stage, inner, { what: `opening of the ${tab} tab by ${user.name}`, channel: id })
}
