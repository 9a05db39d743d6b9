import { DEFAULT_COMMAND, firstWord, isCommand } from './commands.ts'
import { LIMITS } from './limits.ts'

/**
 * The action_id of everything that can be clicked or chosen, wherever it stands. They are never reused for something
 * else: a message of last year still has them.
 */
export const ACTIONS = {
  /** The next and the previous page of an answer. */
  next: 'page_next',
  back: 'page_back',
  /** Opens a use case in full; in its own view it shows another one in place. */
  details: 'details',
  detailsBack: 'details_back',
  /** Posts a use case for all to read. */
  share: 'share',
  save: 'save',
  unsave: 'unsave',
  problem: 'report_problem',
  /** An admin has dealt with a reported problem. */
  problemDone: 'problem_done',
  /** Answers other words in the place of an answer, such as `random`. */
  again: 'ask_again',
  /** Asks something where results open in a view of their own. */
  find: 'find',
  /** Menus of what there is. */
  industry: 'browse_industry',
  topic: 'browse_topic',
  company: 'browse_company',
  /** The search with type-ahead, and the one by typing alone. */
  search: 'search',
  homeSearch: 'home_search',
  /** Pages of the Home tab's saved use cases. */
  savedPage: 'saved_page',
  /** What a person thinks of an answer: both in one element, or a button each. */
  feedback: 'feedback',
  up: 'feedback_up',
  down: 'feedback_down',
  /** Opens the form for a use case that is missing. */
  suggest: 'suggest',
  /** The topics of a suggested use case, looked up while somebody types. */
  suggestTopics: 'suggest_topics',
  /** What the maintainers do with a suggestion. */
  accept: 'suggestion_accept',
  edit: 'suggestion_edit',
  decline: 'suggestion_decline',
  withdraw: 'suggestion_withdraw',
  pullRequest: 'suggestion_pull_request',
} as const

/** The callback_id of each view that is submitted, and of each shortcut (`manifest.json`). */
export const VIEWS = {
  details: 'details',
  finder: 'finder',
  problem: 'problem',
  shareTo: 'share_to',
  suggest: 'suggest',
  suggestPreview: 'suggest_preview',
  suggestionEdit: 'suggestion_edit',
  suggestionDecline: 'suggestion_decline',
} as const
export const SHORTCUTS = { message: 'find_use_cases', global: 'search_use_cases' } as const

/** A link button only opens its address; Slack tells of the click all the same. */
export const LINK_ACTION = /^open_link_\d+$/

/** What an answer answers. It travels in the answer's buttons, so that they work after a restart, too. */
export type Ask = {
  /** What was typed: a search with its filters, or a command such as `similar walmart`. */
  words: string
  /** How many of what was found stand before the first that is shown. */
  offset: number
  /** The catalogue that answered: its `version`. */
  version: string
  /** The slash command as it is called in this workspace. */
  command: string
  /** Tells this answer, on all its pages, from others: votes go by it. */
  answer: string
}

/** A use case in its place: which, and what was asked when it was found. */
export type Place = { useCase: string; words: string; command: string }

/** The words of a search, without the command that makes them one: `search digest` is about `digest`. */
export const searchedWords = (words: string): string => words.trim().replace(/^search\s+(?=\S)/i, '')

/**
 * How others may read what was asked: nothing where somebody else said it, or where it was a command; of a filter alone what
 * it is for.
 */
export function labelOf({ words, answer }: Pick<Ask, 'words' | 'answer'>): string {
  const searched = searchedWords(words)
  if (answer === '' || (searched === words.trim() && isCommand(firstWord(words)))) return ''
  return withoutFilter(searched)
}

/** What a filter that stands alone is for: `industry:"real estate"` is `real estate`. */
export const withoutFilter = (words: string): string => words.replace(/^\w+:"?([^"\s]+|[^"]+(?="))"?$/, '$1')

/** An ask as the value of a button; undefined where it does not fit into one (2,000 characters). */
export function encodeAsk({ words, offset, version, command, answer }: Ask): string | undefined {
  const value = JSON.stringify({ w: words, o: offset, v: version, a: answer, ...commandPart(command) })
  return value.length <= LIMITS.button.value ? value : undefined
}

/** The ask of a button's value, of whatever age; undefined when it is none. */
export function decodeAsk(value: unknown): Ask | undefined {
  const { w, o, v, a, c } = record(value)
  if (typeof w !== 'string' || !isCount(o)) return undefined
  return { words: w, offset: o, version: text(v), answer: text(a), command: text(c) || DEFAULT_COMMAND }
}

// Only a label from here on: what was asked is not asked again.
const LONGEST_LABEL = 300

/** A place as the value of a button. */
export function encodePlace({ useCase, words, command }: Place): string {
  const label = Array.from(words).slice(0, LONGEST_LABEL).join('')
  return JSON.stringify({ u: useCase, w: label, ...commandPart(command) })
}

/** The place of a button's value, of whatever age; undefined when it is none. */
export function decodePlace(value: unknown): Place | undefined {
  const { u, w, c } = record(value)
  if (typeof u !== 'string') return undefined
  return { useCase: u, words: text(w), command: text(c) || DEFAULT_COMMAND }
}

const commandPart = (command: string) => (command === DEFAULT_COMMAND ? {} : { c: command })
const text = (value: unknown) => (typeof value === 'string' ? value : '')
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0

function record(value: unknown): Record<string, unknown> {
  try {
    const parsed: unknown = JSON.parse(String(value))
    return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {}
  } catch {
    return {}
  }
}
