import type { AnswerOutcome, Kind } from '../../src/metrics/metrics.ts'
import { createMetrics, type PrometheusMetrics } from '../../src/metrics/prometheus.ts'

// As objects, so that TypeScript notices when one is added.
const KINDS: Record<Kind, true> = {
  ...{ command: true, mention: true, direct_message: true, click: true, options: true, view: true },
  ...{ shortcut: true, home: true, unfurl: true, other: true },
}
const OUTCOMES: Record<AnswerOutcome, true> = {
  ...{ found: true, nothing: true, other: true, limited: true, repeated: true, failed: true },
}
export const kinds = Object.keys(KINDS) as Kind[]
export const outcomes = Object.keys(OUTCOMES) as AnswerOutcome[]

/** Metrics in which everything has happened once. */
export function everything(): PrometheusMetrics {
  const metrics = createMetrics('1.2.3')
  for (const kind of kinds) {
    metrics.acknowledged(kind, 12)
    for (const outcome of outcomes) metrics.answered(kind, outcome, 340)
  }
  for (const state of ['sent', 'late', 'failed', 'skipped'] as const) metrics.digest(state)
  for (const event of ['connected', 'reconnecting', 'disconnected'] as const) metrics.socket(event)
  for (const result of ['ok', 'not_in_channel', 'ratelimited', 'held_back', 'http_503', 'no_answer']) {
    metrics.call('chat.postMessage', result, 56)
  }
  metrics.watch({
    digestsWaiting: async () => 3,
    digestsInHand: () => 2,
    requestsInHand: () => 3,
    socketsOpen: () => 2,
    ready: async () => true,
  })
  return metrics
}
