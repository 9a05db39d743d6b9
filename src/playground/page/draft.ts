import type { PageState } from '../page-api.ts'
import { lengthsOf } from './field-props.ts'
import { isJson, type Json, jsonList, stringOf } from './json.ts'

type View = PageState['views'][number]['view']

/** What a person has filled in and not sent yet, by `block_id action_id type`: these three name an input in Slack, too. */
export type Draft = Record<string, unknown>

/** The name of an element's value in the draft. */
export function draftKey(block: Json, element: Json): string {
  return [block['block_id'], element['action_id'], element['type']].map(stringOf).join(' ')
}

/** The elements of this block that may have a value. */
function elementsOf(block: Json): Json[] {
  return [block['element'], block['accessory'], block['elements']].flat().filter(isJson)
}

/** The draft by action_id, as the server takes it. */
export function draftValues(view: View, draft: Draft): Record<string, unknown> {
  const values: Record<string, unknown> = {}
  for (const block of jsonList(view['blocks'])) {
    for (const element of elementsOf(block)) {
      const key = draftKey(block, element)
      if (key in draft) values[stringOf(element['action_id'])] = draft[key]
    }
  }
  return values
}

/** Forgets what was filled in where there is no input any more. */
export function prune(view: View, draft: Draft): void {
  const keys = jsonList(view['blocks']).flatMap((block) =>
    elementsOf(block).map((element) => draftKey(block, element)),
  )
  for (const key of Object.keys(draft)) if (!keys.includes(key)) delete draft[key]
}

/** What the server holds for this element: its entry in `state.values`. */
export function entryIn(view: View, block: Json, element: Json): Json | undefined {
  const { state } = view
  const values = isJson(state) ? state['values'] : undefined
  const ofBlock = isJson(values) ? values[stringOf(block['block_id'])] : undefined
  const entry = isJson(ofBlock) ? ofBlock[stringOf(element['action_id'])] : undefined
  return isJson(entry) && entry['type'] === element['type'] ? entry : undefined
}

/** What Slack finds wrong before the app hears of it, by block_id: required inputs that are empty, texts of a wrong length. */
export function faultsIn(view: View, draft: Draft): Record<string, string> {
  const found = jsonList(view['blocks']).flatMap((block) => {
    const element = isJson(block['element']) ? block['element'] : undefined
    if (block['type'] !== 'input' || element === undefined) return []
    const key = draftKey(block, element)
    const { type, ...held } = entryIn(view, block, element) ?? {}
    const fault = faultOf(block, element, key in draft ? [draft[key]] : Object.values(held))
    return fault === undefined ? [] : [[stringOf(block['block_id']), fault]]
  })
  return Object.fromEntries(found)
}

function faultOf({ optional }: Json, element: Json, values: unknown[]): string | undefined {
  if (values.every(isNothing)) return optional === true ? undefined : 'Please complete this required field.'
  const { least = 0, most = Infinity } = lengthsOf(element)
  const length = stringOf(values[0]).length
  if (length < least) return `At least ${least} characters, please: these are ${length}.`
  return length > most ? `At most ${most} characters, please: these are ${length}.` : undefined
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0)
}
