import { findElements } from '../elements.ts'
import type { Delivery, SlackMessage, ViewState } from '../model.ts'
import { SlackRefusal } from '../model.ts'
import type { Act, ActAnswer } from '../page-api.ts'
import type { Values } from '../view-state.ts'
import { toSlackText } from './composer.ts'
import type { Desk } from './desk.ts'
import { causeFault } from './faults.ts'

type Done = Omit<ActAnswer & { ok: true }, 'ok'>

/** Does what a person did on the page, but for the clock. Throws SlackRefusal, or an Error that says what is wrong. */
export async function perform(desk: Desk, act: Exclude<Act, { do: 'clock' }>): Promise<Done> {
  const { slack } = desk
  if ('user' in act && act.user === slack.workspace.app.botUserId) throw new Error('The bot acts by itself.')
  switch (act.do) {
    case 'command':
      return command(desk, act)
    case 'post':
      return post(desk, act)
    case 'press':
      return sent(await slack.press({ ...act, message: messageOf(desk, act) }))
    case 'pressInView':
      return sent(await slack.press({ ...act, view: filled(desk, act) }))
    case 'suggest':
      return { options: await slack.suggest({ ...act, message: messageOf(desk, act) }) }
    case 'suggestInView':
      return { options: await slack.suggest({ ...act, view: filled(desk, act) }) }
    case 'fill':
      return done(() => filled(desk, act))
    case 'submit':
      return sent(await slack.submit({ view: viewOf(desk, act), values: act.values }))
    case 'closeView':
      return sent(await slack.dismiss(viewOf(desk, act)))
    case 'shortcut':
      return shortcut(desk, act)
    case 'openHome':
      return openHome(desk, act)
    case 'openDm':
      return { channel: slack.dmOf(act.user).id }
    case 'join':
      return done(() => join(desk, act))
    case 'leave':
      return done(() => slack.leave(act))
    case 'invite':
      return done(() => invite(desk, act))
    case 'fault':
      return causeFault(desk, act)
  }
}

function done(work: () => void): Done {
  work()
  return {}
}

function sent({ envelopeId, channel, ts }: Delivery): Done {
  return {
    ...(envelopeId === '' ? {} : { envelopeId }),
    ...(channel === undefined ? {} : { channel }),
    ...(ts === undefined ? {} : { ts }),
  }
}

/** `/invite @name` is Slack's own command; every other name goes to the app, as its manifest says. */
async function command(desk: Desk, act: Act & { do: 'command' }): Promise<Done> {
  const { slack, app } = desk
  const { command = app.command.name, text } = act
  if (command === '/invite') {
    const name = text.trim().replace(/^@/, '')
    const found = slack.workspace.users.find((one) => one.name === name)
    if (found === undefined) throw new SlackRefusal('user_not_found')
    return done(() => invite(desk, { ...act, who: found.id }))
  }
  if (command !== app.command.name) throw new Error(`${command} is not a valid command.`)
  return sent(await slack.command({ ...act, command, text: app.escapes ? slackText(desk, text) : text }))
}

async function post(desk: Desk, act: Act & { do: 'post' }): Promise<Done> {
  const delivery = await desk.slack.say({ ...act, text: slackText(desk, act.text) })
  if (delivery.delivered) desk.lastEvent = delivery
  return sent(delivery)
}

function slackText({ slack }: Desk, typed: string): string {
  const { users, channels } = slack.workspace
  return toSlackText(typed.trim(), { users, channels })
}

function messageOf({ slack }: Desk, { channel, ts }: { channel: string; ts: string }): SlackMessage {
  const found = slack.workspace.messages.find((one) => one.ts === ts && one.channel === channel)
  if (found === undefined) throw new SlackRefusal('message_not_found')
  return found
}

/** A view is its owner's alone. */
function viewOf({ slack }: Desk, { viewId, user }: { viewId: string; user: string }): ViewState {
  const found = slack.workspace.views.find((one) => one.id === viewId)
  if (found === undefined || found.user !== user) throw new SlackRefusal('view_not_found')
  return found
}

/** The view, with what was filled in so far. What the app has taken out of it meanwhile is left out. */
function filled(
  desk: Desk,
  { values = {}, ...at }: { viewId: string; user: string; values?: Values },
): ViewState {
  const view = viewOf(desk, at)
  const present = Object.entries(values).filter(([id]) => findElements(view.view['blocks'], id).length > 0)
  if (present.length > 0) desk.slack.fill({ view, values: Object.fromEntries(present) })
  return view
}

async function openHome(desk: Desk, { user, tab }: Act & { do: 'openHome' }): Promise<Done> {
  const delivery = await desk.slack.openHome({ user, tab })
  if (delivery.delivered) desk.lastEvent = delivery
  return sent(delivery)
}

/** One of the manifest's: what it does not list, no menu of Slack offers. */
async function shortcut(desk: Desk, act: Act & { do: 'shortcut' }): Promise<Done> {
  const { ts, callbackId, user, channel } = act
  const type = ts === undefined ? 'global' : 'message'
  if (!desk.app.shortcuts.some((one) => one.type === type && one.callbackId === callbackId)) {
    throw new Error(`The app has no ${type} shortcut ${callbackId}.`)
  }
  const place = ts === undefined ? { channel } : { message: messageOf(desk, { channel, ts }) }
  return sent(await desk.slack.shortcut({ callbackId, user, ...place }))
}

/** Into a private channel, and as a guest into any, people only come by invitation (conversations.join). */
function join({ slack }: Desk, act: { user: string; channel: string }): void {
  const { users, channels } = slack.workspace
  if (users.find((one) => one.id === act.user)?.is_restricted) throw new SlackRefusal('user_is_restricted')
  if (channels.find((one) => one.id === act.channel)?.is_private) {
    throw new SlackRefusal('method_not_supported_for_channel_type')
  }
  slack.join(act)
}

/** Only who is in a channel can invite to it, and a guest to none (conversations.invite: user_is_restricted). */
function invite({ slack }: Desk, act: { user: string; channel: string; who: string }): void {
  const { users, channels } = slack.workspace
  const channel = channels.find((one) => one.id === act.channel)
  if (channel?.members.includes(act.user) !== true) throw new SlackRefusal('not_in_channel')
  if (users.find((one) => one.id === act.user)?.is_restricted) throw new SlackRefusal('user_is_restricted')
  slack.join({ user: act.who, channel: act.channel })
}
