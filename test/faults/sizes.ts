import type { Size } from './stage.ts'

/** A few seconds each. */
export const SHORT: Size = {
  ...{ workspaces: 3, people: 6, paceMs: 10, digests: 6, each: 12, restarts: 1, kills: 1 },
  ...{ outageMs: 0, troubleMs: 0, slowMs: 2000 },
  retryWaitsMs: [50, 1500, 4000],
}

/** A minute each, and more: some twenty requests a second. Slack's own waits are 0, 1 and 5 minutes: here they are shorter. */
export const LONG: Size = {
  ...{ workspaces: 20, people: 12, paceMs: 500, digests: 200, each: 60, restarts: 3, kills: 4 },
  ...{ outageMs: 15_000, troubleMs: 60_000, slowMs: 5000 },
  retryWaitsMs: [50, 5000, 20_000],
}
