import { postMessage } from './messages.ts'
import { type Ack, type Json, SlackRefusal, type ViewState } from './model.ts'
import { answer, type ResponseUrl } from './response-urls.ts'
import { closeView, openView, touchView, updateView } from './views.ts'
import { isJson, type World } from './world.ts'

const NOTES: Record<string, string> = {
  invalid_command: 'is not a valid command.',
  invalid_command_response: 'failed with the error "invalid_command_response"',
}

/** Slack's own note to a person whose command got nowhere, kept as an ephemeral message with `error`. */
export function noAnswer(
  world: World,
  about: { command: string; user: string; channel: string; error: string },
): void {
  const { command, user, channel, error } = about
  const text = `${command} ${NOTES[error] ?? 'failed because the app did not respond'}`
  postMessage(world, { channel, user: 'USLACKBOT', text, visibleTo: user, error })
}

/** A command's ack may hold the answer itself: a message like one for the response_url, but not a use of it. */
export function takeCommandAck(world: World, entry: ResponseUrl, command: string, ack: Ack): void {
  if (ack.payload['text'] === undefined && ack.payload['blocks'] === undefined) return
  try {
    answer(world, entry, ack.payload)
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error
    noAnswer(world, { command, user: entry.user, channel: entry.channel, error: 'invalid_command_response' })
  }
}

/**
 * The response_action of a submission (docs.slack.dev surfaces/modals, "Updating views"): errors keeps the
 * view open with messages under the inputs, update replaces it, push puts one on top, clear closes the
 * stack; none closes this view.
 */
export function takeSubmissionAck(world: World, state: ViewState, { payload }: Ack): void {
  const { response_action: action, errors, view } = payload
  try {
    if (action === 'errors') showErrors(world, state, errors)
    else if (action === 'update') updateView(world, state, view)
    else if (action === 'push') openView(world, view, state.user, { previous: state })
    else closeView(world, state, action === 'clear')
  } catch (error) {
    if (!(error instanceof SlackRefusal)) throw error
    viewTrouble(world, state, `${error.message} ${JSON.stringify(error.extra)}`)
  }
}

function showErrors(world: World, state: ViewState, errors: unknown): void {
  const blocks = state.view['blocks'] as Json[]
  const inputs = new Set(blocks.filter((one) => one['type'] === 'input').map((one) => one['block_id']))
  const entries = Object.entries(isJson(errors) ? errors : {})
  const stray = entries.filter(([blockId]) => !inputs.has(blockId))
  // Slack shows only "We had some trouble connecting" when errors name no input block.
  if (entries.length === 0 || stray.length > 0) {
    viewTrouble(world, state, `errors for unknown block_id: ${stray.map(([id]) => id).join(', ')}`)
    return
  }
  state.errors = Object.fromEntries(entries.map(([blockId, text]) => [blockId, String(text)]))
  touchView(world, state)
}

/** The view stays and says that something went wrong: "We had some trouble connecting. Try again?". */
export function viewTrouble(world: World, state: ViewState, why: string): void {
  state.trouble = why
  touchView(world, state)
}
