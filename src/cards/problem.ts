import type { InputBlock, ModalView } from '@slack/types'
import type { Catalogue, UseCase } from '../catalogue/catalogue.ts'
import type { Link } from '../catalogue/schema.ts'
import { VIEWS } from './actions.ts'
import { section } from './blocks.ts'
import { type Choice, dig, option, plain } from './elements.ts'
import { LIMITS } from './limits.ts'
import { linkNoun } from './links.ts'
import { shorten } from './text.ts'
import { PROBLEM_WORDS, type ProblemLine } from './usage-report.ts'
import { headingOf, smallPrint } from './use-case.ts'

/** The inputs of the modal: each name is a `block_id` and an `action_id`. */
export const PROBLEM_INPUTS = { kind: 'problem_kind', link: 'problem_link', note: 'problem_note' } as const

const TITLE = 'Report a problem'
const READERS = 'Whoever maintains the catalogue reads this, with your name.'
const LONGEST_NOTE = 500
const KINDS = Object.keys(PROBLEM_WORDS) as ProblemLine['kind'][]

/**
 * Asks what is wrong with a use case.
 * @param about `metadata` comes back with the answer; at most 3,000 characters
 */
export function problemView(
  { useCase, metadata }: { useCase: UseCase; metadata: string },
  catalogue: Catalogue,
): ModalView {
  return {
    type: 'modal',
    callback_id: VIEWS.problem,
    private_metadata: metadata,
    title: plain(TITLE),
    submit: plain('Send'),
    close: plain('Cancel'),
    blocks: [headingSection(useCase), smallPrint(useCase, catalogue), ...inputs(useCase)],
  }
}

const headingSection = (useCase: UseCase) => section(`*${shorten(headingOf(useCase), LIMITS.card.title)}*`)

function inputs({ links }: UseCase): InputBlock[] {
  const options = KINDS.map((kind) => option(PROBLEM_WORDS[kind], kind))
  const menu = {
    type: 'static_select' as const,
    placeholder: plain('Choose a link'),
    options: links.map(linkOption),
  }
  const note = { type: 'plain_text_input' as const, multiline: true, max_length: LONGEST_NOTE }
  return [
    input('kind', 'What is wrong?', { type: 'radio_buttons', options }),
    { ...input('link', 'Which link?', menu), optional: true },
    { ...input('note', 'What is there to know?', note), optional: true, hint: plain(READERS) },
  ]
}

/** By its title, or by where it leads: two without a title would read alike. */
function linkOption(link: Link, index: number): Choice {
  const name = link.title ?? new URL(link.url).hostname
  return option(`${linkNoun(link)}: ${name}`, String(index))
}

function input(name: keyof typeof PROBLEM_INPUTS, label: string, element: InputBlock['element']): InputBlock {
  const id = PROBLEM_INPUTS[name]
  return { type: 'input', block_id: id, label: plain(label), element: { ...element, action_id: id } }
}

/** What somebody reported. */
export type Problem = { kind: ProblemLine['kind']; link?: string; note: string }

/**
 * Takes a report out of `view.state.values`, whatever it holds; undefined when it says not what is wrong.
 * @returns `link` is an address; the only one of a use case is the dead one where none was chosen
 */
export function readProblem(values: unknown, { links }: UseCase): Problem | undefined {
  const read = (name: keyof typeof PROBLEM_INPUTS, ...path: string[]) =>
    dig(values, PROBLEM_INPUTS[name], PROBLEM_INPUTS[name], ...path)
  const chosen = read('kind', 'selected_option', 'value')
  const kind = KINDS.find((one) => one === chosen)
  if (kind === undefined) return undefined
  const index = read('link', 'selected_option', 'value')
  const link = links.find((_, place) => String(place) === index)
  const only = kind === 'dead-link' && links.length === 1 ? links[0] : undefined
  const url = (link ?? only)?.url
  const note = read('note', 'value')
  return {
    kind,
    ...(url === undefined ? {} : { link: url }),
    note: typeof note === 'string' ? note.trim().slice(0, LONGEST_NOTE).toWellFormed() : '',
  }
}

/** What becomes of the report. */
export function problemThanksView(useCase: UseCase): ModalView {
  return {
    type: 'modal',
    title: plain(TITLE),
    close: plain('Close'),
    blocks: [
      section('Thank you. Whoever maintains the catalogue reads this, and corrects it where that is needed.'),
      headingSection(useCase),
    ],
  }
}
