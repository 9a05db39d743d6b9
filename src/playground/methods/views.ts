import { type Json, SlackRefusal, type ViewState } from '../model.ts'
import { checkView, openView, publishHome, spendTrigger, updateView } from '../views.ts'
import { findUser } from '../workspace.ts'
import type { World } from '../world.ts'
import { demand, type Method } from './method.ts'

function open(world: World, args: Json): Json {
  demand(args, 'trigger_id', 'view')
  // Slack reads the view before it spends the trigger: a bad view leaves the trigger usable.
  checkView(world, args['view'], 'modal')
  const { user, channel } = spendTrigger(world, args['trigger_id'])
  const triggerId = String(args['trigger_id'])
  return { view: openView(world, args['view'], user, { triggerId, channel }).view }
}

function push(world: World, args: Json): Json {
  demand(args, 'trigger_id', 'view')
  checkView(world, args['view'], 'modal')
  const { user, viewId } = spendTrigger(world, args['trigger_id'])
  const previous = world.workspace.views.find((one) => one.id === viewId && one.open)
  if (previous === undefined) throw new SlackRefusal('not_found')
  return {
    view: openView(world, args['view'], user, { previous, triggerId: String(args['trigger_id']) }).view,
  }
}

function update(world: World, args: Json): Json {
  demand(args, 'view')
  const wanted = (one: ViewState) =>
    one.open &&
    (args['view_id'] !== undefined
      ? one.id === args['view_id']
      : args['external_id'] !== undefined && one.view['external_id'] === args['external_id'])
  const state = world.workspace.views.find(wanted)
  if (state === undefined) throw new SlackRefusal('not_found')
  return { view: updateView(world, state, args['view'], args['hash']).view }
}

function publish(world: World, args: Json): Json {
  demand(args, 'user_id', 'view')
  const user = findUser(world.workspace, args['user_id'])
  if (user === undefined || user.is_bot) throw new SlackRefusal('user_not_found')
  return { view: publishHome(world, args['view'], user.id, args['hash']).view }
}

/** views.* as the bot calls them; they need no scope (docs.slack.dev reference/methods/views.open). */
export const viewMethods: Record<string, Method> = {
  'views.open': { token: 'bot', run: open },
  'views.push': { token: 'bot', run: push },
  'views.update': { token: 'bot', run: update },
  'views.publish': { token: 'bot', run: publish },
}
