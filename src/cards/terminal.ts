import { createColors } from 'picocolors'
import wrapAnsi from 'wrap-ansi'
import { type Catalogue, industryLabel, type UseCase } from '../catalogue/catalogue.ts'
import type { Link } from '../catalogue/schema.ts'
import type { SearchResult } from '../search/search.ts'
import { addressOf, byline, fateOf, linkName, occasion, opens } from './links.ts'
import { count, quotable, sentenceList } from './text.ts'

/** What the terminal can do. */
export type Terminal = {
  /** Columns to wrap at; leave it out where the text goes to a file or another program. */
  width?: number
  colour: boolean
  /** Whether it makes links clickable (OSC 8); otherwise addresses are printed. */
  links: boolean
}

/** The answer to a search as text for a terminal, ending in a line break. */
export function resultsForTerminal(result: SearchResult, catalogue: Catalogue, terminal: Terminal): string {
  const paint = createColors(terminal.colour)
  const wrap = (text: string, indent: string) => wrapLines(text, indent, terminal.width)
  if (result.hits.length === 0) return nothingForTerminal(result, wrap)
  const asked = paint.bold(quotable(result.corrected ?? result.query))
  const typed = result.corrected === undefined ? '' : ` (you typed ${quotable(result.query)})`
  const some = result.hits.length < result.total ? `${result.hits.length} of ` : ''
  const head = wrap(`${some}${count(result.total, 'use case')} for ${asked}${typed}`, '')
  const cards = result.hits.map(({ useCase }) => card(useCase, catalogue, terminal, wrap))
  return `${[head, ...cards].join('\n\n')}\n`
}

type Wrap = (text: string, indent: string) => string

function card(useCase: UseCase, catalogue: Catalogue, terminal: Terminal, wrap: Wrap): string {
  const paint = createColors(terminal.colour)
  const lines = [
    wrap(`${paint.bold(paint.cyan(useCase.company))}${paint.bold(`: ${useCase.title}`)}`, ''),
    wrap(paint.dim(industryLabel(catalogue, useCase)), '  '),
    wrap(useCase.summary, '  '),
  ]
  for (const link of useCase.links) lines.push(...linkLines(link, terminal, wrap))
  return lines.join('\n')
}

function linkLines(link: Link, { colour, links }: Terminal, wrap: Wrap): string[] {
  const paint = createColors(colour)
  const known = [byline(link.speakers), occasion(link)].filter(Boolean).join(', ')
  const name = `${linkName(link)}${link.title ? `: ${link.title}` : ''}`
  const said = (known ? ` ${paint.dim(`(${known})`)}` : '') + paint.yellow(fateOf(link))
  const address = addressOf(link)
  if (links && opens(link)) return [wrap(`→ ${paint.underline(hyperlink(name, address))}${said}`, '  ')]
  // An address is never wrapped: a terminal, or the person, takes it as a whole.
  return [wrap(`→ ${name}${said}`, '  '), `    ${opens(link) ? paint.blue(address) : paint.dim(address)}`]
}

/** A clickable link by the OSC 8 escape sequence (gist.github.com/egmontkob/eb114294efbcd5adb1944c9f3cb5feda). */
const hyperlink = (text: string, url: string) => `\u001b]8;;${url}\u0007${text}\u001b]8;;\u0007`

function nothingForTerminal({ query, understood, unknown, suggestions }: SearchResult, wrap: Wrap): string {
  const said =
    unknown.length > 0
      ? unknown.map(({ name, value }) => `There is no ${name} "${quotable(value)}".`).join(' ')
      : understood
        ? `No public use case known for "${quotable(query)}" yet.`
        : 'Every use case here is about Kafka Streams. Say what it should be for.'
  return `${wrap(`${said} Perhaps: ${sentenceList(suggestions, 'or')}?`, '')}\n`
}

function wrapLines(text: string, indent: string, width: number | undefined): string {
  const wrapped = width === undefined ? text : wrapAnsi(text, Math.max(20, width - indent.length))
  return wrapped
    .split('\n')
    .map((line) => indent + line)
    .join('\n')
}
