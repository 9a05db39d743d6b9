import type { KnownBlock, ModalView } from '@slack/types'
import type { Catalogue } from '../catalogue/catalogue.ts'
import type { Addition, Draft } from '../catalogue/draft.ts'
import { VIEWS } from './actions.ts'
import { section } from './blocks.ts'
import { cut, dig, plain } from './elements.ts'
import { detailsInput, suggestInputs } from './suggest-inputs.ts'
import { additionHeading } from './suggest-preview.ts'
import { STAYS_IN_ANSWERS } from './suggestion.ts'

/**
 * A suggestion to be changed by whoever decides on it, with all its fields.
 * @param form `metadata` comes back with the answer; at most 3,000 characters
 */
export function suggestionEditView(
  { draft, metadata }: { draft: Draft; metadata: string },
  catalogue: Catalogue,
): ModalView {
  return {
    type: 'modal',
    callback_id: VIEWS.suggestionEdit,
    private_metadata: metadata,
    title: plain('Edit the suggestion'),
    submit: plain('Save'),
    close: plain('Cancel'),
    blocks: [...suggestInputs(draft, catalogue), detailsInput(draft)],
  }
}

/** The input of the modal that asks for a reason: its `block_id` and its `action_id`. */
export const DECLINE_INPUT = 'suggestion_reason'

const LONGEST_REASON = 500

/** A suggestion to be declined or withdrawn; `metadata` comes back with the answer, at most 3,000 characters. */
type Refused = { addition: Addition; metadata: string }

/** Asks why a suggestion is declined. */
export const suggestionDeclineView = (refused: Refused): ModalView =>
  reasonView(refused, {
    title: 'Decline the suggestion',
    submit: 'Decline',
    placeholder: 'It tells of Kafka, but not of Kafka Streams',
  })

/**
 * Asks why an accepted suggestion is withdrawn, and says what that does.
 * @param about `inFiles` where the files of the catalogue have it by now, whatever became of a pull request
 */
export function suggestionWithdrawView(
  about: Refused & { inFiles: boolean; hasPullRequest: boolean },
): ModalView {
  const left = about.hasPullRequest
    ? ' Its pull request stays as it is: close it on GitHub, so that nobody merges it.'
    : ''
  return reasonView(about, {
    title: 'Withdraw this use case',
    submit: 'Withdraw',
    placeholder: 'The talk turned out to be about Kafka Connect',
    says: about.inFiles ? STAYS_IN_ANSWERS : `It leaves the answers at once.${left}`,
  })
}

type Words = { title: string; submit: string; placeholder: string; says?: string }

function reasonView({ addition, metadata }: Refused, words: Words): ModalView {
  return {
    type: 'modal',
    callback_id: VIEWS.suggestionDecline,
    private_metadata: metadata,
    title: plain(words.title),
    submit: plain(words.submit),
    close: plain('Cancel'),
    blocks: [
      additionHeading(addition) as KnownBlock,
      ...(words.says === undefined ? [] : [section(words.says) as KnownBlock]),
      {
        type: 'input',
        block_id: DECLINE_INPUT,
        label: plain('Why?'),
        hint: plain('Whoever suggested it reads this.'),
        element: {
          type: 'plain_text_input',
          action_id: DECLINE_INPUT,
          multiline: true,
          max_length: LONGEST_REASON,
          placeholder: plain(words.placeholder),
        },
      },
    ],
  }
}

/** The reason, for either, out of `view.state.values`, whatever it holds; undefined when there is none. */
export function readDecline(values: unknown): string | undefined {
  const typed = dig(values, DECLINE_INPUT, DECLINE_INPUT, 'value')
  if (typeof typed !== 'string') return undefined
  return cut(typed.trim(), LONGEST_REASON).toWellFormed() || undefined
}
