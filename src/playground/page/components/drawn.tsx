import { memo } from 'react'
import { type Block, Message as LibraryBlocks, type MessageProps } from 'slack-blocks-to-jsx'
import { isJson, type Json, textOf } from '../json.ts'
import { usePage } from '../page-context.ts'
import { useShownTheme } from '../theme.ts'

/** A line of Slack's markup. */
export function Mrkdwn({ text, className }: { text: string; className?: string }) {
  if (text === '') return null
  const drawn = <Drawn block={{ type: 'section', text: { type: 'mrkdwn', text } }} />
  return className === undefined ? drawn : <div className={className}>{drawn}</div>
}

/** The text of a text object, with markup where the object says so. */
export function TextObject({ text, className }: { text: unknown; className: string }) {
  if (isJson(text) && text['type'] === 'mrkdwn') return <Mrkdwn text={textOf(text)} className={className} />
  return textOf(text) === '' ? null : <div className={className}>{textOf(text)}</div>
}

/** A block as the library draws it. Drawing is dear and a block never changes in place: done once each. */
export const Drawn = memo(function Drawn({ block }: { block: Json }) {
  const { server, me } = usePage()
  const theme = useShownTheme()
  const users = server.people.map(({ id, name }) => ({ id, name }))
  const channels = server.channels.map(({ id, name }) => ({ id, name }))
  return (
    <LibraryBlocks
      // The server has checked the blocks by Slack's rules; the library draws nothing for what it does not know.
      blocks={[withMarkup(block) as unknown as Block]}
      data={{ users, channels }}
      hooks={hooks(server.people, me.id)}
      theme={theme}
      logo=""
      name=""
      withoutWrapper
    />
  )
})

/** The library takes `verbatim` for "no markup at all"; Slack means by it that it adds no links of its own. */
function withMarkup(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(withMarkup)
  if (!isJson(node)) return node
  return Object.fromEntries(
    Object.entries(node).flatMap(([key, value]) => (key === 'verbatim' ? [] : [[key, withMarkup(value)]])),
  )
}

type Named = { id: string; name: string }

function hooks(people: readonly Named[], me: string): NonNullable<MessageProps['hooks']> {
  return {
    user: ({ id, name }) => (
      <span className={`mention${id === me ? ' mine' : ''}`}>
        @{people.find((one) => one.id === id)?.name ?? name}
      </span>
    ),
    channel: ({ name }) => <span className="mention">#{name}</span>,
    link: ({ href, children }) => (
      <a href={/^(https?|mailto):/.test(href) ? href : undefined} target="_blank" rel="noopener noreferrer">
        {children}
      </a>
    ),
  }
}
