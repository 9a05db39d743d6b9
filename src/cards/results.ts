import type { Catalogue } from '../catalogue/catalogue.ts'
import type { SearchResult } from '../search/search.ts'
import { type AnyBlock, divider, type Piece, type Reply, richLine, textLine } from './blocks.ts'
import { LIMITS } from './limits.ts'
import { count, quotable } from './text.ts'
import { fullCard, listCard, listText } from './use-case.ts'

/**
 * The answer to a search: a line that says what was found, then a card for each hit. A single hit is shown in
 * full; nothing found comes with searches that do find something.
 */
export function resultsReply(result: SearchResult, catalogue: Catalogue): Reply {
  if (result.hits.length === 0) return nothingFound(result)
  const [only] = result.hits
  if (result.total === 1 && only) return withHeadline(headline(result, 1), fullCard(only.useCase, catalogue))
  const lists = result.hits.map((hit) => ({
    ...listCard(hit, catalogue),
    text: listText(hit.useCase, catalogue),
  }))
  const shown = lists.slice(0, howManyFit(lists))
  return withHeadline(headline(result, shown.length), {
    native: shown.flatMap((list) => list.native),
    classic: shown.flatMap((list, index) => (index === 0 ? list.classic : [divider, ...list.classic])),
    text: shown.map((list, index) => `${index + 1}. ${list.text}`).join('\n\n'),
  })
}

/** Five cards of ordinary length fit a message with room to spare; five of the longest that the schema allows do not. */
function howManyFit(lists: readonly Pick<Reply, 'native' | 'classic'>[]): number {
  let characters = 500
  const place = lists.findIndex(({ native, classic }) => {
    characters += Math.max(JSON.stringify(native).length, JSON.stringify(classic).length)
    return characters > LIMITS.blockCharacters
  })
  return place < 0 ? lists.length : Math.max(1, place)
}

function headline({ query, total, corrected }: SearchResult, shown: number): Piece[] {
  const found = shown < total ? `${shown} of ${count(total, 'use case')}` : count(total, 'use case')
  if (corrected === undefined) return [`${found} for `, { bold: quotable(query) }]
  const [typed, used] = [{ bold: quotable(query) }, { bold: quotable(corrected) }]
  return [`${found}. Showing results for `, used, '; to insist on ', typed, ', put it in quotation marks.']
}

function withHeadline(pieces: readonly Piece[], reply: Reply): Reply {
  const line: AnyBlock = richLine(pieces)
  return {
    text: `${textLine(pieces)}\n\n${reply.text}`,
    native: [line, ...reply.native],
    classic: [line, ...reply.classic],
  }
}

function nothingFound({ query, understood, unknown, suggestions }: SearchResult): Reply {
  const [filter] = unknown
  if (filter)
    return line([
      `I know no ${filter.name} `,
      { bold: quotable(filter.value) },
      '.',
      ...offer(filter.nearest),
    ])
  const said: Piece[] = understood
    ? ['I know no public use case for ', { bold: quotable(query) }, ' yet, sorry.']
    : ['Every use case here is about Kafka Streams. Tell me what it should be for.']
  return line([...said, ...offer(suggestions)])
}

function offer(searches: readonly string[]): Piece[] {
  if (searches.length === 0) return []
  const pieces = searches.flatMap<Piece>((search, index) => [
    index === 0 ? ' Perhaps ' : index === searches.length - 1 ? ' or ' : ', ',
    { bold: quotable(search) },
  ])
  return [...pieces, '?']
}

function line(pieces: readonly Piece[]): Reply {
  const blocks = [richLine(pieces)]
  return { text: textLine(pieces), native: blocks, classic: blocks }
}
