/** How something came in: as Slack's payloads call it, messages by where they were written. */
export type Kind =
  | 'command'
  | 'mention'
  | 'direct_message'
  | 'click'
  | 'options'
  | 'view'
  | 'shortcut'
  | 'home'
  | 'unfurl'
  | 'other'

/**
 * What became of something that was asked: `found` and `nothing` of searches, `other` of what is no search, `limited`
 * of somebody who asked too much, `repeated` of what was answered already, `failed` of what could not be answered.
 */
export type AnswerOutcome = 'found' | 'nothing' | 'other' | 'limited' | 'repeated' | 'failed'

/** What is counted and timed while the bot runs. Nothing in it throws or waits; times are in milliseconds. */
export type Metrics = {
  /** Slack's side saw an acknowledgement, so long after the request was read. */
  acknowledged: (kind: Kind, ms: number) => void
  /** Something was answered, so long after it came. */
  answered: (kind: Kind, outcome: AnswerOutcome, ms: number) => void
  /** What became of a digest; `late`: sent, but more than ten minutes after its slot. */
  digest: (state: 'sent' | 'late' | 'failed' | 'skipped') => void
  /** Who tells how things stand; asked when somebody reads the metrics. */
  watch: (read: {
    /** Of all processes together; NaN where that cannot be told now. */
    digestsWaiting?: () => Promise<number>
    digestsInHand?: () => number
    requestsInHand?: () => number
    /** Sockets to Slack, in Socket Mode. */
    socketsOpen?: () => number
    /** Whether this process says that it can answer. */
    ready?: () => Promise<boolean>
  }) => void
  /**
   * A call of the Web API, or a post to a response_url (method `response_url`). `result`: `ok`, Slack's `error`,
   * `http_503`, `ratelimited`, `held_back` (by ourselves), or `no_answer`.
   */
  call: (method: string, result: string, ms: number) => void
  /** A socket of Socket Mode. */
  socket: (event: 'connected' | 'reconnecting' | 'disconnected') => void
}

/** Where nobody reads them. */
export const NO_METRICS: Metrics = {
  acknowledged: () => {},
  answered: () => {},
  digest: () => {},
  watch: () => {},
  call: () => {},
  socket: () => {},
}
