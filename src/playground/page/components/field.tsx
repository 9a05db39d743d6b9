import { type KeyboardEvent, type ReactNode, useId } from 'react'
import { described, type FieldProps, lengthsOf, placeholderOf } from '../field-props.ts'
import { useSettled } from '../hooks.ts'
import { isJson, type Json, jsonList, stringOf, textOf } from '../json.ts'
import { chosenAtFirst, optionsOf, textAtFirst } from '../options.ts'
import { usePage } from '../page-context.ts'
import { Picker } from './picker.tsx'

const INPUTS: Record<string, string> = {
  plain_text_input: 'text',
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'number',
  datepicker: 'date',
  timepicker: 'time',
  datetimepicker: 'datetime-local',
}
const MENU = /^(static|users|conversations|channels)_select$|^overflow$/
const PICKER = /^(external_select|multi_(static|external|users|conversations|channels)_select)$/
const CHOICES = /^(checkboxes|radio_buttons)$/

/** Whether this element is one that a person fills in or chooses from. */
export function isField({ type }: Json): boolean {
  const name = stringOf(type)
  return name in INPUTS || MENU.test(name) || PICKER.test(name) || CHOICES.test(name)
}

/** An element to fill in or to choose from. */
export function Field(props: FieldProps): ReactNode {
  const type = stringOf(props.element['type'])
  if (PICKER.test(type)) return <Picker {...props} />
  if (MENU.test(type)) return <Menu {...props} />
  if (CHOICES.test(type)) return <Choices {...props} />
  return <Text {...props} />
}

function Text(props: FieldProps) {
  const { element, entry, change, dispatch } = props
  const type = INPUTS[stringOf(element['type'])] ?? 'text'
  // Of what is typed Slack tells the app with Enter, unless it asks for every character; of what is picked, at once.
  const typed = ['text', 'email', 'url', 'number'].includes(type)
  const eager = !typed || onEveryCharacter(element)
  const told = useSettled((value: unknown) => dispatch?.(value))
  const read = (text: string) => {
    if (text === '') return null
    return type === 'datetime-local' ? Math.floor(Date.parse(text) / 1000) : text
  }
  const onChange = ({ target }: { target: { value: string } }) => {
    change(read(target.value))
    if (eager) told.later(read(target.value))
  }
  const shared = {
    ...described(props, 'Value'),
    placeholder: placeholderOf(element),
    defaultValue: textAtFirst(element, entry),
    maxLength: lengthsOf(element).most,
    className: 'field',
    onChange,
    onBlur: told.now,
  }
  if (element['multiline'] === true) return <textarea {...shared} rows={4} />
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key !== 'Enter' || dispatch === undefined || !typed) return
    event.preventDefault()
    dispatch(read(event.currentTarget.value))
  }
  return <input {...shared} type={type} onKeyDown={onKeyDown} />
}

function onEveryCharacter({ dispatch_action_config: config }: Json): boolean {
  const on = isJson(config) ? config['trigger_actions_on'] : undefined
  return Array.isArray(on) && on.includes('on_character_entered')
}

function Menu(props: FieldProps) {
  const { element, entry, change, dispatch, optional = false } = props
  const options = optionsOf(element, usePage())
  const overflow = element['type'] === 'overflow'
  const label = placeholderOf(element) || (overflow ? 'More…' : 'Choose an option')
  return (
    <select
      {...described(props, label)}
      className={overflow ? 'field' : 'field menu-field'}
      defaultValue={chosenAtFirst(element, entry, options)[0]?.value ?? ''}
      onChange={({ target }) => {
        change(target.value || null)
        dispatch?.(target.value || null)
      }}
    >
      <option value="" disabled={!optional}>
        {label}
      </option>
      {options.map(({ value, text, group }) => (
        <option key={`${group} ${value}`} value={value}>
          {group ? `${group}: ${text}` : text}
        </option>
      ))}
    </select>
  )
}

function Choices({ element, entry, change, dispatch, id, describedBy, invalid }: FieldProps) {
  const name = useId()
  const several = element['type'] === 'checkboxes'
  const started = chosenAtFirst(element, entry, []).map((one) => one.value)
  const read = (box: Element | null) => {
    const checked = [...(box?.querySelectorAll<HTMLInputElement>('input:checked') ?? [])].map(
      (one) => one.value,
    )
    const value = several ? checked : (checked[0] ?? null)
    change(value)
    dispatch?.(value)
  }
  return (
    <fieldset
      className="choices"
      aria-labelledby={id === undefined ? undefined : `${id}-label`}
      aria-describedby={describedBy}
      aria-invalid={invalid || undefined}
    >
      {jsonList(element['options']).map((one) => (
        <label key={stringOf(one['value'])}>
          <input
            type={several ? 'checkbox' : 'radio'}
            name={name}
            value={stringOf(one['value'])}
            defaultChecked={started.includes(stringOf(one['value']))}
            onChange={(event) => read(event.target.closest('fieldset'))}
          />
          <span>
            {textOf(one['text'])}
            {textOf(one['description']) && <small>{textOf(one['description'])}</small>}
          </span>
        </label>
      ))}
    </fieldset>
  )
}
