import { createColors } from 'picocolors'
import type { Stats, Tally } from '../catalogue/stats.ts'
import { type Bar, barChart } from './bars.ts'
import { type AnyBlock, type Reply, section } from './blocks.ts'
import { sayMonth } from './calendar.ts'
import type { Terminal } from './terminal.ts'
import { count, literal } from './text.ts'

/** How much was searched, in numbers. */
export type SearchNumbers = {
  /** How far back it goes. */
  days: number
  searches: number
  /** How many of them were not the same words as another one. */
  different: number
  /** How many of them found nothing. */
  unanswered: number
  /** By month (`2026-11`), the first first. */
  months: readonly { month: string; searches: number }[]
  /** Most first, folded. Only names that the catalogue has: nobody reads another person's words. */
  mostAsked?: readonly { query: string; asked: number }[]
}

/** A chart under a title; `rest` says what is not in it: `and 83 more`. */
type Part = { title: string; bars: readonly Bar[]; rest: string }

// What a phone shows of a line of letters of one width.
const PHONE = 34
const MOST = 8
const WIDTH = 80
const NARROWEST = 20

/**
 * The catalogue in numbers, with small bar charts; its text says the same in words.
 * @param searches undefined where nobody can tell
 */
export function statsReply(stats: Stats, searches: SearchNumbers | undefined): Reply {
  const parts = catalogueParts(stats, MOST)
  const asked = searches ? searchParts(searches, MOST) : []
  const said = searches ? [saySearches(searches)] : []
  const blocks: AnyBlock[] = [
    section(`*${sayCatalogue(stats)}*`),
    ...chartBlocks(parts),
    ...said.map((line) => section(`*${line}*`)),
    ...chartBlocks(asked),
  ]
  const text = [sayCatalogue(stats), ...parts.map(inWords), ...said, ...asked.map(inWords)].join('\n')
  return { text, native: blocks, classic: blocks }
}

/** The same in full for the terminal, ending in a line break. */
export function statsText(stats: Stats, searches: SearchNumbers | undefined, terminal: Terminal): string {
  const paint = createColors(terminal.colour)
  const width = Math.max(NARROWEST, (terminal.width ?? WIDTH) - 2)
  const drawn = (part: Part) =>
    [paint.bold(part.title), ...rowsOf(part, width, paint.cyan).map((row) => `  ${row}`)].join('\n')
  const all = [
    sayCatalogue(stats),
    ...catalogueParts(stats, Number.POSITIVE_INFINITY).map(drawn),
    ...(searches
      ? [saySearches(searches), ...searchParts(searches, Number.POSITIVE_INFINITY).map(drawn)]
      : []),
  ]
  return `${all.join('\n\n')}\n`
}

function sayCatalogue({ useCases, companies, links, deadLinks }: Stats): string {
  if (useCases === 0) return 'There is no use case in the catalogue yet.'
  const at = `${companies} ${companies === 1 ? 'company' : 'companies'}`
  const dead = deadLinks === 0 ? '' : `, ${deadLinks} of them dead`
  return `${count(useCases, 'use case')} at ${at}, with ${count(links, 'link')}${dead}`
}

function saySearches({ days, searches, different, unanswered }: SearchNumbers): string {
  const last = `in the last ${count(days, 'day')}`
  if (searches === 0) return `Nothing was searched ${last}`
  const found = unanswered === 0 ? 'all found something' : `${unanswered} found nothing`
  const all = `${searches} ${searches === 1 ? 'search' : 'searches'}`
  return `${all} ${last}, for ${count(different, 'different thing')}; ${found}`
}

function catalogueParts({ industries, topics, kinds, years, undated }: Stats, most: number): Part[] {
  const byYear = years.map(({ year, useCases }) => ({ label: String(year), number: useCases }))
  return [
    partOf('Use cases by industry', industries.map(barOf), most),
    partOf('Use cases by topic', topics.map(barOf), most),
    partOf('Use cases by kind of link', kinds.map(barOf), most),
    {
      ...partOf('Use cases by year of the newest link', byYear),
      rest: undated > 0 ? `and ${undated} of an unknown year` : '',
    },
  ].filter(({ bars }) => bars.length > 0)
}

function searchParts({ months, mostAsked = [] }: SearchNumbers, most: number): Part[] {
  return [
    partOf(
      'Searches by month',
      months.map(({ month, searches }) => ({ label: sayMonth(month), number: searches })),
    ),
    partOf(
      'Asked most of late',
      mostAsked.map(({ query, asked }) => ({ label: capital(query), number: asked })),
      most,
    ),
  ].filter(({ bars }) => bars.length > 0)
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

const barOf = ({ label, useCases }: Tally): Bar => ({ label, number: useCases })

/** The first few; one that alone would be left out is shown, too. */
function partOf(title: string, bars: readonly Bar[], most = Number.POSITIVE_INFINITY): Part {
  const shown = bars.length <= most + 1 ? bars : bars.slice(0, most)
  const left = bars.length - shown.length
  return { title, bars: shown, rest: left > 0 ? `and ${left} more` : '' }
}

const rowsOf = ({ bars, rest }: Part, width: number, paint?: (bar: string) => string): string[] => [
  ...barChart(bars, width, paint),
  ...(rest ? [rest] : []),
]

/** Rich text has no markup: whatever a label holds, it is shown as it is. */
function chartBlocks(parts: readonly Part[]): AnyBlock[] {
  if (parts.length === 0) return []
  const elements = parts.flatMap((part) => [
    {
      type: 'rich_text_section' as const,
      elements: [{ type: 'text' as const, text: part.title, style: { bold: true } }],
    },
    {
      type: 'rich_text_preformatted' as const,
      elements: [{ type: 'text' as const, text: rowsOf(part, PHONE).join('\n') }],
    },
  ])
  return [{ type: 'rich_text', elements }]
}

/** `Use cases by industry: Finance and Fintech (18), Gaming (4) and 3 more`. */
function inWords({ title, bars, rest }: Part): string {
  const said = bars.map(({ label, number }) => `${literal(label)} (${number})`).join(', ')
  return [`${title}: ${said}`, rest].filter(Boolean).join(' ')
}
