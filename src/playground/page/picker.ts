import { type KeyboardEvent, useState } from 'react'
import type { FieldProps } from './field-props.ts'
import { stringOf } from './json.ts'
import { chosenAtFirst, type Option, optionsOf } from './options.ts'
import { usePage } from './page-context.ts'
import { useOffered } from './suggestions.ts'

/** What the list shows: the choices, which of them the keys are at, and a line about them. */
export type List = { options: Option[]; active: number; says: string | undefined }

/** What is chosen in a menu, and the ways to change it. */
function useChoice({ element, entry, change, dispatch }: FieldProps) {
  const page = usePage()
  const several = stringOf(element['type']).startsWith('multi_')
  const most = typeof element['max_selected_items'] === 'number' ? element['max_selected_items'] : Infinity
  const [chosen, setChosen] = useState(() => chosenAtFirst(element, entry, optionsOf(element, page)))
  const choose = (next: Option[]) => {
    setChosen(next)
    const values = next.map((one) => one.value)
    const value = several ? values : (values[0] ?? null)
    change(value)
    dispatch?.(value)
  }
  const full = several && chosen.length >= most
  const remove = (one: Option) => choose(chosen.filter(({ value }) => value !== one.value))
  /** Of several, a second time takes it out again. */
  const pick = (one: Option) => {
    if (several && chosen.some(({ value }) => value === one.value)) remove(one)
    else if (!full) choose(several ? [...chosen, one] : [one])
  }
  return { several, chosen, pick, remove, says: full ? `At most ${most}` : undefined }
}

/** A menu that is typed into: what is chosen, what stands in the text, and the list below it. */
export function usePicker(props: FieldProps) {
  const { several, chosen, says, ...choice } = useChoice(props)
  const [text, setText] = useState('')
  const [open, setOpen] = useState(false)
  const [at, setAt] = useState(0)
  const offered = useOffered(props.element, text, open, props.ask)
  const { options } = offered
  const list: List = { options, active: Math.min(at, options.length - 1), says: says ?? offered.says }
  const close = () => {
    setOpen(false)
    setText('')
  }
  const show = () => {
    setOpen(true)
    setAt(0)
  }
  const type = (typed: string) => {
    setText(typed)
    show()
  }
  const pick = (one: Option) => {
    choice.pick(one)
    setText('')
    if (!several) setOpen(false)
  }
  const move = (by: number) => (open ? setAt((list.active + by + options.length) % options.length) : show())
  const last = several && text === '' ? chosen.at(-1) : undefined
  const onKeyDown = onKeys({
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    Enter: () => {
      const one = options[list.active]
      if (!open) show()
      else if (one !== undefined) pick(one)
    },
    Escape: open ? close : undefined,
    Backspace: last && (() => choice.remove(last)),
  })
  return { several, chosen, text, open, list, close, show, type, pick, remove: choice.remove, onKeyDown }
}

/** Does what a key stands for, and nothing else: Enter sends no form, Escape closes no dialog. */
function onKeys(keys: Record<string, (() => void) | undefined>) {
  return (event: KeyboardEvent) => {
    const act = keys[event.key]
    if (act === undefined || event.nativeEvent.isComposing) return
    event.preventDefault()
    act()
  }
}
