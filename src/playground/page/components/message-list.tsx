import { useNewestInSight } from '../newest.ts'
import { usePage } from '../page-context.ts'
import { type Channel, type Message, messagesIn } from '../selectors.ts'
import { dayLabel, dayName, msOf } from '../time.ts'
import { Avatar } from './avatar.tsx'
import { Hint } from './hint.tsx'
import { MessageItem } from './message.tsx'

/** A conversation's messages, oldest first, with a line between days. Stays at the newest. */
export function MessageList({ channel }: { channel: Channel }) {
  const { server, me } = usePage()
  const messages = messagesIn(server, channel.id, me.id)
  const list = useNewestInSight(messages.at(-1)?.ts)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: whoever has no mouse scrolls with the arrow keys.
    <section className="messages" ref={list} tabIndex={0} aria-label="Messages">
      <div className="messages-inside">
        <Welcome channel={channel} />
        <Hint channel={channel} />
        <ol>
          {messages.map((message, index) => (
            <Row key={message.ts} message={message} before={messages[index - 1]} />
          ))}
        </ol>
      </div>
    </section>
  )
}

function Row({ message, before }: { message: Message; before: Message | undefined }) {
  const { me, now } = usePage()
  const day = dayName(msOf(message.ts), me.tz)
  const newDay = before === undefined || dayName(msOf(before.ts), me.tz) !== day
  return (
    <li>
      {newDay && (
        <p className="day">
          <span>{dayLabel(msOf(message.ts), now(), me.tz)}</span>
        </p>
      )}
      <MessageItem
        message={message}
        compact={!newDay && before !== undefined && continues(before, message)}
      />
    </li>
  )
}

const FIVE_MINUTES = 300_000

/** One person's messages in a row share one name. The bot's always say that they are an app's. */
function continues(before: Message, message: Message): boolean {
  const close = Math.abs(msOf(message.ts) - msOf(before.ts)) < FIVE_MINUTES
  const plain = message.bot_id === undefined && message.visibleTo === undefined
  return close && plain && before.user === message.user && before.visibleTo === undefined
}

function Welcome({ channel }: { channel: Channel }) {
  const { server } = usePage()
  const bot = server.people.find((one) => one.id === server.app.botUserId)
  if (channel.is_im) {
    return (
      <div className="welcome">
        <Avatar user={bot} />
        <h2>{server.app.name}</h2>
        <p>This is the very beginning of your direct message with {server.app.name}.</p>
      </div>
    )
  }
  const sign = channel.is_private ? 'private channel' : 'channel'
  return (
    <div className="welcome">
      <h2># {channel.name}</h2>
      <p>
        This is the very beginning of the {sign} <b>#{channel.name}</b>.
      </p>
    </div>
  )
}
