import type { Button } from '@slack/types'
import { type Catalogue, industryLabel, mainLink, type UseCase } from '../catalogue/catalogue.ts'
import type { Link } from '../catalogue/schema.ts'
import type { Hit } from '../search/search.ts'
import { ACTIONS, type Ask, encodePlace } from './actions.ts'
import {
  type AnyBlock,
  type CardBlock,
  context,
  literalText,
  mrkdwn,
  plainButton,
  type Reply,
  section,
} from './blocks.ts'
import { LIMITS } from './limits.ts'
import {
  addressOf,
  byline,
  deadNote,
  fateOf,
  furtherLinks,
  headingTo,
  headingToAsText,
  linkAsText,
  linkButtons,
  linkName,
  occasion,
  opens,
} from './links.ts'
import { escapeMrkdwn, literal, shorten } from './text.ts'
import { whyNote } from './why.ts'

/** What the small lines of a card say, not escaped; `posted` as for `smallPrint`. */
function captions(
  useCase: UseCase,
  catalogue: Catalogue,
  why = '',
  posted?: Link,
): { heading: string; where: string; who: string } {
  const told = posted ?? toldIn(useCase)
  const where = [industryLabel(catalogue, useCase), occasion(told)].filter(Boolean).join(' · ')
  const by = told.speakers?.length ? `${BY[told.kind] ?? 'By'} ${byline(told.speakers)}` : ''
  // First: of a long line the end is cut.
  const who = [deadNote(useCase.links, posted), by, why].filter(Boolean).join(' · ')
  return { heading: headingOf(useCase), where, who }
}

/** The link for occasion and speakers, both from one: nobody is credited with a talk that they did not give. */
const toldIn = (useCase: UseCase): Link =>
  useCase.links.find(({ event, speakers }) => event && speakers?.length) ??
  useCase.links.find(({ event, speakers }) => event || speakers?.length) ??
  mainLink(useCase)

/** `Pinterest: Ad spend totals and predictions for budget control`, not escaped. */
export const headingOf = ({ company, title }: UseCase): string => `${company}: ${title}`

/** The heading as a link to what tells of it, in at most `max` characters of mrkdwn, the address not counted. */
export const headingLink = (useCase: UseCase, max: number): string =>
  headingTo(mainLink(useCase), shorten(headingOf(useCase), max))

/** The same in a message's text. */
export const headingLinkAsText = (useCase: UseCase): string =>
  headingToAsText(mainLink(useCase), headingOf(useCase))

const BY: Record<string, string> = { talk: 'With', video: 'With', slides: 'With', event: 'With' }

/** What a card in an answer must know of it: what was asked, and whether only one person sees it. */
type CardPlace = { ask: Pick<Ask, 'words' | 'command'>; privately: boolean; heading?: string }

/** Makes something of a use case once; the next edition of the catalogue has others in its place. */
function perUseCase<T>(make: (useCase: UseCase) => T): (useCase: UseCase) => T {
  const made = new WeakMap<UseCase, T>()
  return (useCase) => {
    const known = made.get(useCase)
    if (known !== undefined) return known
    const one = make(useCase)
    made.set(useCase, one)
    return one
  }
}

// Making text harmless and short costs more than all the rest of an answer, and of a use case it is always the same.
const cardBody = perUseCase(({ summary }) => literalText(summary, LIMITS.card.body))
const cardTitle = perUseCase((useCase) => literalText(headingOf(useCase), LIMITS.card.title))
const wholeSummary = perUseCase(({ summary }) => shorten(summary, LIMITS.card.body * 5))
const literalSummary = perUseCase(({ summary }) => literal(summary))
const linksAsText = perUseCase(({ links }) => links.map(linkAsText).join('\n'))
const firstLink = perUseCase(({ links }) => linkButtons(links, 1))
const further = perUseCase(({ links }) => furtherLinks(links, 1))

/** The link that is wanted first, the use case in full, and what shows it to all. */
function cardButtons(useCase: UseCase, { ask, privately }: CardPlace): Button[] {
  const value = encodePlace({ useCase: useCase.id, words: ask.words, command: ask.command })
  const share = privately ? [plainButton(ACTIONS.share, 'Share', value)] : []
  return [...firstLink(useCase), plainButton(ACTIONS.details, 'Details', value), ...share]
}

/** A use case as Slack's card block. */
function nativeCard(useCase: UseCase, place: CardPlace, catalogue: Catalogue, why?: string): CardBlock {
  const { where, who } = captions(useCase, catalogue, why)
  return {
    type: 'card',
    title: place.heading === undefined ? cardTitle(useCase) : literalText(place.heading, LIMITS.card.title),
    subtitle: literalText(where, LIMITS.card.subtitle),
    body: cardBody(useCase),
    ...(who ? { subtext: literalText(who, LIMITS.card.subtext) } : {}),
    actions: cardButtons(useCase, place),
  }
}

/** The same as section, context and actions blocks. */
function classicCard(useCase: UseCase, place: CardPlace, catalogue: Catalogue, why?: string): AnyBlock[] {
  return [
    summarySection(useCase, place.heading),
    smallPrint(useCase, catalogue, why),
    { type: 'actions', elements: cardButtons(useCase, place) },
  ]
}

/**
 * Industry and occasion, then whether its links are dead, who tells of it, and why it is there.
 * @param posted the link that somebody posted, where it is about that one
 */
export function smallPrint(useCase: UseCase, catalogue: Catalogue, why?: string, posted?: Link): AnyBlock {
  const { where, who } = captions(useCase, catalogue, why, posted)
  return context([shorten(where, LIMITS.card.subtitle), shorten(who, LIMITS.card.subtext)].filter(Boolean))
}

/** What it is and what they do, for the tier without cards. */
export function summarySection(useCase: UseCase, heading = headingOf(useCase)): AnyBlock {
  const title = shorten(heading, LIMITS.card.title)
  return section(`*${title}*\n${wholeSummary(useCase)}`)
}

/**
 * Card blocks of a hit in a list; the links beyond the first stand below it, and why it is there where nothing on it
 * shows that.
 */
export function listCard(
  { useCase, reasons }: Hit,
  place: CardPlace,
  catalogue: Catalogue,
): Pick<Reply, 'native' | 'classic'> {
  const why = whyNote(reasons)
  const beyond = further(useCase)
  const tail = beyond.length > 0 ? [context(beyond)] : []
  return {
    native: [nativeCard(useCase, place, catalogue, why), ...tail],
    classic: [...classicCard(useCase, place, catalogue, why), ...tail],
  }
}

/** A use case of a list as text: heading, summary, every link with its address. */
export function listText(useCase: UseCase, catalogue: Catalogue, heading = headingOf(useCase)): string {
  const industry = literal(industryLabel(catalogue, useCase))
  return [`${literal(heading)} (${industry})`, literalSummary(useCase), linksAsText(useCase)].join('\n')
}

/**
 * One use case in full: details, every link with kind, title, speakers, event and year, and its topics.
 * @returns the three tiers, within Slack's limits for any entry that the schema accepts
 */
export function fullCard({ useCase }: Pick<Hit, 'useCase'>, place: CardPlace, catalogue: Catalogue): Reply {
  const tail = fullTail(useCase, catalogue)
  return {
    text: fullText(useCase, catalogue),
    native: [nativeCard(useCase, place, catalogue), ...tail],
    classic: [...classicCard(useCase, place, catalogue), ...tail],
  }
}

/** What stands below the summary where a use case is shown in full. */
export function fullTail(useCase: UseCase, catalogue: Catalogue): AnyBlock[] {
  const details = useCase.details ? [section(shorten(useCase.details, LIMITS.sectionText / 2))] : []
  return [
    ...details,
    ...useCase.links.map(linkSection),
    context([shorten(topicLine(useCase, catalogue), 600)]),
  ]
}

/** A use case in full, as text. */
function fullText(useCase: UseCase, catalogue: Catalogue): string {
  const topics = literal(topicLine(useCase, catalogue))
  return [listText(useCase, catalogue), literal(useCase.details ?? ''), topics].filter(Boolean).join('\n\n')
}

function topicLine(useCase: UseCase, catalogue: Catalogue): string {
  const labels = useCase.topics.map((topic) => catalogue.topics.get(topic)?.label ?? topic)
  return `Topics: ${labels.join(', ')}`
}

/** A link large: its kind, its title to click on (unless it is dead), and below who tells of it, where and when. */
export function linkSection(link: Link): AnyBlock {
  // By where it leads: what it is stands before it.
  const title = shorten(link.title ?? new URL(link.url).hostname.replace(/^www\./, ''), 300)
  const known = [byline(link.speakers, 12), occasion(link)].filter(Boolean).join(' · ')
  const leading = opens(link) ? `<${escapeMrkdwn(addressOf(link))}|${title}>` : title
  const line = `*${linkName(link)}*  ${leading}${fateOf(link)}`
  // What is said of a dead one, and the longer address of a copy, take no more room than there is.
  const most = link.dead ? 400 : 500
  return { type: 'section', text: mrkdwn(known ? `${line}\n${shorten(known, most)}` : line) }
}
