import type { Reply } from '../cards/blocks.ts'

/** What became of an attempt to post. */
export type Outcome =
  | { kind: 'sent'; ts: string }
  /**
   * It may work later. `uncertain`: Slack may have taken it all the same. `retryAfterMs`: how long Slack, or the
   * network, wants to be left alone.
   */
  | { kind: 'passing'; reason: string; uncertain: boolean; retryAfterMs?: number }
  /** The channel, or the whole workspace, is out of reach until a person does something. */
  | { kind: 'permanent'; reason: string }
  /** Slack does not take this message; the next one is another. */
  | { kind: 'refused'; reason: string }

/** What a look into the channel's history gives: the message is there, it is not, or that cannot be known. */
export type Found =
  | { kind: 'found'; ts: string }
  | { kind: 'absent' }
  | { kind: 'passing'; reason: string; retryAfterMs?: number }
  | { kind: 'unknown'; reason: string }

/** How the digest reaches Slack; slack/poster.ts is the one that does. Nothing in it throws or repeats by itself. */
export type Poster = {
  /** @param mayPost asked right before each request: after a while a claim is no longer one's own */
  post: (channel: string, reply: Reply, delivery: string, mayPost: () => boolean) => Promise<Outcome>
  /** Looks for the message of a delivery. @param since a stamp of Slack's that is surely older */
  find: (channel: string, delivery: string, since: string | undefined) => Promise<Found>
  /** A message without a delivery, to a channel or, by their id, to a person. @returns whether Slack took it */
  tell: (to: string, reply: Reply) => Promise<boolean>
  /** Whether the bot is in a channel, so that it can post and look back there. */
  reach: (channel: string) => Promise<'in' | 'out' | 'unknown'>
}

/**
 * Who posts in a workspace; undefined where the app is not installed any more.
 * @throws where that cannot be known now, since the database is away
 */
export type PosterOf = (team: string) => Promise<Poster | undefined>
