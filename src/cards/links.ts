import type { Button } from '@slack/types'
import { yearOf } from '../catalogue/catalogue.ts'
import type { Link, LinkKind } from '../catalogue/schema.ts'
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

/** What to do with a link, named by its kind: `Watch talk`, `Read article (Korean)`. */
export const linkVerb = (link: Link): string => WORDS[link.kind].verb + inLanguage(link)

/** What a link is: `Talk`, `Slides (German)`. */
export const linkNoun = (link: Link): string => WORDS[link.kind].noun + inLanguage(link)

/**
 * A button for each of the first links, by default for as many as a card takes. Two that would read alike are numbered,
 * those `before` them counted. Link buttons still send an action.
 */
export function linkButtons(
  links: readonly Link[],
  most: number = LIMITS.card.actions,
  before: readonly Link[] = [],
): Button[] {
  const shown = links.slice(0, most)
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
      url: link.url,
      accessibility_label: shorten(label, LIMITS.button.accessibilityLabel, (whole) => whole),
    }
  })
}

/** The links that found no room among so many buttons, each as a piece of mrkdwn. */
export function furtherLinks(links: readonly Link[], buttons: number = LIMITS.card.actions): string[] {
  return links.slice(buttons).map((link) => {
    const title = link.title ? `: ${shorten(link.title, 75)}` : ''
    return `<${escapeMrkdwn(link.url)}|${linkVerb(link)}${title}>`
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
  const head = link.title ? `${linkNoun(link)}: ${link.title}` : linkNoun(link)
  return [head, ...known].join(', ')
}

/** A link as lines of a message's text: what it is, and its address in full. */
export function linkAsText(link: Link): string {
  return `${shorten(describeLink(link), 400, literal)}\n${escapeMrkdwn(link.url)}`
}
