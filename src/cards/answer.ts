import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Hit } from '../search/search.ts'
import { ACTIONS, type Ask, labelOf } from './actions.ts'
import { type AnyBlock, above, context, divider, type Quote, quoteReply, type Reply } from './blocks.ts'
import { feedbackBlock } from './feedback.ts'
import { howManyFit, LIMITS } from './limits.ts'
import { pageButtons } from './paging.ts'
import { count } from './text.ts'
import { fullCard, listCard, listText } from './use-case.ts'

/** Use cases that answer something: one page of them. */
export type AnswerList = {
  ask: Ask
  /** How many there are on all pages. */
  total: number
  /** The page, at most `PAGE` (paging.ts). */
  hits: readonly Hit[]
  /** What follows their number in the first line: ` for **fraud**`. */
  about: readonly Quote[]
  /** The first line, where their number says nothing. */
  title?: readonly Quote[]
  /** Lines above everything else: that the catalogue has changed, a hint at another command. */
  notes?: readonly (readonly Quote[])[]
  /** What may be asked instead, below: such as `random` once more. */
  again?: { text: string; words: string }
  /** Whether it answers a search, so that people can say whether it does. */
  search?: boolean
  /** Set where all are of this company, so that the headings need not say so. */
  company?: string
}

/** Where an answer stands. */
export type Stage = {
  /** Whether only one person sees it: then each card can be shared. */
  privately: boolean
}

/** A page of use cases as a message, and how many it shows. A single one is shown in full. */
export function answerReply(list: AnswerList, stage: Stage, catalogue: Catalogue): Reply & { shown: number } {
  const { ask, hits, total } = list
  const place = { ask: { words: labelOf(ask), command: ask.command }, ...stage }
  const [only] = hits
  if (total === 1 && only) {
    const card = fullCard(only, place, catalogue)
    return { ...withTail(above(headOf(list, 1), card), list, 1), shown: 1 }
  }
  const cards = hits.map((hit) => {
    const heading = list.company === undefined ? {} : { heading: hit.useCase.title }
    const card = listCard(hit, { ...place, ...heading }, catalogue)
    return { ...card, text: listText(hit.useCase, catalogue, heading.heading) }
  })
  // What stands around them takes the more, the fewer they are: it tells of a next page.
  const around = withTail(headOf(list, 1), list, 1)
  const shown = cards.slice(0, howManyCards(cards, JSON.stringify(around.native).length))
  const page: Reply = {
    native: shown.flatMap(({ native }) => native),
    classic: shown.flatMap(({ classic }, index) => (index === 0 ? classic : [divider, ...classic])),
    text: shown.map(({ text }, index) => `${ask.offset + index + 1}. ${text}`).join('\n\n'),
  }
  const reply = withTail(above(headOf(list, shown.length), page), list, shown.length)
  return { ...reply, shown: shown.length }
}

/** The lines above the cards. */
export function headOf(list: AnswerList, shown: number): Reply {
  const lines = [...(list.notes ?? []), list.title ?? [pageRange(list, shown), ...list.about]]
  return lines.map(quoteReply).reduce(above)
}

/** `12 use cases`, `4–6 of 12 use cases`. */
function pageRange({ total, ask: { offset } }: AnswerList, shown: number): string {
  if (shown >= total) return count(total, 'use case')
  const place = shown === 1 ? `${offset + 1}` : `${offset + 1}–${offset + shown}`
  return `${place} of ${count(total, 'use case')}`
}

function withTail(reply: Reply, list: AnswerList, shown: number): Reply {
  const buttons = pageButtons(list, shown)
  const row: AnyBlock[] = buttons.length > 0 ? [{ type: 'actions', elements: buttons }] : []
  const votes = list.search ? feedbackBlock(list.ask) : []
  const more = list.ask.offset + shown < list.total
  const cut = more && !buttons.some(({ action_id }) => action_id === ACTIONS.next)
  const note: AnyBlock[] = cut ? [context([TOO_LONG])] : []
  return {
    text: cut ? `${reply.text}\n\n${TOO_LONG}` : reply.text,
    native: [...reply.native, ...note, ...row, ...votes],
    classic: [...reply.classic, ...note, ...row, ...votes],
  }
}

/** Says so where there is a next page, and no button for it. */
export const TOO_LONG = 'There are more. Ask with fewer words to page through them.'

/** Five cards of ordinary length fit a message with room to spare; five of the longest that the schema allows do not. */
function howManyCards(cards: readonly Pick<Reply, 'native' | 'classic'>[], around: number): number {
  const native = cards.map((card) => JSON.stringify(card.native).length)
  // Classic blocks are longer by no more than the whole of five summaries, some 4,000 characters.
  if (native.reduce((sum, size) => sum + size, around) < LIMITS.blockCharacters / 2) return cards.length
  const sizes = cards.map(({ classic }, place) =>
    Math.max(native[place] ?? 0, JSON.stringify(classic).length),
  )
  return Math.max(1, howManyFit(sizes, around))
}
