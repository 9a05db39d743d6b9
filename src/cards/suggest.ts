import type { Button, KnownBlock, ModalView } from '@slack/types'
import type { Catalogue, UseCase } from '../catalogue/catalogue.ts'
import type { Draft } from '../catalogue/draft.ts'
import { LENGTH } from '../catalogue/limits.ts'
import { capital } from '../catalogue/mend.ts'
import { fold } from '../search/text.ts'
import { ACTIONS, searchedWords, VIEWS, withoutFilter } from './actions.ts'
import { context, linesReply, plainButton, type Reply } from './blocks.ts'
import { cut, plain } from './elements.ts'
import { facetsOf } from './facets.ts'
import { LIMITS } from './limits.ts'
import { readSuggestion, suggestInputs } from './suggest-inputs.ts'
import { count, shorten, tidy } from './text.ts'
import { headingOf } from './use-case.ts'

/** Where a suggestion goes: to a channel of this workspace, or on by the person, to an issue on GitHub or as a file. */
export type GoesTo = 'maintainers' | 'github' | 'file'

const WHAT_HAPPENS: Record<GoesTo, string> = {
  maintainers:
    'Whoever maintains the catalogue reads this, with your name, and I tell you what becomes of it. Next you see it as a card; nothing is sent before.',
  github: 'Next you see this as a card, and then you can open an issue on GitHub with all of it filled in.',
  file: 'Next you see this as a card, and then you get it as a file for whoever maintains the catalogue.',
}

/** The title of all that a person sees on the way. */
export const SUGGEST_TITLE = 'Suggest a use case'

/**
 * The form for a use case that is missing.
 * @param form `metadata` comes back with the answer; at most 3,000 characters
 */
export function suggestView(
  { draft, goesTo, metadata }: { draft: Draft; goesTo: GoesTo; metadata: string },
  catalogue: Catalogue,
): ModalView {
  return {
    type: 'modal',
    callback_id: VIEWS.suggest,
    private_metadata: metadata,
    title: plain(SUGGEST_TITLE),
    submit: plain('Preview'),
    close: plain('Cancel'),
    blocks: [
      context([WHAT_HAPPENS[goesTo]]) as KnownBlock,
      ...suggestInputs(draft, catalogue, 'No topic fits? Choose the nearest; reviewers see to it.'),
    ],
  }
}

/**
 * What can be filled in for words that found nothing: an address is the link, a company that is known by its name in front
 * is the company, and the rest says what it is.
 */
export function draftFromWords(words: string, catalogue: Catalogue): Draft {
  const searched = searchedWords(tidy(words))
  const [url = ''] = /https?:\/\/[^\s<>|]+/.exec(searched) ?? []
  const rest = withoutFilter(tidy(searched.replace(/<https?:\/\/[^>]*>|https?:\/\/\S+/, '')))
  const named = companyInFront(rest, catalogue)
  const company = /^company:/i.test(searched) ? rest : (named?.company ?? '')
  const title = company === rest ? '' : (named?.rest ?? rest)
  return {
    ...readSuggestion(undefined),
    company: cut(company, LENGTH.company),
    title: cut(capital(title), LENGTH.title).trimEnd(),
    // A part of an address leads nowhere.
    url: url.length <= LENGTH.url ? url : '',
  }
}

/** The company with the longest name that the words begin with, and the words after it. */
function companyInFront(words: string, catalogue: Catalogue): { company: string; rest: string } | undefined {
  const folded = `${fold(words)} `
  const [longest] = facetsOf('companies', catalogue)
    .flatMap(({ label, names }) => names.map((name) => ({ label, name })))
    .filter(({ name }) => folded.startsWith(`${name} `))
    .toSorted((a, b) => b.name.length - a.name.length)
  if (longest === undefined) return undefined
  // By words, since folding may change how many letters a name has.
  const rest = words.split(' ').slice(longest.name.split(' ').length).join(' ')
  return { company: longest.label, rest }
}

/** The action_id of the button that opens the form with what a person suggested before. */
export const SUGGEST_AGAIN = `${ACTIONS.suggest}:again`

/** Opens the form with the suggestion of that id filled in, for whoever made it. */
export const suggestAgainButton = (id: string): Button => plainButton(SUGGEST_AGAIN, 'Suggest it again', id)

/** Opens the form with these words filled in; for an answer that found nothing. Slack refuses an empty value. */
export function suggestButton(words: string, label = 'Suggest one'): Button {
  const value = cut(words, LIMITS.button.value)
  return {
    type: 'button',
    action_id: ACTIONS.suggest,
    text: plain(label),
    ...(value === '' ? {} : { value }),
  }
}

/**
 * The way to the form from a message, which cannot open one.
 * @param command the slash command as it is called in this workspace
 */
export function suggestButtonReply(words: string, command: string): Reply {
  const { text, classic } = linesReply([['Do you know a use case that is missing here? Tell me in a form.']])
  const elements = [suggestButton(words, SUGGEST_TITLE)]
  const blocks = [...classic, { type: 'actions' as const, elements }]
  const typed = linesReply([['To open it, type ', { code: `${command} suggest` }]])
  return { text: `${text} ${typed.text}`, native: blocks, classic: blocks }
}

// As long as any other fault of a form.
const LONGEST_FAULT = 150

/** The link of a suggestion is in the catalogue already; to stand below that field. */
export function knownLinkFault(useCase: UseCase): string {
  const say = (heading: string) =>
    `The catalogue has this as “${tidy(heading)}”. Give another link, or report a problem with that one.`
  return shorten(headingOf(useCase), LONGEST_FAULT, say)
}

/** Why nothing was sent, for the note of the preview: the person has so many undecided ones. */
export function tooManySuggestionsFault(open: number): string {
  return `${count(open, 'suggestion')} of yours wait for a decision, and I keep no more. Send this one later.`
}

/** The same while the database is away. */
export const NOT_KEPT_FAULT = 'This could not be kept just now. Send it again in a minute.'
