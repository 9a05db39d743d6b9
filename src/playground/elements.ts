import type { Json, ViewState } from './model.ts'
import { isJson } from './world.ts'

/** An interactive element and the block_id of the block around it. */
export type Placed = { element: Json; blockId: string }

/** Every element with this action_id, at any depth, in reading order: actions, cards, accessories, inputs. */
export function findElements(blocks: unknown, actionId: string): Placed[] {
  const found: Placed[] = []
  const visit = (node: unknown, blockId: string): void => {
    if (Array.isArray(node)) for (const one of node) visit(one, blockId)
    if (!isJson(node)) return
    const here = typeof node['block_id'] === 'string' ? node['block_id'] : blockId
    if (node['action_id'] === actionId) found.push({ element: node, blockId: here })
    else for (const one of Object.values(node)) visit(one, here)
  }
  visit(blocks, '')
  return found
}

/**
 * The entry in `actions` for using this element (docs.slack.dev
 * reference/interaction-payloads/block_actions-payload). `choice` is the value of the chosen option, or of
 * the chosen feedback button (the positive one by default).
 */
export function actionOf({ element, blockId }: Placed, actionTs: string, choice?: unknown): Json {
  const { type, action_id, text, value, style } = element
  const common = { action_id, block_id: blockId, type, action_ts: actionTs }
  if (type === 'button') {
    return {
      ...common,
      text,
      ...(value === undefined ? {} : { value }),
      ...(style === undefined ? {} : { style }),
    }
  }
  if (type === 'icon_button') return { ...common, ...(value === undefined ? {} : { value }) }
  if (type === 'feedback_buttons') {
    const { positive_button: positive, negative_button: negative } = element
    const chosen =
      choice === undefined ? positive : [positive, negative].find((one) => valueIn(one) === choice)
    if (chosen === undefined) throw new Error(`no feedback button has the value ${String(choice)}`)
    return { ...common, value: valueIn(chosen), text: isJson(chosen) ? chosen['text'] : undefined }
  }
  return { ...common, ...stateOf(element, choice) }
}

const PICKED: Record<string, string> = {
  users_select: 'selected_user',
  conversations_select: 'selected_conversation',
  channels_select: 'selected_channel',
  multi_users_select: 'selected_users',
  multi_conversations_select: 'selected_conversations',
  multi_channels_select: 'selected_channels',
  datepicker: 'selected_date',
  timepicker: 'selected_time',
  datetimepicker: 'selected_date_time',
}
const SEVERAL = /^(checkboxes|multi_(static|external)_select)$/
const OPTION = /^(static_select|external_select|radio_buttons|overflow)$/

/**
 * An element's entry in `state.values`, holding `choice`: text for inputs, the option's value (or values) for
 * menus, an id for pickers. Without a choice, what the element starts with.
 */
export function stateOf(element: Json, choice?: unknown): Json {
  const type = String(element['type'])
  const picked = PICKED[type]
  if (picked !== undefined) {
    const initial = element[picked.replace('selected', 'initial')]
    return { type, [picked]: choice ?? initial ?? (picked.endsWith('s') ? [] : null) }
  }
  if (SEVERAL.test(type)) {
    const values = Array.isArray(choice) ? choice : undefined
    const chosen = values?.map((value) => optionOf(element, value)) ?? element['initial_options'] ?? []
    return { type, selected_options: chosen }
  }
  if (OPTION.test(type)) {
    const chosen = choice === undefined ? (element['initial_option'] ?? null) : optionOf(element, choice)
    return { type, selected_option: chosen }
  }
  return { type, value: choice ?? element['initial_value'] ?? null }
}

function optionOf(element: Json, value: unknown): Json {
  const groups = [element['option_groups'] ?? []].flat() as Json[]
  const options = [element['options'] ?? [], groups.map((one) => one['options'])].flat(2) as Json[]
  const found = options.find((one) => one['value'] === value)
  if (found !== undefined) return found
  throw new Error(`${String(element['action_id'])} has no option with the value ${String(value)}`)
}

function valueIn(item: unknown): unknown {
  return isJson(item) ? item['value'] : undefined
}

/** What a person fills in, by action_id: see stateOf. */
export type Values = Record<string, unknown>

/**
 * `state.values` of a filled-in view. Throws when an action_id is not in the view, or a required input stays
 * empty: Slack would not let the person submit.
 */
export function fillIn(state: ViewState, values: Values): Json {
  const filled: Record<string, Json> = {}
  const used = new Set<string>()
  for (const block of state.view['blocks'] as Json[]) {
    const elements = [block['element'], block['accessory'], block['elements']].flat().filter(isJson)
    for (const element of elements) {
      const { action_id: actionId, type } = element
      if (typeof actionId !== 'string' || type === 'button') continue
      const entry = stateOf(element, values[actionId])
      used.add(actionId)
      filled[String(block['block_id'])] = { ...filled[String(block['block_id'])], [actionId]: entry }
      if (block['type'] === 'input' && block['optional'] !== true && isEmpty(entry)) {
        throw new Error(`cannot submit: the required input ${actionId} is empty`)
      }
    }
  }
  const unknown = Object.keys(values).filter((key) => !used.has(key))
  if (unknown.length > 0) throw new Error(`the view has no input with action_id ${unknown.join(', ')}`)
  return filled
}

function isEmpty({ type, ...rest }: Json): boolean {
  return Object.values(rest).every(
    (one) => one === null || one === '' || (Array.isArray(one) && one.length === 0),
  )
}
