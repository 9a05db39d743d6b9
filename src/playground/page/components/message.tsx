import { messageHands } from '../hands.ts'
import { ROOM_FOR_TWO } from '../hooks.ts'
import { jsonList } from '../json.ts'
import { usePage } from '../page-context.ts'
import { type Message, repliesTo } from '../selectors.ts'
import { clockTime, dayLabel, fullTime, msOf } from '../time.ts'
import { Avatar } from './avatar.tsx'
import { Blocks } from './blocks.tsx'
import { Mrkdwn } from './drawn.tsx'
import { Icon } from './icon.tsx'
import { MessageShortcuts } from './shortcuts.tsx'

type Props = { message: Message; compact?: boolean; inThread?: boolean }

/** One message: who, when, what, and the way into its thread. */
export function MessageItem({ message, compact = false, inThread = false }: Props) {
  const { server } = usePage()
  const author = server.people.find((one) => one.id === message.user)
  const ephemeral = message.visibleTo !== undefined
  const kinds = [compact ? 'compact' : '', ephemeral ? 'ephemeral' : '', message.error ? 'note' : '']
  const name = author?.real_name ?? 'Slackbot'
  return (
    <article
      className={`message ${kinds.filter(Boolean).join(' ')}`}
      aria-label={`${name}, ${useWhen(message)}`}
    >
      <div className="message-side">{compact ? <Time message={message} /> : <Avatar user={author} />}</div>
      <div className="message-main">
        {ephemeral && (
          <p className="only-you">
            <Icon name="eye" /> Only visible to you
          </p>
        )}
        {!compact && (
          <p className="message-head">
            <span className="author">{name}</span>
            {author?.is_bot && <span className="tag app">APP</span>}
            <Time message={message} />
          </p>
        )}
        <Content message={message} />
        {!inThread && !ephemeral && <ThreadLine message={message} />}
        {!ephemeral && <Tools message={message} inThread={inThread} />}
      </div>
    </article>
  )
}

function useWhen(message: Message): string {
  const { me } = usePage()
  return clockTime(msOf(message.ts), me.tz)
}

function Time({ message }: { message: Message }) {
  const { me } = usePage()
  const ms = msOf(message.ts)
  return (
    <time dateTime={new Date(ms).toISOString()} title={fullTime(ms, me.tz)}>
      {clockTime(ms, me.tz)}
    </time>
  )
}

function Content({ message }: { message: Message }) {
  const page = usePage()
  const attached = jsonList(message.attachments)
  const blocks = message.blocks ?? []
  // The server counts equal buttons through all of them.
  const all = [...blocks, ...attached.flatMap((one) => jsonList(one['blocks']))]
  const hands = messageHands(page, message, all)
  return (
    <div className="content">
      {blocks.length > 0 ? <Blocks blocks={blocks} hands={hands} /> : <Mrkdwn text={message.text} />}
      {message.edited && <span className="edited">(edited)</span>}
      {attached.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: attachments have no id, and are replaced as a whole.
        <div className="attachment" data-testid="attachment" key={index}>
          {typeof one['text'] === 'string' && <Mrkdwn text={one['text']} />}
          <Blocks blocks={jsonList(one['blocks'])} hands={hands} />
        </div>
      ))}
    </div>
  )
}

const rootOf = ({ channel, ts, thread_ts: thread }: Message) => ({ channel, ts: thread ?? ts })

function useOpenThread(thread: { channel: string; ts: string }): () => void {
  const { dispatch } = usePage()
  return () => dispatch({ type: 'thread', thread, alone: !matchMedia(ROOM_FOR_TWO).matches })
}

/** What one can do with a message: in sight while the pointer or the focus is on it. */
function Tools({ message, inThread }: { message: Message; inThread: boolean }) {
  const { server, me } = usePage()
  const open = useOpenThread(rootOf(message))
  const begins = !inThread && repliesTo(server, rootOf(message), me.id).length === 0
  return (
    <div className="message-tools">
      {begins && (
        <button type="button" className="reply-button" aria-label="Reply in thread" onClick={open}>
          <Icon name="reply" />
          <span>Reply in thread</span>
        </button>
      )}
      <MessageShortcuts message={message} />
    </div>
  )
}

function ThreadLine({ message }: { message: Message }) {
  const { model, server, me, now } = usePage()
  const root = rootOf(message)
  const replies = repliesTo(server, root, me.id)
  const last = replies.at(-1)
  const open = useOpenThread(root)
  const expanded = model.thread?.ts === root.ts && model.thread.channel === root.channel
  if (last === undefined) return null
  const authors = [...new Set(replies.map((one) => one.user))].slice(0, 3)
  const ms = msOf(last.ts)
  return (
    <button type="button" className="thread-line" aria-expanded={expanded} onClick={open}>
      {authors.map((id) => (
        <Avatar key={id} user={server.people.find((one) => one.id === id)} small />
      ))}
      <span className="thread-count">{replies.length === 1 ? '1 reply' : `${replies.length} replies`}</span>
      <span className="thread-last">
        Last reply {dayLabel(ms, now(), me.tz).toLowerCase()} at {clockTime(ms, me.tz)}
      </span>
    </button>
  )
}
