import { useRef, useState } from 'react'
import type { Hands } from '../hands.ts'
import { isJson, type Json, stringOf, textOf } from '../json.ts'
import { Confirm } from './confirm.tsx'
import { Field, isField } from './field.tsx'
import { Icon } from './icon.tsx'

type Props = { element: Json; block: Json; hands: Hands }

const PRESSED = new Set(['button', 'workflow_button', 'icon_button', 'feedback_buttons', 'overflow'])

/** Whether a person can use this element, so that the app hears of it. */
export function isInteractive(element: Json): boolean {
  return PRESSED.has(stringOf(element['type'])) || isField(element)
}

/** An element that a person presses or chooses in: the app hears of it at once. */
export function Element({ element, block, hands }: Props) {
  const { press } = hands
  switch (element['type']) {
    case 'button':
    case 'workflow_button':
    case 'icon_button':
      return <Button element={element} press={press} />
    case 'feedback_buttons':
      return <Feedback element={element} press={press} />
    default:
      return isField(element) ? (
        <Field
          element={element}
          entry={hands.entry(block, element)}
          change={(value) => hands.change(block, element, value)}
          dispatch={(value) => press(element, value)}
          ask={hands.ask}
          optional
        />
      ) : null
  }
}

/** Two opinions, of which the last one that was pressed stands. */
function Feedback({ element, press }: { element: Json; press: Hands['press'] }) {
  const [said, setSaid] = useState<unknown>()
  const say = (value: unknown) => {
    setSaid(value)
    press(element, value)
  }
  return [element['positive_button'], element['negative_button']].filter(isJson).map((one) => (
    <button
      key={stringOf(one['value'])}
      type="button"
      className="button opinion"
      aria-label={stringOf(one['accessibility_label']) || undefined}
      aria-pressed={said === one['value']}
      onClick={() => say(one['value'])}
    >
      {textOf(one['text'])}
    </button>
  ))
}

function Button({ element, press }: { element: Json; press: Hands['press'] }) {
  const confirm = useRef<HTMLDialogElement>(null)
  const asks = isJson(element['confirm']) ? element['confirm'] : undefined
  const label = stringOf(element['accessibility_label']) || undefined
  const className = `button ${stringOf(element['style'])}`.trim()
  const words = textOf(element['text']) || stringOf(element['icon'])
  const url = stringOf(element['url'])
  if (/^https?:/.test(url)) {
    return (
      <a
        className={className}
        href={url}
        target="_blank"
        rel="noopener noreferrer"
        aria-label={label && `${label} (opens in a new tab)`}
        onClick={() => press(element)}
      >
        {words}
        <Icon name="link" />
        <span className="sr-only">(opens in a new tab)</span>
      </a>
    )
  }
  const click = () => (asks ? confirm.current?.showModal() : press(element))
  return (
    <>
      <button type="button" className={className} aria-label={label} onClick={click}>
        {words}
      </button>
      {asks && <Confirm ref={confirm} asks={asks} confirmed={() => press(element)} />}
    </>
  )
}
