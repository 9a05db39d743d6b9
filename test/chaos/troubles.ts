import { setTimeout as sleep } from 'node:timers/promises'
import { type Subscription, saveSubscription } from '../../src/store/subscriptions.ts'
import { oneOf } from './random.ts'
import type { Often, SlackFault } from './scenarios.ts'
import { requestMs, type Stage } from './stage.ts'

const POST = 'chat.postMessage'
const LOOK_UP = 'conversations.history'
const HOUR_MS = 60 * 60_000

/** Lets calls to Slack fail, by chance. @returns how many met a fault, when it is over */
export function hurtSlack({ slack, scenario, runner, drawn }: Stage): () => number {
  const { share = 0, kinds = [] } = scenario.slack ?? {}
  const put: Record<SlackFault, (method: string) => void> = {
    lost: (method) => slack.loseAnswer(method),
    'http 500': (method) => slack.failHttp(method, 500),
    'http 500 done': (method) => slack.failHttp(method, 502, { carriedOut: true }),
    internal_error: (method) => slack.failWith(method, 'internal_error'),
    slow: (method) => slack.slow(method, 2 * requestMs(runner.leaseMs)),
    'rate limit': (method) => slack.rateLimit(method, { retryAfterSeconds: 1 }),
  }
  const { storm = 0 } = scenario
  if (storm > 0) slack.rateLimit(POST, { times: storm, retryAfterSeconds: 1 })
  let faults = storm
  const stop = slack.onChange((change) => {
    if (change.kind !== 'call' || ![POST, LOOK_UP].includes(change.call.method) || drawn() >= share) return
    faults += 1
    // The next call of this method meets it.
    put[oneOf(kinds, drawn())](change.call.method)
  })
  return () => {
    stop()
    return faults
  }
}

/** What happens to processes, clocks and the database while digests are delivered. */
export function troubles(
  stage: Stage,
  subscriptions: readonly Subscription[],
): { stop: () => Promise<number> } {
  const { scenario, runner, fleet, drawn, restartPostgres } = stage
  const { outages = 0, jumps, handOvers, kills, freezes, savedAgainMs } = scenario
  const stopping = new AbortController()
  let faults = 0
  const again = async (often: Partial<Often> | undefined, happen: (turn: number) => unknown) => {
    const { everyMs = 0, times = Number.POSITIVE_INFINITY } = often ?? { times: 0 }
    for (let turn = 0; turn < times; turn++) {
      await sleep(everyMs, undefined, { signal: stopping.signal }).catch(() => {})
      if (stopping.signal.aborted) return
      await happen(turn)
      faults += 1
    }
  }
  const anyone = () => Math.floor(drawn() * fleet.size())
  const running = [
    again(handOvers, () => fleet.end(anyone(), 'SIGTERM')),
    again(kills, () => fleet.end(anyone(), 'SIGKILL')),
    again(freezes, () => fleet.freeze(anyone(), 1.5 * runner.leaseMs)),
    again(savedAgainMs === undefined ? undefined : { everyMs: savedAgainMs }, () =>
      saveAgain(stage, oneOf(subscriptions, drawn())),
    ),
    again({ everyMs: 1000, times: outages }, () => restartPostgres(500)),
    again(jumps && { everyMs: 50 }, async (turn) => {
      const hours = (0.1 + 0.9 * drawn()) * (jumps?.hours ?? 0) * (turn % 4 === 3 ? -1 : 1)
      // Never so long that a process must believe it.
      const forMs = (0.2 + 0.6 * drawn()) * runner.settleMs
      fleet.jump(turn % (jumps?.processes ?? 1), hours * HOUR_MS, forMs)
      await sleep(forMs + (drawn() < 0.5 ? drawn() * 2 * runner.settleMs : 0))
    }),
  ]
  return {
    stop: async () => {
      stopping.abort()
      await Promise.all(running)
      return faults
    },
  }
}

/** Somebody saves settings that they had read before the slot was taken. */
async function saveAgain({ database }: Stage, subscription: Subscription): Promise<void> {
  const change = { actor: 'chaos', action: 'changed', details: {}, at: 0 }
  await saveSubscription(database, subscription, change).catch(() => {})
}
