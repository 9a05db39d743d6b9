// Calls a minute that Slack allows to an app per method and workspace, "or more" of each
// (docs.slack.dev/apis/web-api/rate-limits). Ours are the numbers it promises.
const TIER_1 = 1
const TIER_2 = 20
const TIER_3 = 50
const TIER_4 = 100

/** "Several hundred" for a whole workspace (docs.slack.dev/reference/methods/chat.postMessage); pace.ts keeps to one a second in a channel. */
const POSTS = 300
/** java-slack-sdk, MethodsRateLimitTier. */
const HUNDREDS = 600
/** About 60 for each conversation (java-slack-sdk); of a workspace nothing is said, and one belongs to each post. */
const STATUSES = POSTS

/** Which method is in which tier: java-slack-sdk, MethodsRateLimits. */
const BUDGETS = new Map<string, number>([
  ['apps.connections.open', TIER_1],
  ['conversations.list', TIER_2],
  ['users.list', TIER_2],
  ['assistant.threads.setSuggestedPrompts', TIER_3],
  ['assistant.threads.setTitle', TIER_3],
  ['bots.info', TIER_3],
  ['chat.delete', TIER_3],
  ['chat.unfurl', TIER_3],
  ['chat.update', TIER_3],
  // One a minute for an app that is sold outside of the Marketplace: Slack's own refusals then hold it back.
  ['conversations.history', TIER_3],
  ['conversations.info', TIER_3],
  ['conversations.open', TIER_3],
  ['conversations.replies', TIER_3],
  ['chat.postEphemeral', TIER_4],
  ['conversations.members', TIER_4],
  ['users.info', TIER_4],
  ['views.open', TIER_4],
  ['views.publish', TIER_4],
  ['views.push', TIER_4],
  ['views.update', TIER_4],
  ['assistant.threads.setStatus', STATUSES],
  ['chat.postMessage', POSTS],
  ['auth.test', HUNDREDS],
  ['chat.getPermalink', HUNDREDS],
])

/**
 * How often a method may be called in one workspace within a minute, by all processes together.
 * @param method `chat.postMessage`; one that is not known gets what the second tier does, 20
 */
export const budgetOf = (method: string): number => BUDGETS.get(method) ?? TIER_2
