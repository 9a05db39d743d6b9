import type { Block, Button, KnownBlock } from '@slack/types'
import { LIMITS } from './limits.ts'
import { literal, shorten, typeable } from './text.ts'

type Mrkdwn = { type: 'mrkdwn'; text: string; verbatim: true }

/** Slack's card (April 2026). `@slack/types` 3.2 does not know its subtext yet. */
export type CardBlock = Block & {
  type: 'card'
  title: Mrkdwn
  subtitle?: Mrkdwn
  body: Mrkdwn
  subtext?: Mrkdwn
  actions?: Button[]
}

export type AnyBlock = KnownBlock | CardBlock

/**
 * An answer in its three tiers: `native` with card blocks, `classic` with blocks that every client knows, and
 * `text` alone, which also goes with both as notification and for screen readers.
 */
export type Reply = { text: string; native: AnyBlock[]; classic: AnyBlock[] }

/** Text with markup that we wrote; `verbatim` keeps Slack from linking what looks like an address. */
export const mrkdwn = (text: string): Mrkdwn => ({ type: 'mrkdwn', text, verbatim: true })

/** Text from a person or the data, shortened to a limit. */
export const literalText = (text: string, max: number): Mrkdwn => mrkdwn(shorten(text, max, literal))

export const section = (text: string): AnyBlock => ({ type: 'section', text: mrkdwn(text) })

export const context = (texts: readonly string[]): AnyBlock => ({
  type: 'context',
  elements: texts.map(mrkdwn),
})

/** A button with words of ours. `value`: at most 2,000 characters. */
export function plainButton(action_id: string, text: string, value: string): Button {
  return { type: 'button', action_id, text: { type: 'plain_text', text, emoji: true }, value }
}

export const divider: AnyBlock = { type: 'divider' }

/** Words of ours, and in `bold` what a person typed. */
export type Quote = string | { bold: string }

/**
 * A piece of a line. A string and a `label` are our own words, the label in bold; `code` is what to type. What a person
 * or the data provides is `bold`, or `name` where it stands in a sentence as it is. `channel` is Slack's id of one.
 */
export type Piece = Quote | { label: string } | { code: string } | { name: string } | { channel: string }

export type Line = readonly Piece[]

// In characters as they are sent: enough for a line of settings with the longest names, and a dozen fit a message.
const LONGEST_PIECE = 400

/**
 * A line that repeats what was typed: rich text has no markup, so that nothing in it can become a mention or a link, and
 * every character stays what it is.
 */
export function quoteReply(pieces: readonly Quote[]): Reply {
  const elements = pieces
    .map((piece) =>
      typeof piece === 'string' ? { text: piece } : { text: piece.bold, style: { bold: true } },
    )
    .filter(({ text }) => text !== '')
    .map((element) => ({ type: 'text' as const, ...element }))
  const blocks: AnyBlock[] = [{ type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }]
  return { text: textLine(pieces), native: blocks, classic: blocks }
}

/** A reply of some lines, the same in all tiers. Several sections, since one holds 3,000 characters. */
export function linesReply(lines: readonly Line[]): Reply {
  const sections: string[] = []
  for (const line of lines.map(markedLine)) {
    const longer = `${sections.at(-1) ?? ''}\n${line}`
    if (sections.length > 0 && longer.length <= LIMITS.sectionText) sections[sections.length - 1] = longer
    else sections.push(line)
  }
  const blocks = sections.map(section)
  return { text: lines.map(textLine).join('\n'), native: blocks, classic: blocks }
}

/** One reply above another. */
export function above(head: Reply, reply: Reply): Reply {
  return {
    text: `${head.text}\n\n${reply.text}`,
    native: [...head.native, ...reply.native],
    classic: [...head.classic, ...reply.classic],
  }
}

/** A line as mrkdwn. */
export const markedLine = (pieces: Line): string =>
  pieces
    .map((piece) => {
      const text = plainPiece(piece)
      if (typeof piece === 'string' || text === '') return text
      if ('code' in piece) return `\`${text}\``
      return 'bold' in piece || 'label' in piece ? `*${text}*` : text
    })
    .join('')

/** A line of a message's text: nothing is bold there, and what a person or the data provides stands in quotation marks. */
const textLine = (pieces: Line): string =>
  pieces
    .map((piece) =>
      typeof piece !== 'string' && 'bold' in piece ? quoted(plainPiece(piece)) : plainPiece(piece),
    )
    .join('')

function plainPiece(piece: Piece): string {
  if (typeof piece === 'string') return piece
  if ('label' in piece) return piece.label
  if ('channel' in piece) return `<#${piece.channel}>`
  if ('name' in piece) return shorten(piece.name, LONGEST_PIECE)
  return 'code' in piece ? typeable(shorten(piece.code, LONGEST_PIECE)) : shorten(piece.bold, LONGEST_PIECE)
}

/** In quotation marks, unless it has its own. */
const quoted = (text: string) => (/^["“]|["”]$/.test(text) ? text : `“${text}”`)
