import { type Catalogue, industryLabel, type UseCase } from '../catalogue/catalogue.ts'
import { type AnyBlock, context, type Line, linesReply, literalText, type Reply, section } from './blocks.ts'
import { LIMITS } from './limits.ts'
import { furtherLinks, linkButtons } from './links.ts'
import { count, literal, shorten } from './text.ts'
import {
  headingLink,
  headingLinkAsText,
  headingOf,
  linkSection,
  listText,
  summarySection,
} from './use-case.ts'

export type DigestCard = {
  useCase: UseCase
  /** What is like it, best first; two at the most are shown. */
  similar: readonly UseCase[]
  /** How many use cases this round has shown, this one included, of how many that match. */
  shown: number
  matching: number
  /** When the next one comes, as `sayWhen` says it; undefined when none is planned. */
  next: string | undefined
  /** The slash command as it is called in this workspace, such as `/kstreams`. */
  command: string
}

/**
 * The card of the day: a use case, its main talk, why it is interesting, what is like it, and how the digest goes on.
 * @returns the three tiers, within Slack's limits for any entry that the schema accepts
 */
export function digestReply(card: DigestCard, catalogue: Catalogue): Reply {
  const { useCase } = card
  const why = linesReply([whyInteresting(useCase, catalogue)])
  const tail = [
    ...linkBlocks(useCase),
    ...why.classic,
    ...similarBlocks(card),
    context([smallPrint(card, (typed) => `\`${typed}\``).join('\n')]),
  ]
  return {
    text: [
      listText(useCase, catalogue),
      why.text,
      similarText(card),
      smallPrint(card, (typed) => typed).join('\n'),
    ]
      .filter(Boolean)
      .join('\n\n'),
    native: [nativeHead(useCase, catalogue), ...tail],
    classic: [summarySection(useCase), context([literal(industryLabel(catalogue, useCase))]), ...tail],
  }
}

/** The use case alone: its links stand large below it, so that the card has no buttons. */
function nativeHead(useCase: UseCase, catalogue: Catalogue): AnyBlock {
  return {
    type: 'card',
    title: literalText(headingOf(useCase), LIMITS.card.title),
    subtitle: literalText(industryLabel(catalogue, useCase), LIMITS.card.subtitle),
    body: literalText(useCase.summary, LIMITS.card.body),
  }
}

/** The main link by its title; the others as buttons, and in a line what finds no room there, or is dead. */
function linkBlocks({ links }: UseCase): AnyBlock[] {
  const [main, ...others] = links
  const buttons = linkButtons(others, LIMITS.card.actions, main ? [main] : [])
  const further = furtherLinks(others)
  return [
    ...(main ? [linkSection(main)] : []),
    ...(buttons.length > 0 ? [{ type: 'actions' as const, elements: buttons }] : []),
    ...(further.length > 0 ? [context(further)] : []),
  ]
}

/**
 * What is rare about a use case: the topic that it shares with the fewest others, how many these are, and what that
 * topic means.
 */
function whyInteresting({ topics }: UseCase, { useCases, topics: terms }: Catalogue): Line {
  const [rarest = { topic: '', number: 0 }] = topics
    .map((topic) => ({ topic, number: useCases.filter((other) => other.topics.includes(topic)).length }))
    .toSorted((one, other) => one.number - other.number)
  const term = terms.get(rarest.topic)
  return [
    { label: 'Why it is interesting:' },
    ` ${howRare(rarest.number, useCases.length)} the topic `,
    { bold: term?.label ?? rarest.topic },
    ...(term ? [' (', { name: inSentence(term.meaning) }, ')'] : []),
    '.',
  ]
}

function howRare(number: number, total: number): string {
  const all = count(total, 'use case')
  if (number < 2) return `only this one of ${all} has`
  return `${number * 5 <= total ? 'only ' : ''}${number} of ${all} have`
}

/** A sentence of the vocabulary as part of another one: without full stop and capital, but for words such as `GPS`. */
function inSentence(meaning: string): string {
  const text = meaning.replace(/\.$/, '')
  return /^\p{Lu}\P{Lu}/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text
}

const MOST_SIMILAR = 2

function similarBlocks({ similar }: DigestCard): AnyBlock[] {
  if (similar.length === 0) return []
  const lines = similar.slice(0, MOST_SIMILAR).map((other) => headingLink(other, 250))
  return [section(['*Similar use cases*', ...lines].join('\n'))]
}

function similarText({ similar }: DigestCard): string {
  const lines = similar.slice(0, MOST_SIMILAR).map(headingLinkAsText)
  return lines.length > 0 ? ['Similar use cases:', ...lines].join('\n') : ''
}

/** How the round stands, when it goes on, and what to type. */
function smallPrint(
  { shown, matching, next, command }: DigestCard,
  code: (typed: string) => string,
): string[] {
  const typed = (words: string) => code(shorten(`${command} ${words}`, 100))
  const left = Math.max(0, matching - shown)
  return [
    sayRound(left, matching),
    ...(next === undefined ? [] : [`Next: ${shorten(next, 100)}${left > 0 ? '' : ', with a new round'}`]),
    `Change it with ${typed('digest')}, stop it with ${typed('digest stop')}`,
  ]
}

/** How far a round is: `58 of 70 use cases left in this round`. */
export function sayRound(left: number, matching: number): string {
  if (left > 0) return `${left} of ${count(matching, 'use case')} left in this round`
  return matching > 1 ? `The last of ${matching} use cases in this round` : 'The only use case in this round'
}
