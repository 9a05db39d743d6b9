import type { Button } from '@slack/types'
import { yearOf } from '../catalogue/catalogue.ts'
import type { LinkKind } from '../catalogue/limits.ts'
import type { Link } from '../catalogue/schema.ts'
import { sayDayOf } from './calendar.ts'
import { LIMITS } from './limits.ts'
import { escapeMrkdwn, literal, shorten, shortList } from './text.ts'

/** What a button or link to each kind says; the noun names it in a list. */
const WORDS: Record<LinkKind, { verb: string; noun: string }> = {
  talk: { verb: 'Watch talk', noun: 'Talk' },
  video: { verb: 'Watch video', noun: 'Video' },
  slides: { verb: 'View slides', noun: 'Slides' },
  article: { verb: 'Read article', noun: 'Article' },
  paper: { verb: 'Read paper', noun: 'Paper' },
  event: { verb: 'See event', noun: 'Event' },
  product: { verb: 'See product', noun: 'Product' },
}

const languageNames = new Intl.DisplayNames('en', { type: 'language', fallback: 'code' })
const inLanguage = ({ language }: Link) =>
  language === undefined || language === 'en' ? '' : ` (${languageNames.of(language) ?? language})`

/** What to do with a link, named by its kind: `Watch talk`, `Read article (Korean)`; of a copy `Archived talk`. */
const linkVerb = (link: Link): string =>
  link.dead?.archive === undefined ? WORDS[link.kind].verb + inLanguage(link) : linkName(link)

/** What a link is: `Talk`, `Slides (German)`. */
export const linkNoun = (link: Link): string => WORDS[link.kind].noun + inLanguage(link)

/** What is found where a link leads: `Talk`, or `Archived talk` where only a copy is left. */
export function linkName(link: Link): string {
  const noun = linkNoun(link)
  return link.dead?.archive === undefined ? noun : `Archived ${noun.charAt(0).toLowerCase()}${noun.slice(1)}`
}

/** Whether a link leads to anything: to what it is of, or, where that is gone, to a copy. */
export const opens = ({ dead }: Link): boolean => dead === undefined || dead.archive !== undefined

/** Where a link leads: to the copy, where the original is gone and one is kept. */
export const addressOf = ({ url, dead }: Link): string => dead?.archive ?? url

/** What became of a link, as it stands behind its title: ` (dead since 3 Nov 2026)`. Empty for one that is alive. */
export function fateOf({ dead }: Link): string {
  if (dead === undefined) return ''
  return ` (${dead.archive === undefined ? '' : 'original '}dead since ${sayDayOf(dead.since)})`
}

/**
 * What the small print of a use case says when all its links are dead; empty as long as one is alive.
 * @param links in the order of the catalogue, where those that live come first
 * @param posted the link that somebody posted, where it is about that one
 */
export function deadNote(links: readonly Link[], posted?: Link): string {
  if (posted?.dead) {
    const copy = opens(posted) ? '; there is an archived copy' : ''
    return `This link has been dead since ${sayDayOf(posted.dead.since)}${copy}`
  }
  const [first] = links
  if (!first?.dead) return ''
  const since = sayDayOf(first.dead.since)
  const copy = links.some(opens)
  if (links.length > 1) return `All its links are dead${copy ? '; what opens is an archived copy' : ''}`
  return copy
    ? `The original has been gone since ${since}; this is an archived copy`
    : `Its link has been dead since ${since}`
}

/** A heading that leads where a link does, and says so where that is no longer the original. `heading`: mrkdwn. */
export function headingTo(link: Link, heading: string): string {
  return opens(link)
    ? `<${escapeMrkdwn(addressOf(link))}|${heading}>${headingMark(link)}`
    : heading + headingMark(link)
}

/** The same in a message's text, the address below. */
export function headingToAsText(link: Link, heading: string): string {
  return `${literal(heading)}${headingMark(link)}\n${addressAsText(link)}`
}

/** That what stands behind a heading is dead is the link, not the use case. */
function headingMark(link: Link): string {
  if (link.dead === undefined) return ''
  return opens(link) ? ' (archived copy)' : ` (link dead since ${sayDayOf(link.dead.since)})`
}

/** What leads nowhere is to be read, not to be clicked. */
const addressAsText = (link: Link) => (opens(link) ? escapeMrkdwn(addressOf(link)) : literal(link.url))

/**
 * A button for each of the first links that lead anywhere, by default for as many as a card takes. Two that would read alike
 * are numbered, those `before` them counted. Link buttons still send an action.
 */
export function linkButtons(
  links: readonly Link[],
  most: number = LIMITS.card.actions,
  before: readonly Link[] = [],
): Button[] {
  const shown = withButton(links, most)
  const verbs = [...before, ...shown].map(linkVerb)
  return shown.map((link, place) => {
    const index = place + before.length
    const verb = verbs[index] ?? ''
    const twins = verbs.filter((other) => other === verb).length
    const nth = verbs.slice(0, index + 1).filter((other) => other === verb).length
    const text = twins > 1 ? `${verb} ${nth}` : verb
    const label = link.title ? `${verb}: ${link.title}` : verb
    return {
      type: 'button',
      action_id: `open_link_${place + 1}`,
      text: { type: 'plain_text', text: shorten(text, LIMITS.button.text, escapeMrkdwn), emoji: false },
      url: addressOf(link),
      accessibility_label: shorten(label, LIMITS.button.accessibilityLabel, (whole) => whole),
    }
  })
}

const withButton = (links: readonly Link[], most: number) => links.filter(opens).slice(0, most)

/** The links that found no room among so many buttons, or are dead, each as a piece of mrkdwn. */
export function furtherLinks(links: readonly Link[], buttons: number = LIMITS.card.actions): string[] {
  const shown = withButton(links, buttons)
  return links
    .filter((link) => !shown.includes(link))
    .map((link) => {
      const title = link.title ? `: ${shorten(link.title, 75)}` : ''
      if (!opens(link)) return `${linkNoun(link)}${title}${fateOf(link)}`
      return `<${escapeMrkdwn(addressOf(link))}|${linkVerb(link)}${title}>${fateOf(link)}`
    })
}

/** Where and when: `Kafka Summit London 2019`, `2021`, `Spring I/O, 2019`; empty when unknown. */
export function occasion(link: Link): string {
  const year = yearOf(link)
  if (!link.event) return year === undefined ? '' : String(year)
  return year === undefined || link.event.includes(String(year)) ? link.event : `${link.event}, ${year}`
}

/** `Ada Lovelace, Grace Hopper and 3 more`; empty when nobody is named. */
export function byline(speakers: readonly string[] = [], most = 3): string {
  return shortList(speakers, most)
}

/** All that is known of a link but its address: `Talk: Kafka Streams at Scale, Deepak Goyal, Kafka Summit …`. */
function describeLink(link: Link): string {
  const known = [byline(link.speakers), occasion(link)].filter(Boolean)
  const head = link.title ? `${linkName(link)}: ${link.title}` : linkName(link)
  return [head, ...known].join(', ')
}

/** A link as lines of a message's text: what it is, and its address in full. */
export function linkAsText(link: Link): string {
  return `${shorten(describeLink(link), 400, literal)}${fateOf(link)}\n${addressAsText(link)}`
}
