import type { Block, Button, KnownBlock, RichTextBlock } from '@slack/types'
import { literal, shorten } from './text.ts'

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

export const divider: AnyBlock = { type: 'divider' }

/** A piece of a line: a string is our own words, `bold` is what a person typed or the data provides. */
export type Piece = string | { bold: string }

/**
 * A line in which everything is literal: rich text has no markup, so that nothing typed can become a mention or
 * a link.
 */
export function richLine(pieces: readonly Piece[]): RichTextBlock {
  const elements = pieces
    .map((piece) =>
      typeof piece === 'string' ? { text: piece } : { text: piece.bold, style: { bold: true } },
    )
    .filter(({ text }) => text !== '')
    .map((element) => ({ type: 'text' as const, ...element }))
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }
}

/** The same line for a message's text: what was bold stands in quotation marks. */
export function textLine(pieces: readonly Piece[]): string {
  return pieces.map((piece) => (typeof piece === 'string' ? piece : quoted(literal(piece.bold)))).join('')
}

/** In quotation marks, unless it has its own. */
const quoted = (text: string) => (/^["“]|["”]$/.test(text) ? text : `“${text}”`)
