import { chosenIn, entryOf, initialEntry, isEmpty, isStateful, type Offer, type Placed } from './elements.ts'
import type { Json, ViewState } from './model.ts'
import { isJson, type World } from './world.ts'

/** `state.values`: what was filled in and chosen, by block_id and action_id. */
export type StateValues = Record<string, Record<string, Json>>

/** What a person fills in, by action_id: see entryOf. */
export type Values = Record<string, unknown>

/**
 * `state.values` of these blocks. What `kept` holds of the same block_id, action_id and type wins over what an
 * element starts with: so Slack keeps, over a views.update, what was filled in, and passes over a new initial value
 * (docs.slack.dev reference/methods/views.update, "Preserving input entry"; bolt-js issue 290). `current` is the
 * conversation that default_to_current_conversation means.
 */
export function valuesOf(blocks: unknown, kept: StateValues = {}, current?: string): StateValues {
  const values: StateValues = {}
  for (const { element, blockId } of statefulIn(blocks)) {
    const actionId = String(element['action_id'])
    const before = kept[blockId]?.[actionId]
    const same = before !== undefined && before['type'] === element['type']
    const entry = same ? before : initialEntry(element, current)
    values[blockId] = { ...values[blockId], [actionId]: entry }
  }
  return values
}

/** What is filled in and chosen in a view at present. */
export function currentValues({ view }: ViewState): StateValues {
  const state = view['state']
  return isJson(state) && isJson(state['values']) ? (state['values'] as StateValues) : {}
}

/** Keeps an entry as the state of this element. */
export function keepEntry(state: ViewState, { element, blockId }: Placed, entry: Json): void {
  const values = currentValues(state)
  const block = { ...values[blockId], [String(element['action_id'])]: entry }
  state.view['state'] = { values: { ...values, [blockId]: block } }
}

/** Fills in these values. Throws when an action_id is not in the view, and what entryOf throws. */
export function fillIn(world: World, state: ViewState, values: Values): void {
  const places = statefulIn(state.view['blocks'])
  const unknown = Object.keys(values).filter((key) => !places.some((one) => one.element['action_id'] === key))
  if (unknown.length > 0) throw new Error(`the view has no input with action_id ${unknown.join(', ')}`)
  for (const placed of places) {
    const choice = values[String(placed.element['action_id'])]
    if (choice !== undefined) {
      keepEntry(state, placed, entryOf(placed.element, choice, offerIn(world, state, placed)))
    }
  }
}

/** Throws when Slack would not let the person submit: a required input is empty, a text too short or too long. */
export function requireFilled(state: ViewState): void {
  const values = currentValues(state)
  for (const { element, block, blockId } of statefulIn(state.view['blocks'])) {
    const actionId = String(element['action_id'])
    const entry = values[blockId]?.[actionId] ?? initialEntry(element)
    if (block['type'] !== 'input') continue
    if (isEmpty(entry)) {
      if (block['optional'] !== true)
        throw new Error(`cannot submit: the required input ${actionId} is empty`)
    } else checkLength(element, entry)
  }
}

function checkLength({ action_id, min_length: least, max_length: most }: Json, { value }: Json): void {
  if (typeof value !== 'string') return
  if (typeof least === 'number' && value.length < least) {
    throw new Error(`cannot submit: ${String(action_id)} takes at least ${least} characters`)
  }
  if (typeof most === 'number' && value.length > most) {
    throw new Error(`cannot submit: ${String(action_id)} takes at most ${most} characters`)
  }
}

function statefulIn(blocks: unknown): Placed[] {
  const list = (Array.isArray(blocks) ? blocks : []).filter(isJson)
  return list.flatMap((block) => {
    const elements = [block['element'], block['accessory'], block['elements']].flat().filter(isJson)
    const own = elements.filter((one) => isStateful(one) && typeof one['action_id'] === 'string')
    const blockId = String(block['block_id'])
    return [...own.map((element) => ({ element, block, blockId })), ...statefulIn(block['child_blocks'])]
  })
}

/** Where options were offered: a view's id, or a message's channel and ts. */
type Home = string

const keyOf = (home: Home, { element, blockId }: Placed) =>
  `${home} ${blockId} ${String(element['action_id'])}`

/** Remembers what the app offered for an external select, so that a person can choose it. */
export function keepOffers(world: World, home: Home, placed: Placed, options: readonly Json[]): void {
  const key = keyOf(home, placed)
  const offers = world.offers.get(key) ?? new Map<string, Json>()
  for (const one of options) offers.set(String(one['value']), one)
  world.offers.set(key, offers)
}

/** What was offered for this element of a view, or stands chosen in it. */
export function offerIn(world: World, state: ViewState, placed: Placed): Offer {
  const entry = currentValues(state)[placed.blockId]?.[String(placed.element['action_id'])]
  return offerAt(world, state.id, placed, entry)
}

/** What was offered for this element, stands chosen in `entry`, or was chosen from the start. */
export function offerAt(world: World, home: Home, placed: Placed, entry?: Json): Offer {
  const chosen = [...chosenIn(entry), ...chosenIn(initialEntry(placed.element))]
  const offers = world.offers.get(keyOf(home, placed))
  return (value) => offers?.get(value) ?? chosen.find((one) => one['value'] === value)
}
