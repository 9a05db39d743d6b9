import type { KeyboardEvent } from 'react'
import { usePage } from '../page-context.ts'
import { type Channel, peopleOf } from '../selectors.ts'
import { Prompts, Status } from './agent.tsx'
import { Composer } from './composer.tsx'
import { Home } from './home.tsx'
import { Icon } from './icon.tsx'
import { MessageList } from './message-list.tsx'

/** The conversation in the middle: its header, its messages, and the composer. */
export function Conversation({ inert }: { inert: boolean }) {
  const { model, server, me } = usePage()
  const channel = server.channels.find((one) => one.id === model.looking[me.id])
  const home = channel?.is_im && server.home && model.dmTab === 'home'
  return (
    <main className="conversation" aria-label="Conversation" inert={inert}>
      {channel && <Header channel={channel} />}
      {channel && home && <Home />}
      {channel && !home && <MessageList key={`${me.id} ${channel.id}`} channel={channel} />}
      {channel && !home && <Foot key={`foot ${me.id} ${channel.id}`} channel={channel} />}
    </main>
  )
}

function Header({ channel }: { channel: Channel }) {
  const { server } = usePage()
  const people = peopleOf(server).filter((one) => channel.members.includes(one.id))
  return (
    <div className="channel-header">
      <h1>
        {channel.is_im ? server.app.name : <Icon name={channel.is_private ? 'lock' : 'hash'} />}
        {!channel.is_im && channel.name}
        {channel.is_im && <span className="tag app">APP</span>}
      </h1>
      {channel.is_im ? server.home && <DmTabs /> : <p className="channel-more">{people.length} people</p>}
      {!channel.is_im && <BotHere channel={channel} />}
    </div>
  )
}

function BotHere({ channel }: { channel: Channel }) {
  const { server, me, act } = usePage()
  const bot = server.app.botUserId
  if (channel.members.includes(bot)) return <p className="channel-more">with @{server.app.name}</p>
  const invite = () => void act({ do: 'invite', user: me.id, channel: channel.id, who: bot })
  return (
    <p className="channel-more">
      @{server.app.name} is not here
      <button type="button" className="button small" onClick={invite}>
        Invite
      </button>
    </p>
  )
}

function DmTabs() {
  const { model, server, me, dispatch, act } = usePage()
  const open = (tab: 'home' | 'messages') => {
    dispatch({ type: 'dm-tab', tab })
    void act({ do: 'openHome', user: me.id, tab })
  }
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
    // Of two, either way leads to the other.
    const other = model.dmTab === 'home' ? 'messages' : 'home'
    event.preventDefault()
    open(other)
    event.currentTarget.querySelectorAll<HTMLElement>('[role=tab]')[other === 'home' ? 0 : 1]?.focus()
  }
  return (
    <div className="tabs" role="tablist" aria-label={server.app.name} onKeyDown={onKeyDown}>
      {TABS.map(([tab, name]) => (
        <button
          key={tab}
          type="button"
          role="tab"
          aria-selected={model.dmTab === tab}
          tabIndex={model.dmTab === tab ? 0 : -1}
          onClick={() => open(tab)}
        >
          {name}
        </button>
      ))}
    </div>
  )
}

const TABS = [
  ['home', 'Home'],
  ['messages', 'Messages'],
] as const

function Foot({ channel }: { channel: Channel }) {
  const { me, act } = usePage()
  if (channel.is_archived)
    return <p className="foot-note">This channel is archived: nobody can write here.</p>
  if (channel.members.includes(me.id)) {
    return (
      <>
        {channel.is_im && <Status channel={channel} />}
        {channel.is_im && <Prompts channel={channel} />}
        <Composer channel={channel} />
      </>
    )
  }
  return (
    <p className="foot-note">
      You are not in #{channel.name}.
      <button
        type="button"
        className="button"
        onClick={() => void act({ do: 'join', user: me.id, channel: channel.id })}
      >
        Join channel
      </button>
    </p>
  )
}
