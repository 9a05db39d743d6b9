import { useId } from 'react'
import type { PageState } from '../../page-api.ts'
import type { Draft } from '../draft.ts'
import { draftKey } from '../draft.ts'
import { type Hands, viewHands } from '../hands.ts'
import { isJson, type Json, jsonList, stringOf, textOf } from '../json.ts'
import { usePage } from '../page-context.ts'
import { Blocks } from './blocks.tsx'
import { Field } from './field.tsx'

type Props = { state: PageState['views'][number]; draft: Draft; missing: string[] }

/**
 * The blocks of a modal or the Home tab. An input that stays (same block_id, action_id and type) keeps what stands in it over an
 * update of the view, as in Slack.
 */
export function ViewBlocks({ state, draft, missing }: Props) {
  const page = usePage()
  const hands = viewHands(page, state, draft)
  return jsonList(state.view['blocks']).map((block, index) => {
    const id = stringOf(block['block_id'])
    if (block['type'] !== 'input') return <Blocks key={id || index} blocks={[block]} hands={hands} />
    const element = isJson(block['element']) ? block['element'] : {}
    const error =
      state.errors[id] ?? (missing.includes(id) ? 'Please complete this required field.' : undefined)
    return <InputBlock key={draftKey(block, element)} {...{ block, element, error, hands }} />
  })
}

type InputProps = { block: Json; element: Json; error: string | undefined; hands: Hands }

function InputBlock({ block, element, error, hands }: InputProps) {
  const id = useId()
  const optional = block['optional'] === true
  const kinds = ['input-block', error ? 'wrong' : '', element['focus_on_load'] ? 'focus-on-load' : '']
  return (
    <div className={kinds.filter(Boolean).join(' ')}>
      <label id={`${id}-label`} htmlFor={id}>
        {textOf(block['label'])} {optional && <small>(optional)</small>}
      </label>
      <Field
        element={element}
        entry={hands.entry(block, element)}
        change={(value) => hands.change(block, element, value)}
        dispatch={block['dispatch_action'] === true ? (value) => hands.press(element, value) : undefined}
        ask={hands.ask}
        optional={optional}
        id={id}
        describedBy={`${id}-more`}
        invalid={error !== undefined}
      />
      <p id={`${id}-more`} className={error ? 'field-error' : 'field-hint'}>
        {error ?? textOf(block['hint'])}
      </p>
    </div>
  )
}
