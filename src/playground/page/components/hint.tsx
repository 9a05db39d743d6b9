import { useRef } from 'react'
import { ROOM_FOR_TWO, useStored } from '../hooks.ts'
import { type Page, usePage } from '../page-context.ts'
import type { Channel } from '../selectors.ts'
import { type Try, thingsToTry } from '../things-to-try.ts'
import { Icon } from './icon.tsx'

/** What a newcomer can click; once dismissed it stays away in this browser, but for a line that brings it back. */
export function Hint({ channel }: { channel: Channel }) {
  const page = usePage()
  const [dismissed, store] = useStored('kstreams.hint', 'shown')
  const back = useRef<HTMLButtonElement>(null)
  if (dismissed === 'dismissed') {
    return (
      <button ref={back} type="button" className="hint-back" onClick={() => store('shown')}>
        Show nine things to try
      </button>
    )
  }
  return (
    <section className="hint" aria-label="Things to try">
      <div className="hint-head">
        <h2>New here? Try one of these</h2>
        <button
          type="button"
          className="icon-button"
          aria-label="Dismiss the hint"
          onClick={() => {
            store('dismissed')
            document.querySelector<HTMLElement>('#composer')?.focus()
          }}
        >
          <Icon name="close" />
        </button>
      </div>
      <ul>
        {thingsToTry(page.server).map((one) => (
          <li key={one.typed}>
            <button type="button" className="try" onClick={() => void doTry(page, channel, one)}>
              <code>{one.typed}</code>
              <span>{one.shows}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

async function doTry({ server, me, act, dispatch }: Page, here: Channel, one: Try): Promise<void> {
  if (one.where === 'here') {
    const channel = here.members.includes(me.id)
      ? here.id
      : (withBot(server.channels, me.id, here)?.id ?? here.id)
    if (channel !== here.id) dispatch({ type: 'look', channel })
    await act({ do: 'command', user: me.id, channel, text: one.text })
    return
  }
  if (one.where === 'home') {
    const opened = await act({ do: 'openHome', user: me.id, tab: 'home' })
    if (!opened.ok || opened.channel === undefined) return
    dispatch({ type: 'look', channel: opened.channel })
    dispatch({ type: 'dm-tab', tab: 'home' })
    return
  }
  if (one.where === 'dm') {
    const opened = await act({ do: 'openDm', user: me.id })
    if (!opened.ok || opened.channel === undefined) return
    dispatch({ type: 'look', channel: opened.channel })
    dispatch({ type: 'dm-tab', tab: 'messages' })
    await act({ do: 'post', user: me.id, channel: opened.channel, text: one.text })
    return
  }
  const channel = withBot(server.channels, server.app.botUserId, here, me.id)
  if (channel === undefined) return
  if (channel.id !== here.id) dispatch({ type: 'look', channel: channel.id })
  const said = await act({ do: 'post', user: me.id, channel: channel.id, text: one.text })
  if (!said.ok || said.ts === undefined) return
  const thread = { channel: channel.id, ts: said.ts }
  dispatch({ type: 'thread', thread, alone: !matchMedia(ROOM_FOR_TWO).matches })
}

/** The channel here if all of them are in it, else the first one that all are in. */
function withBot(channels: Channel[], first: string, here: Channel, second = first): Channel | undefined {
  const fits = (one: Channel) =>
    !one.is_im && !one.is_archived && one.members.includes(first) && one.members.includes(second)
  return fits(here) ? here : channels.find(fits)
}
