/** How often something may be called: `perMinute` evenly spread, of which `burst` at once after a pause. */
export type Rate = { perMinute: number; burst: number }

// What a minute takes is Slack's (docs.slack.dev apis/web-api/rate-limits); it says "or more", and nothing of how much
// may come at once. The bursts are ours: a fifth of a minute and less, so that whoever leans on them is found out.
const TIER_2: Rate = { perMinute: 20, burst: 4 }
const TIER_3: Rate = { perMinute: 50, burst: 10 }
const TIER_4: Rate = { perMinute: 100, burst: 20 }

/** Tier 1, but with room for the ten connections that an app may hold to be opened in a row. */
const CONNECTIONS: Rate = { perMinute: 1, burst: 10 }

/** The rate of each method, per workspace (java-slack-sdk MethodsRateLimits). */
export const METHOD_RATES: Record<string, Rate> = {
  'api.test': TIER_4,
  'apps.connections.open': CONNECTIONS,
  // "Hundreds per minute"; java-slack-sdk counts with 600.
  'auth.test': { perMinute: 600, burst: 60 },
  'bots.info': TIER_3,
  'assistant.threads.setSuggestedPrompts': TIER_3,
  'assistant.threads.setTitle': TIER_3,
  // About 60 a minute for one conversation; here, for all together.
  'assistant.threads.setStatus': { perMinute: 60, burst: 10 },
  'chat.delete': TIER_3,
  'chat.getPermalink': { perMinute: 600, burst: 60 },
  'chat.postEphemeral': TIER_4,
  'chat.unfurl': TIER_3,
  'chat.update': TIER_3,
  'conversations.history': TIER_3,
  'conversations.info': TIER_3,
  'conversations.list': TIER_2,
  'conversations.members': TIER_4,
  'conversations.open': TIER_3,
  'conversations.replies': TIER_3,
  'users.info': TIER_4,
  'users.list': TIER_2,
  'views.open': TIER_4,
  'views.publish': TIER_4,
  'views.push': TIER_4,
  'views.update': TIER_4,
  // "Several hundred" a minute for the whole workspace: 300, which may come at once. Beside it POSTS_PER_CHANNEL.
  'chat.postMessage': { perMinute: 300, burst: 300 },
}

/** A method that is not in the table: most of Slack's are of this tier. */
export const OTHER_METHODS: Rate = TIER_3

/** chat.postMessage in one conversation: one a second, "short bursts" allowed (reference/methods/chat.postMessage). */
export const POSTS_PER_CHANNEL: Rate = { perMinute: 60, burst: 3 }
