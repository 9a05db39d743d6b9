import type { RunnerSettings } from '../../src/digest/runner.ts'
import type { LocalSlack } from '../../src/playground/index.ts'
import type { Database } from '../../src/store/tables.ts'
import type { Fleet } from './fleet.ts'
import type { Scenario } from './scenarios.ts'

/** Days become seconds. Half a lease must be more than a busy machine keeps a process waiting. */
export const LEASE_MS = 4000

export const runnerSettings = (leaseMs: number): RunnerSettings => ({
  ...{ catchUpMs: 2 * 60 * 60_000, tickMs: 100, leaseMs, retryMs: 100, settleMs: 600, inFlight: 20 },
})

/** As in the app, half a lease and a request together are less than a lease. */
export const requestMs = (leaseMs: number): number => 0.45 * leaseMs

/** Slack wants a second, and a test cannot wait that long each time. */
export const PACE_MS = 50

/** What a scenario happens on. */
export type Stage = {
  scenario: Scenario
  runner: RunnerSettings
  slack: LocalSlack
  database: Database
  fleet: Fleet
  /** Numbers from 0 to 1, the same for the same seed. */
  drawn: () => number
  /** What every clock shows more than that of the machine, when it is right. */
  clock: { offset: number }
  restartPostgres: (downMs: number) => Promise<void>
}
