import { useEffect, useRef } from 'react'
import type { Option } from '../options.ts'
import type { List } from '../picker.ts'
import { Icon } from './icon.tsx'

type Props = { id: string; list: List; several: boolean; chosen: Option[]; pick: (one: Option) => void }

/** The choices below a picker. The text keeps the focus; arrows and Enter go through them. */
export function PickerList({ id, list, several, chosen, pick }: Props) {
  const { options, active, says } = list
  const popup = useRef<HTMLDivElement>(null)
  // Below the last field of a modal there is no room: what scrolls makes some.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it grows and shrinks with what it holds.
  useEffect(() => popup.current?.scrollIntoView({ block: 'nearest' }), [options.length])
  useEffect(() => {
    popup.current?.querySelector(`[id="${id}-${active}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [id, active])
  const groups = [...new Set(options.map((one) => one.group))]
  const choice = (one: Option) => {
    const index = options.indexOf(one)
    const selected = chosen.some(({ value }) => value === one.value)
    return (
      // biome-ignore lint/a11y/useFocusableInteractive: the text holds the focus (aria-activedescendant).
      // biome-ignore lint/a11y/useKeyWithClickEvents: the text hears the keys.
      <div
        key={one.value}
        id={`${id}-${index}`}
        role="option"
        aria-selected={selected}
        className={`pick${index === active ? ' at' : ''}`}
        onClick={() => pick(one)}
      >
        <span className="pick-label">{one.text}</span>
        {one.description && <span className="pick-detail">{one.description}</span>}
        {selected && <Icon name="check" />}
      </div>
    )
  }
  return (
    // A press must not take the focus away from the text.
    // biome-ignore lint/a11y/noStaticElementInteractions: as above.
    <div className="picker-popup" ref={popup} onMouseDown={(event) => event.preventDefault()}>
      <div id={id} role="listbox" aria-label="Options" aria-multiselectable={several || undefined}>
        {groups.map((group) => {
          const inside = options.filter((one) => one.group === group).map(choice)
          return group === undefined ? (
            inside
          ) : (
            // biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a listbox.
            <div role="group" aria-label={group} key={group}>
              <p className="pick-group" aria-hidden="true">
                {group}
              </p>
              {inside}
            </div>
          )
        })}
      </div>
      <p className="pick-says" role="status">
        {says}
      </p>
    </div>
  )
}
