import { noAnswer, takeSubmissionAck, viewTrouble } from './acks.ts'
import { deliver, type Stage, undelivered } from './deliveries.ts'
import {
  actionOf,
  entryOf,
  findElements,
  initialEntry,
  isStateful,
  type Offer,
  type Placed,
  placedOf,
} from './elements.ts'
import { blocksOf, findMessage } from './messages.ts'
import { modalResponseUrls } from './modal-response-urls.ts'
import type { Delivery, Json, SlackMessage, ViewState } from './model.ts'
import { interactionPayload, messagePlace, unfurlPlace, viewContainer } from './payloads.ts'
import {
  currentValues,
  fillIn,
  keepEntry,
  offerAt,
  offerIn,
  requireFilled,
  type Values,
  valuesOf,
} from './view-state.ts'
import { closeView, touchView } from './views.ts'
import { channelOf, userOf } from './workspace.ts'
import { issueTrigger } from './world.ts'

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
  const channel = channelOf(world.workspace, message.channel)
  if (channel === undefined) throw new Error(`no conversation ${message.channel}`)
  const blocks = blocksOf(message)
  const placed = placedOf(blocks, press)
  const unfurl = unfurlOf(message, placed)
  const entry = entryAt(placed, press.value, offerAt(world, `${channel.id} ${message.ts}`, placed))
  const triggerId = issueTrigger(world, user.id, { channel: channel.id })
  const { url, entry: answers } = responseUrls.create('actions', {
    user: user.id,
    channel: channel.id,
    original: unfurl === undefined ? message : undefined,
  })
  const kept = entry && { [placed.blockId]: { [press.actionId]: entry } }
  const payload = {
    ...interactionPayload(world, 'block_actions', user, triggerId),
    ...(unfurl === undefined ? messagePlace(message, channel) : unfurlPlace(message, channel, unfurl)),
    state: { values: valuesOf(blocks, kept) },
    response_url: url,
    actions: [actionOf(placed, world.nextTs(), { choice: press.value, entry })],
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
      entry: answers,
    },
    {
      failed: (error) =>
        noAnswer(world, { command: 'The button', user: user.id, channel: channel.id, error }),
    },
  )
}

/** The preview of a link under a message that this element stands in. */
function unfurlOf({ attachments = [] }: SlackMessage, { element }: Placed): Json | undefined {
  const holds = (one: Json) =>
    findElements(one['blocks'], String(element['action_id'])).some((found) => found.element === element)
  return attachments.find(holds)
}

const placeIn = ({ id, channel }: ViewState) => ({
  viewId: id,
  ...(channel === undefined ? {} : { channel }),
})

/** Presses a button in a modal or in the Home tab, or chooses something of which the app hears at once. */
export function pressInView(stage: Stage, press: Press & { view: ViewState }): Delivery {
  const { world } = stage
  const { view, value: choice } = press
  if (!view.open) throw new Error('the view of the button is closed')
  const user = userOf(world.workspace, press.user ?? view.user)
  const placed = placedOf(view.view['blocks'], press)
  const { block, blockId } = placed
  if (block['type'] === 'input' && block['dispatch_action'] !== true) {
    throw new Error(`the app does not hear of ${press.actionId}: its input block has no dispatch_action`)
  }
  const before = currentValues(view)[blockId]?.[press.actionId]
  const entry =
    choice === undefined && before !== undefined
      ? before
      : entryAt(placed, choice, offerIn(world, view, placed))
  if (entry !== undefined) keepEntry(view, placed, entry)
  const triggerId = issueTrigger(world, user.id, placeIn(view))
  const payload = {
    ...interactionPayload(world, 'block_actions', user, triggerId),
    ...viewContainer(view),
    actions: [actionOf(placed, world.nextTs(), { choice, entry })],
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

/** The state of an element after this choice; undefined for buttons, which have none. */
function entryAt({ element }: Placed, choice: unknown, offer: Offer): Json | undefined {
  if (!isStateful(element)) return undefined
  return choice === undefined ? initialEntry(element) : entryOf(element, choice, offer)
}

/** Fills in inputs of an open view without sending anything: the app hears of it with whatever is sent next. */
export function fillView({ world }: Stage, { view, values }: { view: ViewState; values: Values }): void {
  if (!view.open) throw new Error(`${view.id} is closed`)
  fillIn(world, view, values)
  touchView(world, view)
}

/** Fills in and submits a modal; the ack's response_action decides what the person sees next. */
export function submitView(stage: Stage, submit: { view: ViewState; values?: Values }): Delivery {
  const { world } = stage
  const { view } = submit
  if (view.type !== 'modal' || !view.open) throw new Error(`${view.id} is not an open modal`)
  const user = userOf(world.workspace, view.user)
  fillIn(world, view, submit.values ?? {})
  requireFilled(view)
  // What was said of the submission before is about that one.
  view.errors = {}
  delete view.trouble
  touchView(world, view)
  const places = modalResponseUrls(stage, view)
  const triggerId = issueTrigger(world, user.id, placeIn(view))
  const payload = {
    ...interactionPayload(world, 'view_submission', user, triggerId),
    view: structuredClone(view.view),
    response_urls: places.map((one) => one.shown),
  }
  const what = `submission of ${String(view.view['callback_id'])} by ${user.name}`
  const responseUrl = places[0]?.shown.response_url
  const delivery = deliver(
    stage,
    'interactive',
    payload,
    { what, user: user.id, triggerId, responseUrl },
    {
      acked: (ack) => takeSubmissionAck(world, view, ack),
      failed: (error) => viewTrouble(world, view, error),
    },
  )
  for (const { entry } of places) entry.envelopeId = delivery.envelopeId
  return delivery
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
