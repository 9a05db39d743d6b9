import { useEffect } from 'react'
import { PHONE, ROOM_FOR_TWO, useMedia } from '../hooks.ts'
import { usePage } from '../page-context.ts'
import { Banner } from './banner.tsx'
import { Conversation } from './conversation.tsx'
import { Modals } from './modal.tsx'
import { Sidebar } from './sidebar.tsx'
import { ThreadPane } from './thread-pane.tsx'
import { Toasts } from './toasts.tsx'
import { Tools } from './tools.tsx'

/** Everything around the conversation: banner, sidebar, panes, modals and toasts. */
export function Workspace() {
  const { model, dispatch } = usePage()
  const roomForTwo = useMedia(ROOM_FOR_TWO)
  const phone = useMedia(PHONE)
  const { thread, tools, drawer } = model
  useTitle()
  // A window that became narrow has no room for both: the thread stays.
  useEffect(() => {
    if (!roomForTwo && thread && tools) dispatch({ type: 'tools', tab: undefined, alone: false })
  }, [roomForTwo, thread, tools, dispatch])
  const covered = phone && (drawer || thread !== undefined || tools !== undefined)
  return (
    <div className="workspace">
      <a className="skip" href="#composer">
        Skip to the composer
      </a>
      <Banner />
      <div className="columns">
        {phone ? drawer && <Sidebar drawer /> : <Sidebar />}
        <Conversation inert={covered} />
        {thread && <ThreadPane key={`${thread.channel} ${thread.ts}`} at={thread} />}
        {tools && <Tools key={tools} tab={tools} />}
      </div>
      <Modals />
      <Toasts />
      <p className="sr-only" aria-live="polite" data-testid="live">
        {model.heard}
      </p>
    </div>
  )
}

function useTitle(): void {
  const { model, server, me } = usePage()
  const mine = Object.entries(model.unread).filter(([key]) => key.startsWith(`${me.id} `))
  const count = mine.reduce((sum, [, list]) => sum + list.length, 0)
  const channel = server.channels.find((one) => one.id === model.looking[me.id])
  const name = channel?.is_im ? server.app.name : `#${channel?.name ?? ''}`
  useEffect(() => {
    document.title = `${count > 0 ? `(${count}) ` : ''}${name} · kstreams playground`
  }, [count, name])
}
