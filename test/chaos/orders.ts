import type { RunnerSettings } from '../../src/digest/runner.ts'

/** Where a process can die or hang: the runner's own steps, and while a post is on its way and back again. */
export const STEPS = ['claimed', 'sending', 'answered', 'posted', 'finished'] as const
export type At = { step: (typeof STEPS)[number]; nth: number }

export type Orders = {
  slack: { apiUrl: string; botToken: string; appToken: string }
  /** Of several workspaces, how to reach each one's Slack: see many-worker.ts. */
  slacks?: Record<string, { apiUrl: string; botToken: string }>
  databaseUrl: string
  dataFolder: string
  runner: Partial<RunnerSettings>
  /** The app's own limit is ten seconds: a lease would have to be longer still. */
  requestMs: number
  /** How long an answer takes on its way back. */
  answerMs: number
  /** Between two posts to one channel. */
  paceMs: number
  /** What the clock shows more than that of the machine, in milliseconds. */
  offset: number
  /** Kills itself there, once. */
  death?: At
  /** Stands still there, as a process does whose machine is out of breath. */
  hang?: At & { ms: number }
}

/**
 * What the parent may say later: what the clock shows from now on, or that it jumps, and is right again after a while.
 * A process that only starts does not jump: a clock that is wrong from the start looks like any other.
 */
export type Said = { offset: number } | { jump: number; forMs: number }
