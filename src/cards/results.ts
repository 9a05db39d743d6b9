import type { Catalogue } from '../catalogue/catalogue.ts'
import type { SearchResult } from '../search/search.ts'
import { above, divider, type Quote, quoteReply, type Reply } from './blocks.ts'
import { howManyFit } from './limits.ts'
import { count, quotable } from './text.ts'
import { fullCard, listCard, listText } from './use-case.ts'

/**
 * The answer to a search: a line that says what was found, then a card for each hit. A single hit is shown in
 * full; nothing found comes with searches that do find something.
 */
export function resultsReply(result: SearchResult, catalogue: Catalogue): Reply {
  if (result.hits.length === 0) return nothingFound(result)
  const [only] = result.hits
  if (result.total === 1 && only)
    return above(quoteReply(headline(result, 1)), fullCard(only.useCase, catalogue))
  const lists = result.hits.map((hit) => ({
    ...listCard(hit, catalogue),
    text: listText(hit.useCase, catalogue),
  }))
  const shown = lists.slice(0, howManyCards(lists))
  return above(quoteReply(headline(result, shown.length)), {
    native: shown.flatMap((list) => list.native),
    classic: shown.flatMap((list, index) => (index === 0 ? list.classic : [divider, ...list.classic])),
    text: shown.map((list, index) => `${index + 1}. ${list.text}`).join('\n\n'),
  })
}

/** Five cards of ordinary length fit a message with room to spare; five of the longest that the schema allows do not. */
function howManyCards(lists: readonly Pick<Reply, 'native' | 'classic'>[]): number {
  const sizes = lists.map(({ native, classic }) =>
    Math.max(JSON.stringify(native).length, JSON.stringify(classic).length),
  )
  return Math.max(1, howManyFit(sizes))
}

function headline({ query, total, corrected, corrections }: SearchResult, shown: number): Quote[] {
  const found = shown < total ? `${shown} of ${count(total, 'use case')}` : count(total, 'use case')
  if (corrected === undefined) return [`${found} for `, { bold: quotable(query) }]
  const insist = corrections
    .slice(0, 3)
    .flatMap<Quote>(({ typed }, index) => [
      index === 0 ? '. To insist on a word, put it in quotation marks: ' : ', ',
      { bold: `"${quotable(typed)}"` },
    ])
  return [`${found}. Showing results for `, { bold: quotable(corrected) }, ...insist]
}

function nothingFound({ query, unknown, suggestions }: SearchResult): Reply {
  if (unknown.length === 0) {
    return quoteReply([
      'I know no public use case for ',
      { bold: quotable(query) },
      ' yet, sorry.',
      ...offer(suggestions),
    ])
  }
  const said = unknown.flatMap<Quote>(({ name, value }, index) => [
    index === 0 ? `I know no ${name} ` : ` and no ${name} `,
    { bold: quotable(value) },
  ])
  return quoteReply([...said, '.', ...offer(suggestions)])
}

function offer(searches: readonly string[]): Quote[] {
  if (searches.length === 0) return []
  const pieces = searches.flatMap<Quote>((search, index) => [
    index === 0 ? ' Perhaps ' : index === searches.length - 1 ? ' or ' : ', ',
    { bold: quotable(search) },
  ])
  return [...pieces, '?']
}
