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

function headline({ query, total, corrected, corrections }: SearchResult, shown: number): Piece[] {
  const found = shown < total ? `${shown} of ${count(total, 'use case')}` : count(total, 'use case')
  if (corrected === undefined) return [`${found} for `, { bold: quotable(query) }]
  const insist = corrections
    .slice(0, 3)
    .flatMap<Piece>(({ typed }, index) => [
      index === 0 ? '. To insist on a word, put it in quotation marks: ' : ', ',
      { bold: `"${quotable(typed)}"` },
    ])
  return [`${found}. Showing results for `, { bold: quotable(corrected) }, ...insist]
}

function withHeadline(pieces: readonly Piece[], reply: Reply): Reply {
  const line: AnyBlock = richLine(pieces)
  return {
    text: `${textLine(pieces)}\n\n${reply.text}`,
    native: [line, ...reply.native],
    classic: [line, ...reply.classic],
  }
}

function nothingFound({ query, unknown, suggestions }: SearchResult): Reply {
  if (unknown.length === 0) {
    return line([
      'I know no public use case for ',
      { bold: quotable(query) },
      ' yet, sorry.',
      ...offer(suggestions),
    ])
  }
  const said = unknown.flatMap<Piece>(({ name, value }, index) => [
    index === 0 ? `I know no ${name} ` : ` and no ${name} `,
    { bold: quotable(value) },
  ])
  return line([...said, '.', ...offer(suggestions)])
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
