import { memo, useLayoutEffect, useRef } from 'react'
import { type Block, Message as LibraryBlocks, type MessageProps } from 'slack-blocks-to-jsx'
import { maskedMarkup, maskedPlain, unmasked } from '../escapes.ts'
import { isJson, type Json, stringOf, textOf } from '../json.ts'
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
  if (isJson(text) && text['type'] === 'mrkdwn')
    return <Mrkdwn text={stringOf(text['text'])} className={className} />
  return textOf(text) === '' ? null : <div className={className}>{textOf(text)}</div>
}

/** A block as the library draws it. Drawing is dear and a block never changes in place: done once each. */
export const Drawn = memo(function Drawn({ block }: { block: Json }) {
  const { server, me } = usePage()
  const theme = useShownTheme()
  const users = server.people.map(({ id, name }) => ({ id, name }))
  const channels = server.channels.map(({ id, name }) => ({ id, name }))
  return (
    <div className="drawn" ref={useUnmasked()}>
      <LibraryBlocks
        // The server has checked the blocks by Slack's rules; the library draws nothing for what it does not know.
        blocks={[forLibrary(block) as unknown as Block]}
        data={{ users, channels }}
        hooks={hooks(server.people, me.id)}
        theme={theme}
        logo=""
        name=""
        withoutWrapper
      />
    </div>
  )
})

/**
 * Texts with what is only text in them masked, and without `verbatim`: the library takes it for "no markup at all",
 * Slack means by it that it adds no links of its own.
 */
function forLibrary(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(forLibrary)
  if (!isJson(node)) return node
  const { verbatim: _, ...rest } = node
  const text = stringOf(node['text'])
  if (node['type'] === 'mrkdwn') return { ...rest, text: maskedMarkup(text) }
  if (node['type'] === 'plain_text') return { ...rest, text: maskedPlain(text) }
  return Object.fromEntries(Object.entries(rest).map(([key, value]) => [key, forLibrary(value)]))
}

/** Takes the masks off in what the library drew, before anybody sees it: at once, and when it draws something anew. */
function useUnmasked() {
  const drawn = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => {
    const { current } = drawn
    if (current === null) return
    unmask(current)
    const observer = new MutationObserver(() => unmask(current))
    observer.observe(current, { subtree: true, childList: true, characterData: true })
    return () => observer.disconnect()
  }, [])
  return drawn
}

function unmask(element: HTMLElement): void {
  const texts = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
  for (let node = texts.nextNode(); node !== null; node = texts.nextNode()) {
    const text = node.nodeValue ?? ''
    const shown = unmasked(text)
    if (shown !== text) node.nodeValue = shown
  }
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
