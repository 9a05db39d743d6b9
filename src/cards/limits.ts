/**
 * Slack's limits, each once, in characters of the text as it is sent (after escaping) unless it says otherwise.
 * Sources: docs.slack.dev/reference/block-kit/blocks and .../block-elements; `@slack/types` 3.2.
 */
export const LIMITS = {
  /** Top-level text is cut by Slack above this; about 4,000 reads well (chat.postMessage). */
  text: 40_000,
  /** Blocks of one message. */
  blocks: 50,
  /** Not documented: `msg_blocks_too_long` was seen from 13,200 characters of JSON (slackapi/bolt-js#2509). */
  blockCharacters: 12_500,
  sectionText: 3000,
  /** Elements of a context block, and the text of each. */
  contextElements: 10,
  contextText: 2000,
  card: { title: 150, subtitle: 150, body: 200, subtext: 200, actions: 3 },
  /** The label of an option, and how many a menu may have. */
  optionText: 75,
  selectOptions: 100,
  /** A button's label may have 75 characters, of which Slack shows about 30. */
  button: { text: 75, shown: 30, value: 2000, url: 3000, accessibilityLabel: 75, actionId: 255 },
} as const

// Room for what stands above and below.
const RESERVE = 500

/**
 * How many parts of a message fit into it together, from the first on.
 * @param sizes the characters of each
 * @param reserve those of what stands above and below them
 */
export function howManyFit(sizes: readonly number[], reserve = RESERVE): number {
  let characters = reserve
  const place = sizes.findIndex((size) => {
    characters += size
    return characters > LIMITS.blockCharacters
  })
  return place < 0 ? sizes.length : place
}
