import type { Button } from '@slack/types'
import { ACTIONS, type Ask, encodeAsk } from './actions.ts'
import { plainButton } from './blocks.ts'

/** How many use cases a page shows. */
export const PAGE = 5

/** A page: what it answers, of how many, and what may be asked instead. */
type Page = { ask: Ask; total: number; again?: { text: string; words: string } }

/**
 * The buttons below a page: back, next, and what may be asked instead. None for words that are too long for a button.
 * @param shown how many the page shows
 */
export function pageButtons({ ask, total, again }: Page, shown: number): Button[] {
  const next = ask.offset + shown
  return [
    ...(ask.offset > 0
      ? pageButton(ACTIONS.back, 'Back', { ...ask, offset: Math.max(0, ask.offset - PAGE) })
      : []),
    ...(next < total ? pageButton(ACTIONS.next, 'Next', { ...ask, offset: next }) : []),
    ...(again ? pageButton(ACTIONS.again, again.text, { ...ask, words: again.words, offset: 0 }) : []),
  ]
}

function pageButton(action: string, text: string, ask: Ask): Button[] {
  const value = encodeAsk(ask)
  return value === undefined ? [] : [plainButton(action, text, value)]
}
