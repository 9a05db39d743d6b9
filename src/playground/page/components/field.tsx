import { type ReactNode, useId } from 'react'
import { type Json, jsonList, stringOf, textOf } from '../json.ts'
import { usePage } from '../page-context.ts'
import { channelsOf, peopleOf } from '../selectors.ts'

type Option = { value: string; text: string; group?: string }
type Change = (value: unknown) => void
type Props = { element: Json; change: Change; id?: string; describedBy?: string }

const INPUTS: Record<string, string> = {
  plain_text_input: 'text',
  email_text_input: 'email',
  url_text_input: 'url',
  number_input: 'number',
  datepicker: 'date',
  timepicker: 'time',
  datetimepicker: 'datetime-local',
}
const MENU = /^(multi_)?(static|external|users|conversations|channels)_select$|^overflow$/
const CHOICES = /^(checkboxes|radio_buttons)$/

/** Whether this element is one that a person fills in or chooses from. */
export function isField({ type }: Json): boolean {
  const name = stringOf(type)
  return name in INPUTS || MENU.test(name) || CHOICES.test(name)
}

/** An element to fill in. `change` gets text, an option's value (or values), or an id. */
export function Field(props: Props): ReactNode {
  const type = stringOf(props.element['type'])
  if (MENU.test(type)) return <Menu {...props} />
  if (CHOICES.test(type)) return <Choices {...props} />
  return <Text {...props} />
}

function Text({ element, change, id, describedBy }: Props) {
  const shared = {
    id,
    'aria-describedby': describedBy,
    'aria-label': id === undefined ? placeholderOf(element) || 'Value' : undefined,
    placeholder: placeholderOf(element),
    defaultValue: stringOf(startOf(element)),
    className: 'field',
  }
  if (element['multiline'] === true) {
    return <textarea {...shared} rows={4} onChange={(event) => change(event.target.value)} />
  }
  const type = INPUTS[stringOf(element['type'])] ?? 'text'
  const read = (value: string) => (type === 'datetime-local' ? Math.floor(Date.parse(value) / 1000) : value)
  return <input {...shared} type={type} onChange={(event) => change(read(event.target.value))} />
}

const startOf = (element: Json) =>
  element['initial_value'] ?? element['initial_date'] ?? element['initial_time'] ?? ''

const placeholderOf = (element: Json) => textOf(element['placeholder'])

function Menu({ element, change, id, describedBy }: Props) {
  const options = useOptions(element)
  const several = stringOf(element['type']).startsWith('multi_')
  const initial = jsonList([element['initial_option']])[0]
  const start =
    stringOf(initial?.['value']) || stringOf(element['initial_user'] ?? element['initial_channel'])
  const label = placeholderOf(element) || (element['type'] === 'overflow' ? 'More…' : 'Choose an option')
  return (
    <select
      id={id}
      className="field"
      aria-label={id === undefined ? label : undefined}
      aria-describedby={describedBy}
      multiple={several}
      defaultValue={
        several ? jsonList(element['initial_options']).map((one) => stringOf(one['value'])) : start
      }
      onChange={({ target }) =>
        change(several ? [...target.selectedOptions].map((one) => one.value) : target.value)
      }
    >
      {!several && (
        <option value="" disabled>
          {label}
        </option>
      )}
      {options.map(({ value, text, group }) => (
        <option key={`${group} ${value}`} value={value}>
          {group ? `${group}: ${text}` : text}
        </option>
      ))}
    </select>
  )
}

function useOptions(element: Json): Option[] {
  const { server, me } = usePage()
  const type = stringOf(element['type'])
  if (type.includes('users_')) {
    return peopleOf(server).map((one) => ({ value: one.id, text: one.real_name }))
  }
  if (type.includes('conversations_') || type.includes('channels_')) {
    return channelsOf(server, me).map((one) => ({ value: one.id, text: `#${one.name}` }))
  }
  const plain = jsonList(element['options']).map(optionOf)
  const grouped = jsonList(element['option_groups']).flatMap((group) =>
    jsonList(group['options']).map((one) => ({ ...optionOf(one), group: textOf(group['label']) })),
  )
  return [...plain, ...grouped]
}

const optionOf = (one: Json): Option => ({ value: stringOf(one['value']), text: textOf(one['text']) })

function Choices({ element, change, id, describedBy }: Props) {
  const name = useId()
  const several = element['type'] === 'checkboxes'
  const initial = jsonList(several ? element['initial_options'] : [element['initial_option']])
  const started = initial.map((one) => stringOf(one['value']))
  const read = (box: Element | null) => {
    const checked = [...(box?.querySelectorAll<HTMLInputElement>('input:checked') ?? [])].map(
      (one) => one.value,
    )
    change(several ? checked : checked[0])
  }
  return (
    <fieldset
      className="choices"
      aria-labelledby={id === undefined ? undefined : `${id}-label`}
      aria-describedby={describedBy}
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
