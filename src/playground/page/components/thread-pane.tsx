import { usePane } from '../hooks.ts'
import { useNewestInSight } from '../newest.ts'
import { usePage } from '../page-context.ts'
import { type Message, repliesTo } from '../selectors.ts'
import { Status } from './agent.tsx'
import { Composer } from './composer.tsx'
import { Icon } from './icon.tsx'
import { MessageItem } from './message.tsx'

/** A thread beside its conversation, with a composer of its own. */
export function ThreadPane({ at }: { at: { channel: string; ts: string } }) {
  const { server, me, dispatch } = usePage()
  const close = () => dispatch({ type: 'thread', thread: undefined, alone: false })
  const pane = usePane(close, 'textarea')
  const channel = server.channels.find((one) => one.id === at.channel)
  const root = server.messages.find((one) => one.channel === at.channel && one.ts === at.ts)
  const replies = repliesTo(server, at, me.id)
  return (
    <aside className="pane thread" aria-label="Thread" ref={pane} tabIndex={-1}>
      <div className="pane-head">
        <h2>Thread</h2>
        <p className="channel-more">{channel?.is_im ? server.app.name : `#${channel?.name ?? ''}`}</p>
        <button type="button" className="icon-button" aria-label="Close the thread" onClick={close}>
          <Icon name="close" />
        </button>
      </div>
      <Replies root={root} replies={replies} />
      {channel && <Status channel={channel} threadTs={at.ts} />}
      {channel && !channel.is_archived && <Composer channel={channel} threadTs={at.ts} />}
    </aside>
  )
}

function Replies({ root, replies }: { root: Message | undefined; replies: Message[] }) {
  const list = useNewestInSight(replies.at(-1)?.ts)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls with the arrow keys.
    <section className="messages" ref={list} tabIndex={0} aria-label="Replies">
      <div className="messages-inside">
        {root && <MessageItem message={root} inThread />}
        {replies.length > 0 && (
          <p className="day">
            <span>{replies.length === 1 ? '1 reply' : `${replies.length} replies`}</span>
          </p>
        )}
        <ol>
          {replies.map((message) => (
            <li key={message.ts}>
              <MessageItem message={message} inThread />
            </li>
          ))}
        </ol>
      </div>
    </section>
  )
}
