import type { ExternalSelect, HeaderBlock, PlainTextElement } from '@slack/types'
import { LIMITS } from './limits.ts'
import { escapeMrkdwn, shorten, typeable } from './text.ts'

/** What can be chosen in a menu. */
export type Choice = { text: PlainTextElement; value: string }

/** Text without markup. */
export const plain = (text: string): PlainTextElement => ({ type: 'plain_text', text, emoji: false })

/** An option of a menu, its text shortened. `value`: at most 75 characters. */
export function option(text: string, value: string): Choice {
  return { text: plain(shorten(text, LIMITS.optionText, escapeMrkdwn)), value }
}

/** A menu whose options are asked for while somebody types; from the first letter on, or before it. */
export function externalSelect(action_id: string, placeholder: string, min_query_length = 0): ExternalSelect {
  return { type: 'external_select', action_id, placeholder: plain(placeholder), min_query_length }
}

/** The heading of a part of a view, in words of ours. */
export const header = (text: string): HeaderBlock => ({ type: 'header', text: plain(text) })

/** What to type, within mrkdwn. */
export const codeText = (typed: string): string => `\`${typeable(shorten(typed, 100))}\``

/** Cuts a text to so many characters, without an ellipsis and never through one: what is left is used, not read. */
export function cut(text: string, max: number): string {
  if (text.length <= max) return text
  const end = /[\ud800-\udbff]/.test(text.charAt(max - 1)) ? max - 1 : max
  return text.slice(0, end)
}

/** What stands at a path of something that Slack sent, whatever it is; undefined where there is nothing. */
export function dig(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (inner, key) =>
      typeof inner === 'object' && inner !== null ? (inner as Record<string, unknown>)[key] : undefined,
    value,
  )
}
