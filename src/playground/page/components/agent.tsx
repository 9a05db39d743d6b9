import { usePage } from '../page-context.ts'
import { type Channel, promptsIn, statusIn } from '../selectors.ts'

/** What the app suggests to write to it: in its direct message, above the composer. A click sends it. */
export function Prompts({ channel }: { channel: Channel }) {
  const { server, me, act } = usePage()
  const { title, prompts } = promptsIn(server, channel)
  if (prompts.length === 0) return null
  return (
    <section className="prompts" aria-label="Suggested prompts">
      {title && <p>{title}</p>}
      {prompts.map((one) => (
        <button
          key={one.title}
          type="button"
          className="prompt"
          onClick={() => void act({ do: 'post', user: me.id, channel: channel.id, text: one.message })}
        >
          {one.title}
        </button>
      ))}
    </section>
  )
}

/** What the app says that it does, such as "kstreams is searching...": in a thread, or anywhere in its direct message. */
export function Status({ channel, threadTs }: { channel: Channel; threadTs?: string }) {
  const { server } = usePage()
  const status = statusIn(server, channel, threadTs)
  return (
    <p className="app-status" role="status">
      {status && `${server.app.name} ${status}`}
    </p>
  )
}
