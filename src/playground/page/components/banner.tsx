import { ROOM_FOR_TWO, useStored } from '../hooks.ts'
import type { ToolsTab } from '../model.ts'
import { usePage } from '../page-context.ts'
import { useTheme } from '../theme.ts'
import { Icon } from './icon.tsx'

/** The bar at the top: what this is, whether the app is connected, and the switches of the page. */
export function Banner() {
  const { model, dispatch } = usePage()
  return (
    <header className="banner">
      <button
        type="button"
        className="icon-button only-phone"
        aria-label="Channels and people"
        aria-expanded={model.drawer}
        onClick={() => dispatch({ type: 'drawer', open: !model.drawer })}
      >
        <Icon name="menu" />
      </button>
      <p className="brand">
        <Icon name="logo" />
        <span>
          kstreams <span className="brand-more">playground</span>
        </span>
      </p>
      <Connection />
      <ToolsButton tab="traffic" icon="inspect" label="Inspector" />
      <ToolsButton tab="faults" icon="bolt" label="Clock and faults" />
      <ThemeSwitch />
    </header>
  )
}

function Connection() {
  const { model, server } = usePage()
  const [tone, words] = !model.connected
    ? (['bad', 'Playground not reachable, trying again'] as const)
    : !server.installed
      ? (['bad', 'App not installed'] as const)
      : server.sockets > 0
        ? (['good', 'App connected'] as const)
        : (['waiting', 'App connecting'] as const)
  return (
    <p className={`connection ${tone}`} role="status">
      <span className="dot" aria-hidden="true" />
      <span className="connection-words">{words}</span>
    </p>
  )
}

function ToolsButton({ tab, icon, label }: { tab: ToolsTab; icon: 'inspect' | 'bolt'; label: string }) {
  const { model, dispatch } = usePage()
  const open = model.tools === tab
  const toggle = () => {
    const alone = !matchMedia(ROOM_FOR_TWO).matches
    dispatch({ type: 'tools', tab: open ? undefined : tab, alone: alone && !open })
  }
  return (
    <button type="button" className="banner-button" aria-label={label} aria-expanded={open} onClick={toggle}>
      <Icon name={icon} />
      <span className="banner-label">{label}</span>
    </button>
  )
}

const NEXT = { system: 'light', light: 'dark', dark: 'system' } as const
const SAYS = { system: 'as the system', light: 'light', dark: 'dark' } as const

function ThemeSwitch() {
  const [stored, store] = useStored('kstreams.theme', 'system')
  const choice = stored === 'light' || stored === 'dark' ? stored : 'system'
  const shown = useTheme(choice)
  return (
    <button
      type="button"
      className="banner-button"
      aria-label={`Colours: ${SAYS[choice]}. Change to ${SAYS[NEXT[choice]]}`}
      title={`Colours: ${SAYS[choice]}`}
      onClick={() => store(NEXT[choice])}
    >
      <Icon name={choice === 'system' ? 'half' : shown === 'dark' ? 'moon' : 'sun'} />
    </button>
  )
}
