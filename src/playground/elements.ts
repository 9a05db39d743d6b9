import type { Json } from './model.ts'
import { isJson } from './world.ts'

/** An interactive element, the block around it, and that block's id. */
export type Placed = { element: Json; block: Json; blockId: string }

/** Every element with this action_id, at any depth, in reading order: actions, cards, accessories, inputs. */
export function findElements(blocks: unknown, actionId: string): Placed[] {
  const found: Placed[] = []
  const visit = (node: unknown, block: Json): void => {
    if (Array.isArray(node)) for (const one of node) visit(one, block)
    if (!isJson(node)) return
    const here = typeof node['block_id'] === 'string' ? node : block
    if (node['action_id'] === actionId) {
      found.push({ element: node, block: here, blockId: String(here['block_id'] ?? '') })
    } else for (const one of Object.values(node)) visit(one, here)
  }
  visit(blocks, {})
  return found
}

/** The element that a person means by its action_id, the `nth` of several. Throws when there is none. */
export function placedOf(blocks: unknown, { actionId, nth = 0 }: { actionId: string; nth?: number }): Placed {
  const placed = findElements(blocks, actionId)[nth]
  if (placed === undefined) throw new Error(`nothing to press with action_id ${actionId} (number ${nth})`)
  return placed
}

/** An option by its value, as the app offered it while somebody typed in an external select. */
export type Offer = (value: string) => Json | undefined

const NO_OFFER: Offer = () => undefined

/**
 * The entry in `actions` for using this element (docs.slack.dev
 * reference/interaction-payloads/block_actions-payload). `entry` is its state, for what has one; else `choice` is
 * the value of the chosen option, or of the chosen feedback button (the positive one by default).
 */
export function actionOf(
  { element, blockId }: Placed,
  actionTs: string,
  used: { choice: unknown; entry: Json | undefined },
): Json {
  const { type, action_id, text, value, style } = element
  const common = { action_id, block_id: blockId, type, action_ts: actionTs }
  if (used.entry !== undefined) return { ...common, ...used.entry }
  if (type === 'overflow') return { ...common, selected_option: optionOf(element, used.choice, NO_OFFER) }
  if (type === 'feedback_buttons') return { ...common, ...feedback(element, used.choice) }
  return {
    ...common,
    ...(type === 'icon_button' ? {} : { text }),
    ...(value === undefined ? {} : { value }),
    ...(style === undefined ? {} : { style }),
  }
}

function feedback(element: Json, choice: unknown): Json {
  const { positive_button: positive, negative_button: negative } = element
  const valueIn = (item: unknown) => (isJson(item) ? item['value'] : undefined)
  const chosen = choice === undefined ? positive : [positive, negative].find((one) => valueIn(one) === choice)
  if (chosen === undefined) throw new Error(`no feedback button has the value ${String(choice)}`)
  return { value: valueIn(chosen), text: isJson(chosen) ? chosen['text'] : undefined }
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
const ONE_OPTION = /^(static_select|external_select|radio_buttons)$/
const TEXT: Record<string, string> = { rich_text_input: 'rich_text_value', file_input: 'files' }

/** Whether this element has a state: what was filled in or chosen, and stays. Buttons and overflow menus have none. */
export function isStateful({ type }: Json): boolean {
  const name = String(type)
  return name in PICKED || SEVERAL.test(name) || ONE_OPTION.test(name) || name.endsWith('_input')
}

/**
 * An element's entry in `state.values` before anybody touches it. `current` is the conversation that a
 * conversations_select with default_to_current_conversation starts with; its own initial one does not count then
 * (docs.slack.dev reference/block-kit/block-elements/select-menu-element).
 */
export function initialEntry(element: Json, current?: string): Json {
  const type = String(element['type'])
  const picked = PICKED[type]
  if (picked !== undefined) {
    const here = element['default_to_current_conversation'] === true ? current : undefined
    const initial = here ?? element[picked.replace('selected', 'initial')]
    const several = picked.endsWith('s') && initial !== undefined
    return { type, [picked]: several ? [initial].flat() : (initial ?? nothingIn(picked)) }
  }
  if (SEVERAL.test(type)) return { type, selected_options: element['initial_options'] ?? [] }
  if (ONE_OPTION.test(type)) return { type, selected_option: element['initial_option'] ?? null }
  const field = TEXT[type] ?? 'value'
  return { type, [field]: element['initial_value'] ?? nothingIn(field) }
}

/**
 * An element's entry in `state.values` once a person chose: text for inputs, the option's value (or values) for
 * menus, an id for pickers. An external select takes what it was offered, by value, or any whole option. Null and
 * empty text clear it. Throws for an option that is not there, and for more than max_selected_items.
 */
export function entryOf(element: Json, choice: unknown, offer: Offer = NO_OFFER): Json {
  const type = String(element['type'])
  const most = Number(element['max_selected_items'] ?? Number.POSITIVE_INFINITY)
  if (Array.isArray(choice) && choice.length > most) {
    throw new Error(`${String(element['action_id'])} takes at most ${most}`)
  }
  const picked = PICKED[type]
  if (picked !== undefined) return { type, [picked]: cleared(choice) ?? nothingIn(picked) }
  if (SEVERAL.test(type)) {
    const values = Array.isArray(choice) ? choice : []
    return { type, selected_options: values.map((value) => optionOf(element, value, offer)) }
  }
  if (ONE_OPTION.test(type)) {
    const chosen = cleared(choice)
    return { type, selected_option: chosen === null ? null : optionOf(element, chosen, offer) }
  }
  const field = TEXT[type] ?? 'value'
  return { type, [field]: cleared(choice) ?? nothingIn(field) }
}

const nothingIn = (field: string) => (field.endsWith('s') ? [] : null)

/** Slack says null for what was emptied (docs.slack.dev changelog/2020-09-full-state-on-view-submisson-and-block-actions). */
const cleared = (choice: unknown) => (choice === '' || choice === undefined ? null : choice)

function optionOf(element: Json, choice: unknown, offer: Offer): Json {
  const { action_id: actionId, type } = element
  const external = String(type).endsWith('external_select')
  if (external && isJson(choice) && isJson(choice['text']) && typeof choice['value'] === 'string') {
    const { group, ...option } = choice
    return option
  }
  const value = isJson(choice) ? choice['value'] : choice
  const groups = [element['option_groups'] ?? []].flat() as Json[]
  const options = [element['options'] ?? [], groups.map((one) => one['options'])].flat(2) as Json[]
  const found = options.find((one) => one['value'] === value) ?? offer(String(value))
  if (found !== undefined) return found
  const why = external ? 'was not offered an option' : 'has no option'
  throw new Error(`${String(actionId)} ${why} with the value ${String(value)}`)
}

/** The options that this entry of a state holds. */
export function chosenIn(entry: Json | undefined): Json[] {
  return [entry?.['selected_option'], entry?.['selected_options']].flat().filter(isJson)
}

/** Whether nothing was filled in or chosen. */
export function isEmpty({ type, ...rest }: Json): boolean {
  return Object.values(rest).every(
    (one) => one === null || one === '' || (Array.isArray(one) && one.length === 0),
  )
}
