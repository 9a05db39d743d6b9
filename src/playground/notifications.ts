import type { Json } from './model.ts'

/** The parts of a message that Slack reads for mentions and links. */
export type Readable = { text: string; blocks?: unknown; attachments?: unknown; linkNames?: boolean }

const MENTION = /<(?:@([UW][A-Z0-9]+)|!(channel|here|everyone)|!subteam\^(S[A-Z0-9]+))(?:\|[^>]*)?>/g
const BARE_MENTION = /(?<![\w.])@(channel|here|everyone)\b/g
const LINK = /<((?:https?|mailto|tel):[^|>\s]+)(?:\|[^>]*)?>/g
const BARE_LINK = /(?<![<|\w])https?:\/\/[^\s<>|]+/g
const MARKDOWN_LINK = /\]\((https?:\/\/[^)\s]+)\)/g

type Found = { notifies: Set<string>; links: Set<string> }

/**
 * Whom a message notifies and where its links lead, as Slack would read it: control sequences in `text`, in
 * mrkdwn objects and in markdown blocks; user, usergroup, broadcast and link elements of rich text; `url` of
 * buttons and options. plain_text is literal. Bare `@here` counts only with link_names
 * (docs.slack.dev messaging/formatting-message-text). `text` counts even beside blocks: strict on purpose.
 */
export function readMessage(message: Readable): { notifies: string[]; links: string[] } {
  const found: Found = { notifies: new Set(), links: new Set() }
  readMarkup(message.text, found, { linkNames: message.linkNames === true, bareLinks: true })
  walk(message.blocks, found)
  walk(message.attachments, found)
  // Attachments are the old format: their texts are mrkdwn without saying so.
  for (const text of attachmentTexts(message.attachments)) {
    readMarkup(text, found, { linkNames: false, bareLinks: true })
  }
  return { notifies: [...found.notifies], links: [...found.links] }
}

function readMarkup(text: string, found: Found, how: { linkNames: boolean; bareLinks: boolean }): void {
  for (const match of text.matchAll(MENTION)) found.notifies.add(match[1] ?? match[2] ?? match[3] ?? '')
  if (how.linkNames) for (const match of text.matchAll(BARE_MENTION)) found.notifies.add(match[1] ?? '')
  for (const match of text.matchAll(LINK)) found.links.add(decode(match[1] ?? ''))
  if (!how.bareLinks) return
  for (const match of text.matchAll(BARE_LINK)) found.links.add(decode(match[0]).replace(/[.,;:!?)'"]+$/, ''))
}

function walk(node: unknown, found: Found): void {
  if (Array.isArray(node)) {
    for (const child of node) walk(child, found)
    return
  }
  if (typeof node !== 'object' || node === null) return
  const item = node as Json
  readItem(item, found)
  for (const [key, child] of Object.entries(item)) if (key !== 'event_payload') walk(child, found)
}

function readItem(item: Json, found: Found): void {
  const { type, text, url } = item
  if (type === 'mrkdwn' && typeof text === 'string') {
    readMarkup(text, found, { linkNames: false, bareLinks: item['verbatim'] !== true })
  }
  if (type === 'markdown' && typeof text === 'string') {
    readMarkup(text, found, { linkNames: false, bareLinks: false })
    for (const match of text.matchAll(MARKDOWN_LINK)) found.links.add(match[1] ?? '')
    for (const match of text.replace(MARKDOWN_LINK, ']()').matchAll(BARE_LINK)) found.links.add(match[0])
  }
  if (type === 'user' && typeof item['user_id'] === 'string') found.notifies.add(item['user_id'])
  if (type === 'usergroup' && typeof item['usergroup_id'] === 'string')
    found.notifies.add(item['usergroup_id'])
  if (type === 'broadcast' && typeof item['range'] === 'string') found.notifies.add(item['range'])
  for (const address of [url, item['title_url'], item['title_link']]) {
    if (typeof address === 'string') found.links.add(address)
  }
}

function attachmentTexts(attachments: unknown): string[] {
  if (!Array.isArray(attachments)) return []
  return attachments.flatMap((one: Json) =>
    ['text', 'pretext', 'title', 'fallback'].flatMap((key) =>
      typeof one[key] === 'string' ? [one[key]] : [],
    ),
  )
}

function decode(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
