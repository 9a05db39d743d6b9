import { ACTIONS, type Ask, encodeAsk } from './actions.ts'
import { type AnyBlock, plainButton } from './blocks.ts'

/** What a person thinks of an answer. */
export type Vote = 'up' | 'down'

// In words, since Slack draws the thumbs itself.
const WORDS: Record<Vote, { text: string; label: string }> = {
  up: { text: 'Helpful', label: 'Helpful: this answer helps' },
  down: { text: 'Not helpful', label: 'Not helpful: this answer does not help' },
}

// What is longer is not counted by its words, and need not travel.
const LONGEST_COUNTED = 100

/** The thumbs below an answer; none below one without a name, whose words are not to be kept. */
export function feedbackBlock(ask: Ask): AnyBlock[] {
  if (ask.answer === '') return []
  const words = ask.words.length > LONGEST_COUNTED ? '' : ask.words
  const value = encodeAsk({ ...ask, words, offset: 0 })
  if (value === undefined) return []
  const choice = (vote: Vote) => ({
    text: { type: 'plain_text' as const, text: WORDS[vote].text },
    accessibility_label: WORDS[vote].label,
    // The two must differ: which one was pressed is told by the value alone.
    value: `${vote} ${value}`,
  })
  const element = {
    type: 'feedback_buttons' as const,
    action_id: ACTIONS.feedback,
    positive_button: choice('up'),
    negative_button: choice('down'),
  }
  return [{ type: 'context_actions', elements: [element] }]
}

/** The same blocks where Slack does not take that element: a button for each thumb. */
export function withPlainFeedback(blocks: readonly AnyBlock[]): AnyBlock[] {
  return blocks.map((block) => {
    if (block.type !== 'context_actions') return block
    const [feedback] = block.elements
    if (feedback?.type !== 'feedback_buttons') return block
    const buttons = (['up', 'down'] as const).map((vote) => {
      const { value } = vote === 'up' ? feedback.positive_button : feedback.negative_button
      const { text, label } = WORDS[vote]
      const plain = plainButton(vote === 'up' ? ACTIONS.up : ACTIONS.down, text, String(value))
      return { ...plain, accessibility_label: label }
    })
    return { type: 'actions', elements: buttons }
  })
}

/** Takes a vote and its ask apart, from the value of either element; the ask is still encoded. */
export function readVote(value: unknown): { vote: Vote; ask: string } | undefined {
  const [, vote, ask] = /^(up|down) (.*)$/s.exec(String(value)) ?? []
  return vote === undefined || ask === undefined ? undefined : { vote: vote as Vote, ask }
}
