import { type Catalogue, industryLabel, mainLink, type UseCase } from '../catalogue/catalogue.ts'
import type { Link } from '../catalogue/schema.ts'
import type { Hit } from '../search/search.ts'
import { type AnyBlock, type CardBlock, context, literalText, mrkdwn, type Reply, section } from './blocks.ts'
import { LIMITS } from './limits.ts'
import { byline, furtherLinks, linkAsText, linkButtons, linkNoun, linkVerb, occasion } from './links.ts'
import { escapeMrkdwn, literal, shorten } from './text.ts'
import { whyNote } from './why.ts'

/** What the small lines of a card say, not escaped. */
function captions(
  useCase: UseCase,
  catalogue: Catalogue,
  why = '',
): { heading: string; where: string; who: string } {
  // Both from one link: nobody is credited with a talk that they did not give.
  const told =
    useCase.links.find(({ event, speakers }) => event && speakers?.length) ??
    useCase.links.find(({ event, speakers }) => event || speakers?.length) ??
    mainLink(useCase)
  const where = [industryLabel(catalogue, useCase), occasion(told)].filter(Boolean).join(' · ')
  const by = told.speakers?.length ? `${BY[told.kind] ?? 'By'} ${byline(told.speakers)}` : ''
  const who = [by, why].filter(Boolean).join(' · ')
  return { heading: headingOf(useCase), where, who }
}

/** `Pinterest: Ad spend totals and predictions for budget control`, not escaped. */
export const headingOf = ({ company, title }: UseCase): string => `${company}: ${title}`

const BY: Record<string, string> = { talk: 'With', video: 'With', slides: 'With', event: 'With' }

/** A use case as Slack's card block, with up to three links as buttons. */
function nativeCard(useCase: UseCase, catalogue: Catalogue, why?: string): CardBlock {
  const { heading, where, who } = captions(useCase, catalogue, why)
  return {
    type: 'card',
    title: literalText(heading, LIMITS.card.title),
    subtitle: literalText(where, LIMITS.card.subtitle),
    body: literalText(useCase.summary, LIMITS.card.body),
    ...(who ? { subtext: literalText(who, LIMITS.card.subtext) } : {}),
    actions: linkButtons(useCase.links),
  }
}

/** The same as section, context and actions blocks. */
function classicCard(useCase: UseCase, catalogue: Catalogue, why?: string): AnyBlock[] {
  const { where, who } = captions(useCase, catalogue, why)
  const small = [shorten(where, LIMITS.card.subtitle), shorten(who, LIMITS.card.subtext)].filter(Boolean)
  return [summarySection(useCase), context(small), { type: 'actions', elements: linkButtons(useCase.links) }]
}

/** What it is and what they do, for the tier without cards. */
export function summarySection(useCase: UseCase): AnyBlock {
  const heading = shorten(headingOf(useCase), LIMITS.card.title)
  return section(`*${heading}*\n${shorten(useCase.summary, LIMITS.card.body * 5)}`)
}

/**
 * Card blocks of a hit in a list; the links beyond the third stand below it, and why it is there where nothing on it
 * shows that.
 */
export function listCard({ useCase, reasons }: Hit, catalogue: Catalogue): Pick<Reply, 'native' | 'classic'> {
  const why = whyNote(reasons)
  const further = furtherLinks(useCase.links)
  const tail = further ? [context([further])] : []
  return {
    native: [nativeCard(useCase, catalogue, why), ...tail],
    classic: [...classicCard(useCase, catalogue, why), ...tail],
  }
}

/** A use case of a list as text: heading, summary, every link with its address. */
export function listText(useCase: UseCase, catalogue: Catalogue): string {
  const { heading } = captions(useCase, catalogue)
  const industry = literal(industryLabel(catalogue, useCase))
  return [
    `${literal(heading)} (${industry})`,
    literal(useCase.summary),
    ...useCase.links.map(linkAsText),
  ].join('\n')
}

/**
 * One use case in full: details, every link with kind, title, speakers, event and year, and its topics.
 * @returns the three tiers, within Slack's limits for any entry that the schema accepts
 */
export function fullCard(useCase: UseCase, catalogue: Catalogue): Reply {
  const details = useCase.details ? [section(shorten(useCase.details, LIMITS.sectionText / 2))] : []
  const topics = topicLine(useCase, catalogue)
  const tail = [...details, ...useCase.links.map(linkSection), context([shorten(topics, 600)])]
  return {
    text: [
      ...[listText(useCase, catalogue), literal(useCase.details ?? ''), literal(topics)].filter(Boolean),
    ].join('\n\n'),
    native: [nativeCard(useCase, catalogue), ...tail],
    classic: [...classicCard(useCase, catalogue), ...tail],
  }
}

function topicLine(useCase: UseCase, catalogue: Catalogue): string {
  const labels = useCase.topics.map((topic) => catalogue.topics.get(topic)?.label ?? topic)
  return `Topics: ${labels.join(', ')}`
}

/** A link large: its kind, its title to click on, and below who tells of it, where and when. */
export function linkSection(link: Link): AnyBlock {
  const title = link.title ? shorten(link.title, 300) : linkVerb(link)
  const known = [byline(link.speakers, 12), occasion(link)].filter(Boolean).join(' · ')
  const line = `*${linkNoun(link)}*  <${escapeMrkdwn(link.url)}|${title}>`
  return { type: 'section', text: mrkdwn(known ? `${line}\n${shorten(known, 500)}` : line) }
}
