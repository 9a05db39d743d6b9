import { type FocusEvent, type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react'
import { Icon, type IconName } from './icon.tsx'

/** One thing to choose in a menu; `detail` says more below its name. */
export type MenuItem = { key: string; name: string; detail: string; choose: () => void }

type Props = { label: string; icon: IconName; items: readonly MenuItem[]; up?: boolean }

const STEPS: Record<string, number> = { ArrowDown: 1, ArrowUp: -1 }

/**
 * A button with a menu, which opens downwards unless `up`. The arrow keys go through it; Escape, Tab and a click
 * elsewhere close it. Without items there is no button.
 */
export function MenuButton({ label, icon, items, up = false }: Props) {
  const [open, setOpen] = useState(false)
  const menu = useRef<HTMLDivElement>(null)
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (!open || menu.current === null) return
    if (leavesSight(menu.current)) menu.current.classList.add('above')
    menu.current.querySelector<HTMLElement>('[role=menuitem]')?.focus()
  }, [open])
  const onBlur = (event: FocusEvent<HTMLElement>) => {
    if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key]
    if (event.key === 'Escape' && open) {
      setOpen(false)
      button.current?.focus()
    } else if (step !== undefined) {
      setOpen(true)
      moveIn(menu.current, step)
    } else return
    event.preventDefault()
  }
  const choose = (item: MenuItem) => {
    setOpen(false)
    button.current?.focus()
    item.choose()
  }
  if (items.length === 0) return null
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are for the button and the items inside.
    <div className={`menu-place${up ? ' up' : ''}`} onBlur={onBlur} onKeyDown={onKeyDown}>
      <button
        ref={button}
        type="button"
        className="menu-button"
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={open}
        title={label}
        onClick={() => setOpen(!open)}
      >
        <Icon name={icon} />
      </button>
      {open && <Items {...{ label, items, menu, choose }} />}
    </div>
  )
}

type ItemsProps = Pick<Props, 'label' | 'items'> & {
  menu: RefObject<HTMLDivElement | null>
  choose: (item: MenuItem) => void
}

function Items({ label, items, menu, choose }: ItemsProps) {
  return (
    <div className="menu" role="menu" aria-label={label} ref={menu}>
      {items.map((item) => (
        <button
          key={item.key}
          type="button"
          role="menuitem"
          tabIndex={-1}
          className="menu-item"
          onClick={() => choose(item)}
        >
          <span className="menu-name">{item.name}</span>
          <span className="menu-detail">{item.detail}</span>
        </button>
      ))}
    </div>
  )
}

/** Whether it hangs below the list that it stands in, as under the newest message. */
function leavesSight(menu: HTMLElement): boolean {
  const list = menu.closest('.messages')?.getBoundingClientRect()
  return list !== undefined && menu.getBoundingClientRect().bottom > list.bottom
}

function moveIn(menu: HTMLElement | null, step: number): void {
  const items = [...(menu?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])]
  const at = items.indexOf(document.activeElement as HTMLElement)
  items[(at + step + items.length) % items.length]?.focus()
}
