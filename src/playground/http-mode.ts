import { createHmac } from 'node:crypto'
import type { Balancer, Post, Posted } from './balancer.ts'
import type { Ack, Attempt, EnvelopeRecord, EnvelopeType, Json } from './model.ts'
import { envelopeAgain, newEnvelope, type Outcome, type Transport } from './transport.ts'
import { isJson, type World } from './world.ts'

/** How long after a failure Slack sends an event again, in milliseconds (docs.slack.dev apis/events-api). */
const RETRY_WAITS_MS = [0, 60_000, 300_000]

/** How the app is reached. */
export type HttpMode = {
  balancer: Balancer
  signingSecret: string
  /** How long Slack waits for an answer: 3,000 real milliseconds in Slack itself. */
  ackTimeoutMs: number
  /** Slack's own waits unless a test cannot wait that long; as many retries as waits. */
  retryWaitsMs?: readonly number[] | undefined
}

type Sending = Outcome & {
  envelope: EnvelopeRecord
  resolve: (ack: Ack) => void
  reject: (error: Error) => void
}
type Sender = HttpMode & {
  retryWaitsMs: readonly number[]
  world: World
  envelopes: EnvelopeRecord[]
  timers: Set<NodeJS.Timeout>
  closed: boolean
}

/**
 * Slack's signed POSTs to the app. Events that are not answered 2xx in time are sent again; commands and clicks are
 * not, and the person is told. The caller closes the balancer.
 */
export function createHttpMode(world: World, mode: HttpMode): Transport {
  const { retryWaitsMs = RETRY_WAITS_MS } = mode
  const sender: Sender = { ...mode, retryWaitsMs, world, envelopes: [], timers: new Set(), closed: false }
  return {
    envelopes: sender.envelopes,
    send: (type, payload, outcome = {}) => {
      const envelope = newEnvelope(type, payload)
      return { envelopeId: envelope.envelope_id, acked: track(sender, envelope, outcome) }
    },
    redeliver: (envelopeId) => track(sender, envelopeAgain(sender.envelopes, envelopeId, 'http_timeout'), {}),
    close: () => {
      sender.closed = true
      for (const one of sender.timers) clearTimeout(one)
    },
  }
}

function track(sender: Sender, envelope: EnvelopeRecord, outcome: Outcome): Promise<Ack> {
  sender.envelopes.push(envelope)
  const acked = new Promise<Ack>((resolve, reject) => {
    dispatch(sender, { ...outcome, envelope, resolve, reject })
  })
  // A test that does not look at the ack must not die of it.
  acked.catch(() => {})
  return acked
}

function dispatch(sender: Sender, sending: Sending): void {
  const { world, balancer, ackTimeoutMs } = sender
  const { envelope } = sending
  envelope.state = 'sent'
  world.emit({ kind: 'envelope', envelope })
  void balancer.post(signed(sender, envelope), ackTimeoutMs).then((posted) => {
    if (!sender.closed) settle(sender, sending, posted)
  })
}

function settle(sender: Sender, sending: Sending, { attempt, noRetry }: Posted): void {
  const { envelope } = sending
  envelope.attempts = [...(envelope.attempts ?? []), attempt]
  const { failure } = attempt
  if (failure === undefined) {
    succeed(sender, sending, attempt)
    return
  }
  const wait = sender.retryWaitsMs[envelope.retry_attempt]
  if (envelope.type === 'events_api' && wait !== undefined && !noRetry) retry(sender, sending, failure, wait)
  else giveUp(sender, sending, attempt)
}

function retry(sender: Sender, sending: Sending, reason: string, wait: number): void {
  const { envelope } = sending
  Object.assign(envelope, {
    retry_attempt: envelope.retry_attempt + 1,
    retry_reason: reason,
    state: 'waiting',
  })
  sender.world.emit({ kind: 'envelope', envelope })
  const timer = setTimeout(() => {
    sender.timers.delete(timer)
    dispatch(sender, sending)
  }, wait).unref()
  sender.timers.add(timer)
}

function succeed({ world }: Sender, sending: Sending, { body = '', ms }: Attempt): void {
  const { envelope } = sending
  const ack: Ack = {
    payload: answerIn(body, envelope.type),
    bytes: Buffer.byteLength(body),
    dropped: false,
    ms,
  }
  Object.assign(envelope, { state: 'acked', ack })
  sending.acked?.(ack)
  world.emit({ kind: 'envelope', envelope })
  sending.resolve(ack)
}

/** A command may be answered with JSON or with plain text (docs.slack.dev interactivity/implementing-slash-commands). */
function answerIn(body: string, type: EnvelopeType): Json {
  try {
    const parsed: unknown = JSON.parse(body)
    if (isJson(parsed)) return parsed
  } catch {
    // Plain text, or nothing at all.
  }
  return type === 'slash_commands' && body.trim() !== '' ? { text: body } : {}
}

function giveUp({ world }: Sender, sending: Sending, attempt: Attempt): void {
  const { envelope } = sending
  const error = errorOf(attempt)
  Object.assign(envelope, { state: 'failed', error })
  sending.failed?.(error)
  world.emit({ kind: 'envelope', envelope })
  sending.reject(new Error(error))
}

/** What the person reads in Slack's note: "failed with the error ...". */
function errorOf({ failure, status = 0 }: Attempt): string {
  if (failure === 'http_timeout') return 'operation_timeout'
  if (failure !== 'http_error') return 'dispatch_failed'
  return status >= 500 ? 'http_service_error' : 'http_client_error'
}

/** Signed anew for each attempt (docs.slack.dev authentication/verifying-requests-from-slack). */
function signed({ world, signingSecret }: Sender, envelope: EnvelopeRecord): Post {
  const { type, retry_attempt: retry, retry_reason: reason } = envelope
  const body = bodyOf(envelope)
  const stamp = String(Math.floor(world.now() / 1000))
  const hash = createHmac('sha256', signingSecret).update(`v0:${stamp}:${body}`).digest('hex')
  return {
    body,
    headers: {
      'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
      accept: '*/*',
      'content-type': type === 'events_api' ? 'application/json' : 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': stamp,
      'x-slack-signature': `v0=${hash}`,
      ...(retry === 0 ? {} : { 'x-slack-retry-num': String(retry), 'x-slack-retry-reason': reason }),
    },
  }
}

/** Events are JSON, commands are form fields, and everything else is JSON in one form field. */
function bodyOf({ type, payload }: EnvelopeRecord): string {
  if (type === 'events_api') return JSON.stringify(payload)
  if (type === 'interactive') return new URLSearchParams({ payload: JSON.stringify(payload) }).toString()
  return new URLSearchParams(payload as Record<string, string>).toString()
}
