import type { ModalView } from '@slack/types'
import type { UseCase } from '../catalogue/catalogue.ts'
import { VIEWS } from './actions.ts'
import { context, section } from './blocks.ts'
import { dig, plain } from './elements.ts'
import { LIMITS } from './limits.ts'
import { shorten } from './text.ts'
import { headingOf } from './use-case.ts'

/** The input of the modal: its `block_id` and its `action_id`. */
export const SHARE_INPUT = 'share_to'

/**
 * Asks where to share a use case.
 * @param about `metadata` comes back with the answer; at most 3,000 characters
 */
export function shareToView({ useCase, metadata }: { useCase: UseCase; metadata: string }): ModalView {
  return {
    type: 'modal',
    callback_id: VIEWS.shareTo,
    private_metadata: metadata,
    title: plain('Share'),
    submit: plain('Share'),
    close: plain('Cancel'),
    blocks: [
      section(`*${shorten(headingOf(useCase), LIMITS.card.title)}*`),
      {
        type: 'input',
        block_id: SHARE_INPUT,
        label: plain('Where to?'),
        element: {
          type: 'conversations_select',
          action_id: SHARE_INPUT,
          default_to_current_conversation: true,
          // Lets the app post there once, even where it is no member.
          response_url_enabled: true,
          filter: { include: ['public', 'private', 'im', 'mpim'], exclude_bot_users: true },
        },
      },
      context(['Everybody there sees it, with your name.']),
    ],
  }
}

/** The conversation that was chosen, by its id, out of `view.state.values`; undefined when none was. */
export function readShareTo(values: unknown): string | undefined {
  const chosen = dig(values, SHARE_INPUT, SHARE_INPUT, 'selected_conversation')
  return typeof chosen === 'string' && chosen !== '' ? chosen : undefined
}
