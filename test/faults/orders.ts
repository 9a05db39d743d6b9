/** How Slack is for a process: each call takes so long, and each one is answered 500 where it fails. */
export type Network = { slowMs: number; failing: boolean }

/** What a process does beside being the app; the rest is in its environment. */
export type Orders = {
  network: Network
  /** Dies at its nth answer to a question: with the request on its way, or when Slack has taken it and before it is acknowledged. */
  death?: { when: 'sending' | 'answered'; nth: number }
}

/** Where a process listens. */
export type Listening = { slack: number | undefined; operations: number | undefined }
