import type { Act, PageState } from '../page-api.ts'
import { sendAct } from './api.ts'
import { type Draft, draftKey, draftValues, entryIn } from './draft.ts'
import { type Json, jsonList, nthOf, stringOf } from './json.ts'
import type { Page } from './page-context.ts'
import { type Asking, offeredOptions } from './suggestions.ts'

/** What a person can do with the elements of some blocks. */
export type Hands = {
  /** Presses an element, with what was chosen in it: the app hears of it. */
  press: (element: Json, value?: unknown) => void
  ask: Asking
  /** What an element of this block holds already, and what takes down each change: in views only. */
  entry: (block: Json, element: Json) => Json | undefined
  change: (block: Json, element: Json, value: unknown) => void
}

/** For the blocks of a message. */
export function messageHands(
  { me, act }: Page,
  { channel, ts }: { channel: string; ts: string },
  blocks: readonly Json[],
): Hands {
  const at = { user: me.id, channel, ts }
  return {
    press: (element, value) => void act({ do: 'press', ...at, ...used(blocks, element, value) }),
    ask: (element, text) => asked({ do: 'suggest', ...at, ...used(blocks, element), value: text }),
    entry: () => undefined,
    change: () => {},
  }
}

/** For the blocks of a view; what is filled in there goes with each press, and stands in `draft` until then. */
export function viewHands({ me, act }: Page, { id, view }: PageState['views'][number], draft: Draft): Hands {
  const blocks = jsonList(view['blocks'])
  const at = () => ({ user: me.id, viewId: id, values: draftValues(view, draft) })
  return {
    press: (element, value) => void act({ do: 'pressInView', ...at(), ...used(blocks, element, value) }),
    ask: (element, text) => asked({ do: 'suggestInView', ...at(), ...used(blocks, element), value: text }),
    entry: (block, element) => entryIn(view, block, element),
    change: (block, element, value) => {
      draft[draftKey(block, element)] = value
    },
  }
}

function used(blocks: readonly Json[], element: Json, value?: unknown) {
  const at = { actionId: stringOf(element['action_id']), nth: nthOf(blocks, element) }
  return value === undefined ? at : { ...at, value }
}

async function asked(act: Act): ReturnType<Asking> {
  const answer = await sendAct(act)
  return answer.ok ? offeredOptions(answer.options) : answer.error
}
