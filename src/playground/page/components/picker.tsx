import { useId, useRef } from 'react'
import { described, type FieldProps, placeholderOf } from '../field-props.ts'
import type { Option } from '../options.ts'
import { usePicker } from '../picker.ts'
import { Icon } from './icon.tsx'
import { PickerList } from './picker-list.tsx'

/**
 * A menu that is typed into: for what the app offers while somebody types, and for all of which several can be
 * chosen. What is chosen of several stands before the text, each with a way to take it out.
 */
export function Picker(props: FieldProps) {
  const { chosen, several, open, text, list, ...picker } = usePicker(props)
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [single] = several ? [] : chosen
  const label = placeholderOf(props.element) || 'Choose an option'
  const remove = (one: Option) => {
    picker.remove(one)
    input.current?.focus()
  }
  return (
    <div className="picker">
      <div className="field picker-box">
        {several && chosen.map((one) => <Chip key={one.value} option={one} remove={remove} />)}
        <input
          {...described(props, label)}
          ref={input}
          className="picker-input"
          role="combobox"
          autoComplete="off"
          aria-expanded={open}
          aria-controls={open ? id : undefined}
          aria-autocomplete="list"
          aria-activedescendant={open && list.active >= 0 ? `${id}-${list.active}` : undefined}
          placeholder={single?.text ?? (chosen.length > 0 ? undefined : label)}
          value={open || single === undefined ? text : single.text}
          onClick={picker.show}
          onChange={({ target }) => picker.type(target.value)}
          onKeyDown={picker.onKeyDown}
          onBlur={picker.close}
        />
        {single && props.optional && <Remove option={single} remove={remove} />}
        <Icon name="down" />
      </div>
      {open && <PickerList {...{ id, list, several, chosen }} pick={picker.pick} />}
    </div>
  )
}

type Removing = { option: Option; remove: (one: Option) => void }

function Chip({ option, remove }: Removing) {
  return (
    <span className="chip">
      {option.text}
      <Remove option={option} remove={remove} />
    </span>
  )
}

function Remove({ option, remove }: Removing) {
  return (
    <button
      type="button"
      className="chip-remove"
      aria-label={`Remove ${option.text}`}
      onClick={() => remove(option)}
    >
      <Icon name="close" />
    </button>
  )
}
