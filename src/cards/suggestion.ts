import type { Button } from '@slack/types'
import type { Catalogue, UseCase } from '../catalogue/catalogue.ts'
import type { Addition } from '../catalogue/draft.ts'
import { ACTIONS } from './actions.ts'
import { type AnyBlock, above, type Line, linesReply, plainButton, type Reply, section } from './blocks.ts'
import { suggestAgainButton } from './suggest.ts'
import { linkButton } from './suggest-issue.ts'
import { additionBlocks, asUseCase, sameCompanyLines } from './suggest-preview.ts'
import { escapeMrkdwn, shorten } from './text.ts'
import { fullCard, headingOf } from './use-case.ts'

/** A suggestion as those who decide on it see it. Names are people's names, not mentions. */
export type SuggestionCard = {
  /** Comes back with each button. */
  id: string
  addition: Addition
  /** Who suggested it; undefined when they asked to be forgotten. */
  who: string | undefined
  /** What the catalogue has of the same company besides. */
  sameCompany: readonly UseCase[]
  state: 'open' | 'accepted' | 'declined' | 'withdrawn'
  /** Who decided; undefined when nobody did, or when they asked to be forgotten. */
  by?: string | undefined
  /** Who changed it; null when they asked to be forgotten, undefined when nobody did. */
  editedBy?: string | null | undefined
  /** Why it was declined or withdrawn. */
  reason?: string
  /** Whether the files of the catalogue have it by now. */
  inFiles: boolean
  /** The pull request with it, or why there is none: a sentence or more. */
  pullRequest?: { url: string } | { failed: string }
  canOpenPullRequest: boolean
}

/** A suggestion where it is decided on: how it stands, what is suggested, and what can be done. The same in all tiers. */
export function suggestionReply(suggestion: SuggestionCard, catalogue: Catalogue): Reply {
  const { addition, sameCompany, state, reason = '' } = suggestion
  const parts = [
    linesReply(decisionOf(suggestion)),
    ...(reason === '' ? [] : [quotation(reason)]),
    linesReply(peopleOf(suggestion)),
    additionReply(addition, catalogue),
    linesReply(state === 'open' ? sameCompanyLines(sameCompany) : []),
    pullRequestReply(suggestion),
  ]
  const { text, classic } = parts.filter((part) => part.text !== '').reduce(above)
  const elements = buttonsOf(suggestion)
  const blocks: AnyBlock[] = elements.length > 0 ? [...classic, { type: 'actions', elements }] : classic
  return { text, native: blocks, classic: blocks }
}

/** A person by name; who is unknown here asked to be forgotten, or is gone. */
const nameOf = (name: string | null | undefined) => (name ? { name } : 'somebody')

function peopleOf({ who, editedBy }: SuggestionCard): Line[] {
  const suggested: Line = [{ label: 'Suggested' }, ' by ', nameOf(who)]
  return editedBy === undefined ? [suggested] : [suggested, [{ label: 'Edited' }, ' by ', nameOf(editedBy)]]
}

/** What withdrawing cannot do once an accepted one was brought into the files. */
export const STAYS_IN_ANSWERS =
  'Its file is in the catalogue by now, so answers keep it until the file is removed.'

function decisionOf({ state, by, inFiles }: SuggestionCard): Line[] {
  switch (state) {
    case 'open':
      return []
    case 'accepted':
      return [[{ label: 'Accepted' }, ' by ', nameOf(by), '. It is in answers now.']]
    case 'declined':
      return [[{ label: 'Declined' }, ' by ', nameOf(by)]]
    case 'withdrawn':
      return [
        [
          { label: 'Withdrawn' },
          ' by ',
          nameOf(by),
          `. ${inFiles ? STAYS_IN_ANSWERS : 'It is no longer in answers.'}`,
        ],
      ]
  }
}

// All of a reason (500 characters), however many of them need an escape.
const LONGEST_QUOTATION = 2600

/** What a person wrote, as a quotation. */
function quotation(said: string): Reply {
  const quoted = `> ${shorten(said, LONGEST_QUOTATION)}`
  const blocks = [section(quoted)]
  return { text: quoted, native: blocks, classic: blocks }
}

function additionReply(addition: Addition, catalogue: Catalogue): Reply {
  const { text } = fullCard({ useCase: asUseCase(addition) }, NOWHERE, catalogue)
  const blocks = additionBlocks(addition, catalogue)
  return { text, native: blocks, classic: blocks }
}

/** Nobody asked for it. */
const NOWHERE = { ask: { words: '', command: '' }, privately: false }

const NOTHING: Reply = { text: '', native: [], classic: [] }

/** Where the pull request is, in words; as a button it stands among the others. */
function pullRequestReply({ state, pullRequest }: SuggestionCard): Reply {
  if (pullRequest === undefined) return NOTHING
  if ('url' in pullRequest) return { ...NOTHING, text: `Pull request: ${escapeMrkdwn(pullRequest.url)}` }
  if (state !== 'accepted') return NOTHING
  const why = `There is no pull request yet. ${shorten(pullRequest.failed, LONGEST_QUOTATION)}`
  const blocks = [section(why)]
  return { text: why, native: blocks, classic: blocks }
}

function buttonsOf({ id, state, pullRequest, canOpenPullRequest }: SuggestionCard): Button[] {
  const button = (action: string, text: string) => plainButton(action, text, id)
  if (state === 'open') {
    return [
      { ...button(ACTIONS.accept, 'Accept'), style: 'primary' },
      button(ACTIONS.edit, 'Edit'),
      button(ACTIONS.decline, 'Decline'),
    ]
  }
  const opened = pullRequest !== undefined && 'url' in pullRequest
  const see = opened ? [linkButton('See pull request', pullRequest.url)] : []
  if (state !== 'accepted') return see
  const open = canOpenPullRequest && !opened ? [button(ACTIONS.pullRequest, 'Open pull request')] : []
  return [...see, ...open, button(ACTIONS.withdraw, 'Withdraw')]
}

/** A decision, as whoever made the suggestion is told of it. */
export type Decision = Pick<SuggestionCard, 'id' | 'addition' | 'editedBy' | 'reason' | 'inFiles'>

/** The good news for whoever suggested it, with the card as others see it now. */
export function acceptedNote({ addition, editedBy }: Decision, command: string, catalogue: Catalogue): Reply {
  const useCase = asUseCase(addition)
  const how = editedBy === undefined ? '' : ', with changes by its reviewers'
  const head = linesReply([[`Thank you: your use case was accepted${how}. Everybody here finds it now.`]])
  return above(head, fullCard({ useCase }, { ask: { words: '', command }, privately: false }, catalogue))
}

/** Why a suggestion was declined, for whoever made it. */
export function declinedNote(decision: Decision): Reply {
  const about = { bold: headingOf(asUseCase(decision.addition)) }
  return reasonNote(
    ['Thank you for suggesting ', about, '. It was not taken into the catalogue.'],
    decision,
    againReply(decision.id),
  )
}

/** Why an accepted suggestion was taken back, for whoever made it. */
export function withdrawnNote(decision: Decision): Reply {
  const { id, addition, inFiles } = decision
  const about = { bold: headingOf(asUseCase(addition)) }
  if (inFiles) {
    return reasonNote(
      [about, ', which you suggested, was withdrawn.'],
      decision,
      linesReply([[STAYS_IN_ANSWERS]]),
    )
  }
  const gone = ', which you suggested, is no longer in answers: whoever maintains the catalogue withdrew it.'
  return reasonNote([about, gone], decision, againReply(id))
}

/** What became of a suggestion, why, where that is known, and what can be done now. */
function reasonNote(became: Line, { reason = '' }: Decision, tail: Reply): Reply {
  const why =
    reason === '' ? [linesReply([became])] : [linesReply([[...became, ' The reason:']]), quotation(reason)]
  return [...why, tail].reduce(above)
}

/** The way back to the form, with what was suggested in it. */
function againReply(id: string): Reply {
  const { text, classic } = linesReply([['If you can mend that, suggest it again.']])
  const blocks: AnyBlock[] = [...classic, { type: 'actions', elements: [suggestAgainButton(id)] }]
  return { text, native: blocks, classic: blocks }
}

/**
 * Somebody pressed what is decided already.
 * @param by who decided, by name
 */
export function decidedAlreadyReply(state: SuggestionCard['state'], by: string | undefined): Reply {
  if (state === 'open') return linesReply([['Nobody has decided on this yet.']])
  const who = by === undefined ? [] : [' by ', { name: by }]
  return linesReply([[`This was ${state} already`, ...who, '.']])
}

/** Somebody pressed what only members of the workspace may. */
export function notForYouReply(): Reply {
  return linesReply([['Only members of this workspace decide on suggestions, not guests.']])
}

/** What was suggested breaks rules of the catalogue by now; `faults` say which, each with what to do. */
export function breaksRulesReply(faults: readonly string[]): Reply {
  return linesReply([
    [
      'The catalogue has changed since this was suggested: it breaks a rule now. Press Edit to mend it, or Decline.',
    ],
    ...faults.map((fault): Line => ['• ', { name: fault }]),
  ])
}
