import { usePane } from '../hooks.ts'
import type { ToolsTab } from '../model.ts'
import { usePage } from '../page-context.ts'
import { Clock } from './clock.tsx'
import { Faults } from './faults.tsx'
import { Icon } from './icon.tsx'
import { Traffic } from './traffic.tsx'

const TITLES: Record<ToolsTab, string> = { traffic: 'Inspector', faults: 'Clock and faults' }

/** The pane that shows what goes between Slack and the app, or turns the clock and breaks things. */
export function Tools({ tab }: { tab: ToolsTab }) {
  const { dispatch } = usePage()
  const close = () => dispatch({ type: 'tools', tab: undefined, alone: false })
  const pane = usePane(close, '.pane-head button')
  return (
    <aside className="pane tools" aria-label={TITLES[tab]} ref={pane} tabIndex={-1}>
      <div className="pane-head">
        <h2>{TITLES[tab]}</h2>
        <button type="button" className="icon-button" aria-label={`Close: ${TITLES[tab]}`} onClick={close}>
          <Icon name="close" />
        </button>
      </div>
      {tab === 'traffic' ? (
        <Traffic />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls with the arrow keys.
        <section className="tools-body" tabIndex={0} aria-label="Clock and faults">
          <Clock />
          <Faults />
        </section>
      )}
    </aside>
  )
}
