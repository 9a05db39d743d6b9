import { noAnswer, takeSubmissionAck, viewTrouble } from './acks.ts'
import { deliver, type Stage, undelivered } from './deliveries.ts'
import { actionOf, fillIn, findElements, type Values } from './elements.ts'
import { findMessage } from './messages.ts'
import type { Delivery, Json, SlackMessage, ViewState } from './model.ts'
import { interactionPayload, messageContainer, viewContainer } from './payloads.ts'
import { closeView } from './views.ts'
import { findChannel, userOf } from './workspace.ts'
import { issueTrigger, type World } from './world.ts'

/** What a person presses; `value` picks an option or a feedback button. */
export type Press = { actionId: string; user?: string; nth?: number; value?: unknown }

/** Presses a button (or uses a menu) of a message; `nth` counts from 0 among those with this action_id. */
export function pressInMessage(stage: Stage, press: Press & { message: SlackMessage }): Delivery {
  const { world, responseUrls } = stage
  const message = findMessage(world, press.message.channel, press.message.ts, true)
  if (message === undefined) throw new Error('the message of the button is gone')
  const user = userOf(world.workspace, press.user ?? message.visibleTo ?? 'ada')
  if (message.visibleTo !== undefined && message.visibleTo !== user.id) {
    throw new Error(`${user.name} cannot see this ephemeral message`)
  }
  const channel = findChannel(world.workspace, message.channel)
  if (channel === undefined) throw new Error(`no conversation ${message.channel}`)
  const action = use(world, message.blocks, press)
  const triggerId = issueTrigger(world, user.id)
  const { url, entry } = responseUrls.create({ user: user.id, channel: channel.id, original: message })
  const payload = {
    ...interactionPayload(world, 'block_actions', user, triggerId),
    ...messageContainer(message, channel, url),
    actions: [action],
  }
  return deliver(
    stage,
    'interactive',
    payload,
    {
      what: `press of ${press.actionId} by ${user.name}`,
      user: user.id,
      channel: channel.id,
      threadTs: message.thread_ts ?? message.ts,
      triggerId,
      responseUrl: url,
      entry,
    },
    {
      failed: (error) =>
        noAnswer(world, { command: 'The button', user: user.id, channel: channel.id, error }),
    },
  )
}

/** Presses a button in a modal or in the Home tab. */
export function pressInView(stage: Stage, press: Press & { view: ViewState }): Delivery {
  const { world } = stage
  const { view } = press
  if (!view.open) throw new Error('the view of the button is closed')
  const user = userOf(world.workspace, press.user ?? view.user)
  const action = use(world, view.view['blocks'], press)
  const triggerId = issueTrigger(world, user.id, view.id)
  const payload = {
    ...interactionPayload(world, 'block_actions', user, triggerId),
    ...viewContainer(view),
    actions: [action],
  }
  const what = `press of ${press.actionId} in ${view.id} by ${user.name}`
  return deliver(
    stage,
    'interactive',
    payload,
    { what, user: user.id, triggerId },
    {
      failed: (error) => viewTrouble(world, view, error),
    },
  )
}

/** Fills in and submits a modal; the ack's response_action decides what the person sees next. */
export function submitView(stage: Stage, submit: { view: ViewState; values?: Values }): Delivery {
  const { world } = stage
  const { view } = submit
  if (view.type !== 'modal' || !view.open) throw new Error(`${view.id} is not an open modal`)
  const user = userOf(world.workspace, view.user)
  view.view['state'] = { values: fillIn(view, submit.values ?? {}) }
  const triggerId = issueTrigger(world, user.id, view.id)
  const payload = {
    ...interactionPayload(world, 'view_submission', user, triggerId),
    view: structuredClone(view.view),
    response_urls: [],
  }
  const what = `submission of ${String(view.view['callback_id'])} by ${user.name}`
  return deliver(
    stage,
    'interactive',
    payload,
    { what, user: user.id, triggerId },
    {
      acked: (ack) => takeSubmissionAck(world, view, ack),
      failed: (error) => viewTrouble(world, view, error),
    },
  )
}

/** A person closes a modal; the app hears of it where the view asks for that (`notify_on_close`). */
export function dismissView(stage: Stage, view: ViewState): Delivery {
  const { world } = stage
  if (view.type !== 'modal' || !view.open) throw new Error(`${view.id} is not an open modal`)
  const user = userOf(world.workspace, view.user)
  const all = view.view['clear_on_close'] === true
  closeView(world, view, all)
  const { trigger_id, ...common } = interactionPayload(world, 'view_closed', user, '')
  const payload = { ...common, view: structuredClone(view.view), is_cleared: all }
  const about = { what: `closing of ${view.id} by ${user.name}`, user: user.id }
  if (view.view['notify_on_close'] !== true) return undelivered(world, about, payload, 'no notify_on_close')
  return deliver(stage, 'interactive', payload, about)
}

function use(world: World, blocks: unknown, { actionId, nth = 0, value }: Press): Json {
  const placed = findElements(blocks, actionId)[nth]
  if (placed === undefined) throw new Error(`nothing to press with action_id ${actionId} (number ${nth})`)
  return actionOf(placed, world.nextTs(), value)
}
