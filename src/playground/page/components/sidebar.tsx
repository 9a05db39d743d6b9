import { type ReactNode, useId } from 'react'
import { usePane, useTick } from '../hooks.ts'
import { usePage } from '../page-context.ts'
import { channelsOf, dmOf, peopleOf, type User } from '../selectors.ts'
import { clockTime } from '../time.ts'
import { Avatar } from './avatar.tsx'
import { Icon, type IconName } from './icon.tsx'

/** Channels, the direct message with the bot, and the people; on a phone a drawer over the page. */
export function Sidebar({ drawer = false }: { drawer?: boolean }) {
  if (drawer) return <Drawer />
  return (
    <nav className="sidebar" aria-label="Workspace">
      <Lists />
    </nav>
  )
}

function Drawer() {
  const { dispatch } = usePage()
  const close = () => dispatch({ type: 'drawer', open: false })
  const pane = usePane(close, '[aria-current="page"]')
  return (
    <>
      <button type="button" className="backdrop" aria-label="Close the list" tabIndex={-1} onClick={close} />
      <nav className="sidebar drawer" aria-label="Workspace" ref={pane} tabIndex={-1}>
        <Lists />
      </nav>
    </>
  )
}

function Lists() {
  const { server, me } = usePage()
  return (
    <>
      <p className="team">{server.team.name}</p>
      <List title="Channels">
        {channelsOf(server, me).map((one) => (
          <Place key={one.id} id={one.id} icon={one.is_private ? 'lock' : 'hash'} name={one.name}>
            {one.is_archived && <span className="tag">archived</span>}
            {!one.members.includes(me.id) && <span className="tag">not joined</span>}
          </Place>
        ))}
      </List>
      <List title="Direct messages">
        <BotPlace />
      </List>
      <List title="Act as">
        {peopleOf(server).map((one) => (
          <Person key={one.id} user={one} />
        ))}
      </List>
    </>
  )
}

function List({ title, children }: { title: string; children: ReactNode }) {
  const id = useId()
  return (
    <section className="side-list" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <ul>{children}</ul>
    </section>
  )
}

type PlaceProps = { id: string; icon?: IconName; name: string; children?: ReactNode; open?: () => void }

function Place({ id, icon, name, children, open }: PlaceProps) {
  const { model, server, me, dispatch } = usePage()
  const bot = server.people.find((one) => one.id === server.app.botUserId)
  const unread = model.unread[`${me.id} ${id}`]?.length ?? 0
  const here = model.looking[me.id] === id
  return (
    <li>
      <button
        type="button"
        className={`place${unread > 0 ? ' unread' : ''}`}
        aria-current={here ? 'page' : undefined}
        onClick={open ?? (() => dispatch({ type: 'look', channel: id }))}
      >
        {icon ? <Icon name={icon} /> : <Avatar user={bot} small />}
        <span className="place-name">{name}</span>
        {children}
        {unread > 0 && (
          <span className="badge">
            {unread}
            <span className="sr-only"> unread</span>
          </span>
        )}
      </button>
    </li>
  )
}

function BotPlace() {
  const { model, server, me, dispatch, act } = usePage()
  const dm = dmOf(server, me.id)
  const open = async () => {
    if (dm) dispatch({ type: 'look', channel: dm.id })
    // The app hears that it is opened (app_home_opened), and on which tab.
    const answer = await act({ do: 'openHome', user: me.id, tab: server.home ? model.dmTab : 'messages' })
    if (!dm && answer.ok && answer.channel) dispatch({ type: 'look', channel: answer.channel })
  }
  return (
    <Place id={dm?.id ?? ''} name={server.app.name} open={() => void open()}>
      <span className="tag app">APP</span>
    </Place>
  )
}

function Person({ user }: { user: User }) {
  const { me, dispatch, now } = usePage()
  const time = clockTime(useTick(now), user.tz)
  const role = user.is_admin ? 'admin' : user.is_restricted ? 'guest' : 'member'
  const acting = user.id === me.id
  return (
    <li>
      <button
        type="button"
        className="person"
        aria-pressed={acting}
        title={user.tz}
        onClick={() => dispatch({ type: 'act-as', user: user.id })}
      >
        <Avatar user={user} />
        <span className="person-words">
          <span className="person-name">{user.real_name}</span>
          <span className="person-more">
            {role} · {time}
            {acting && ' · you'}
          </span>
        </span>
      </button>
    </li>
  )
}
