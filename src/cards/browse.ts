import type { StaticSelect } from '@slack/types'
import type { Catalogue } from '../catalogue/catalogue.ts'
import { ACTIONS, type Ask } from './actions.ts'
import { type AnyBlock, type Line, linesReply, type Reply } from './blocks.ts'
import { type Choice, externalSelect, plain } from './elements.ts'
import { type Facet, type FacetKind, facetsNamed, facetsOf } from './facets.ts'
import { howManyFit, LIMITS } from './limits.ts'
import { count, escapeMrkdwn, shorten, tidy } from './text.ts'

/** What each is asked for by, how one is called, the word before a number of them, and their menu. */
const KINDS = {
  industries: { filter: 'industry', one: 'industry', place: 'in', action: ACTIONS.industry },
  topics: { filter: 'topic', one: 'topic', place: 'on', action: ACTIONS.topic },
  companies: { filter: 'company', one: 'company', place: 'at', action: ACTIONS.company },
} as const satisfies Record<FacetKind, unknown>

const ALL_KINDS = Object.keys(KINDS) as FacetKind[]

/** What there is, to choose from. The text lists what the menus hold, with what to type. */
export function browseReply(catalogue: Catalogue, { command }: Ask): Reply {
  const head: Line = [`${whatThereIs(catalogue)}. Choose one:`]
  const hint: Line = [
    'All in a list: ',
    { code: `${command} browse topics` },
    ', or the same with ',
    ...OTHERS,
  ]
  const blocks = [...linesReply([head]).classic, ...browseMenus(catalogue), ...linesReply([hint]).classic]
  const shown = (kind: FacetKind, most: number) =>
    facetsOf(kind, catalogue)
      .slice(0, most)
      .map(
        (facet): Line => [...facetLine(facet), ': ', { code: `${command} ${wordsFor(kind, facet.label)}` }],
      )
  const { text } = linesReply([
    [whatThereIs(catalogue)],
    ...[[''], ['Industries:'], ...shown('industries', LIMITS.selectOptions)],
    ...[[''], ['The most common topics:'], ...shown('topics', MOST_COMMON)],
    ...[[''], hint],
  ])
  return { text, native: blocks, classic: blocks }
}

const OTHERS: Line = [{ code: 'industries' }, ' or ', { code: 'companies' }]
const MOST_COMMON = 10

/** `70 use cases of Kafka Streams, in 13 industries, on 88 topics, at 66 companies`. */
function whatThereIs(catalogue: Catalogue): string {
  const kinds = ALL_KINDS.map((kind) => {
    return `${KINDS[kind].place} ${howMany(kind, facetsOf(kind, catalogue).length)}`
  })
  return [`${count(catalogue.useCases.length, 'use case')} of Kafka Streams`, ...kinds].join(', ')
}

const howMany = (kind: FacetKind, number: number) => `${number} ${number === 1 ? KINDS[kind].one : kind}`

/** The same menus for a view: an industry, a topic or a company. None where the catalogue is empty. */
export function browseMenus(catalogue: Catalogue): AnyBlock[] {
  const options = facetsOf('industries', catalogue).slice(0, LIMITS.selectOptions).map(facetChoice)
  // Slack refuses a menu without options.
  if (options.length === 0) return []
  const industry: StaticSelect = {
    type: 'static_select',
    action_id: ACTIONS.industry,
    placeholder: plain('By industry'),
    options,
  }
  const others = [externalSelect(ACTIONS.topic, 'By topic'), externalSelect(ACTIONS.company, 'By company')]
  return [{ type: 'actions', elements: [industry, ...others] }]
}

/** What a menu offers for what was typed so far, the most common first for nothing typed. */
export function browseOptions(kind: 'topic' | 'company', typed: string, catalogue: Catalogue): Choice[] {
  const facets = facetsOf(kind === 'topic' ? 'topics' : 'companies', catalogue)
  return facetsNamed(tidy(typed), facets).slice(0, LIMITS.selectOptions).map(facetChoice)
}

/** The number stays whole, however long the label is. */
function facetChoice({ label, value, number }: Facet): Choice {
  const tail = ` (${number})`
  return { text: plain(shorten(label, LIMITS.optionText - tail.length, escapeMrkdwn) + tail), value }
}

const facetLine = ({ label, number }: Facet): Line => [{ name: label }, ` (${number})`]

/**
 * What to search for what was chosen in one of the menus.
 * @returns undefined when no use case has it, or not any more: an old message still offers it
 */
export function chosenWords(action_id: string, value: string, catalogue: Catalogue): string | undefined {
  const kind = ALL_KINDS.find((each) => KINDS[each].action === action_id)
  const facet = kind && facetsOf(kind, catalogue).find((one) => one.value === value)
  return facet && wordsFor(kind, facet.label)
}

/** Quotation marks of a label would end the filter, the curly ones too. */
const wordsFor = (kind: FacetKind, label: string) =>
  `${KINDS[kind].filter}:"${label.toLowerCase().replace(/["“”„‟«»]/g, '')}"`

/** All industries, topics or companies with how many use cases each has, as many as fit a message. */
export function browseList(kind: FacetKind, catalogue: Catalogue, command: string): Reply {
  const facets = facetsOf(kind, catalogue)
  const [first] = facets
  if (first === undefined) return linesReply([['The catalogue is empty.']])
  const example: Line = ['To see one: ', { code: `${command} ${wordsFor(kind, first.label)}` }]
  const lines = facets.map((facet): Line => ['• ', ...facetLine(facet)])
  const shown = lines.slice(0, howManyFit(lines.map(sizeOf)))
  const left = lines.length - shown.length
  const more: Line = [`and ${left} more, to be found in the menu of `, { code: `${command} browse` }]
  return linesReply([
    [{ label: `${howMany(kind, facets.length)}, the most common first` }],
    example,
    ...shown,
    ...(left > 0 ? [more] : []),
  ])
}

/** In characters as they are sent within a block, with the line break. */
const sizeOf = (line: Line): number => JSON.stringify(linesReply([line]).text).length
