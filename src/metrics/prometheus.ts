import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Metrics } from './metrics.ts'

type Watched = Parameters<Metrics['watch']>[0]

/** The last one who tells a number is the one who is asked for it. */
export type PrometheusMetrics = Metrics & {
  /** All of it as Prometheus reads it, and what to call that in an HTTP answer. */
  text: () => Promise<{ contentType: string; text: string }>
}

/**
 * Up to the three seconds after which Slack gives up on an acknowledgement; one that Slack's own slowness holds up comes
 * right after the first (`ACKNOWLEDGE_MS` in slack/intake.ts).
 */
const ACKNOWLEDGEMENT_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.25, 2, 3]
const ANSWER_S = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]
/** Up to the ten seconds after which the bot gives up on a call. */
const CALL_S = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/** Slack has some hundreds of errors, and may think of more; what comes when so many are known is `other`. */
const MOST_RESULTS = 50
const MOST_METHODS = 50
const RESULTS = ['ok', 'ratelimited', 'held_back', 'no_answer']
const DIGEST_STATES = ['sent', 'late', 'failed', 'skipped']
const SOCKET_EVENTS = ['connected', 'reconnecting', 'disconnected']

const WATCHED: Record<keyof Watched, { name: string; help: string }> = {
  digestsWaiting: {
    name: 'kstreams_digests_waiting',
    help: 'Digests in the database that are due and not sent, those in hand included.',
  },
  digestsInHand: { name: 'kstreams_digests_in_hand', help: 'Digests that are being worked on.' },
  requestsInHand: { name: 'kstreams_requests_in_hand', help: 'Requests that are being answered.' },
  socketsOpen: { name: 'kstreams_slack_sockets_open', help: 'Sockets to Slack that are open.' },
  ready: { name: 'kstreams_ready', help: '1 while this process says that it can answer, else 0.' },
}

/**
 * Metrics for Prometheus, in a registry of their own, with Node's: docs/metrics.md has each. No label grows with
 * workspaces, people or what they write.
 * @param version of the program
 */
export function createMetrics(version: string): PrometheusMetrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const info = { name: 'kstreams_build_info', help: 'Always 1; the label says which version runs.' }
  new Gauge({ ...info, labelNames: ['version'], registers }).set({ version }, 1)
  return {
    ...answerMetrics(registers),
    ...digestMetrics(registers),
    ...slackMetrics(registers),
    watch: watching(registers),
    text: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  }
}

function answerMetrics(registers: Registry[]): Pick<Metrics, 'acknowledged' | 'answered'> {
  const acknowledgements = new Histogram({
    name: 'kstreams_acknowledgement_duration_seconds',
    help: 'From reading a request of Slack to its acknowledgement.',
    ...{ labelNames: ['kind'], buckets: ACKNOWLEDGEMENT_S, registers },
  })
  const answers = new Histogram({
    name: 'kstreams_answer_duration_seconds',
    help: 'From reading a request of Slack to the end of its answer.',
    ...{ labelNames: ['kind', 'outcome'], buckets: ANSWER_S, registers },
  })
  return {
    acknowledged: (kind, ms) => acknowledgements.observe({ kind }, ms / 1000),
    answered: (kind, outcome, ms) => answers.observe({ kind, outcome }, ms / 1000),
  }
}

function digestMetrics(registers: Registry[]): Pick<Metrics, 'digest'> {
  const help =
    'Digests by what became of them; late: sent more than ten minutes after its slot, and not among sent.'
  const digests = new Counter({ name: 'kstreams_digests_total', help, labelNames: ['state'], registers })
  // Prometheus sees an increase only of what it has seen before.
  for (const state of DIGEST_STATES) digests.inc({ state }, 0)
  return { digest: (state) => digests.inc({ state }) }
}

function slackMetrics(registers: Registry[]): Pick<Metrics, 'call' | 'socket'> {
  const calls = new Counter({
    name: 'kstreams_slack_calls_total',
    help: 'Calls of the Web API; held_back: not made, since the limit was used up.',
    ...{ labelNames: ['method', 'result'], registers },
  })
  const durations = new Histogram({
    name: 'kstreams_slack_call_duration_seconds',
    help: 'Until Slack answered a call of the Web API.',
    ...{ labelNames: ['method'], buckets: CALL_S, registers },
  })
  const events = new Counter({
    name: 'kstreams_slack_socket_events_total',
    help: 'What happened to sockets of Socket Mode.',
    ...{ labelNames: ['event'], registers },
  })
  for (const event of SOCKET_EVENTS) events.inc({ event }, 0)
  const [methodOf, resultOf] = [bounded(MOST_METHODS), bounded(MOST_RESULTS, RESULTS)]
  return {
    call: (name, became, ms) => {
      const [method, result] = [methodOf(name), resultOf(became)]
      calls.inc({ method, result })
      if (result !== 'held_back') durations.observe({ method }, ms / 1000)
    },
    socket: (event) => events.inc({ event }),
  }
}

/** Lets the first values through, and what looks like none, or comes when there are enough, as `other`. */
function bounded(most: number, known: readonly string[] = []): (value: string) => string {
  const seen = new Set(known)
  return (value) => {
    if (seen.has(value)) return value
    if (seen.size >= most || !/^[\w.]{1,60}$/.test(value)) return 'other'
    seen.add(value)
    return value
  }
}

/** A number that nobody tells is left out: none would look like nought. */
function watching(registers: Registry[]): PrometheusMetrics['watch'] {
  const readers: Watched = {}
  return (read) => {
    for (const name of Object.keys(WATCHED) as (keyof Watched)[]) {
      if (read[name] === undefined) continue
      const isNew = readers[name] === undefined
      Object.assign(readers, { [name]: read[name] })
      if (!isNew) continue
      const collect = async function (this: Gauge) {
        this.set(Number(await readers[name]?.()))
      }
      new Gauge({ ...WATCHED[name], registers, collect })
    }
  }
}
