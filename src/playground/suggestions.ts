import { suggestions } from './block-kit-elements.ts'
import { deliver, type Stage } from './deliveries.ts'
import { type Placed, placedOf } from './elements.ts'
import { blocksOf, findMessage } from './messages.ts'
import type { Ack, Json, SlackMessage, Suggestion, User, ViewState } from './model.ts'
import { interactionPayload, messagePlace, viewContainer } from './payloads.ts'
import { keepOffers } from './view-state.ts'
import { channelOf, userOf } from './workspace.ts'
import { isJson } from './world.ts'

/** What a person types in an external select; `nth` counts from 0 among those with this action_id. */
export type Ask = { actionId: string; value: string; user?: string; nth?: number }

/** Characters to type before Slack asks, unless the element says otherwise (block-elements/select-menu-element). */
const MIN_QUERY = 3

/**
 * Types in an external select of a modal or the Home tab, and gives what the app offers. Rejects when Slack would
 * not ask yet (min_query_length), when there is no answer in time, and when Slack would not take the answer.
 */
export async function suggestInView(stage: Stage, ask: Ask & { view: ViewState }): Promise<Suggestion[]> {
  const { view } = ask
  if (!view.open) throw new Error('the view of the menu is closed')
  const user = userOf(stage.world.workspace, ask.user ?? view.user)
  const placed = placedOf(view.view['blocks'], ask)
  return offered(stage, { ask, user, placed, home: view.id, place: viewContainer(view) })
}

/** The same in a message. */
export async function suggestInMessage(
  stage: Stage,
  ask: Ask & { message: SlackMessage },
): Promise<Suggestion[]> {
  const { workspace } = stage.world
  const message = findMessage(stage.world, ask.message.channel, ask.message.ts, true)
  const channel = channelOf(workspace, ask.message.channel)
  if (message === undefined || channel === undefined) throw new Error('the message of the menu is gone')
  const user = userOf(workspace, ask.user ?? message.visibleTo ?? 'ada')
  const placed = placedOf(blocksOf(message), ask)
  const home = `${message.channel} ${message.ts}`
  return offered(stage, { ask, user, placed, home, place: messagePlace(message, channel) })
}

type Asked = { ask: Ask; user: User; placed: Placed; home: string; place: Json }

/** The payload: docs.slack.dev reference/interaction-payloads/block_suggestion-payload. */
async function offered(stage: Stage, { ask, user, placed, home, place }: Asked): Promise<Suggestion[]> {
  const { actionId, value } = ask
  const { type, min_query_length: least = MIN_QUERY } = placed.element
  if (!String(type).endsWith('external_select')) throw new Error(`${actionId} asks for no options`)
  if (value.length < Number(least)) throw new Error(`${actionId} asks from ${least} characters on`)
  const { trigger_id, ...common } = interactionPayload(stage.world, 'block_suggestion', user, '')
  const payload = { ...common, action_id: actionId, block_id: placed.blockId, value, ...place }
  const what = `options of ${actionId} for "${value}" by ${user.name}`
  const delivery = deliver(stage, 'interactive', payload, { what, user: user.id })
  const options = read(await delivery.acked, what)
  keepOffers(
    stage.world,
    home,
    placed,
    options.map(({ group, ...option }) => option),
  )
  return options
}

/** The options in an acknowledgement: at most 100, or 100 groups of them. */
function read({ payload, bytes, dropped }: Ack, what: string): Suggestion[] {
  if (dropped) throw new Error(`${what}: Slack drops an answer of ${bytes} bytes`)
  const faults: string[] = []
  suggestions(payload, '', { surface: 'modal', rejectedBlocks: NONE, brokenImages: NONE, faults })
  if (faults.length > 0) throw new Error(`${what}: Slack refuses the answer: ${faults.join(', ')}`)
  const groups = listOf(payload['option_groups']).flatMap((group) => {
    const label = isJson(group['label']) ? String(group['label']['text']) : ''
    return listOf(group['options']).map((one) => ({ ...one, group: label }))
  })
  return [...listOf(payload['options']), ...groups] as Suggestion[]
}

const NONE: ReadonlySet<string> = new Set()
const listOf = (value: unknown) => (Array.isArray(value) ? value.filter(isJson) : [])
