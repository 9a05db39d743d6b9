import { useId } from 'react'
import type { PageState } from '../../page-api.ts'
import type { Draft } from '../draft.ts'
import { draftKey } from '../draft.ts'
import type { FieldFaults } from '../field-faults.ts'
import { type Hands, viewHands } from '../hands.ts'
import { isJson, type Json, jsonList, stringOf, textOf } from '../json.ts'
import { usePage } from '../page-context.ts'
import { Blocks } from './blocks.tsx'
import { Field } from './field.tsx'

/** `faults`: what is wrong with the inputs, where somebody can submit them. */
type Props = { state: PageState['views'][number]; draft: Draft; faults?: FieldFaults }

/**
 * The blocks of a modal or the Home tab. An input that stays (same block_id, action_id and type) keeps what stands in it over an
 * update of the view, as in Slack.
 */
export function ViewBlocks({ state, draft, faults }: Props) {
  const page = usePage()
  const hands = viewHands(page, state, draft)
  return jsonList(state.view['blocks']).map((block, index) => {
    const id = stringOf(block['block_id'])
    if (block['type'] !== 'input') return <Blocks key={id || index} blocks={[block]} hands={hands} />
    const element = isJson(block['element']) ? block['element'] : {}
    return (
      <InputBlock
        key={draftKey(block, element)}
        {...{ block, element, hands, error: faults?.of(id) }}
        changed={() => faults?.changed(id)}
      />
    )
  })
}

type InputProps = {
  block: Json
  element: Json
  error: string | undefined
  hands: Hands
  changed: () => void
}

function InputBlock({ block, element, error, hands, changed }: InputProps) {
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
        change={(value) => {
          hands.change(block, element, value)
          changed()
        }}
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
