import type { Button } from '@slack/types'
import type { SearchResult } from '../search/search.ts'
import { ACTIONS, type Ask, encodeAsk, withoutFilter } from './actions.ts'
import { type AnyBlock, plainButton, type Quote, quoteReply, type Reply } from './blocks.ts'
import { LIMITS } from './limits.ts'
import { suggestButton } from './suggest.ts'
import { quotable, shorten, tidy } from './text.ts'

/** What the first line of an answer says after the number of use cases: for what, and what was corrected. */
export function aboutSearch({ query, corrected, corrections }: SearchResult): Quote[] {
  if (corrected === undefined) return [' for ', { bold: quotable(query) }]
  const insist = corrections
    .slice(0, 3)
    .flatMap<Quote>(({ typed }, index) => [
      index === 0 ? '. To insist on a word, put it in quotation marks: ' : ', ',
      { bold: `"${quotable(typed)}"` },
    ])
  return ['. Showing results for ', { bold: quotable(corrected) }, ...insist]
}

/** Nothing was found, with searches that do find something, and a way to add what is missing. */
export function nothingFoundReply(result: SearchResult, ask: Ask): Reply {
  const { unknown, suggestions, query } = result
  const said = sayNothing(result)
  // A filter that means nothing is a slip, and tells nothing of the catalogue.
  if (unknown.length > 0) return withOffers(said, suggestions, (search) => search, ask)
  const know: Quote[] = [' Do you know one? Add it: ', { bold: `${ask.command} suggest` }]
  return withOffers(said, suggestions, (search) => search, ask, {
    said: know,
    buttons: [suggestButton(query)],
  })
}

/** A company is not in the catalogue; `nearest` are such as are, for the same question. */
export function noCompanyReply(typed: string, nearest: readonly string[], ask: Ask): Reply {
  const said: Quote[] = ['I know no company called ', { bold: quotable(typed) }, '.']
  return withOffers(said, nearest, (company) => `similar ${company}`, ask)
}

/** What may be asked instead, in words and as buttons that ask it in the same place. */
function withOffers(
  said: readonly Quote[],
  offers: readonly string[],
  wordsOf: (offer: string) => string,
  ask: Ask,
  more: { said: readonly Quote[]; buttons: Button[] } = { said: [], buttons: [] },
): Reply {
  const reply = quoteReply([...said, ...offer(offers), ...more.said])
  const buttons = offers.flatMap((one, index) =>
    offerButton({ ...ask, words: wordsOf(one) }, withoutFilter(one), index),
  )
  return withButtons(reply, [...buttons, ...more.buttons])
}

/** Asks it in the place of the answer. */
function offerButton(ask: Ask, label: string, index = 0): Button[] {
  const value = encodeAsk({ ...ask, offset: 0 })
  const text = shorten(tidy(label), LIMITS.button.text, (whole) => whole)
  return value === undefined ? [] : [plainButton(`${ACTIONS.again}:${index + 1}`, text, value)]
}

function withButtons(reply: Reply, elements: Button[]): Reply {
  if (elements.length === 0) return reply
  const row: AnyBlock = { type: 'actions', elements }
  return { text: reply.text, native: [...reply.native, row], classic: [...reply.classic, row] }
}

function sayNothing({ query, unknown }: SearchResult): Quote[] {
  if (unknown.length === 0)
    return ['I know no public use case for ', { bold: quotable(query) }, ' yet, sorry.']
  const said = unknown.flatMap<Quote>(({ name, value }, index) => [
    index === 0 ? `I know no ${name} ` : ` and no ${name} `,
    { bold: quotable(value) },
  ])
  return [...said, '.']
}

function offer(searches: readonly string[]): Quote[] {
  if (searches.length === 0) return []
  const pieces = searches.flatMap<Quote>((search, index) => [
    index === 0 ? ' Perhaps ' : index === searches.length - 1 ? ' or ' : ', ',
    { bold: quotable(search) },
  ])
  return [...pieces, '?']
}

/** The last page was shown already. */
export function nothingMoreReply(total: number, about: readonly Quote[]): Reply {
  return quoteReply([total === 1 ? 'That is the only use case' : `That is all: ${total} use cases`, ...about])
}

/** What was found before has nothing that fits what was added. */
export function noneLeftReply(before: string, added: string): Reply {
  return quoteReply([
    'Nothing of what I found for ',
    { bold: quotable(before) },
    ' fits ',
    { bold: quotable(added) },
    '.',
  ])
}

/** Nothing was found, and what was typed looks like a slip of a command: `typed` is the command, `hint` says so. */
export function hintReply(hint: readonly Quote[], typed: string, ask: Ask): Reply {
  return withButtons(quoteReply(hint), offerButton({ ...ask, words: typed }, typed))
}
